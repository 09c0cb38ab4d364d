/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Start this machine's own disk or next boot device.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_LOCALBOOT_H
#define BIOS_LOCALBOOT_H

#include "probe.h"

/* This machine, as portable code uses it. */
extern const struct machine localboot_machine;

/*
 * Climb the ladder that the arguments name (core/ladder.h). Returns only when
 * the machine is still the loader's: 0 when it was asked to come back, 1
 * after a failure that was explained.
 */
int localboot(const char *arguments);

#endif /* BIOS_LOCALBOOT_H */
