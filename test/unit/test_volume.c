/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/volume.c.
 *
 * Runs in: host.
 */
#include "disk.h"

#include "error.h"
#include "volume.h"

#define UNTOUCHED 0xa5
#define FIRST 3	   /* where the file system begins */
#define SECTORS 64 /* of the drive */

/* One byte, or so many, written over the file system. */
struct poke {
	uint16_t sector;
	uint16_t offset;
	const char *bytes;
	uint8_t len;
};

#define POKE(sector, offset, string)                                           \
	{                                                                      \
		sector, offset, string, sizeof(string) - 1                     \
	}

struct row {
	const char *name;
	void (*make)(struct disk *disk);
	struct poke pokes[3];
	const char *type; /* NULL: none */
	const char *label;
};

/* --- File systems --------------------------------------------------------- */

static uint8_t *at(struct disk *disk, uint32_t sector, uint32_t offset)
{
	return disk_at(disk, FIRST + sector, offset);
}

static void make_nothing(struct disk *disk)
{
	(void)disk;
}

static void make_bpb(struct disk *disk)
{
	uint8_t *sector = at(disk, 0, 0);

	memcpy(sector, "\xeb\x3c\x90MSDOS5.0", 11);
	put_le16(sector + 11, (uint16_t)disk->sectors.sector_len);
	sector[13] = 2;
	sector[21] = 0xf8;
	sector[510] = 0x55;
	sector[511] = 0xaa;
}

/* Root directory: an old label, a long name, a file, and the label. */
static void put_root(uint8_t *entry)
{
	memcpy(entry, "\xe5LD        \x08", 12);
	memcpy(entry + 32, "Ax\0y\0z\0w\0\0\0\x0f", 12);
	memcpy(entry + 64, "FILE    TXT\x20", 12);
	memcpy(entry + 96, "IN ROOT    \x08", 12);
	memcpy(entry + 128, "SECOND     \x08", 12);
}

/* FAT16: 4 reserved, 2 FATs of 5: root directory in sector 14. */
static void make_fat16(struct disk *disk)
{
	uint8_t *sector = at(disk, 0, 0);

	make_bpb(disk);
	put_le16(sector + 14, 4);
	sector[16] = 2;
	put_le16(sector + 17, 512);
	put_le16(sector + 22, 5);
	sector[38] = 0x29;
	memcpy(sector + 43, "IN BPB     FAT16   ", 19);
	put_root(at(disk, 14, 0));
}

/* FAT32: 6 reserved, 1 FAT of 7, cluster 5 of 2 sectors: sector 19. */
static void make_fat32(struct disk *disk)
{
	uint8_t *sector = at(disk, 0, 0);

	make_bpb(disk);
	put_le16(sector + 14, 6);
	sector[16] = 1;
	put_le32(sector + 36, 7);
	put_le32(sector + 44, 5);
	sector[66] = 0x29;
	memcpy(sector + 71, "IN BPB     FAT32   ", 19);
	put_root(at(disk, 19, 0));
}

/* exFAT: heap in sector 10, cluster 6 of 4 sectors: sector 26. */
static void make_exfat(struct disk *disk)
{
	uint8_t *sector = at(disk, 0, 0);
	uint8_t *entry = at(disk, 26, 0);
	uint32_t len;

	memcpy(sector,
	       "\xeb\x76\x90"
	       "EXFAT   ",
	       11);
	put_le32(sector + 88, 10);
	put_le32(sector + 96, 6);
	for (len = disk->sectors.sector_len; len > 1; len >>= 1)
		sector[108]++;
	sector[109] = 2;
	entry[0] = 0x81;
	entry[32] = 0x03; /* a label that was taken away */
	memcpy(entry + 64, "\x83\x05L\0a\0b\0e\0l\0x\0", 14);
}

