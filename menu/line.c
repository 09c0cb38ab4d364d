/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text put together piece by piece.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "line.h"
#include "mistake.h"

int line_add(char *buf, int at, size_t size, const char *text, size_t len)
{
	if (at < 0)
		return at;
	if ((size_t)at >= size || len >= size - (size_t)at)
		return ERR_MENU_COMMAND;
	if (len)
		memmove(buf + at, text, len);
	buf[(size_t)at + len] = '\0';
	return at + (int)len;
}

int line_add_text(char *buf, int at, size_t size, const char *text)
{
	return line_add(buf, at, size, text, strlen(text));
}
