/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting another loader's file that is in memory.
 *
 * Runs in: flat 32-bit, over struct host; ends in real mode.
 */
#ifndef BIOS_BOOTFILE_H
#define BIOS_BOOTFILE_H

#include "bzimage.h"
#include "handoff.h"

/* The longest PXE boot file: base memory behind its place. */
#define BOOTFILE_MAX (0xa0000 - 0x7c00)

/*
 * The real-mode part of a Linux image is started here; its command line is
 * BZIMAGE_CMDLINE behind.
 */
#define BOOTFILE_SETUP 0x10000

/*
 * Give the loader up, but not the PXE stack, and start a PXE boot file as a
 * PXE ROM does (PXE 2.1, section 4.4.5). It stays above 1 MiB until then.
 * When it returns, INT 18h. block: more to be copied, last; from above 1 MiB.
 */
void bootfile_pxe(const void *file, uint32_t len,
		  const struct handoff_block *block) __attribute__((noreturn));

/*
 * Give the machine up, and start a Linux image that bzimage_parse() accepted
 * and bzimage_set_initrd() prepared. The rest as bootfile_pxe().
 */
void bootfile_linux(const void *file, const struct bzimage *kernel,
		    const struct handoff_block *block)
    __attribute__((noreturn));

#endif /* BIOS_BOOTFILE_H */
