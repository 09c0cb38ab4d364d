/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Editing a line, and the lines edited before.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "edit.h"
#include "key.h"
#include "line.h"

static void set_text(struct edit *edit, const char *text)
{
	size_t len = strlen(text);

	if (len > MENU_MAX_COMMAND)
		len = MENU_MAX_COMMAND;
	memcpy(edit->text, text, len);
	edit->text[len] = '\0';
	edit->len = (uint16_t)len;
	edit->cursor = (uint16_t)len;
}

void edit_begin(struct edit *edit, const char *text)
{
	set_text(edit, text);
	edit->at = EDIT_NEW;
}

/* Take out what is between from and to, and put the cursor there. */
static void cut(struct edit *edit, unsigned int from, unsigned int to)
{
	move_bytes(edit->text + from, edit->text + to, edit->len + 1u - to);
	edit->len = (uint16_t)(edit->len - (to - from));
	edit->cursor = (uint16_t)from;
}

static void insert(struct edit *edit, unsigned int key)
{
	char *cursor = edit->text + edit->cursor;

	if (key < ' ' || key > 0xff || key == KEY_RUBOUT ||
	    edit->len == MENU_MAX_COMMAND)
		return;
	move_bytes(cursor + 1, cursor, edit->len + 1u - edit->cursor);
	*cursor = (char)key;
	edit->len++;
	edit->cursor++;
}

/* Where the word before the cursor begins. */
static unsigned int word_start(const struct edit *edit)
{
	unsigned int at = edit->cursor;

	while (at && is_blank(edit->text[at - 1]))
		at--;
	while (at && !is_blank(edit->text[at - 1]))
		at--;
	return at;
}

/* The line shown goes first into the history, so that it is not lost. */
static void older(struct edit *edit, struct history *history)
{
	unsigned int at = edit->at;

	if (at == EDIT_NEW) {
		at = 0;
		history_add(history, edit->text);
		if (edit->len)
			at = edit->len + 1u;
	} else {
		at += (unsigned int)strlen(history->text + at) + 1;
	}
	if (at >= history->used)
		return;
	edit->at = (uint16_t)at;
	set_text(edit, history->text + at);
}

static void newer(struct edit *edit, const struct history *history)
{
	unsigned int at = edit->at;

	if (at == EDIT_NEW || !at)
		return;
	for (at--; at && history->text[at - 1]; at--)
		;
	edit->at = (uint16_t)at;
	set_text(edit, history->text + at);
}

void edit_key(struct edit *edit, struct history *history, unsigned int key)
{
	unsigned int cursor = edit->cursor;

	switch (key) {
	case KEY_BACKSPACE:
	case KEY_RUBOUT:
		cut(edit, cursor ? cursor - 1 : 0, cursor);
		break;
	case KEY_DELETE:
	case KEY_CTRL('D'):
		cut(edit, cursor, cursor < edit->len ? cursor + 1 : cursor);
		break;
	case KEY_LEFT:
	case KEY_CTRL('B'):
		edit->cursor = (uint16_t)(cursor ? cursor - 1 : 0);
		break;
	case KEY_RIGHT:
	case KEY_CTRL('F'):
		edit->cursor = (uint16_t)(cursor + (cursor < edit->len));
		break;
	case KEY_HOME:
	case KEY_CTRL('A'):
		edit->cursor = 0;
		break;
	case KEY_END:
	case KEY_CTRL('E'):
		edit->cursor = edit->len;
		break;
	case KEY_CTRL('K'):
		cut(edit, cursor, edit->len);
		break;
	case KEY_CTRL('U'):
		cut(edit, 0, edit->len);
		break;
	case KEY_CTRL('W'):
		cut(edit, word_start(edit), cursor);
		break;
	case KEY_UP:
	case KEY_CTRL('P'):
		older(edit, history);
		break;
	case KEY_DOWN:
	case KEY_CTRL('N'):
		newer(edit, history);
		break;
	default:
		insert(edit, key);
		break;
	}
}

void history_add(struct history *history, const char *line)
{
	size_t len = strlen(line) + 1;
	size_t kept = history->used;

	if (len == 1 || len > sizeof(history->text) ||
	    (kept && same_text(history->text, line)))
		return;
	if (kept > sizeof(history->text) - len)
		kept = sizeof(history->text) - len;
	move_bytes(history->text + len, history->text, kept);
	memcpy(history->text, line, len);
	/* Of the oldest only a part may be left. */
	for (kept += len; history->text[kept - 1]; kept--)
		;
	history->used = (uint16_t)kept;
}
