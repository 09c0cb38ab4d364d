/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a Linux kernel where no loader below does it.
 *
 * Runs in: flat 32-bit, over struct host; ends in real mode.
 */
#ifndef BIOS_OWNKERNEL_H
#define BIOS_OWNKERNEL_H

#include "ipxekernel.h"

/*
 * Load kernel and initrds by host->read_file to above 1 MiB, and start the
 * kernel (Documentation/arch/x86/boot.rst, protocol 2.03 and above).
 *
 * Returns only when that failed: what is wrong with *ret_file.
 */
const char *ownkernel_start(const struct ipxekernel *kernel,
			    struct span *ret_file);

#endif /* BIOS_OWNKERNEL_H */
