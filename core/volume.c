/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * File systems: what kind one is, and its label.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bootsect.h"
#include "bytes.h"
#include "error.h"
#include "volume.h"

#define OEM_NAME 3
#define SECTOR_LEN 11
#define CLUSTER_LEN 13

/* FAT's boot sector, and an entry of its directories. */
#define FAT_RESERVED 14
#define FAT_COUNT 16
#define FAT_LEN 22
#define FAT_LABEL 43
#define FAT32_LEN 36
#define FAT32_ROOT 44
#define FAT32_LABEL 71
#define FAT_NAME_LEN 11
#define ENTRY_LEN 32
#define ENTRY_ATTRIBUTES 11
#define ATTRIBUTES_MASK 0x3f
#define ATTRIBUTES_LABEL 0x08
#define ENTRY_FREE 0xe5

/* exFAT (Microsoft's specification, sections 3.1 and 7.3). */
#define EXFAT_HEAP 88
#define EXFAT_ROOT 96
#define EXFAT_SECTOR_SHIFT 108
#define EXFAT_CLUSTER_SHIFT 109
#define EXFAT_MAX_SHIFT 25
#define EXFAT_ENTRY_LABEL 0x83

/* NTFS's boot sector, its file records and their attributes. */
#define NTFS_MFT 48
#define NTFS_RECORD_LEN 64
#define NTFS_MAX_RECORD_LEN 4096
#define NTFS_MAX_SHIFT 12
/* So that 2^12 sectors to a cluster cannot overflow. */
#define NTFS_MAX_CLUSTER ((uint64_t)1 << 48)
#define NTFS_VOLUME 3
#define RECORD_FIXUPS 4
#define RECORD_ATTRIBUTES 20
#define ATTRIBUTE_LEN 4
#define ATTRIBUTE_MIN_LEN 24
#define ATTRIBUTE_VALUE_LEN 16
#define ATTRIBUTE_VALUE 20
#define ATTRIBUTE_VOLUME_NAME 0x60
#define ATTRIBUTE_END 0xffff
#define FIXUP_STRIDE 512

#define EXT_SUPERBLOCK 1024
#define EXT_MAGIC 56
#define EXT_LABEL 120
#define XFS_LABEL 108

static int read_ext(const struct sectors *sectors, uint64_t lba,
		    struct volume *volume)
{
	uint32_t len = sectors->sector_len;
	const uint8_t *superblock;

	superblock = sectors->read(sectors, lba + EXT_SUPERBLOCK / len);
	if (!superblock)
		return ERR_DRIVE_READ;
	superblock += EXT_SUPERBLOCK % len;
	if (get_le16(superblock + EXT_MAGIC) == 0xef53) {
		volume->type = "ext";
		bytes_name(superblock + EXT_LABEL, 16, 1, volume->label);
	}
	return 0;
}

/* --- FAT and exFAT -------------------------------------------------------- */

static void parse_root(const uint8_t *entry, const uint8_t *end, int is_exfat,
		       char *ret_label)
{
	unsigned int len;

	for (; entry < end && *entry; entry += ENTRY_LEN) {
		if (is_exfat) {
			if (*entry != EXFAT_ENTRY_LABEL)
				continue;
			len = entry[1] < FAT_NAME_LEN ? entry[1] : FAT_NAME_LEN;
			bytes_name(entry + 2, len, 2, ret_label);
			return;
		}
		if (*entry == ENTRY_FREE ||
		    (entry[ENTRY_ATTRIBUTES] & ATTRIBUTES_MASK) !=
			ATTRIBUTES_LABEL)
			continue;
		bytes_name(entry, FAT_NAME_LEN, 1, ret_label);
		return;
	}
}

static int read_root(const struct sectors *sectors, uint64_t lba, int is_exfat,
		     char *ret_label)
{
	const uint8_t *sector;

	if (!sectors_has(sectors, lba))
		return 0;
	sector = sectors->read(sectors, lba);
	if (!sector)
		return ERR_DRIVE_READ;
	parse_root(sector, sector + sectors->sector_len, is_exfat, ret_label);
	return 0;
}

