/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fetching the menu's files, so that one sees it.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_FETCH_H
#define BIOS_FETCH_H

#include <stddef.h>

/*
 * Read a whole file of len bytes at the most. A URL goes to gPXE or iPXE when
 * they are below; else, as place_for_host() has it, to the loader. What breaks
 * off is tried again. Prints a line: the name, a dot for each second, how it
 * ended.
 *
 * Returns 0 and the length; ERR_FILE_NONE, ERR_FILE_READ, ERR_FILE_SILENT;
 * ERR_MENU_URL: not there, or nobody here knows such URLs; or ERR_MENU_MEMORY:
 * too long.
 */
int fetch(const char *name, void *buf, size_t len, size_t *ret_len);

/* The text of what fetch() returns, and of all that config.h returns. */
const char *fetch_reason(int rc);

#endif /* BIOS_FETCH_H */
