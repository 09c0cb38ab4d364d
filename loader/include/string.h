/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of <string.h> that core/ uses; loader/string.c has it.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_STRING_H
#define LOADER_STRING_H

#include <stddef.h>

void *memchr(const void *memory, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);
void *memcpy(void *to, const void *from, size_t len);
void *memmove(void *to, const void *from, size_t len);
void *memset(void *memory, int byte, size_t len);
size_t strlen(const char *text);

#endif /* LOADER_STRING_H */
