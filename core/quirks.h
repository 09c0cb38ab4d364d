/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.quirks: arguments for localboot by machine model.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_QUIRKS_H
#define CORE_QUIRKS_H

#include <stddef.h>

#include "smbios.h"
#include "text.h"

/*
 * Bytes of a file that are read, and of a line without its end. Of a longer
 * file the line that crosses the limit is at fault (ERR_QUIRK_LONG), and ends
 * the reading: give one byte more than the limit where there is one.
 */
#define QUIRKS_MAX_LEN 16384
#define QUIRKS_MAX_LINE 255

/* A mistake in the file: line counts from 1, word is how the line begins. */
typedef void (*quirks_complaint)(void *context, unsigned int line, int error,
				 const struct span *word);

/*
 * Is a row for the other program? One file serves localboot.c32 and
 * localboot.efi, which have different methods. Returns 1 to pass it over.
 */
typedef int (*quirks_filter)(const struct span *arguments);

/*
 * Find the first row for this machine that is not foreign. A row is
 *
 *	VENDOR | PRODUCT | BIOS VERSION | ARGUMENTS
 *
 * with blanks around the bars of no account; the first three are compared
 * without regard to case, '*' stands for any text and '?' for one character;
 * '#' begins a comment where a line begins, and behind a blank. ARGUMENTS is
 * what would stand after the program's name. No field may be empty. Lines end
 * with LF or CR LF, and UTF-8's byte order mark may begin the file. Each line
 * at fault (ERR_QUIRK_FIELDS, ERR_QUIRK_LONG) is told to the complaint and
 * left out; so the whole file is read, also behind the row found.
 *
 * Returns 0 with the row's arguments and line, or ERR_QUIRK_NONE.
 */
int quirks_find(const char *text, size_t len, const struct smbios *smbios,
		quirks_complaint complaint, void *context,
		quirks_filter is_foreign, struct span *ret_arguments,
		unsigned int *ret_line);

#endif /* CORE_QUIRKS_H */
