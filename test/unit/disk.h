/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A drive in memory for the unit tests.
 *
 * Runs in: host.
 */
#ifndef UNIT_DISK_H
#define UNIT_DISK_H

#include "bytes.h"
#include "sectors.h"
#include "unit.h"

#define DISK_NO_BAD UINT64_MAX

struct disk {
	struct sectors sectors; /* first, so that read() finds its disk */
	uint8_t *image;
	uint64_t len; /* sectors that can be read */
	uint64_t bad; /* but for this one */
	uint8_t *sector;
	unsigned int reads;
};

/*
 * Each sector in memory of its own, gone with the next read: so ASan sees the
 * first byte read behind it, and what is read too late.
 */
static inline const uint8_t *disk_read(const struct sectors *sectors,
				       uint64_t lba)
{
	struct disk *disk = (struct disk *)sectors;

	disk->reads++;
	free(disk->sector);
	disk->sector = NULL;
	if (lba >= disk->len || lba == disk->bad)
		return NULL;
	disk->sector = malloc(sectors->sector_len);
	if (!disk->sector)
		abort();
	memcpy(disk->sector, disk->image + lba * sectors->sector_len,
	       sectors->sector_len);
	return disk->sector;
}

/* A disk of zeros. */
static inline void disk_new(struct disk *disk, uint32_t sector_len,
			    uint64_t count)
{
	*disk = (struct disk){
	    .sectors = {disk_read, sector_len, count},
	    .image = calloc(count, sector_len),
	    .len = count,
	    .bad = DISK_NO_BAD,
	};
	if (!disk->image)
		abort();
}

static inline void disk_free(struct disk *disk)
{
	free(disk->image);
	free(disk->sector);
}

/* A place in a sector of the image. */
static inline uint8_t *disk_at(struct disk *disk, uint64_t lba, uint32_t offset)
{
	assert_true(lba < disk->sectors.count || !disk->sectors.count);
	return disk->image + lba * disk->sectors.sector_len + offset;
}

static inline void put_le16(uint8_t *p, uint16_t value)
{
	p[0] = (uint8_t)value;
	p[1] = (uint8_t)(value >> 8);
}

static inline void put_le64(uint8_t *p, uint64_t value)
{
	put_le32(p, (uint32_t)value);
	put_le32(p + 4, (uint32_t)(value >> 32));
}

#endif /* UNIT_DISK_H */
