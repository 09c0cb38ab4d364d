/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The screen in a VGA text mode, as the menu's terminal.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#ifndef BIOS_TEXTMODE_H
#define BIOS_TEXTMODE_H

#include "view.h"

/* Rows behind these, and columns behind VIEW_MAX_COLUMNS, are not used. */
#define TEXTMODE_MAX_ROWS 60

/*
 * Make a terminal of the text mode that is set, of its size; when there is no
 * text mode, 80x25 is set. There can be only one.
 */
void textmode_start(struct terminal *terminal);

/* Leave it blank and with its cursor, for whoever writes next. */
void textmode_end(struct terminal *terminal);

#endif /* BIOS_TEXTMODE_H */
