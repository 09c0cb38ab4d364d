/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text: formatting into a buffer, words of a command line, numbers.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* A part of somebody else's text; not NUL-terminated. */
struct span {
	const char *text;
	size_t len;
};

/*
 * Format into buf (len bytes, NUL always written when len > 0; what does not
 * fit is left out). Knows %s (char *), %S (struct span *), %u, %x, %c, %%
 * and a zero-padded width of one digit for numbers (%02x).
 * Returns the characters written, without the NUL.
 */
size_t text_vformat(char *buf, size_t len, const char *format, va_list args);
size_t text_format(char *buf, size_t len, const char *format, ...);

/* Text that grows in a buffer, as far as there is room. */
struct sheet {
	char *buf;
	size_t len;
	size_t used;
};

void sheet_put(struct sheet *sheet, const char *format, ...);

/*
 * Take the next word (text between blanks) off the front of *line.
 * Returns 0 and leaves *ret_word alone when there is none, else 1.
 */
int text_next_word(const char **line, struct span *ret_word);

/* 1 when the span is exactly this NUL-terminated string. */
int span_is(const struct span *span, const char *string);

/*
 * If the span begins with prefix, cut the prefix off and return 1;
 * else return 0 and change nothing.
 */
int span_skip(struct span *span, const char *prefix);

/* The same, but capital letters of the span match small ones of prefix. */
int span_skip_any_case(struct span *span, const char *prefix);

/*
 * Cut the part before the first c off the front of *rest, and c too. Without
 * a c the part is all of it, and *rest is empty.
 * Returns whether there was a c.
 */
int span_cut(struct span *rest, char c, struct span *ret_part);

/*
 * Read the whole span as a number in base 10 or 16 without sign or prefix.
 * Returns 1 and the value, or 0 when it is empty, has another character or
 * is above max.
 */
int span_number(const struct span *span, unsigned int base, uint32_t max,
		uint32_t *ret_value);

/*
 * Read the whole span as an IPv4 address, "192.0.2.1", in the order in which it
 * goes over the wire. Returns 1, or 0 and leaves ret_ip alone.
 */
int text_ipv4(struct span text, uint8_t ret_ip[4]);

#endif /* CORE_TEXT_H */
