/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys: their numbers, their names, and how the BIOS and a terminal send them.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_KEY_H
#define MENU_KEY_H

#include <stdint.h>

#include "text.h"

/* A character or control character is its own number, 1 to 255. */
enum key {
	KEY_NONE = 0,
	KEY_BACKSPACE = 8,
	KEY_TAB = 9,
	KEY_ENTER = 13,
	KEY_ESC = 27,
	KEY_RUBOUT = 127,
	KEY_F1 = 0x100, /* to KEY_F12 */
	KEY_F12 = KEY_F1 + 11,
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_HOME,
	KEY_END,
	KEY_INSERT,
	KEY_DELETE,
	KEY_COUNT,
};

#define KEY_CTRL(letter) ((letter)&0x1f)

/*
 * The key of AX as INT 16h function 00h or 10h returns it (scan code in the
 * high byte; E0h or 0 in the low one for keys without character), or
 * KEY_NONE for a key that is none of ours.
 */
unsigned int key_from_bios(uint16_t ax);

/*
 * The key of an EFI_INPUT_KEY (UEFI 2.10, section 12.3.3): a character of
 * Latin 1 when there is no scan code; or KEY_NONE.
 */
unsigned int key_from_efi(uint16_t scan, uint16_t character);

/*
 * The key of a name in MENU HIDDENKEY: one character, ^X, or a word such as
 * Enter, F1, PgUp (Syslinux, doc/menu.txt), without regard to case; KEY_NONE
 * when there is none of this name.
 */
unsigned int key_from_name(const struct span *name);

/* What a terminal sent so far of one key. All zero at first. */
struct key_decoder {
	char bytes[8];
	uint8_t used;
	uint32_t since_ms;
};

/* An Esc that nothing follows for so long is the key Esc. */
#define KEY_ESC_MS 300

/*
 * Take one byte of a serial console (VT220, ANSI, Linux and xterm sequences;
 * Ctrl-F and a digit are F1 to F10, and A, B, C are F10 to F12 as Syslinux
 * has them).
 * Returns a key or KEY_NONE when more must come, or the sequence is none of
 * ours and was dropped.
 */
unsigned int key_decode(struct key_decoder *decoder, uint8_t byte,
			uint32_t now_ms);

/*
 * Call now and then while no byte comes: gives Esc or Ctrl-F when nothing
 * followed it, or KEY_NONE.
 */
unsigned int key_decode_idle(struct key_decoder *decoder, uint32_t now_ms);

#endif /* MENU_KEY_H */
