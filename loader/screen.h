/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware's text console as the menu's screen and keyboard.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_SCREEN_H
#define LOADER_SCREEN_H

#include "view.h"

/* Of a screen that is looked at; more are left blank. */
#define SCREEN_MAX_ROWS 60

/* Take the console, in the mode that it is in. */
void screen_start(struct terminal *ret_terminal);

/* Leave it blank and with its cursor, for whoever writes next. */
void screen_end(void);

/*
 * The next key (key.h), or KEY_NONE when none came for 50 ms.
 */
unsigned int screen_key(void);

/*
 * Is a Shift or Alt key held, or Caps or Scroll Lock on? 0 where the firmware
 * does not tell (EFI_SIMPLE_TEXT_INPUT_EX_PROTOCOL).
 */
int screen_shift(void);

/* Milliseconds since this was first called; they stand still in programs. */
uint32_t screen_now_ms(void);

#endif /* LOADER_SCREEN_H */