/*
 * Clusters count from 2; 0 and 1, which are none, lead beyond any drive. Mind
 * that the boot sector is gone when the directory has been read.
 */
static int read_fat(const struct sectors *sectors, uint64_t lba,
		    const uint8_t *sector, struct volume *volume)
{
	uint32_t fat_len = get_le16(sector + FAT_LEN);
	uint32_t cluster = 2;
	const uint8_t *label = sector + FAT_LABEL;

	if (!fat_len) {
		fat_len = get_le32(sector + FAT32_LEN);
		cluster = get_le32(sector + FAT32_ROOT);
		label = sector + FAT32_LABEL;
	}
	if (memcmp(label, "NO NAME    ", FAT_NAME_LEN) != 0)
		bytes_name(label, FAT_NAME_LEN, 1, volume->label);
	if (get_le16(sector + SECTOR_LEN) != sectors->sector_len)
		return 0;
	lba += get_le16(sector + FAT_RESERVED) +
	       (uint64_t)fat_len * sector[FAT_COUNT] +
	       (uint64_t)(cluster - 2) * sector[CLUSTER_LEN];
	return read_root(sectors, lba, 0, volume->label);
}

static int read_exfat(const struct sectors *sectors, uint64_t lba,
		      const uint8_t *sector, struct volume *volume)
{
	uint32_t cluster = get_le32(sector + EXFAT_ROOT);
	uint8_t sector_shift = sector[EXFAT_SECTOR_SHIFT];
	uint8_t shift = sector[EXFAT_CLUSTER_SHIFT];

	if (shift > EXFAT_MAX_SHIFT || sector_shift > 12 ||
	    1u << sector_shift != sectors->sector_len)
		return 0;
	lba +=
	    get_le32(sector + EXFAT_HEAP) + ((uint64_t)(cluster - 2) << shift);
	return read_root(sectors, lba, 1, volume->label);
}

/* --- NTFS ----------------------------------------------------------------- */

/* A file record, read sector by sector as it is looked at. */
struct record {
	const struct sectors *sectors;
	uint64_t lba;
	uint32_t offset; /* in its first sector */
	uint32_t len;
	const uint8_t *sector;
	uint32_t loaded; /* which of its sectors that is */
	uint16_t fixups;
	int rc;
};

/*
 * A number of the record; behind its end, or when the drive fails, the end of
 * the attributes. The last two bytes of each 512 hold a check, and what
 * belongs there stands in the record's head.
 */
static uint16_t record_get(struct record *record, uint32_t at)
{
	uint32_t sector_len = record->sectors->sector_len;

	at &= ~1u;
	if (at < record->len && at % FIXUP_STRIDE == FIXUP_STRIDE - 2)
		at = (record->fixups + 2 + at / FIXUP_STRIDE * 2) & ~1u;
	if (at >= record->len)
		return ATTRIBUTE_END;
	at += record->offset;
	if (!record->sector || record->loaded != at / sector_len) {
		record->loaded = at / sector_len;
		record->sector = record->sectors->read(
		    record->sectors, record->lba + record->loaded);
	}
	if (!record->sector) {
		record->rc = ERR_DRIVE_READ;
		return ATTRIBUTE_END;
	}
	return get_le16(record->sector + at % sector_len);
}

static void copy_name(struct record *record, uint32_t attribute,
		      char *ret_label)
{
	uint32_t len = record_get(record, attribute + ATTRIBUTE_VALUE_LEN);
	uint32_t at =
	    attribute + record_get(record, attribute + ATTRIBUTE_VALUE);
	uint8_t units[2 * (VOLUME_LABEL_LEN - 1)];
	uint32_t i;
	uint16_t unit;

	if (len > sizeof(units))
		len = sizeof(units);
	for (i = 0; i + 1 < len; i += 2) {
		unit = record_get(record, at + i);
		units[i] = (uint8_t)unit;
		units[i + 1] = (uint8_t)(unit >> 8);
	}
	bytes_name(units, len / 2, 2, ret_label);
}

