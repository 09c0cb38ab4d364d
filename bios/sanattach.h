/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attaching SAN disks through the gPXE or iPXE below us.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_SANATTACH_H
#define BIOS_SANATTACH_H

#include "sanargs.h"

/* Whether the carrier is gPXE, which has neither sanhook nor ${errno}. */
int san_carrier_is_gpxe(void);

/*
 * Hand names and secrets to the carrier, where they were given. Before the
 * first san_attach(); secrets that were to be asked for are in args by then.
 */
void san_identify(const struct sanargs *args);

/* Take the names and secrets of args out of the carrier's settings again. */
void san_forget(const struct sanargs *args);

/*
 * Attach the addresses, paths to one disk, as a drive. Says what came of each
 * step, and why it failed. Returns 0 or ERR_ATTACH_*.
 */
int san_attach(uint8_t drive, const struct span *uri, unsigned int uris);

void san_detach(uint8_t drive);

#endif /* BIOS_SANATTACH_H */
