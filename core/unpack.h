/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unpacking LZMA.
 *
 * Runs in: everywhere. The .c32 programs unpack themselves with it: it has no
 * data of its own and calls nothing, so that it runs where it happens to stand.
 */
#ifndef CORE_UNPACK_H
#define CORE_UNPACK_H

#include <stddef.h>
#include <stdint.h>

/* The one set of LZMA properties: lc, lp, pb (LZMA specification). */
#define UNPACK_LC 2
#define UNPACK_LP 0
#define UNPACK_PB 0

#define UNPACK_CHANCES 4067

/* One stream; the caller fills in the first four. */
struct unpack {
	const uint8_t *in;
	size_t in_len;	/* bytes left */
	uint8_t *out;	/* where the next byte goes */
	size_t out_len; /* room left */

	size_t used; /* bytes before out */
	int is_short;
	uint32_t range;
	uint32_t code;
	uint32_t back[4]; /* the last distances, less 1 */
	unsigned int state;
	uint16_t chance[UNPACK_CHANCES];
};

/*
 * Unpack a raw LZMA stream until out is full. What stands behind in the
 * stream, an end marker or nothing, is not looked at.
 *
 * The packed bytes may lie in the same memory as out, when they end far enough
 * behind its end: com32/c32pack.py computes how far.
 *
 * Returns 1, or 0 when the stream ends too soon or is none; part of out may
 * be written then.
 */
int unpack(struct unpack *u);

/* CRC-32 as in Ethernet and zip (IEEE 802.3, section 3.2.9). */
uint32_t unpack_crc32(const void *buf, size_t len);

#endif /* CORE_UNPACK_H */
