/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words of a line, names in a list, and lines put together.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_LINE_H
#define MENU_LINE_H

#include <stddef.h>

/* What Syslinux takes for a blank; NUL is one. */
static inline int is_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* Characters before the next blank of a NUL-terminated text. */
size_t word_len(const char *text);

/* The blanks it begins with. */
size_t blank_len(const char *text);

/* Do both texts begin with the same word? Both may have more words. */
int same_word(const char *a, const char *b);

/* Are both texts the same? */
int same_text(const char *a, const char *b);

/* Has a name of len characters a scheme, as "http://" is? */
int is_url(const char *name, size_t len);

/* Copy bytes to a place that may overlap theirs: not all hosts have memmove. */
void move_bytes(void *to, const void *from, size_t len);

/*
 * The number of a word of len characters among names, which are in small
 * letters and end with an empty one; its case does not matter. -1: none.
 */
int find_name(const char *names, const char *word, size_t len);

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
