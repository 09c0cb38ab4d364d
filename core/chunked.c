/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * HTTP's chunked transfer coding (RFC 9112, section 7.1).
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "chunked.h"

static int hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void take_size(struct chunked *chunked, uint8_t c)
{
	int digit = hex_digit(c);

	if (digit >= 0) {
		if (chunked->left > CHUNKED_MAX >> 4)
			chunked->state = CHUNKED_DAMAGED;
		chunked->left = chunked->left << 4 | (uint32_t)digit;
		chunked->seen = 1;
		return;
	}
	/* Behind it an extension may stand. */
	chunked->state = chunked->seen ? CHUNKED_LINE : CHUNKED_DAMAGED;
}

/* One character of what is not data. */
static void take(struct chunked *chunked, uint8_t c)
{
	if (chunked->state == CHUNKED_SIZE)
		take_size(chunked, c);
	switch (chunked->state) {
	case CHUNKED_LINE:
		if (c == '\n') {
			chunked->state =
			    chunked->left ? CHUNKED_DATA : CHUNKED_TRAILER;
			chunked->seen = 0;
		}
		break;
	case CHUNKED_DATA_END:
		if (c == '\n')
			chunked->state = CHUNKED_SIZE;
		else if (c != '\r')
			chunked->state = CHUNKED_DAMAGED;
		break;
	case CHUNKED_TRAILER: /* ends with an empty line */
		if (c == '\n' && !chunked->seen)
			chunked->state = CHUNKED_END;
		if (c != '\r')
			chunked->seen = c != '\n';
		break;
	default:
		break;
	}
}

size_t chunked_take(struct chunked *chunked, void *buf, size_t len)
{
	uint8_t *bytes = buf;
	size_t used = 0;
	size_t off = 0;
	size_t part;

	while (off < len && chunked->state < CHUNKED_END) {
		if (chunked->state != CHUNKED_DATA) {
			take(chunked, bytes[off++]);
			continue;
		}
		part = len - off;
		if (part > chunked->left)
			part = chunked->left;
		memmove(bytes + used, bytes + off, part);
		used += part;
		off += part;
		chunked->left -= (uint32_t)part;
		if (!chunked->left)
			chunked->state = CHUNKED_DATA_END;
	}
	return used;
}
