/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HTTP's chunked transfer coding (RFC 9112, section 7.1).
 *
 * Runs in: everywhere.
 */
#ifndef CORE_CHUNKED_H
#define CORE_CHUNKED_H

#include <stddef.h>
#include <stdint.h>

/* A larger chunk is damage. */
#define CHUNKED_MAX 0x7fffffff

enum chunked_state {
	CHUNKED_SIZE, /* first of all */
	CHUNKED_LINE, /* the rest of a size's line */
	CHUNKED_DATA,
	CHUNKED_DATA_END, /* the line end behind it */
	CHUNKED_TRAILER,
	CHUNKED_END,
	CHUNKED_DAMAGED,
};

/* All zero to begin with. */
struct chunked {
	uint32_t left; /* of the chunk; while its size is read: so far */
	uint8_t state; /* enum chunked_state */
	uint8_t seen;  /* characters of the line, as far as it matters */
};

/*
 * Take the next len bytes of a body as it comes, in pieces of any length. What
 * is data is moved together to the front of buf. Returns its length.
 *
 * CHUNKED_END: the body is complete, what followed was dropped. CHUNKED_DAMAGED
 * for good: a size that is none or too large, or no line end behind a chunk.
 */
size_t chunked_take(struct chunked *chunked, void *buf, size_t len);

#endif /* CORE_CHUNKED_H */