static int read_name(struct record *record, char *ret_label)
{
	uint32_t at;
	uint16_t type;
	uint16_t len;

	if (record_get(record, 0) != 0x4946 || record_get(record, 2) != 0x454c)
		return record->rc;
	record->fixups = record_get(record, RECORD_FIXUPS);
	at = record_get(record, RECORD_ATTRIBUTES);
	while ((type = record_get(record, at)) != ATTRIBUTE_END) {
		len = record_get(record, at + ATTRIBUTE_LEN);
		if (type == ATTRIBUTE_VOLUME_NAME)
			copy_name(record, at, ret_label);
		if (type == ATTRIBUTE_VOLUME_NAME || len < ATTRIBUTE_MIN_LEN)
			break;
		at += len;
	}
	return record->rc;
}

static int read_ntfs(const struct sectors *sectors, uint64_t lba,
		     const uint8_t *sector, struct volume *volume)
{
	uint64_t mft = get_le64(sector + NTFS_MFT);
	uint32_t cluster = sector[CLUSTER_LEN];
	int8_t len = (int8_t)sector[NTFS_RECORD_LEN];
	struct record record;

	/* Above 80h both fields are the power of two, below zero. */
	if (cluster >= 0x100 - NTFS_MAX_SHIFT)
		cluster = 1u << (0x100 - cluster);
	memset(&record, 0, sizeof(record));
	record.len = cluster * sectors->sector_len;
	if (len >= 0)
		record.len *= (uint8_t)len;
	else if (len >= -NTFS_MAX_SHIFT)
		record.len = 1u << -len;
	else
		return 0;
	if (get_le16(sector + SECTOR_LEN) != sectors->sector_len ||
	    record.len > NTFS_MAX_RECORD_LEN || mft >= NTFS_MAX_CLUSTER)
		return 0;
	record.sectors = sectors;
	record.offset = NTFS_VOLUME * record.len;
	record.lba = lba + mft * cluster + record.offset / sectors->sector_len;
	if (!sectors_has(sectors, record.lba))
		return 0;
	record.offset %= sectors->sector_len;
	return read_name(&record, volume->label);
}

/* --- All of them ---------------------------------------------------------- */

/* A BPB with FATs: NTFS has one with none. */
static int is_fat(const uint8_t *sector)
{
	uint32_t hidden;

	return bootsect_hidden(sector, &hidden) &&
	       (sector[FAT_COUNT] == 1 || sector[FAT_COUNT] == 2);
}

/* The one in the boot sector; ext leaves that to whoever was there before. */
static int read_others(const struct sectors *sectors, uint64_t lba,
		       struct volume *volume)
{
	const uint8_t *sector = sectors->read(sectors, lba);

	if (!sector)
		return ERR_DRIVE_READ;
	if (memcmp(sector, "XFSB", 4) == 0) {
		volume->type = "XFS";
		bytes_name(sector + XFS_LABEL, 12, 1, volume->label);
	} else if (memcmp(sector + OEM_NAME, "NTFS    ", 8) == 0) {
		volume->type = "NTFS";
		return read_ntfs(sectors, lba, sector, volume);
	} else if (memcmp(sector + OEM_NAME, "EXFAT   ", 8) == 0) {
		volume->type = "exFAT";
		return read_exfat(sectors, lba, sector, volume);
	} else if (is_fat(sector)) {
		volume->type = "FAT";
		return read_fat(sectors, lba, sector, volume);
	}
	return 0;
}

int volume_read(const struct sectors *sectors, uint64_t first_lba,
		struct volume *ret_volume)
{
	struct volume volume;
	int rc;

	memset(&volume, 0, sizeof(volume));
	/* No file system has others, and offsets stay inside a sector. */
	if (sectors->sector_len & (sectors->sector_len - 1)) {
		*ret_volume = volume;
		return 0;
	}
	rc = read_ext(sectors, first_lba, &volume);
	if (!rc && !volume.type)
		rc = read_others(sectors, first_lba, &volume);
	if (!rc)
		*ret_volume = volume;
	return rc;
}
