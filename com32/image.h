/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program's own image in memory.
 *
 * Runs in: flat 32-bit.
 */
#ifndef COM32_IMAGE_H
#define COM32_IMAGE_H

#include <stddef.h>

#define HIDDEN __attribute__((visibility("hidden")))

/*
 * Unpack what com32/c32pack.py has packed, relocate it to where it stands and
 * clear its BSS. First thing after each entry; to be called once. Returns 1,
 * or 0 when the file is cut short or damaged: then nothing outside the prefix
 * may be used.
 */
int image_unpack(void) HIDDEN;

/* Says that, a line of its own (com32/entry.asm). */
extern const char damaged_text[] HIDDEN;

/* What runs then in a module of Syslinux. */
int elf_main(void) HIDDEN;

/* host_file.c's functions, of two of the hosts; legacy/ has no ELF host. */
int elf_read_file(const char *name, void *buf, size_t len) HIDDEN
    __attribute__((weak));
void *elf_alloc(size_t len) HIDDEN __attribute__((weak));
void elf_free(void *memory) HIDDEN __attribute__((weak));
int flat_read_file(const char *name, void *buf, size_t len) HIDDEN;

#endif /* COM32_IMAGE_H */
