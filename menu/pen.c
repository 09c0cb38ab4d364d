/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing cells of a view.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "codepage.h"
#include "line.h"
#include "pen.h"

int clamp(int value, int min, int max)
{
	if (value > max)
		value = max;
	return value < min ? min : value;
}

void pen_at(struct view *view, int row, int column, enum color color)
{
	view->row = row;
	view->column = column;
	view->right = view->terminal->columns;
	view->attribute = view->colors[color];
}

void pen_put(struct view *view, unsigned int character)
{
	int columns = view->terminal->columns;

	if (view->column >= 0 && view->column < view->right &&
	    view->column < columns && view->row >= 0 &&
	    view->row < view->terminal->rows)
		view->wanted[view->row * columns + view->column] =
		    (cell)(character | (unsigned int)view->attribute << 8);
	view->column++;
}

void pen_repeat(struct view *view, unsigned int character, int count)
{
	for (; count > 0; count--)
		pen_put(view, character);
}

void pen_text(struct view *view, const char *text, size_t len)
{
	struct span rest = {text, len};

	while (rest.len && view->column < view->right)
		pen_put(view, codepage_take(&rest));
}

void pen_string(struct view *view, const char *text)
{
	pen_text(view, text, strlen(text));
}

int pen_width(const char *text, size_t len)
{
	struct span rest = {text, len};
	int width = 0;

	for (; rest.len; width++)
		codepage_take(&rest);
	return width;
}

void pen_centred(struct view *view, int row, enum color color, const char *text,
		 size_t len)
{
	int room = view->width - pen_width(text, len);

	pen_at(view, row, view->left + (room > 0 ? room / 2 : 0), color);
	pen_text(view, text, len);
}

void pen_lines(struct view *view, const char *text, int bottom)
{
	int left = view->column;
	size_t len;

	while (*text && view->row < bottom) {
		len = word_len(text);
		if (*text == '\n' ||
		    (len && view->column > left &&
		     view->column + pen_width(text, len) > view->right)) {
			view->row++;
			view->column = left;
			text += *text == '\n';
			continue;
		}
		if (!len && *text != '\r')
			pen_put(view, ' ');
		pen_text(view, text, len);
		text += len ? len : 1;
	}
	if (view->column > left)
		view->row++;
	view->column = left;
}
