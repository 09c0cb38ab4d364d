/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a Linux kernel by the gPXE or iPXE below us.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_IPXEKERNEL_H
#define BIOS_IPXEKERNEL_H

#include "text.h"

struct ipxekernel {
	const char *file;
	const char *name; /* the command line begins with BOOT_IMAGE=name */
	const char *arguments;
	struct span initrds; /* names with commas between */
};

/* What ipxekernel_load() says of an iPXE script: this pointer. */
extern const char ipxekernel_script[];

/*
 * Have it load the kernel and its initrds. Files are relative to what iPXE
 * loaded last, as ours was. Returns NULL, or what is wrong with *ret_file.
 */
const char *ipxekernel_load(const struct ipxekernel *kernel,
			    struct span *ret_file);

/*
 * Start it; an attached SAN disk stays. Returns only when that failed: the
 * PXE status (1 to 255).
 */
int ipxekernel_boot(void);

#endif /* BIOS_IPXEKERNEL_H */
