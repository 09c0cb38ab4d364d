/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lending the machine to a boot sector that may give it back.
 *
 * Runs in: flat 32-bit; the boot sector in real mode.
 */
#ifndef BIOS_LEND_H
#define BIOS_LEND_H

#include "handoff.h"

/*
 * Start a boot sector of a SAN disk as handoff_start() does, with the loader's
 * vectors and interrupts back at the BIOS's and the PXE stack left alone, for
 * the disk lives in it. Base memory is copied away before, to above 1 MiB.
 *
 * Returns when the boot sector executes INT 18h or INT 19h: base memory, all
 * vectors and the PIC masks are as they were, and the loader can go on. A boot
 * sector that has overwritten the copy or the loader above 1 MiB does not get
 * here; the machine restarts then. Costs 1 KiB of base memory meanwhile.
 *
 * Also returns, with -1, when there is too little memory for the copy; else 0.
 */
int lend_start(const struct handoff *handoff);

#endif /* BIOS_LEND_H */
