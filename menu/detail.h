/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Below the list: details of the entry chosen, its line; and files.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_DETAIL_H
#define MENU_DETAIL_H

#include "view.h"

/* Of a SAN entry its address; what the program has to say; TEXT HELP. */
void draw_details(struct view *view, const struct model *model);

/* The line typed in MODEL_EDIT or MODEL_PROMPT. */
void draw_edit(struct view *view, const struct model *model,
	       unsigned int state);

/* The beginning of view->file, with Syslinux's 0Fh colours (DISPLAY files). */
void draw_file(struct view *view);

#endif /* MENU_DETAIL_H */
