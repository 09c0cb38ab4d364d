/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words of a line, names in a list, and lines put together.
 *
 * Runs in: everywhere.
 */
#include <stdint.h>
#include <string.h>

#include "line.h"
#include "mistake.h"

size_t word_len(const char *text)
{
	size_t len = 0;

	while (!is_blank(text[len]))
		len++;
	return len;
}

size_t blank_len(const char *text)
{
	size_t len = 0;

	while (text[len] && is_blank(text[len]))
		len++;
	return len;
}

int same_word(const char *a, const char *b)
{
	while (!is_blank(*a) && *a == *b) {
		a++;
		b++;
	}
	return is_blank(*a) && is_blank(*b);
}

int is_url(const char *name, size_t len)
{
	for (; len > 2; name++, len--)
		if (memcmp(name, "://", 3) == 0)
			return 1;
	return 0;
}

int same_text(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

void move_bytes(void *to, const void *from, size_t len)
{
	uint8_t *target = to;
	const uint8_t *source = from;
	size_t i;

	if (target > source) {
		while (len--)
			target[len] = source[len];
	} else {
		for (i = 0; i < len; i++)
			target[i] = source[i];
	}
}

static char to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

int find_name(const char *list, const char *word, size_t len)
{
	size_t name_len;
	size_t i;
	int number;

	for (number = 0; *list; number++, list += name_len + 1) {
		name_len = strlen(list);
		for (i = 0; i < len && list[i] && to_lower(word[i]) == list[i];
		     i++)
			;
		if (i == len && len == name_len)
			return number;
	}
	return -1;
}

int line_add(char *buf, int at, size_t size, const char *text, size_t len)
{
	if (at < 0)
		return at;
	if ((size_t)at >= size || len >= size - (size_t)at)
		return ERR_MENU_COMMAND;
	if (len)
		memcpy(buf + at, text, len);
	buf[(size_t)at + len] = '\0';
	return at + (int)len;
}

int line_add_text(char *buf, int at, size_t size, const char *text)
{
	return line_add(buf, at, size, text, strlen(text));
}
