/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the menu's picture, drawn where view.c has placed them.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_PICTURE_H
#define MENU_PICTURE_H

#include "view.h"

/* Below all: hint or filter; status; countdown. */
#define FOOT_ROWS 3
static inline int foot_row(const struct view *view)
{
	return view->terminal->rows - FOOT_ROWS;
}

/* The list in its box, with the menu's title or path. */
void draw_box(struct view *view, const struct model *model);

void draw_foot(struct view *view, const struct model *model, unsigned int state,
	       uint32_t now_ms);

/* What is asked, and as many stars as characters typed. */
void draw_password(struct view *view, const struct model *model);

/* MENU HIDDEN: only the countdown. */
void draw_hidden(struct view *view, const struct model *model, uint32_t now_ms);

#endif /* MENU_PICTURE_H */
