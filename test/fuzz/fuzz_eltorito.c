/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/eltorito.c. The input is flags (1 byte: 1, the sum of the
 * validation entry is made right; 2, the disc's size is not known), the
 * volume's name (32 bytes), the boot record (80), and what is in the sectors
 * from 18 on.
 *
 * Runs in: host.
 */
#include "bytes.h"
#include "drive.h"
#include "eltorito.h"
#include "error.h"

#define FIX_SUM 1
#define UNKNOWN_SIZE 2
#define DATA_LBA 18
#define RECORD_LEN 32
#define MAX_READS (1 + 4)

static void fix_sum(struct drive *cd)
{
	uint64_t lba = get_le32(cd->image + 17 * ELTORITO_SECTOR_LEN + 0x47);
	uint8_t *record = cd->image + lba * ELTORITO_SECTOR_LEN;
	uint32_t sum = 0;
	unsigned int i;

	if (lba >= cd->len)
		return;
	for (i = 0; i < RECORD_LEN; i += 2)
		sum += get_le16(record + i);
	sum = get_le16(record + 28) - sum;
	record[28] = (uint8_t)sum;
	record[29] = (uint8_t)(sum >> 8);
}

static int find(struct drive *cd, unsigned int number,
		struct eltorito_entry *entry)
{
	int rc;

	cd->reads = 0;
	memset(entry, 0, sizeof(*entry));
	rc = eltorito_find(&cd->sectors, number, entry);
	REQUIRE(cd->reads <= MAX_READS);
	REQUIRE(rc == 0 || rc == ERR_DRIVE_READ || rc == ERR_CD_FORMAT ||
		rc == ERR_CD_CATALOG || rc == ERR_CD_ENTRY ||
		rc == ERR_CD_NOT_BOOTABLE || rc == ERR_CD_PLATFORM ||
		rc == ERR_CD_EMULATION);
	if (rc)
		return rc;
	REQUIRE(entry->platform == ELTORITO_PLATFORM_X86 && !entry->media);
	REQUIRE(entry->load_segment && entry->virtual_sectors && entry->lba);
	if (cd->sectors.count)
		REQUIRE(entry->lba + (entry->virtual_sectors - 1u) / 4 <
			cd->sectors.count);
	return 0;
}

static void check(struct drive *cd)
{
	struct eltorito_entry any;
	struct eltorito_entry entry;
	int any_rc = find(cd, 0, &any);
	unsigned int number;
	int before = 0;
	int seen = 0;
	int rc;

	for (number = 1; number <= ELTORITO_MAX_ENTRIES + 2; number++) {
		rc = find(cd, number, &entry);
		/* The catalogue's end is the end. */
		if (before == ERR_CD_ENTRY || before == ERR_DRIVE_READ)
			REQUIRE(rc == before);
		if (rc == 0 && !seen && any_rc != ERR_CD_CATALOG)
			REQUIRE(any_rc == 0 &&
				memcmp(&any, &entry, sizeof(any)) == 0);
		seen |= rc == 0;
		before = rc;
	}
	REQUIRE(before == ERR_CD_ENTRY || before == ERR_DRIVE_READ ||
		before == ERR_CD_FORMAT || before == ERR_CD_CATALOG);
	REQUIRE(any_rc || seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct drive cd;
	uint8_t flags;

	if (len < 1)
		return 0;
	flags = *data++;
	len--;
	drive_new(&cd, ELTORITO_SECTOR_LEN,
		  DATA_LBA + 1 + len / ELTORITO_SECTOR_LEN);
	memcpy(cd.image + 16 * ELTORITO_SECTOR_LEN, "\1CD001", 6);
	drive_put(&cd, 16, 40, &data, &len, 32);
	drive_put(&cd, 17, 0, &data, &len, 80);
	drive_put(&cd, DATA_LBA, 0, &data, &len, len);
	if (flags & FIX_SUM)
		fix_sum(&cd);
	if (flags & UNKNOWN_SIZE)
		cd.sectors.count = 0;
	check(&cd);
	drive_free(&cd);
	return 0;
}
