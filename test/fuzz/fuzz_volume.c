/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/volume.c. The input is flags (1 byte, below), then what
 * is not zero on the drive: a sector (1 byte), an offset in it (2 bytes), how
 * many bytes (1), and these.
 *
 * Runs in: host.
 */
#include "bytes.h"
#include "drive.h"
#include "error.h"
#include "volume.h"

#define UNKNOWN_SIZE 4
#define FIRST 1
#define SECTORS 128
/* Each number of an NTFS record may be in another of its sectors. */
#define MAX_READS 500

static const uint32_t sector_lens[] = {512, 1024, 2048, 4096};

static int is_type(const char *type)
{
	static const char *const types[] = {"FAT", "exFAT", "NTFS", "ext",
					    "XFS"};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(type, types[i]) == 0)
			return 1;
	return 0;
}

static void check(struct drive *drive)
{
	struct volume volume;
	int rc = volume_read(&drive->sectors, FIRST, &volume);

	REQUIRE(drive->reads <= MAX_READS);
	REQUIRE(rc == 0 || rc == ERR_DRIVE_READ);
	/* What can be read is read, when the drive's end is known. */
	if (drive->sectors.count && !drive->reads)
		REQUIRE(rc == 0);
	if (rc)
		return;
	REQUIRE(volume.type ? is_type(volume.type) : !volume.label[0]);
	require_name(volume.label, VOLUME_LABEL_LEN - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct drive drive;
	uint32_t offset;
	uint8_t flags;
	uint8_t lba;
	uint8_t max;

	if (len < 1)
		return 0;
	flags = *data++;
	len--;
	drive_new(&drive, sector_lens[flags & 3], SECTORS);
	while (len >= 4) {
		lba = data[0];
		offset = get_le16(data + 1);
		max = data[3];
		data += 4;
		len -= 4;
		if (lba < SECTORS && offset < drive.sectors.sector_len)
			drive_put(&drive, lba, offset, &data, &len, max);
	}
	if (flags & UNKNOWN_SIZE)
		drive.sectors.count = 0;
	check(&drive);
	drive_free(&drive);
	return 0;
}