static void put_attribute(uint8_t *record, uint32_t *offset, uint8_t type,
			  const char *value, uint16_t len)
{
	uint8_t *attribute = record + *offset;

	put_le32(attribute, type);
	put_le32(attribute + 4, (uint32_t)((24 + len + 7) & ~7));
	put_le32(attribute + 16, len);
	put_le16(attribute + 20, 24);
	if (value)
		memcpy(attribute + 24, value, len);
	*offset += get_le32(attribute + 4);
}

#define NTFS_LABEL "N\0T\0 \0l\0a\0b\0e\0l\0"

/* NTFS: clusters of 4, $MFT in cluster 3, record of 1024. */
static void make_ntfs_of(struct disk *disk, uint16_t filler, const char *label,
			 uint16_t len)
{
	uint32_t sector_len = disk->sectors.sector_len;
	uint8_t *sector = at(disk, 0, 0);
	uint8_t *record = at(disk, 12, 3 * 1024);
	uint32_t offset = 0x38;
	unsigned int i;

	memcpy(sector, "\xeb\x52\x90NTFS    ", 11);
	put_le16(sector + 11, (uint16_t)sector_len);
	sector[13] = 4;
	sector[21] = 0xf8;
	put_le64(sector + 48, 3);
	sector[64] = 0xf6;
	memcpy(record, "FILE", 4);
	put_le16(record + 4, 0x30);
	put_le16(record + 6, 3);
	put_le16(record + 20, (uint16_t)offset);
	put_attribute(record, &offset, 0x10, NULL, filler);
	put_attribute(record, &offset, 0x60, label, len);
	memset(record + offset, 0xff, 4);
	/* The ends of both sectors move to the record's head. */
	for (i = 0; i < 2; i++) {
		memcpy(record + 0x32 + 2 * i, record + 510 + 512 * i, 2);
		memset(record + 510 + 512 * i, 0x77, 2);
	}
	memset(record + 0x30, 0x77, 2);
}

static void make_ntfs(struct disk *disk)
{
	make_ntfs_of(disk, 0x48, NTFS_LABEL, sizeof(NTFS_LABEL) - 1);
}

static void make_ntfs_without_label(struct disk *disk)
{
	make_ntfs_of(disk, 0x48, "", 0);
}

static void make_ntfs_with_longest_label(struct disk *disk)
{
	char label[64] = {0};
	unsigned int i;

	for (i = 0; i < 32; i++)
		label[2 * i] = (char)('A' + i % 26);
	make_ntfs_of(disk, 0x48, label, sizeof(label));
}

static void make_ntfs_with_too_long_label(struct disk *disk)
{
	char label[80] = {0};
	unsigned int i;

	for (i = 0; i < 40; i++)
		label[2 * i] = (char)('A' + i % 26);
	make_ntfs_of(disk, 0x48, label, sizeof(label));
}

/* The label lies across the end of the record's first sector. */
static void make_ntfs_across(struct disk *disk)
{
	make_ntfs_of(disk, 510 - 8 - 0x38 - 24 - 24, NTFS_LABEL,
		     sizeof(NTFS_LABEL) - 1);
}

/* And here the attribute's head. */
static void make_ntfs_head_across(struct disk *disk)
{
	make_ntfs_of(disk, 512 - 0x38 - 24 - 16, NTFS_LABEL,
		     sizeof(NTFS_LABEL) - 1);
}

static void make_ntfs_in_second(struct disk *disk)
{
	make_ntfs_of(disk, 512 - 0x38 - 24, NTFS_LABEL, sizeof(NTFS_LABEL) - 1);
}

/* Records of so many clusters of 4 sectors, and $Volume's is the fourth. */
static void make_ntfs_of_clusters(struct disk *disk, uint8_t clusters)
{
	make_ntfs(disk);
	memcpy(at(disk, 12 + 3 * 4 * clusters, 0), at(disk, 12, 3 * 1024),
	       1024);
	memset(at(disk, 12, 3 * 1024), 0, 1024);
	*at(disk, 0, 64) = clusters;
}

