/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/partition.c, GPT. The input is flags (1 byte, below), the
 * primary header and the backup's (96 bytes each), and what is in the sectors
 * from the third on.
 *
 * Runs in: host.
 */
#include "bytes.h"
#include "drive.h"
#include "error.h"
#include "partition.h"

#define FIX_PRIMARY 1
#define FIX_BACKUP 2
#define UNKNOWN_SIZE 4
#define LONG_SECTORS 8
#define HEADER_LEN 96
#define SPARE_SECTORS 4
#define MAX_ENTRIES 1024
#define MAX_ARRAY 1024 /* sectors */

static uint32_t crc32_of(const uint8_t *bytes, size_t len)
{
	uint32_t crc = UINT32_MAX;
	unsigned int bit;

	for (; len; len--)
		for (crc ^= *bytes++, bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	return ~crc;
}

/* Make a header's sums right, as far as what they are of is there. */
static int fix_sums(struct drive *drive, uint64_t lba)
{
	uint64_t size = drive->len * drive->sectors.sector_len;
	uint8_t *header = drive->image + lba * drive->sectors.sector_len;
	uint64_t array_lba = get_le64(header + 72);
	uint64_t len = (uint64_t)get_le32(header + 80) * get_le32(header + 84);

	if (array_lba >= drive->len ||
	    len > size - array_lba * drive->sectors.sector_len)
		return 0;
	put_le32(header + 88,
		 crc32_of(drive->image + array_lba * drive->sectors.sector_len,
			  len));
	len = get_le32(header + 12);
	if (len < 92 || len > drive->sectors.sector_len)
		return 0;
	put_le32(header + 16, 0);
	put_le32(header + 16, crc32_of(header, len));
	return 1;
}

/*
 * What UEFI wants of a header whose sums are right, and our limits. An array
 * that covers its own header has no sum.
 */
static int is_good(const struct drive *drive, uint64_t lba)
{
	uint32_t sector_len = drive->sectors.sector_len;
	const uint8_t *header = drive->image + lba * sector_len;
	uint64_t array_lba = get_le64(header + 72);
	uint32_t entries = get_le32(header + 80);
	uint32_t entry_len = get_le32(header + 84);

	return memcmp(header, "EFI PART", 8) == 0 &&
	       get_le64(header + 24) == lba && entries <= MAX_ENTRIES &&
	       entry_len >= 128 && entry_len <= sector_len &&
	       !(entry_len & (entry_len - 1)) &&
	       (array_lba > lba ||
		entries * entry_len <= (lba - array_lba) * sector_len);
}

struct visits {
	struct drive *drive;
	const struct partition_table *table;
	unsigned int count;
	uint32_t last;
};

static int visit(void *context, const struct partition *partition)
{
	struct visits *visits = context;

	visits->count++;
	REQUIRE(partition->number > visits->last);
	REQUIRE(partition->number <= visits->table->entries);
	REQUIRE(partition->type == 0xee && partition->active <= 1);
	REQUIRE(partition->first_lba && partition->sectors);
	REQUIRE(partition->sectors - 1 <= UINT64_MAX - partition->first_lba);
	require_name(partition->name, PARTITION_NAME_LEN - 1);
	visits->last = partition->number;
	visits->drive->sectors.read(&visits->drive->sectors, 0);
	return 0;
}

static void check_table(struct drive *drive,
			const struct partition_table *table)
{
	struct visits visits = {.drive = drive, .table = table};
	struct partition found;

	REQUIRE(table->scheme == PARTITION_SCHEME_GPT && table->backup <= 1);
	REQUIRE(table->entries <= MAX_ENTRIES && table->entry_len >= 128);
	REQUIRE(drive->sectors.sector_len % table->entry_len == 0);
	drive->reads = 0;
	REQUIRE(partition_walk(&drive->sectors, table, visit, &visits) == 0);
	REQUIRE(visits.count <= PARTITION_MAX);
	REQUIRE(drive->reads <= MAX_ARRAY + 2 * PARTITION_MAX);
	if (!visits.count)
		return;
	REQUIRE(partition_find(&drive->sectors, table, visits.last, &found) ==
		0);
	REQUIRE(found.number == visits.last);
}

static void check(struct drive *drive, uint8_t flags)
{
	uint64_t last = drive->len - 1;
	struct partition_table table;
	int primary = 0;
	int backup = 0;
	int rc;

	/* The primary last: its array may hold the backup. */
	if (flags & FIX_BACKUP)
		backup = fix_sums(drive, last) && is_good(drive, last);
	if (flags & FIX_PRIMARY)
		primary = fix_sums(drive, 1) && is_good(drive, 1);
	if (flags & UNKNOWN_SIZE)
		drive->sectors.count = 0;
	rc = partition_table_read(&drive->sectors, &table);
	REQUIRE(drive->reads <= 1 + 2 * (1 + MAX_ARRAY));
	REQUIRE(rc == 0 || rc == ERR_GPT_DAMAGED || rc == ERR_DRIVE_READ);
	if (primary)
		REQUIRE(rc == 0 && !table.backup);
	if (backup && !(flags & (FIX_PRIMARY | UNKNOWN_SIZE)))
		REQUIRE(rc == 0);
	if (rc == 0)
		check_table(drive, &table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct drive drive;
	uint32_t sector_len;
	uint64_t sectors;
	uint8_t flags;

	if (len < 1 + 2 * HEADER_LEN)
		return 0;
	flags = *data++;
	len--;
	sector_len = flags & LONG_SECTORS ? 4096 : 512;
	sectors = (len + sector_len - 1) / sector_len;
	drive_new(&drive, sector_len, 2 + sectors + SPARE_SECTORS + 1);
	memcpy(drive.image + 446, "\0\0\2\0\xee\xff\xff\xff\1\0\0\0\xff", 13);
	memcpy(drive.image + 510, "\x55\xaa", 2);
	drive_put(&drive, 1, 0, &data, &len, HEADER_LEN);
	drive_put(&drive, drive.len - 1, 0, &data, &len, HEADER_LEN);
	drive_put(&drive, 2, 0, &data, &len, len);
	check(&drive, flags);
	drive_free(&drive);
	return 0;
}
