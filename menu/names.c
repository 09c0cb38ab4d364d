/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a file's name in a configuration leads, as PXELINUX takes it.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "line.h"
#include "names.h"

int names_server_len(const struct span *name)
{
	size_t i;

	for (i = 0; i + 1 < name->len && name->text[i] != '/'; i++)
		if (name->text[i] == ':')
			return name->text[i + 1] == ':' ? (int)i : -1;
	return -1;
}

int names_place(struct span prefix, const char *text, char *buf, size_t size)
{
	const struct span name = {text, strlen(text)};
	int at = line_add_text(buf, 0, size, "");

	if (*text != '/' && names_server_len(&name) < 0 &&
	    !is_url(text, name.len))
		at = line_add(buf, at, size, prefix.text, prefix.len);
	return line_add(buf, at, size, text, name.len);
}