static void make_ntfs_of_4096(struct disk *disk)
{
	make_ntfs_of_clusters(disk, 2);
}

static void make_ntfs_of_6144(struct disk *disk)
{
	make_ntfs_of_clusters(disk, 3);
}

static void make_ext(struct disk *disk)
{
	uint8_t *superblock = at(disk, 0, 0) + 1024;

	superblock[56] = 0x53;
	superblock[57] = 0xef;
	memcpy(superblock + 120, "0123456789abcdefx", 17);
}

static void make_xfs(struct disk *disk)
{
	memcpy(at(disk, 0, 0), "XFSB", 4);
	memcpy(at(disk, 0, 108), "xfs label 12y", 13);
}

/* A directory whose first sector is full, and the label in the next one. */
static void make_fat16_full(struct disk *disk)
{
	uint32_t i;

	make_fat16(disk);
	for (i = 0; i < 512 / 32; i++)
		memcpy(at(disk, 14, 32 * i), "FILE    TXT\x20", 12);
	memcpy(at(disk, 15, 0), "NEXT       \x08", 12);
}

static void make_fat_then_ext(struct disk *disk)
{
	make_fat16(disk);
	make_ext(disk);
}

/* --- What is read of them ------------------------------------------------- */

static const struct row rows[] = {
    {"none: zeros", make_nothing, {{0}}, NULL, ""},
    {"none: a BPB without FATs", make_bpb, {{0}}, NULL, ""},
    {"none: three FATs", make_fat16, {POKE(0, 16, "\3")}, NULL, ""},
    {"none: no jump", make_fat16, {POKE(0, 0, "\xfa")}, NULL, ""},

    {"FAT16: label in the root directory", make_fat16, {{0}}, "FAT", "IN ROOT"},
    {"FAT16: else in the boot sector",
     make_fat16,
     {POKE(14, 96, "\0")},
     "FAT",
     "IN BPB"},
    {"FAT16: none",
     make_fat16,
     {POKE(14, 0, "\0"), POKE(0, 43, "NO NAME    ")},
     "FAT",
     ""},
    {"FAT16: a name that begins like none",
     make_fat16,
     {POKE(14, 0, "\0"), POKE(0, 43, "NO NAME 2  ")},
     "FAT",
     "NO NAME 2"},
    {"FAT16: blanks are none",
     make_fat16,
     {POKE(14, 0, "\0"), POKE(0, 43, "           ")},
     "FAT",
     ""},
    {"FAT16: no name in the boot sector",
     make_fat16,
     {POKE(0, 43, "NO NAME    ")},
     "FAT",
     "IN ROOT"},
    {"FAT16: eleven characters",
     make_fat16,
     {POKE(14, 96, "ABCDEFGHIJK")},
     "FAT",
     "ABCDEFGHIJK"},
    {"FAT16: no ASCII",
     make_fat16,
     {POKE(14, 96, "A\x84\x94\x81\x9a      ")},
     "FAT",
     "A????"},
    {"FAT16: a directory is no label",
     make_fat16,
     {POKE(14, 107, "\x18")},
     "FAT",
     "SECOND"},
    {"FAT16: bits that mean nothing",
     make_fat16,
     {POKE(14, 107, "\xc8")},
     "FAT",
     "IN ROOT"},
    {"FAT16: only the directory's first sector",
     make_fat16_full,
     {{0}},
     "FAT",
     "IN BPB"},
    {"FAT16: directory in the disk's last sector",
     make_fat16,
     {POKE(0, 14, "\x32"), POKE(60, 0, "LAST       \x08")},
     "FAT",
     "LAST"},
    {"FAT16: directory at the disk's end",
     make_fat16,
     {POKE(0, 14, "\x33")},
     "FAT",
     "IN BPB"},
    {"FAT16: directory behind the disk",
     make_fat16,
     {POKE(0, 14, "\xff\xff")},
     "FAT",
     "IN BPB"},
    {"FAT16: longer FATs than the disk",
     make_fat16,
     {POKE(0, 22, "\xff\xff")},
     "FAT",
     "IN BPB"},
    {"FAT16: other sectors than the drive's",
     make_fat16,
     {POKE(0, 11, "\0\x08")},
     "FAT",
     "IN BPB"},
    {"FAT32: label in the root directory", make_fat32, {{0}}, "FAT", "IN ROOT"},
    {"FAT32: else in the boot sector",
     make_fat32,
     {POKE(19, 0, "\0")},
     "FAT",
     "IN BPB"},
    {"FAT32: none",
     make_fat32,
     {POKE(19, 0, "\0"), POKE(0, 71, "NO NAME    ")},
     "FAT",
     ""},
    {"FAT32: no cluster 1",
     make_fat32,
     {POKE(0, 44, "\1\0\0\0")},
     "FAT",
     "IN BPB"},
    {"FAT32: no cluster 0",
     make_fat32,
     {POKE(0, 44, "\0\0\0\0")},
     "FAT",
     "IN BPB"},
    {"FAT32: cluster 2, in the FAT's place",
     make_fat32,
     {POKE(0, 44, "\2\0\0\0"), POKE(13, 0, "HERE       \x08")},
     "FAT",
     "HERE"},
    {"FAT32: FATs past 32 bits do not come round",
     make_fat32,
     {POKE(0, 16, "\2"), POKE(0, 36, "\0\0\0\x80"),
      POKE(12, 0, "WRAPPED    \x08")},
     "FAT",
     "IN BPB"},
    {"FAT32: clusters past 32 bits do not come round",
     make_fat32,
     {POKE(0, 44, "\2\0\0\x80"), POKE(13, 0, "WRAPPED    \x08")},
     "FAT",
     "IN BPB"},
    {"FAT32: the greatest numbers",
     make_fat32,
     {POKE(0, 36, "\xff\xff\xff\xff"), POKE(0, 44, "\xff\xff\xff\xff"),
      POKE(0, 13, "\x80")},
     "FAT",
     "IN BPB"},

    {"exFAT: label", make_exfat, {{0}}, "exFAT", "Label"},
    {"exFAT: none", make_exfat, {POKE(26, 64, "\x03")}, "exFAT", ""},
    {"exFAT: length 0", make_exfat, {POKE(26, 65, "\0")}, "exFAT", ""},
    {"exFAT: length 11",
     make_exfat,
     {POKE(26, 65, "\x0b"), POKE(26, 76, "6\0007\0008\0009\000a\000b\000c")},
     "exFAT",
     "Label6789ab"},
    {"exFAT: length 12 is 11",
     make_exfat,
     {POKE(26, 65, "\x0c"), POKE(26, 76, "6\0007\0008\0009\000a\000b\000c")},
     "exFAT",
     "Label6789ab"},
    {"exFAT: no ASCII", make_exfat, {POKE(26, 67, "\1")}, "exFAT", "?abel"},
    {"exFAT: behind the directory's end",
     make_exfat,
     {POKE(26, 32, "\0")},
     "exFAT",
     ""},
    {"exFAT: no cluster 1", make_exfat, {POKE(0, 96, "\1")}, "exFAT", ""},
    {"exFAT: directory behind the disk",
     make_exfat,
     {POKE(0, 96, "\xff\xff\xff\xff")},
     "exFAT",
     ""},
    {"exFAT: longest clusters",
     make_exfat,
     {POKE(0, 109, "\x19")},
     "exFAT",
     ""},
    {"exFAT: longer clusters", make_exfat, {POKE(0, 109, "\x1a")}, "exFAT", ""},
    {"exFAT: a shift that cannot be",
     make_exfat,
     {POKE(0, 109, "\xff")},
     "exFAT",
     ""},
    {"exFAT: sectors that cannot be",
     make_exfat,
     {POKE(0, 108, "\xff")},
     "exFAT",
     ""},

    {"NTFS: label", make_ntfs, {{0}}, "NTFS", "NT label"},
    {"NTFS: none", make_ntfs_without_label, {{0}}, "NTFS", ""},
    {"NTFS: 32 characters",
     make_ntfs_with_longest_label,
     {{0}},
     "NTFS",
     "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF"},
    {"NTFS: 40 characters",
     make_ntfs_with_too_long_label,
     {{0}},
     "NTFS",
     "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF"},
    {"NTFS: across a sector's end",
     make_ntfs_across,
     {{0}},
     "NTFS",
     "NT label"},
    {"NTFS: attribute across a sector's end",
     make_ntfs_head_across,
     {{0}},
     "NTFS",
     "NT label"},
    {"NTFS: in the second sector",
     make_ntfs_in_second,
     {{0}},
     "NTFS",
     "NT label"},
    {"NTFS: clusters of a power",
     make_ntfs,
     {POKE(0, 13, "\xfe")},
     "NTFS",
     "NT label"},
    {"NTFS: clusters of 0", make_ntfs, {POKE(0, 13, "\0")}, "NTFS", ""},
    {"NTFS: clusters of 2^12", make_ntfs, {POKE(0, 13, "\xf4")}, "NTFS", ""},
    {"NTFS: clusters of 2^13, which cannot be",
     make_ntfs,
     {POKE(0, 13, "\xf3")},
     "NTFS",
     ""},
    {"NTFS: records of 4096", make_ntfs_of_4096, {{0}}, "NTFS", "NT label"},
    {"NTFS: records of 6144", make_ntfs_of_6144, {{0}}, "NTFS", ""},
    {"NTFS: records of 0", make_ntfs, {POKE(0, 64, "\0")}, "NTFS", ""},
    {"NTFS: records of 2^31", make_ntfs, {POKE(0, 64, "\xe1")}, "NTFS", ""},
    {"NTFS: records of 2^128", make_ntfs, {POKE(0, 64, "\x80")}, "NTFS", ""},
    {"NTFS: records of 127 clusters",
     make_ntfs,
     {POKE(0, 64, "\x7f")},
     "NTFS",
     ""},
    {"NTFS: $MFT behind the disk",
     make_ntfs,
     {POKE(0, 48, "\xff\xff")},
     "NTFS",
     ""},
    {"NTFS: $MFT behind 64 bits",
     make_ntfs,
     {POKE(0, 48, "\3\0\0\0\0\0\0\x40")}, /* times 4 is 12 */
     "NTFS",
     ""},
    {"NTFS: other sectors than the drive's",
     make_ntfs,
     {POKE(0, 11, "\0\x08")},
     "NTFS",
     ""},

    {"ext: label", make_ext, {{0}}, "ext", "0123456789abcdef"},
    {"ext: what was there before",
     make_fat_then_ext,
     {{0}},
     "ext",
     "0123456789abcdef"},
    {"XFS: label", make_xfs, {{0}}, "XFS", "xfs label 12"},
    {"XFS: capitals count", make_xfs, {POKE(0, 3, "b")}, NULL, ""},
};

