/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving the machine away.
 *
 * Runs in: flat 32-bit, ends in real mode.
 */
#ifndef BIOS_HANDOFF_H
#define BIOS_HANDOFF_H

#include <stdint.h>

/*
 * Give everything the loader and the PXE stack hold back to the BIOS, unless
 * a SAN disk lives in the PXE stack, which then stays with all it needs.
 * There is no way back to the loader after this.
 */
void handoff_release(void);

/*
 * Point those of the loader's vectors (INT 08h, 1Ch, 20h-22h) that lead into
 * free base memory, where the next program will not keep them, back at the
 * BIOS; and undo that, should the next program return after all.
 */
#define HANDOFF_VECTORS 5
void handoff_vectors_to_bios(uint32_t saved[HANDOFF_VECTORS]);
void handoff_vectors_back(const uint32_t saved[HANDOFF_VECTORS]);

/*
 * Start the boot sector that stands in the sector buffer: copied to
 * 0000:7C00, DL = drive, DS = ES = SS = 0, SP = 7C00h, ES:DI -> $PnP when the
 * BIOS has one (BIOS Boot Specification 1.01, appendix D), interrupts on.
 */
void handoff_sector(uint8_t drive) __attribute__((noreturn));

/*
 * INT 18h or 19h in real mode, as the BIOS would meet them. If the BIOS
 * returns from the interrupt, the screen says so and a key restarts the
 * machine.
 */
void handoff_interrupt(uint8_t vector) __attribute__((noreturn));

/* Restart the machine, without memory test. */
#define HANDOFF_RESTART 0xff /* as a vector of handoff_interrupt() */

#endif /* BIOS_HANDOFF_H */
