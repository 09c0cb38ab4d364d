/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Linux boot protocol's file: a bzImage, which iPXE's ipxe.lkrn is too.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_BZIMAGE_H
#define CORE_BZIMAGE_H

#include <stddef.h>
#include <stdint.h>

#define BZIMAGE_KERNEL_ADDRESS 0x100000
/* The real-mode part and its stack: offsets in its segment of 64 KiB. */
#define BZIMAGE_SETUP_MAX 0x8000
#define BZIMAGE_STACK 0xe000

struct bzimage {
	uint32_t setup_len;    /* real-mode part, from the file's beginning */
	uint32_t kernel_len;   /* protected-mode part: the file's rest */
	uint32_t code32_start; /* 0 in iPXE, which ignores it */
	uint32_t initrd_max;   /* highest address an initrd's byte may have */
	uint32_t cmdline_max;  /* characters of a command line */
	uint32_t end;	       /* what it unpacks to ends before this address */
};

/*
 * Check a file (Documentation/arch/x86/boot.rst, "The Real-Mode Kernel
 * Header"; protocol 2.03 and above, loaded high) and say how it is divided.
 *
 * Returns 0, ERR_CARRIER_IMAGE (no such file format), or ERR_CARRIER_SHORT
 * (it says that it is longer than len).
 */
int bzimage_parse(const void *file, size_t len, struct bzimage *ret);

/*
 * Where the real-mode part's command line goes: behind its stack, an offset
 * in its segment, BZIMAGE_CMDLINE_MAX characters and a NUL.
 */
#define BZIMAGE_CMDLINE BZIMAGE_STACK
#define BZIMAGE_CMDLINE_MAX (0x10000 - BZIMAGE_CMDLINE - 1)

/*
 * Write what a boot loader has to into the header of a file that
 * bzimage_parse() accepted: loader type, heap, initrd, no command line.
 */
void bzimage_set_initrd(void *file, uint32_t address, uint32_t len);

/* After that: the linear address of a command line. */
void bzimage_set_cmdline(void *file, uint32_t address);

#endif /* CORE_BZIMAGE_H */
