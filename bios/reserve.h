/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.c32 kept in memory, for when its server does not answer any more.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_RESERVE_H
#define BIOS_RESERVE_H

#include "guest.h"

#define RESERVE_FILE "localboot.c32"

/* What the file may take. */
#define RESERVE_LEN 0x8000

/* Before the others: RESERVE_LEN bytes that stay taken. */
void reserve_start(uint8_t *memory);

/*
 * Read it, unless it is there unchanged. Returns NULL, or a reason
 * (bios/reason.h). Says nothing.
 */
const char *reserve_fetch(const char *file);

/*
 * Run it from there, fetched now if need be; file: its name on the server. As
 * guest_run(), but GUEST_UNKNOWN when it cannot be had, with the reason.
 */
enum guest_end reserve_run(const char *file, const char *arguments,
			   const char **ret_reason);

/*
 * Instead of it: say the reason, wait for a key, 5 s at the most, and let the
 * BIOS start its next boot device (INT 18h).
 */
void reserve_int18(const char *reason) __attribute__((noreturn));

#endif /* BIOS_RESERVE_H */
