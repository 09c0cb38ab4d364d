/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fetching the menu's files, so that one sees it.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "error.h"
#include "fetch.h"
#include "line.h"
#include "mistake.h"
#include "place.h"
#include "pxe.h"

#define TRIES 3

static uint32_t told; /* BDA_TICKS when the last dot was printed */

static void dot(void)
{
	if (phys_read32(BDA_TICKS) - told < bios_ticks(1))
		return;
	told = phys_read32(BDA_TICKS);
	console_print(".");
}

const char *fetch_reason(int rc)
{
	const char *text = mistake_text(rc);

	return text ? text : error_text_local(rc);
}

static int read_once(const char *name, void *buf, size_t len)
{
	int is_of_url = is_url(name, strlen(name));
	int rc;

	if (is_of_url && pxe_is_gpxe())
		return pxe_fetch(name, buf, len);
	rc = host->read_file(place_for_host(name), buf, len);
	/* Other loaders take it for a path, if they do not know the scheme. */
	if (rc == ERR_FILE_NONE && is_of_url && memcmp(name, "tftp:", 5) != 0)
		return ERR_MENU_URL;
	return rc;
}

int fetch(const char *name, void *buf, size_t len, size_t *ret_len)
{
	unsigned int tries;
	int rc;

	console_print("%s", name);
	told = phys_read32(BDA_TICKS);
	host_progress = dot;
	for (tries = 0; tries < TRIES; tries++) {
		rc = read_once(name, buf, len);
		if (rc != ERR_FILE_READ)
			break;
		console_print(" ?");
	}
	host_progress = NULL;
	if (rc >= 0 && (size_t)rc == len)
		rc = ERR_MENU_MEMORY;
	if (rc < 0) {
		console_print(": %s\n", fetch_reason(rc));
		return rc;
	}
	console_print(": %u\n", (unsigned int)rc);
	*ret_len = (size_t)rc;
	return 0;
}