static void disk_of(struct disk *disk, uint32_t sector_len,
		    void (*make)(struct disk *disk))
{
	disk_new(disk, sector_len, SECTORS);
	make(disk);
}

static int read_volume(const struct disk *disk, uint64_t first,
		       struct volume *volume)
{
	struct volume untouched;
	int rc;

	memset(&untouched, UNTOUCHED, sizeof(untouched));
	*volume = untouched;
	rc = volume_read(&disk->sectors, first, volume);
	if (rc)
		assert_memory_equal(volume, &untouched, sizeof(untouched));
	return rc;
}

static void check_volume(const struct volume *volume, const char *type,
			 const char *label)
{
	if (type)
		assert_string_equal(volume->type, type);
	else
		assert_null(volume->type);
	assert_string_equal(volume->label, label);
}

static void reads(void **state)
{
	const struct row *row = *state;
	struct volume volume;
	struct disk disk;
	size_t i;

	disk_of(&disk, 512, row->make);
	for (i = 0; i < COUNT_OF(row->pokes) && row->pokes[i].bytes; i++)
		memcpy(at(&disk, row->pokes[i].sector, row->pokes[i].offset),
		       row->pokes[i].bytes, row->pokes[i].len);
	assert_int_equal(read_volume(&disk, FIRST, &volume), 0);
	check_volume(&volume, row->type, row->label);
	disk_free(&disk);
}

