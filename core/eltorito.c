/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * El Torito: which boot image of a CD to start.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "eltorito.h"
#include "error.h"

/* The boot record, a volume descriptor (El Torito 1.0, figure 7). */
#define BOOT_RECORD_LBA 17
#define BOOT_SYSTEM 7
#define CATALOG_LBA 0x47

/* The catalogue's records (figures 2 to 6). */
#define RECORD_LEN 32
#define RECORDS_PER_SECTOR (ELTORITO_SECTOR_LEN / RECORD_LEN)
/* Far more than ELTORITO_MAX_ENTRIES need, with their headers. */
#define MAX_RECORDS (4 * RECORDS_PER_SECTOR)
#define VALIDATION_ID 0x01
#define HEADER_MORE 0x90
#define HEADER_LAST 0x91
#define EXTENSION 0x44
#define BOOTABLE 0x88
#define MEDIA_MASK 0x0f
#define DEFAULT_SEGMENT 0x7c0

/* Returns 0, ERR_DRIVE_READ or ERR_CD_FORMAT. */
static int read_boot_record(const struct sectors *sectors,
			    const uint8_t **ret_sector)
{
	if (sectors->sector_len != ELTORITO_SECTOR_LEN)
		return ERR_CD_FORMAT;
	*ret_sector = sectors->read(sectors, BOOT_RECORD_LBA);
	if (!*ret_sector)
		return ERR_DRIVE_READ;
	return memcmp(*ret_sector, "\0CD001", 6) == 0 ? 0 : ERR_CD_FORMAT;
}

static int is_validation(const uint8_t *record)
{
	uint16_t sum = 0;
	unsigned int i;

	for (i = 0; i < RECORD_LEN; i += 2)
		sum = (uint16_t)(sum + get_le16(record + i));
	return record[0] == VALIDATION_ID && !sum && record[30] == 0x55 &&
	       record[31] == 0xaa;
}

/*
 * A count of no sectors would start what memory happens to hold; one sector of
 * the CD is what boot loaders ask for.
 */
static void parse_entry(const uint8_t *record, struct eltorito_entry *entry)
{
	entry->media = record[1] & MEDIA_MASK;
	entry->load_segment = get_le16(record + 2);
	if (!entry->load_segment)
		entry->load_segment = DEFAULT_SEGMENT;
	entry->virtual_sectors = get_le16(record + 6);
	if (!entry->virtual_sectors)
		entry->virtual_sectors = ELTORITO_SECTOR_LEN / 512;
	entry->lba = get_le32(record + 8);
}

/* Why this entry cannot be started, or 0. */
static int check_entry(const struct sectors *sectors, uint8_t indicator,
		       const struct eltorito_entry *entry)
{
	uint32_t len = (entry->virtual_sectors + 3u) / 4;

	if (indicator != BOOTABLE)
		return ERR_CD_NOT_BOOTABLE;
	if (entry->platform != ELTORITO_PLATFORM_X86)
		return ERR_CD_PLATFORM;
	if (entry->media)
		return ERR_CD_EMULATION;
	if (!entry->lba ||
	    !sectors_has(sectors, (uint64_t)entry->lba + len - 1))
		return ERR_CD_CATALOG;
	return 0;
}

/* A walk over the catalogue's entries. */
struct walk {
	const struct sectors *sectors;
	const uint8_t *sector;
	uint32_t lba;
	unsigned int record;  /* the next one's number */
	unsigned int entries; /* left in this section */
	uint8_t platform;
	uint8_t is_last; /* section */
};

/* Returns 0 and the next record, ERR_DRIVE_READ, or ERR_CD_ENTRY at the end. */
static int next_record(struct walk *walk, const uint8_t **ret_record)
{
	unsigned int at = walk->record % RECORDS_PER_SECTOR;

	if (walk->record == MAX_RECORDS)
		return ERR_CD_ENTRY;
	if (!at) {
		walk->sector = walk->sectors->read(walk->sectors, walk->lba++);
		if (!walk->sector)
			return ERR_DRIVE_READ;
	}
	walk->record++;
	*ret_record = walk->sector + at * RECORD_LEN;
	return 0;
}

/*
 * The catalogue's beginning: the validation entry, and then one entry without
 * header, as if it were a section's.
 */
static int open_catalog(const struct sectors *sectors, struct walk *walk)
{
	const uint8_t *record;
	int rc;

	rc = read_boot_record(sectors, &record);
	if (rc)
		return rc;
	if (memcmp(record + BOOT_SYSTEM, "EL TORITO SPECIFICATION", 23) != 0)
		return ERR_CD_FORMAT;
	memset(walk, 0, sizeof(*walk));
	walk->sectors = sectors;
	walk->lba = get_le32(record + CATALOG_LBA);
	if (!sectors_has(sectors, walk->lba))
		return ERR_CD_CATALOG;
	rc = next_record(walk, &record);
	if (rc)
		return rc;
	walk->platform = record[1];
	walk->entries = 1;
	return is_validation(record) ? 0 : ERR_CD_CATALOG;
}

/* Returns 0 and the next entry's record, or what next_record() returns. */
static int next_entry(struct walk *walk, const uint8_t **ret_record)
{
	const uint8_t *record;
	int rc;

	for (;;) {
		if (!walk->entries && walk->is_last)
			return ERR_CD_ENTRY;
		rc = next_record(walk, &record);
		if (rc)
			return rc;
		if (record[0] == EXTENSION)
			continue;
		if (walk->entries)
			break;
		if (record[0] != HEADER_MORE && record[0] != HEADER_LAST)
			return ERR_CD_ENTRY;
		walk->is_last = record[0] == HEADER_LAST;
		walk->platform = record[1];
		walk->entries = get_le16(record + 2);
	}
	walk->entries--;
	*ret_record = record;
	return 0;
}

int eltorito_find(const struct sectors *sectors, unsigned int entry,
		  struct eltorito_entry *ret_entry)
{
	struct eltorito_entry found;
	const uint8_t *record;
	int first_rc = ERR_CD_ENTRY;
	unsigned int number;
	struct walk walk;
	int rc;

	rc = open_catalog(sectors, &walk);
	if (rc)
		return rc;
	for (number = 1; number <= ELTORITO_MAX_ENTRIES; number++) {
		rc = next_entry(&walk, &record);
		if (rc == ERR_CD_ENTRY)
			break;
		if (rc)
			return rc;
		parse_entry(record, &found);
		found.platform = walk.platform;
		rc = check_entry(sectors, record[0], &found);
		if (number == 1)
			first_rc = rc;
		if (entry ? number != entry : rc && rc != ERR_CD_CATALOG)
			continue;
		if (!rc)
			*ret_entry = found;
		return rc;
	}
	return entry ? ERR_CD_ENTRY : first_rc;
}
