/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mistakes in a configuration, and the text a user sees for each.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_MISTAKE_H
#define MENU_MISTAKE_H

#include <stddef.h>

#include "text.h"

/* Codes below those of core/error.h; the text beside says what is wrong. */
#define MISTAKE_TABLE(X)                                                       \
	X(ERR_MENU_UNKNOWN, "not a directive")                                 \
	X(ERR_MENU_REFUSED, "not supported; the entry is switched off")        \
	X(ERR_MENU_NO_LABEL, "only after a LABEL")                             \
	X(ERR_MENU_NO_SUBMENU, "only inside MENU BEGIN")                       \
	X(ERR_MENU_VALUE, "this value does not fit its directive")             \
	X(ERR_MENU_EXTRA, "one word too many")                                 \
	X(ERR_MENU_MISSING, "something must follow")                           \
	X(ERR_MENU_DUPLICATE, "this LABEL was there before; the first counts") \
	X(ERR_MENU_LABEL, "no such LABEL")                                     \
	X(ERR_MENU_DEFAULT, "this entry cannot be the default")                \
	X(ERR_MENU_TAG, "no such submenu")                                     \
	X(ERR_MENU_NO_END, "never ended")                                      \
	X(ERR_MENU_LINE, "line too long; the rest is left out")                \
	X(ERR_MENU_CONTROL, "control character; the line ends there")          \
	X(ERR_MENU_LOOP, "this file includes itself")                          \
	X(ERR_MENU_DEPTH, "too many INCLUDEs one in another")                  \
	X(ERR_MENU_FILES, "too many files")                                    \
	X(ERR_MENU_ENTRIES, "too many entries; this one is left out")          \
	X(ERR_MENU_KEYS, "too many hidden keys")                               \
	X(ERR_MENU_MEMORY, "out of memory; the rest is left out")              \
	X(ERR_MENU_COMMAND, "command line too long")                           \
	X(ERR_MENU_EMPTY, "no entries in it")                                  \
	X(ERR_MENU_URL, "no such file, or a URL that takes iPXE or gPXE")

#define MISTAKE_NUMBER(name, text) name##_NUMBER,
enum { MISTAKE_TABLE(MISTAKE_NUMBER) MISTAKE_COUNT };
#undef MISTAKE_NUMBER

/* Far from ERR_* of core/error.h (asserted in mistake.c). */
#define MISTAKE_FIRST 256
#define MISTAKE_CODE(name, text) name = -MISTAKE_FIRST - name##_NUMBER,
enum mistake_code { MISTAKE_TABLE(MISTAKE_CODE) MISTAKE_NONE = 0 };
#undef MISTAKE_CODE

/* One mistake: error is one of the above, or what the reader returned. */
struct mistake {
	const char *file;  /* its name as INCLUDE gave it */
	unsigned int line; /* from 1; 0: the file as a whole */
	int error;
	struct span word; /* at fault; lies in the arena; may be empty */
};

/* The text of an ERR_MENU_ code, without full stop; else NULL. */
const char *mistake_text(int error);

/*
 * "FILE:LINE: WORD: TEXT" for the status line. text is what the error says:
 * mistake_text(), or the program's own text for a reader's error.
 * Returns the characters written, without the NUL; what does not fit is
 * left out.
 */
size_t mistake_format(const struct mistake *mistake, const char *text,
		      char *buf, size_t len);

#endif /* MENU_MISTAKE_H */