/* On drives of longer sectors; file systems that have a place for that. */
struct longer {
	const char *name;
	uint32_t sector_len;
	void (*make)(struct disk *disk);
	const char *type;
	const char *label;
};

static const struct longer longer_rows[] = {
    {"4096: FAT16", 4096, make_fat16, "FAT", "IN ROOT"},
    {"4096: FAT32", 4096, make_fat32, "FAT", "IN ROOT"},
    {"4096: exFAT", 4096, make_exfat, "exFAT", "Label"},
    {"4096: NTFS, its record inside a sector", 4096, make_ntfs, "NTFS",
     "NT label"},
    {"4096: NTFS, across 512", 4096, make_ntfs_across, "NTFS", "NT label"},
    {"4096: ext", 4096, make_ext, "ext", "0123456789abcdef"},
    {"4096: XFS", 4096, make_xfs, "XFS", "xfs label 12"},
    {"2048: ext", 2048, make_ext, "ext", "0123456789abcdef"},
    {"1024: ext", 1024, make_ext, "ext", "0123456789abcdef"},
    {"1024: NTFS", 1024, make_ntfs, "NTFS", "NT label"},
    {"520: no file system's", 520, make_xfs, NULL, ""},
    {"1025: nor ext's", 1025, make_ext, NULL, ""},
};

