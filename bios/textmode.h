/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The screen in a VGA text mode, as the menu's terminal.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#ifndef BIOS_TEXTMODE_H
#define BIOS_TEXTMODE_H

#include "view.h"

/* Rows and columns beyond these are left alone. */
#define TEXTMODE_MAX_ROWS 60

/*
 * The text mode that is set, its size as the BIOS has it; when it is none, or
 * one too small, 80x25 is set.
 */
void textmode_start(struct terminal *terminal);

/* Leave it blank and with its cursor, for whoever writes next. */
void textmode_end(struct terminal *terminal);

#endif /* BIOS_TEXTMODE_H */
