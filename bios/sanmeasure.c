/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How fast a SAN disk can be read.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include "bios.h"
#include "disk.h"
#include "sancheck.h"
#include "start.h"

#define MEASURE_S 2	/* each way of reading */
#define LARGE_LEN 32768 /* iPXE takes less than 128 blocks a call */
#define SMALL_LEN 4096
#define MAX_SECTORS 0xffffffff

/* What a read costs; failed ones end a measurement. */
struct speed {
	uint32_t reads;
	uint32_t ticks;
};

/* George Marsaglia, "Xorshift RNGs" (2003). */
static uint32_t random_next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* step: sectors between two reads; 0: anywhere. */
static void measure(const struct drive *drive, void *buf, uint32_t sectors,
		    uint32_t step, struct speed *speed)
{
	uint32_t count = drive->sectors.count > MAX_SECTORS
			     ? MAX_SECTORS
			     : (uint32_t)drive->sectors.count;
	uint32_t start = phys_read32(BDA_TICKS);
	uint32_t state = start | 1;
	uint32_t lba = 0;

	speed->reads = 0;
	speed->ticks = 0;
	while (speed->ticks < bios_ticks(MEASURE_S) && count > sectors) {
		if (!step)
			lba = random_next(&state) % (count - sectors);
		else if (lba > count - sectors)
			lba = 0;
		if (disk_read_high(drive->number, lba, sectors, buf))
			return;
		lba += step;
		speed->reads++;
		speed->ticks = phys_read32(BDA_TICKS) - start;
	}
}

void san_measure(uint8_t number)
{
	uint8_t *buf = start_stage(LARGE_LEN);
	unsigned int tenths;
	struct speed large;
	struct speed small;
	struct drive drive;
	uint32_t len;
	uint32_t kib;

	if (!buf || disk_open(number, &drive))
		return;
	len = drive.sectors.sector_len;
	measure(&drive, buf, LARGE_LEN / len, LARGE_LEN / len, &large);
	measure(&drive, buf, SMALL_LEN / len, 0, &small);
	/* A read that fails soon leaves less than the clock can tell. */
	if (!bios_tenths(large.ticks) || !bios_tenths(small.ticks)) {
		console_print("sanboot: speed: cannot be measured; this "
			      "gPXE/iPXE reads only below 1 MiB\n");
		return;
	}
	kib = large.reads * (LARGE_LEN / 1024) * 10 / bios_tenths(large.ticks);
	tenths = bios_tenths(small.ticks) * 1000 / small.reads;
	console_print("sanboot: speed: %u.%u MiB/s in order; %u random reads "
		      "of 4 KiB a second, %u.%u ms each\n",
		      kib / 1024, kib % 1024 * 10 / 1024,
		      small.reads * 10 / bios_tenths(small.ticks), tenths / 10,
		      tenths % 10);
	console_print("  A healthy gigabit link gives more than 10 MiB/s, and "
		      "less than 2 ms a read.\n");
}
