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
 * Relocate the image to where it stands (R_386_RELATIVE) and clear its BSS.
 * First thing in the raw entries; a module's loader has done both. May be
 * called once.
 */
void image_init(void) HIDDEN;

/* host_file.c's functions, of two of the hosts; legacy/ has no ELF host. */
int elf_read_file(const char *name, void *buf, size_t len) HIDDEN
    __attribute__((weak));
void *elf_alloc(size_t len) HIDDEN __attribute__((weak));
void elf_free(void *memory) HIDDEN __attribute__((weak));
int flat_read_file(const char *name, void *buf, size_t len) HIDDEN;

#endif /* COM32_IMAGE_H */
