/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attach a SAN disk, and start it or go on to something else.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_SANBOOT_H
#define BIOS_SANBOOT_H

/*
 * Do what the arguments (core/sanargs.h) say. Returns only when the machine is
 * still the loader's: 0 when it was asked to come back, 1 after a failure that
 * was explained.
 */
int sanboot(const char *arguments);

#endif /* BIOS_SANBOOT_H */
