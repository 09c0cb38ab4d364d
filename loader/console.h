/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is said, and the key that is waited for.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_CONSOLE_H
#define LOADER_CONSOLE_H

#include <stddef.h>

/* Print as text_format() does; "\n" ends a line. */
void say(const char *format, ...);

/* Wait for a key, `seconds` at the most. What was typed before is dropped. */
void console_pause(unsigned int seconds);

/*
 * The same, said so: the seconds are put into the format. Returns the key's
 * scan code (UEFI 2.10, table 12.2); 0: none, or a character.
 */
unsigned int console_wait(const char *format, unsigned int seconds);

/*
 * Let a secret be typed, at most len - 1 characters, shown as '*': those that
 * iPXE takes as a part of one word. Returns 0, or -1 when Esc was pressed.
 */
int console_secret(char *buf, size_t len);

#endif /* LOADER_CONSOLE_H */
