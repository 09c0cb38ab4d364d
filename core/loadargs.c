/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A UEFI program's load options as a command line.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "loadargs.h"
#include "text.h"

#define ENDING ".efi"
#define ENDING_LEN (sizeof(ENDING) - 1)

static int is_text(unsigned int c)
{
	return (c >= ' ' && c <= '~') || c == '\t' || c == '\r' || c == '\n';
}

/* Returns 0 when it is no text of units of that length. */
static int copy(const uint8_t *bytes, size_t len, size_t unit_len, char *buf)
{
	size_t used = 0;
	unsigned int c;

	for (; len >= unit_len; bytes += unit_len, len -= unit_len) {
		c = unit_len == 1 ? *bytes : get_le16(bytes);
		if (!c)
			break;
		if (!is_text(c))
			return 0;
		if (used < LOADARGS_LEN - 1)
			buf[used++] = (char)c;
	}
	buf[used] = '\0';
	return 1;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static int is_same(const char *a, const char *b, size_t len)
{
	while (len--)
		if (lower(*a++) != lower(*b++))
			return 0;
	return 1;
}

static int has_ending(const char *text, size_t len)
{
	return len > ENDING_LEN &&
	       is_same(text + len - ENDING_LEN, ENDING, ENDING_LEN);
}

static int is_name(const struct span *word, const char *file_name)
{
	size_t len = strlen(file_name);

	if (memchr(word->text, '=', word->len))
		return 0;
	if (has_ending(word->text, word->len))
		return 1;
	if (has_ending(file_name, len))
		len -= ENDING_LEN;
	return word->len == len && is_same(word->text, file_name, len);
}

const char *loadargs_read(const void *options, size_t len,
			  const char *file_name, char buf[LOADARGS_LEN])
{
	const char *line = buf;
	struct span word;

	if (!copy(options, len, 2, buf) && !copy(options, len, 1, buf))
		*buf = '\0';
	if (text_next_word(&line, &word) && is_name(&word, file_name))
		return line;
	return buf;
}
