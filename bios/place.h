/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of files as who reads them takes them.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_PLACE_H
#define BIOS_PLACE_H

#include "text.h"

/* All names are below DHCP option 210 from here on; it stays the caller's. */
void place_below(struct span prefix);

/*
 * The name that a configuration has for a file (menu/names.h) for gPXE or iPXE,
 * or where there is neither, for the ROM's TFTP. Valid until the next call.
 */
const char *place(const char *name);

/* The same for host->read_file: Syslinux's loaders do all that themselves. */
const char *place_for_host(const char *name);

#endif /* BIOS_PLACE_H */
