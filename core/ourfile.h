/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our own .c32 files, as one program of ours finds another.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_OURFILE_H
#define CORE_OURFILE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Is a file one of our programs (docs/ARCHITECTURE.md, "One file, three ways
 * in"), universal or legacy? It can be called as COM32 program at any address
 * where it has *ret_memory bytes, the file being the first of them; the last of
 * them are a stack of 6 KiB that it uses as boot file only.
 *
 * Returns 1, or 0: some other file, or not all of it. Of a legacy one that is
 * cut it does not know; called, that one says so itself.
 */
int ourfile_parse(const void *file, size_t len, uint32_t *ret_memory);

#endif /* CORE_OURFILE_H */
