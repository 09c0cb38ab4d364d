/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a boot sector or a CD's boot image.
 *
 * Runs in: flat 32-bit, over struct host; ends in real mode.
 */
#include <string.h>

#include "bios.h"
#include "bootsect.h"
#include "disk.h"
#include "handoff.h"
#include "start.h"

/*
 * Where an image waits: above 1 MiB, in an even MiB, which is the same
 * memory with A20 on or off, and clear of this program and its stack.
 */
#define STAGE_FIRST 0x400000
#define STAGE_STEP 0x400000
#define STAGE_LAST 0xc00000
#define STAGES ((STAGE_LAST - STAGE_FIRST) / STAGE_STEP + 1)
#define CLEARANCE 0x200000

uint32_t start_room(void)
{
	return (uint32_t)phys_read16(BDA_BASE_MEMORY) << 10;
}

static int is_near(uint32_t a, uint32_t b)
{
	return a > b ? a - b < CLEARANCE : b - a < CLEARANCE;
}

/* INT 15h with this AX; returns 0 when the BIOS does not know it. */
static int ask_memory(uint16_t ax, com32sys_t *regs)
{
	memset(regs, 0, sizeof(*regs));
	regs->eax.w[0] = ax;
	host->intcall(0x15, regs, regs);
	return !(regs->eflags.l & EFLAGS_CF);
}

uint32_t start_memory_end(void)
{
	com32sys_t regs;

	/* KiB up to 16 MiB; above, if there is no hole, 64 KiB. */
	if (ask_memory(0xe801, &regs) && regs.eax.w[0])
		return regs.eax.w[0] < 0x3c00
			   ? 0x100000 + ((uint32_t)regs.eax.w[0] << 10)
			   : 0x1000000 + ((uint32_t)regs.ebx.w[0] << 16);
	if (ask_memory(0x8800, &regs))
		return 0x100000 + ((uint32_t)regs.eax.w[0] << 10);
	return STAGE_LAST + STAGE_STEP; /* who boots by PXE has it */
}

uint8_t *start_stage(uint32_t len)
{
	uint32_t end = start_memory_end();
	uint32_t here = (uint32_t)&start_stage;
	uint32_t stack = (uint32_t)&end;
	uint32_t at;

	for (at = STAGE_FIRST; at <= STAGE_LAST; at += STAGE_STEP)
		if (!is_near(at, here) && !is_near(at, stack) && at <= end &&
		    len <= end - at &&
		    !(*host->taken & start_places(phys(at), len)))
			return phys(at);
	return NULL;
}

uint8_t start_places(const void *memory, uint32_t len)
{
	uint32_t from = (uint32_t)memory;
	uint8_t places = 0;
	uint32_t at;
	unsigned int i;

	for (i = 0; i < STAGES; i++) {
		at = STAGE_FIRST + i * STAGE_STEP;
		if (from < at + STAGE_STEP && from + len > at)
			places = (uint8_t)(places | 1u << i);
	}
	return places;
}

uint8_t *start_take(size_t len)
{
	uint8_t *stage = start_stage(len);

	if (stage)
		*host->taken |= start_places(stage, len);
	return stage;
}

void start_give_back(uint8_t *stage, size_t len)
{
	if (stage)
		*host->taken &= (uint8_t)~start_places(stage, len);
}

/* Read the whole into buf, or nowhere (NULL) to see that it can be read. */
static int read_all(const struct start *what, const struct drive *drive,
		    uint8_t *buf)
{
	const uint8_t *sector;
	uint32_t i;

	for (i = 0; i < what->sectors; i++) {
		sector = drive->sectors.read(&drive->sectors, what->lba + i);
		if (!sector)
			return 0;
		if (buf)
			memcpy(buf + i * what->sector_len, sector,
			       what->sector_len);
	}
	return 1;
}

static void jump(const struct start *what, const void *from, start_hook hook)
    __attribute__((noreturn));

static void jump(const struct start *what, const void *from, start_hook hook)
{
	struct handoff handoff = {.from = from};

	handoff.to = (uint32_t)what->segment << 4;
	handoff.len = what->sectors * what->sector_len;
	handoff.entry = what->has_entry ? what->entry : NULL;
	handoff.drive = hook(what, 1);
	handoff_start(&handoff);
}

void start_sector(const struct start *what, start_hook hook)
{
	struct drive drive;

	if (disk_open(what->drive, &drive) || !read_all(what, &drive, NULL))
		return;
	if (what->set_hidden)
		bootsect_set_hidden(host->lowmem + LOWMEM_SECTOR, what->hidden);
	hook(what, 0);
	handoff_release();
	jump(what, host->lowmem + LOWMEM_SECTOR, hook);
}

void start_cd(const struct start *what, start_hook hook)
{
	struct drive drive;
	uint8_t *stage;

	if (disk_open(what->drive, &drive) || !read_all(what, &drive, NULL))
		return;
	stage = start_stage(what->sectors * what->sector_len);
	if (!stage)
		return;
	hook(what, 0);
	handoff_release();
	if (!read_all(what, &drive, stage))
		handoff_interrupt(HANDOFF_FAILED);
	jump(what, stage, hook);
}
