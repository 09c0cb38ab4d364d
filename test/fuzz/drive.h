/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A drive in memory for the fuzz targets.
 *
 * Runs in: host.
 */
#ifndef FUZZ_DRIVE_H
#define FUZZ_DRIVE_H

#include <string.h>

#include "fuzz.h"
#include "sectors.h"

struct drive {
	struct sectors sectors; /* first, so that read() finds its drive */
	uint8_t *image;
	uint64_t len; /* sectors that can be read */
	uint8_t *sector;
	unsigned int reads;
};

/*
 * Each sector in memory of its own, gone with the next read: so ASan sees the
 * first byte read behind it, and what is read too late.
 */
static inline const uint8_t *drive_read(const struct sectors *sectors,
					uint64_t lba)
{
	struct drive *drive = (struct drive *)sectors;

	drive->reads++;
	free(drive->sector);
	drive->sector = NULL;
	if (lba >= drive->len)
		return NULL;
	drive->sector = malloc(sectors->sector_len);
	REQUIRE(drive->sector);
	memcpy(drive->sector, drive->image + lba * sectors->sector_len,
	       sectors->sector_len);
	return drive->sector;
}

/* A drive of zeros, whose size is known. */
static inline void drive_new(struct drive *drive, uint32_t sector_len,
			     uint64_t len)
{
	memset(drive, 0, sizeof(*drive));
	drive->sectors.read = drive_read;
	drive->sectors.sector_len = sector_len;
	drive->sectors.count = len;
	drive->len = len;
	drive->image = calloc(len, sector_len);
	REQUIRE(drive->image);
}

static inline void drive_free(struct drive *drive)
{
	free(drive->image);
	free(drive->sector);
}

/* Put the next bytes of the input, up to max, to a place of the image. */
static inline void drive_put(struct drive *drive, uint64_t lba, uint32_t offset,
			     const uint8_t **data, size_t *len, size_t max)
{
	size_t at = lba * drive->sectors.sector_len + offset;
	size_t size = drive->len * drive->sectors.sector_len;

	if (max > *len)
		max = *len;
	if (at > size)
		at = size;
	if (max > size - at)
		max = size - at;
	if (max)
		memcpy(drive->image + at, *data, max);
	*data += max;
	*len -= max;
}

/* A name as core/bytes.c makes them: printable, and no blank at its end. */
static inline void require_name(const char *name, size_t max_len)
{
	size_t len = strnlen(name, max_len + 1);
	size_t i;

	REQUIRE(len <= max_len);
	for (i = 0; i < len; i++)
		REQUIRE(name[i] >= ' ' && name[i] <= '~');
	REQUIRE(!len || name[len - 1] != ' ');
}

#endif /* FUZZ_DRIVE_H */
