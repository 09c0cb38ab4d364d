/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of files as who reads them takes them.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "bounds.h"
#include "names.h"
#include "place.h"
#include "pxe.h"

static struct span prefix;

void place_below(struct span given)
{
	prefix = given;
}

/* iPXE knows the root of the server that sent us, which need not be TFTP's. */
static void put_at_root(const char *path, char *buf, size_t size)
{
	struct pxe_boot_file boot;
	const uint8_t *ip = boot.server;

	if (pxe_is_gpxe()) {
		while (*path == '/')
			path++;
		text_format(buf, size, "/%s", path);
	} else if (!pxe_boot_file(&boot)) {
		text_format(buf, size, "tftp://%u.%u.%u.%u/%s", ip[0], ip[1],
			    ip[2], ip[3], path);
	}
}

const char *place(const char *name)
{
	static char below[MENU_MAX_COMMAND + 1];
	static char buf[MENU_MAX_COMMAND + 1];
	struct span server = {below, 0};
	const char *path;
	int len;

	/* One that does not fit is not there either. */
	if (names_place(prefix, name, below, sizeof(below)) < 0)
		return name;
	server.len = strlen(below);
	len = names_server_len(&server);
	if (len < 0)
		return below;
	server.len = (size_t)len;
	path = below + len + sizeof(NAMES_ROOT) - 1;
	text_format(buf, sizeof(buf), len ? "tftp://%S/%s" : "%S%s", &server,
		    path);
	if (!len)
		put_at_root(path, buf, sizeof(buf));
	return buf;
}

const char *place_for_host(const char *name)
{
	return host_can_execute() ? name : place(name);
}
