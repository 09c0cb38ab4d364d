/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of files as files.h takes them.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "bounds.h"
#include "efiplace.h"
#include "names.h"

static struct span prefix;

void place_below(struct span given)
{
	prefix = given;
}

const char *place(const char *name)
{
	static char below[MENU_MAX_COMMAND + 1];
	static char buf[MENU_MAX_COMMAND + 1];
	struct span server = {below, 0};
	int len;

	/* One that does not fit is not there either. */
	if (names_place(prefix, name, below, sizeof(below)) < 0)
		return name;
	server.len = strlen(below);
	len = names_server_len(&server);
	if (len <= 0)
		return below;
	server.len = (size_t)len;
	text_format(buf, sizeof(buf), "tftp://%S/%s", &server,
		    below + len + sizeof(NAMES_ROOT) - 1);
	return buf;
}
