/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The menu's fixed limits. Each is tested at its value and one past it.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_BOUNDS_H
#define MENU_BOUNDS_H

/* Entries of one configuration, separators and hidden ones too. */
#define MENU_MAX_ENTRIES 16384
/* Characters of a line; what is behind them is left out. */
#define MENU_MAX_LINE 4095
/* Files open at once: the first one, and INCLUDEs inside it. */
#define MENU_MAX_DEPTH 16
/* Files read for one configuration. */
#define MENU_MAX_FILES 512
/* Keys with a MENU HIDDENKEY. */
#define MENU_MAX_HIDDENKEYS 16
/* Characters of a command line, as many as Syslinux takes. */
#define MENU_MAX_COMMAND 2047
/* Bytes of the lines kept for editing, each with its NUL. */
#define MENU_MAX_HISTORY 2048
/* Characters typed behind '/', and of a password. */
#define MENU_MAX_FILTER 31
#define MENU_MAX_PASSWORD 63
/* Characters of the status line. */
#define MENU_MAX_STATUS 159
/* Blanks before an entry (MENU INDENT). */
#define MENU_MAX_INDENT 255
/* Milliseconds: the longest pause between two automatic attempts. */
#define MENU_MAX_PAUSE_MS 600000
/* Rounds of a $5$ or $6$ password: seconds, on an old machine a minute. */
#define MENU_MAX_ROUNDS 700000

#endif /* MENU_BOUNDS_H */
