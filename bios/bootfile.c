/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting another loader's file that is in memory.
 *
 * Runs in: flat 32-bit, over struct host; ends in real mode.
 */
#include <string.h>

#include "bios.h"
#include "bootfile.h"
#include "pxe.h"

#define SETUP_SEGMENT (BOOTFILE_SETUP >> 4)
#define PXE_ADDRESS 0x7c00
#define PXE_FRAME 0x7bf0

void bootfile_pxe(const void *file, uint32_t len,
		  const struct handoff_block *block)
{
	/* What a PXE ROM has on the stack: return address, !PXE. */
	static uint32_t frame[2] = {HANDOFF_HOME};
	static struct handoff_image image = {
	    .code = PXE_ADDRESS,
	    .stack = PXE_FRAME,
	};
	uint32_t pxenv;

	pxe_entry_pointers(&frame[1], &pxenv);
	image.extra = pxenv & 0xffff0000;
	image.base = (uint16_t)pxenv;
	image.block[0].from = (uint32_t)frame;
	image.block[0].to = PXE_FRAME;
	image.block[0].len = sizeof(frame);
	image.block[1].from = (uint32_t)file;
	image.block[1].to = PXE_ADDRESS;
	image.block[1].len = len;
	image.block[2] = *block;
	handoff_release_loader();
	handoff_a20_on();
	handoff_image(&image);
}

void bootfile_linux(const void *file, const struct bzimage *kernel,
		    const struct handoff_block *block)
{
	static struct handoff_image image = {
	    .code = (SETUP_SEGMENT + 0x20u) << 16,
	    .stack = SETUP_SEGMENT << 16 | BZIMAGE_STACK,
	    .extra = SETUP_SEGMENT << 16,
	    .data = SETUP_SEGMENT,
	    .quiet = 1,
	};

	image.block[0].from = (uint32_t)file;
	image.block[0].to = BOOTFILE_SETUP;
	image.block[0].len = kernel->setup_len;
	image.block[1].from = (uint32_t)file + kernel->setup_len;
	image.block[1].to = BZIMAGE_KERNEL_ADDRESS;
	image.block[1].len = kernel->kernel_len;
	image.block[2] = *block;
	handoff_release();
	handoff_a20_on();
	handoff_image(&image);
}