static void reads_longer(void **state)
{
	const struct longer *row = *state;
	struct volume volume;
	struct disk disk;

	disk_of(&disk, row->sector_len, row->make);
	assert_int_equal(read_volume(&disk, FIRST, &volume), 0);
	check_volume(&volume, row->type, row->label);
	disk_free(&disk);
}

/* Damage of $Volume's record: one number, at an offset of the record. */
struct record {
	const char *name;
	uint16_t offset;
	uint16_t number;
	const char *label;
};

#define ATTRIBUTE (0x38 + 24 + 0x48)

static const struct record record_rows[] = {
    {"record: whole", 0, 0x4946, "NT label"},
    {"record: no FILE", 0, 0x4142, ""},
    {"record: BAAD", 2, 0x4142, ""},
    {"record: attributes at its end", 20, 1024, ""},
    {"record: attributes behind its end", 20, 0xffff, ""},
    {"record: attributes of no length", 0x38 + 4, 0, ""},
    {"record: attributes of 23", 0x38 + 4, 23, ""},
    {"record: an attribute behind its end", 0x38 + 4, 0xfff8, ""},
    {"record: an end in front of it", 0x38, 0xffff, ""},
    {"record: another attribute", ATTRIBUTE, 0x70, ""},
    {"record: value of odd length", ATTRIBUTE + 16, 15, "NT labe"},
    {"record: value of one byte", ATTRIBUTE + 16, 1, ""},
    {"record: value of 65535", ATTRIBUTE + 16, 0xffff, "NT label??"},
    {"record: value at its end", ATTRIBUTE + 20, 1024, NULL},
    {"record: value far behind", ATTRIBUTE + 20, 0xffff, NULL},
    {"record: odd beginning", ATTRIBUTE + 20, 25, "NT label"},
};

