/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an entry's first word says: a file's type by its name, a program of
 * ours, LOCALBOOT's number.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_KERNEL_H
#define MENU_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* Where the file's own name begins, behind folders, server and drive. */
size_t kernel_base(const char *file, size_t len);

/*
 * The number of a file's own name among names, as find_name() has them; -1:
 * none of them.
 */
int kernel_find(const char *names, const char *file, size_t len);

/*
 * The type that a file has by its name's ending, in any case: Syslinux's
 * (doc/syslinux.txt), and what iPXE's files are called. KERNEL_ANY: another.
 */
unsigned int kernel_by_name(const char *file, size_t len);

/* LOCALBOOT's -1. */
#define KERNEL_NEXT 0xffff
/*
 * LOCALBOOT's number, decimal or behind 0x, at most KERNEL_NEXT. Returns 1,
 * or 0 when text is none.
 */
int kernel_number(const char *text, uint32_t *ret_number);

#endif /* MENU_KERNEL_H */
