/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Passwords as Syslinux's menu has them.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_PASSWD_H
#define MENU_PASSWD_H

#include <stddef.h>

/*
 * Is what was typed (len bytes, MENU_MAX_PASSWORD at most) the password that
 * stands in MENU PASSWD: in plain text, or $1$ (MD5-crypt), $4$ (SHA-1 of
 * salt and password, base64), $5$ or $6$ (SHA-256-crypt, SHA-512-crypt, with
 * rounds= too)? Another $x$, a damaged one, one of more than MENU_MAX_ROUNDS
 * rounds, and an empty one match nothing.
 *
 * Takes as long as the rounds take: $6$'s 5000 some tenths of a second.
 * Returns 1 or 0.
 */
int passwd_matches(const char *stored, const char *typed, size_t len);

#endif /* MENU_PASSWD_H */
