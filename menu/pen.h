/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing cells of a view. What is not on the screen is left out.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_PEN_H
#define MENU_PEN_H

#include "view.h"

/* Characters of code page 437. */
enum glyph {
	GLYPH_RIGHT = 0x10, /* a triangle */
	GLYPH_UP = 0x1e,
	GLYPH_DOWN = 0x1f,
	GLYPH_INSIDE = 0xaf, /* a double angle */
	GLYPH_HORIZONTAL = 0xc4,
	GLYPH_VERTICAL = 0xb3,
};

/* The nearest number from min to max; min when max is smaller. */
int clamp(int value, int min, int max);

/* Go on there, in this colour, up to the right edge of the screen. */
void pen_at(struct view *view, int row, int column, enum color color);

/* Write one character, if it is before view->right, and step on. */
void pen_put(struct view *view, unsigned int character);
void pen_repeat(struct view *view, unsigned int character, int count);

/* Write text as far as it fits. */
void pen_text(struct view *view, const char *text, size_t len);
void pen_string(struct view *view, const char *text);

/* Columns that text takes. */
int pen_width(const char *text, size_t len);

/* Write a line in the middle of the box's width. */
void pen_centred(struct view *view, int row, enum color color, const char *text,
		 size_t len);

/*
 * Write lines from view->column on, broken at blanks, on rows up to the one
 * before bottom; view->row is the one behind them then.
 */
void pen_lines(struct view *view, const char *text, int bottom);

#endif /* MENU_PEN_H */
