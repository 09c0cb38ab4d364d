/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The keyboard, over INT 16h.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_KEYBOARD_H
#define BIOS_KEYBOARD_H

#include <stddef.h>
#include <stdint.h>

#define KEYBOARD_ENTER 0x1c0d
#define KEYBOARD_ESC 0x011b

/* Take a key: scan code (high byte) and character, or 0 when none waits. */
uint16_t keyboard_take(void);

/* Take a key, of F11 and F12 too, as a key of key.h; KEY_NONE: none waits. */
unsigned int keyboard_key(void);

/*
 * Stop the processor until something happens: a key, or the clock's next tick.
 * What is polled and cannot wait for 55 ms is lost by it: a serial port.
 */
void keyboard_rest(void);

/* Put a key behind those that wait, as if it had been pressed. */
void keyboard_put(uint16_t key);

/*
 * Drop what was typed: to be called before the question, for a key that answers
 * it at once would be dropped after it.
 */
void keyboard_drop(void);

/* Wait so many seconds or until a key. Returns the key, or 0. */
uint16_t keyboard_wait(unsigned int seconds);

/*
 * Read a line of printable characters, shown as asterisks; Backspace works.
 * buf (len bytes) is NUL-terminated. Returns 0, or -1 after Esc.
 */
int keyboard_secret(char *buf, size_t len);

#endif /* BIOS_KEYBOARD_H */
