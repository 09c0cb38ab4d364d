/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a file's name in a configuration leads, as PXELINUX takes it.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_NAMES_H
#define MENU_NAMES_H

#include "text.h"

/* Before a path: it begins at the root of the server we came from. */
#define NAMES_ROOT "::"

/*
 * How many characters stand before "::", which names a TFTP server ("A::x") or
 * ours ("::x"; 0); -1: the name is none of these (Syslinux, doc/pxelinux.txt).
 */
int names_server_len(const struct span *name);

/*
 * Write prefix and name into buf, NUL-terminated; of a URL, a name with "::" or
 * one that begins with '/' only the name. Returns the length, or
 * ERR_MENU_COMMAND when it does not fit.
 *
 * DHCP option 210 (RFC 5071, section 5) is itself such a name, below
 * NAMES_ROOT, and a prefix of all others then.
 */
int names_place(struct span prefix, const char *name, char *buf, size_t size);

#endif /* MENU_NAMES_H */
