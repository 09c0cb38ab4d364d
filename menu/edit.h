/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Editing a line, and the lines edited before.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_EDIT_H
#define MENU_EDIT_H

#include <stdint.h>

#include "bounds.h"

/* A line being edited. The cursor is at 0 to len. */
struct edit {
	char text[MENU_MAX_COMMAND + 1]; /* NUL-terminated */
	uint16_t len;
	uint16_t cursor;
	uint16_t at; /* in the history: offset of the line shown, or NONE */
};
#define EDIT_NEW 0xffff

/* Lines typed, each with its NUL, the newest first. */
struct history {
	char text[MENU_MAX_HISTORY];
	uint16_t used;
};

/* Begin with this text, the cursor behind it; what is too long is cut off. */
void edit_begin(struct edit *edit, const char *text);

/*
 * A key: a character to insert, or one of Backspace, Delete (Ctrl-D), Left
 * and Right (Ctrl-B, Ctrl-F), Home and End (Ctrl-A, Ctrl-E), Ctrl-K, Ctrl-U,
 * Ctrl-W, Up and Down (Ctrl-P, Ctrl-N) for the lines before. Other keys do
 * nothing.
 */
void edit_key(struct edit *edit, struct history *history, unsigned int key);

/* Keep a line; the oldest ones go when there is no room. */
void history_add(struct history *history, const char *line);

#endif /* MENU_EDIT_H */
