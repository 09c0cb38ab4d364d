/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loop guard: what localboot tried before it gave the machine away.
 *
 * INT 19h under a BIOS that boots the network first comes back to the same
 * program. The cookie, 16 bytes in the BIOS data area's application field
 * (0040:00F0, IBM PS/2 BIOS Technical Reference, "intra-application
 * communication area"), survives INT 19h and is zeroed by a reset.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_COOKIE_H
#define CORE_COOKIE_H

#include <stdint.h>

#define COOKIE_ADDRESS 0x4f0 /* linear */
#define COOKIE_LEN 16
/* A machine that comes back later than this did something else meanwhile. */
#define COOKIE_MAX_TICKS 10923 /* 10 minutes of 18.2 Hz */
/* A boot sector that gives up does so at once; a system may be restarted. */
#define COOKIE_MAX_DRIVE_TICKS 3277 /* 3 minutes */
#define COOKIE_NO_DRIVE 0xff
/* The tick counter at 0040:006C runs from 0 to this at midnight. */
#define COOKIE_DAY_TICKS 0x1800b0

struct cookie {
	uint8_t method;	    /* enum method that was handed the machine */
	uint8_t rung;	    /* which rung of its ladder that was, from 0 */
	uint8_t drive;	    /* whose boot sector it got; or COOKIE_NO_DRIVE */
	uint16_t partition; /* METHOD_PART: its number; else 0 */
};

/* Write a cookie of the time `ticks` (0040:006C) to COOKIE_LEN bytes. */
void cookie_write(void *bytes, const struct cookie *cookie, uint32_t ticks);

/*
 * Read a cookie. Returns 0 and the cookie; ERR_COOKIE_NONE when the bytes are
 * none (magic or checksum wrong); ERR_COOKIE_EXPIRED when it is older than
 * COOKIE_MAX_TICKS, or COOKIE_MAX_DRIVE_TICKS when a drive was started;
 * across midnight too.
 */
int cookie_read(const void *bytes, uint32_t ticks, struct cookie *ret_cookie);

/* Make the bytes no cookie. */
void cookie_clear(void *bytes);

#endif /* CORE_COOKIE_H */
