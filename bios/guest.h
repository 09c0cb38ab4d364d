/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running another program of ours in this one's place for a while.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_GUEST_H
#define BIOS_GUEST_H

/*
 * Load a .c32 file to above 1 MiB and run it as a flat COM32 program on this
 * program's host (bios/host.h: struct guest), with a stack of its own.
 *
 * Returns NULL when it is no program of ours; "" when it came back without a
 * failure; else a reason (bios/reason.h).
 */
const char *guest_run(const char *file, const char *arguments);

#endif /* BIOS_GUEST_H */
