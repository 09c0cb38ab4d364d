/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text put together piece by piece.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_LINE_H
#define MENU_LINE_H

#include <stddef.h>

/*
 * Put len characters and a NUL at buf + at. Returns where the NUL is,
 * ERR_MENU_COMMAND when it is not below size, or at when at is such an error
 * already: pieces can be put one after the other and the last result looked
 * at. When a piece does not fit, nothing of it is put.
 */
int line_add(char *buf, int at, size_t size, const char *text, size_t len);

/* The same of a NUL-terminated piece. */
int line_add_text(char *buf, int at, size_t size, const char *text);

#endif /* MENU_LINE_H */