static void reads_record(void **state)
{
	const struct record *row = *state;
	struct volume volume;
	struct disk disk;

	disk_of(&disk, 512, make_ntfs);
	put_le16(at(&disk, 12, 3 * 1024 + row->offset), row->number);
	assert_int_equal(read_volume(&disk, FIRST, &volume), 0);
	/* What is behind the record is no text. */
	check_volume(&volume, "NTFS", row->label ? row->label : "????????");
	disk_free(&disk);
}

/* The table of the sectors' ends, where it cannot be. */
static void fixups_elsewhere(void **state)
{
	static const uint16_t offsets[] = {0,	 1,    508,  510,   511,
					   1020, 1022, 1024, 0xffff};
	struct volume volume;
	struct disk disk;
	size_t i;

	(void)state;
	disk_of(&disk, 512, make_ntfs_across);
	for (i = 0; i < COUNT_OF(offsets); i++) {
		put_le16(at(&disk, 12, 3 * 1024 + 4), offsets[i]);
		assert_int_equal(read_volume(&disk, FIRST, &volume), 0);
		assert_int_equal(strlen(volume.label), 8);
	}
	disk_free(&disk);
}

/* Each sector in turn unreadable: an error, or not needed. */
static void unreadable(void **state)
{
	static const struct {
		void (*make)(struct disk *disk);
		const char *type;
		uint64_t needed[5]; /* 0 behind the last, and the first */
	} systems[] = {
	    {make_fat16, "FAT", {0, 2, 14}},
	    {make_fat32, "FAT", {0, 2, 19}},
	    {make_exfat, "exFAT", {0, 2, 26}},
	    {make_ntfs, "NTFS", {0, 2, 18}},
	    {make_ntfs_across, "NTFS", {0, 2, 18, 19}},
	    {make_ext, "ext", {2, 2}},
	    {make_xfs, "XFS", {0, 2}},
	};
	struct volume volume;
	struct disk disk;
	int is_needed;
	size_t i;
	size_t n;
	int rc;

	(void)state;
	for (i = 0; i < COUNT_OF(systems); i++) {
		disk_of(&disk, 512, systems[i].make);
		for (disk.bad = 0; disk.bad < SECTORS; disk.bad++) {
			is_needed = disk.bad == FIRST + systems[i].needed[0];
			for (n = 1; n < 5; n++)
				is_needed |=
				    systems[i].needed[n] &&
				    disk.bad == FIRST + systems[i].needed[n];
			rc = read_volume(&disk, FIRST, &volume);
			assert_int_equal(rc, is_needed ? ERR_DRIVE_READ : 0);
		}
		/* And each length of a drive whose size is known. */
		for (disk.len = 0; disk.len < SECTORS; disk.len++) {
			disk.sectors.count = disk.len;
			rc = read_volume(&disk, FIRST, &volume);
			assert_true(rc == 0 || rc == ERR_DRIVE_READ);
			if (disk.len <= FIRST)
				assert_int_equal(rc, ERR_DRIVE_READ);
		}
		disk_free(&disk);
	}
}

static void at_the_end_of_numbers(void **state)
{
	struct volume volume;
	struct disk disk;

	(void)state;
	disk_of(&disk, 512, make_fat16);
	disk.sectors.count = 0;
	assert_int_equal(read_volume(&disk, UINT64_MAX, &volume),
			 ERR_DRIVE_READ);
	assert_int_equal(read_volume(&disk, UINT64_MAX - 2, &volume),
			 ERR_DRIVE_READ);
	disk_free(&disk);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(longer_rows) +
				       COUNT_OF(record_rows) + 3];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, reads);
	UNIT_ROWS(tests, n, longer_rows, reads_longer);
	UNIT_ROWS(tests, n, record_rows, reads_record);
	UNIT_TEST(tests, n, fixups_elsewhere);
	UNIT_TEST(tests, n, unreadable);
	UNIT_TEST(tests, n, at_the_end_of_numbers);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
