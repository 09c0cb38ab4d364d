/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is said, and the key that is waited for.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_CONSOLE_H
#define LOADER_CONSOLE_H

/* Print as text_format() does; "\n" ends a line. */
void say(const char *format, ...);

/* Wait for a key, `seconds` at the most. What was typed before is dropped. */
void console_pause(unsigned int seconds);

#endif /* LOADER_CONSOLE_H */
