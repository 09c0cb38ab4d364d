/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Below the list: details of the entry chosen, its line; and files.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "codepage.h"
#include "detail.h"
#include "line.h"
#include "pen.h"
#include "picture.h"
#include "run.h"
#include "sanuri.h"

#define LINES_LEN 600
/* In a DISPLAY file (doc/syslinux.txt). */
#define FILE_CLEAR 0x0c	  /* what was before is not to be seen */
#define FILE_COLOR 0x0f	  /* two hexadecimal digits, an attribute, follow */
#define FILE_PICTURE 0x18 /* the rest of the line names one */
#define FILE_END 0x1a

/* --- The entry chosen ----------------------------------------------------- */

/* The first word of a line that begins with iscsi: */
static struct span find_address(const char *line)
{
	struct span word = {line, 0};
	struct span rest;

	for (;; word.text += word.len) {
		word.text += blank_len(word.text);
		word.len = word_len(word.text);
		rest = word;
		if (!word.len || span_skip_any_case(&rest, "iscsi:"))
			return word;
	}
}

static void draw_lines(struct view *view, enum color color, const char *text)
{
	view->attribute = view->colors[color];
	pen_lines(view, text, foot_row(view));
}

static void draw_san(struct view *view, const struct model *model,
		     const struct entry *entry)
{
	struct sanuri_fault fault;
	struct sanuri uri;
	char address[SANURI_MAX + 1];
	char lines[LINES_LEN];
	struct span word =
	    find_address(config_text(model->config, entry->kernel));
	int len;

	if (!word.len)
		word = find_address(config_text(model->config, entry->append));
	len = expand(word.text, word.len, model->facts, 0, address,
		     sizeof(address));
	if (len <= 0 || sanuri_parse(address, (size_t)len, &uri, &fault))
		return;
	text_format(lines, sizeof(lines),
		    uri.lun[1] || uri.lun[2] || uri.lun[3]
			? "Target  %S\nPortal  %S, port %u   LUN %x-%x-%x-%x"
			: "Target  %S\nPortal  %S, port %u   LUN %x",
		    &uri.target, &uri.server, uri.port, uri.lun[0], uri.lun[1],
		    uri.lun[2], uri.lun[3]);
	draw_lines(view, COLOR_HELP, lines);
}

/* Does a line of TEXT HELP end beyond the screen when it begins here? */
static int is_wide(const struct view *view, const char *text)
{
	int room = view->right - view->column;
	int len = 0;

	for (; *text && len <= room; text++)
		len = *text == '\n' ? 0 : len + 1;
	return len > room;
}

void draw_details(struct view *view, const struct model *model)
{
	uint16_t number = model_entry(model);
	const struct config *config = model->config;
	const struct entry *entry;
	const char *help;

	if (number == ENTRY_NONE)
		return;
	entry = config_entry(config, number);
	pen_at(view, view->list + view->page + 1, view->left + 1, COLOR_HELP);
	view->right--;
	if (entry->action == ENTRY_RUN)
		draw_san(view, model, entry);
	if (view->note)
		draw_lines(view, COLOR_TIMEOUT,
			   view->note(view->context, number));
	help = config_text(config, entry->help);
	if (is_wide(view, help))
		view->column = 1;
	draw_lines(view, COLOR_HELP, help);
}

/* --- The line typed ------------------------------------------------------- */

/* Where the line stands: its cell number so and so. */
struct place {
	int first; /* row that may be written to, and the last one */
	int bottom;
	int row; /* of the line's beginning, maybe above first */
	int columns;
};

/* Write from cell number at on. Returns the number behind. */
static int write_cells(struct view *view, const struct place *place, int at,
		       const char *text, enum color color)
{
	struct span rest = {text, strlen(text)};
	unsigned int character;
	int row;

	for (; rest.len; at++) {
		character = codepage_take(&rest);
		row = place->row + at / place->columns;
		if (row < place->first || row > place->bottom)
			continue;
		pen_at(view, row, at % place->columns, color);
		pen_put(view, character);
	}
	return at;
}

void draw_edit(struct view *view, const struct model *model, unsigned int state)
{
	const struct edit *edit = &model->edit;
	const char *prompt = state == MODEL_EDIT ? "> " : "boot: ";
	struct place place = {
	    .first = view->list + view->page + 1,
	    .bottom = foot_row(view),
	    .columns = view->terminal->columns - 1,
	};
	int at = (int)strlen(prompt) + pen_width(edit->text, edit->cursor);
	int above;

	if (place.first > place.bottom)
		place.first = place.bottom;
	/* The cursor's row is to be seen. */
	above = at / place.columns - (place.bottom - place.first);
	place.row = place.first - (above > 0 ? above : 0);
	view->cursor_row = (place.row + at / place.columns);
	view->cursor_column = (at % place.columns);
	at = write_cells(view, &place, 0, prompt, COLOR_CMDMARK);
	write_cells(view, &place, at, edit->text, COLOR_CMDLINE);
}

/* --- Files ---------------------------------------------------------------- */

static unsigned int digit_of(char c)
{
	return (unsigned int)(c <= '9' ? c : c - 'A' + 10) & 15;
}

static void clear(struct view *view)
{
	for (view->row = view->terminal->rows; view->row > 0;) {
		view->row--;
		view->column = 0;
		pen_repeat(view, ' ', view->right);
	}
	view->column = 0;
}

/* Take a control character, and what belongs to it, off the front. */
static void obey(struct view *view, struct span *rest)
{
	const char *text = rest->text;
	struct span word;
	size_t len = 1;

	if (*text == FILE_COLOR && rest->len > 2) {
		len = 3;
		if (!view->terminal->plain)
			view->attribute = (uint8_t)(digit_of(text[1]) << 4 |
						    digit_of(text[2]));
	} else if (*text == '\n') {
		view->row++;
		view->column = 0;
	} else if (*text == FILE_CLEAR) {
		clear(view);
	} else if (*text == FILE_PICTURE) {
		span_cut(rest, '\n', &word);
		return;
	} else if (*text == FILE_END) {
		len = rest->len;
	}
	rest->text += len;
	rest->len -= len;
}

void draw_file(struct view *view)
{
	struct span rest = {view->file, view->file_len};

	pen_at(view, 0, 0, COLOR_SCREEN);
	while (rest.len) {
		if ((uint8_t)*rest.text < ' ') {
			obey(view, &rest);
			continue;
		}
		if (view->column >= view->right) {
			view->row++;
			view->column = 0;
		}
		pen_put(view, codepage_take(&rest));
	}
}
