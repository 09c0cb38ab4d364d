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

/* execute.c's, of two of the hosts; legacy/ has no ELF host. */
void elf_execute(const char *line) HIDDEN __attribute__((weak));
void flat_execute(const char *line) HIDDEN;
int flat_can_execute(void) HIDDEN;

#endif /* COM32_IMAGE_H */
