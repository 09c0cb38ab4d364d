/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/partition.c.
 *
 * Runs in: host.
 */
#include <stdio.h>

#include "disk.h"

#include "error.h"
#include "partition.h"

#define UNTOUCHED 0xa5
#define DISK_SECTORS 4096
#define TEXT_LEN 8192

/* --- What a walk finds, as text ------------------------------------------- */

/* "2*:07@30+10" is number 2, active, type 07h, 10 sectors from 30 on. */
struct found {
	struct disk *disk;
	char text[TEXT_LEN];
	size_t used;
	int visits;
	int end_at; /* the visit at which to end the walk with 77 */
};

static int take(void *context, const struct partition *partition)
{
	struct found *found = context;

	found->used += (size_t)snprintf(
	    found->text + found->used, TEXT_LEN - found->used,
	    "%s%u%s:%02x@%llu+%llu%s%s", found->used ? " " : "",
	    partition->number, partition->active ? "*" : "", partition->type,
	    (unsigned long long)partition->first_lba,
	    (unsigned long long)partition->sectors,
	    partition->name[0] ? "=" : "", partition->name);
	assert_true(found->used < TEXT_LEN);
	/* As a visitor may. */
	found->disk->sectors.read(&found->disk->sectors, 0);
	return ++found->visits == found->end_at ? 77 : 0;
}

static int walk(struct disk *disk, const struct partition_table *table,
		struct found *found)
{
	*found = (struct found){.disk = disk};
	return partition_walk(&disk->sectors, table, take, found);
}

/* --- MBR ------------------------------------------------------------------ */

/* An entry in the table of sector lba: the MBR is 0, an EBR is not. */
struct entry {
	uint32_t lba;
	uint8_t slot; /* from 1; 0 ends the row's entries */
	uint8_t indicator;
	uint8_t type;
	uint32_t first;
	uint32_t sectors;
};

struct mbr {
	const char *name;
	struct entry entries[12];
	uint8_t scheme;
	int rc; /* of the walk */
	const char *found;
};

#define NONE PARTITION_SCHEME_NONE
#define MBR PARTITION_SCHEME_MBR
#define LOOP ERR_PARTITION_CHAIN

static const struct mbr mbr_rows[] = {
    {"mbr: no entry", {{0, 1, 0, 0, 0, 0}}, NONE, 0, ""},
    {"mbr: one partition", {{0, 1, 0, 0x83, 63, 100}}, MBR, 0, "1:83@63+100"},
    {"mbr: active", {{0, 1, 0x80, 7, 63, 100}}, MBR, 0, "1*:07@63+100"},
    {"mbr: four, as they stand",
     {{0, 1, 0, 1, 90, 1},
      {0, 2, 0x80, 2, 70, 2},
      {0, 3, 0, 3, 80, 3},
      {0, 4, 0, 4, 60, 4}},
     MBR,
     0,
     "1:01@90+1 2*:02@70+2 3:03@80+3 4:04@60+4"},
    {"mbr: an empty entry keeps its number",
     {{0, 2, 0, 0x83, 63, 1}, {0, 4, 0, 0x83, 64, 1}},
     MBR,
     0,
     "2:83@63+1 4:83@64+1"},
    {"mbr: no type is empty", {{0, 1, 0, 0, 63, 100}}, NONE, 0, ""},
    {"mbr: no size is empty", {{0, 1, 0, 0x83, 63, 0}}, NONE, 0, ""},
    {"mbr: no beginning is empty", {{0, 1, 0, 0x17, 0, 100}}, NONE, 0, ""},
    {"mbr: an empty entry beside another",
     {{0, 1, 0, 0x17, 0, 100}, {0, 2, 0, 0xef, 9, 9}},
     MBR,
     0,
     "2:ef@9+9"},
    {"mbr: the greatest numbers",
     {{0, 1, 0x80, 0xff, 0xffffffff, 0xffffffff}},
     MBR,
     0,
     "1*:ff@4294967295+4294967295"},
    {"mbr: indicator 01 is no table",
     {{0, 1, 0x01, 0x83, 63, 100}},
     NONE,
     0,
     ""},
    {"mbr: indicator 81 is no table",
     {{0, 1, 0x81, 0x83, 63, 100}},
     NONE,
     0,
     ""},
    {"mbr: indicator of the last entry counts",
     {{0, 1, 0x80, 0x83, 63, 100}, {0, 4, 0x20, 0, 0, 0}},
     NONE,
     0,
     ""},
    {"mbr: two active", /* it is for others to complain */
     {{0, 1, 0x80, 0x83, 63, 1}, {0, 2, 0x80, 0x83, 64, 1}},
     MBR,
     0,
     "1*:83@63+1 2*:83@64+1"},

    {"chain: one logical",
     {{0, 1, 0, 5, 100, 50}, {100, 1, 0, 0x83, 1, 10}},
     MBR,
     0,
     "5:83@101+10"},
    {"chain: type 0F",
     {{0, 2, 0, 0x0f, 100, 50}, {100, 1, 0x80, 7, 1, 10}},
     MBR,
     0,
     "5*:07@101+10"},
    {"chain: type 85",
     {{0, 4, 0, 0x85, 100, 50}, {100, 1, 0, 0x82, 1, 10}},
     MBR,
     0,
     "5:82@101+10"},
    {"chain: after the four primary ones",
     {{0, 1, 0, 5, 100, 50},
      {0, 2, 0, 7, 63, 1},
      {0, 4, 0, 6, 64, 1},
      {100, 1, 0, 0x83, 1, 10}},
     MBR,
     0,
     "2:07@63+1 4:06@64+1 5:83@101+10"},
    {"chain: links count from the extended, beginnings from their EBR",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 5, 100, 100},
      {200, 1, 0, 2, 2, 20},
      {200, 2, 0, 5, 300, 100},
      {400, 1, 0, 3, 3, 30}},
     MBR,
     0,
     "5:01@101+10 6:02@202+20 7:03@403+30"},
    {"chain: links of type 0F and 85",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 0x0f, 100, 100},
      {200, 1, 0, 2, 2, 20},
      {200, 2, 0, 0x85, 300, 100},
      {400, 1, 0, 3, 3, 30}},
     MBR,
     0,
     "5:01@101+10 6:02@202+20 7:03@403+30"},
    {"chain: a link of another type ends it",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 0x83, 100, 100},
      {200, 1, 0, 2, 2, 20}},
     MBR,
     0,
     "5:01@101+10"},
    {"chain: an EBR without partition takes no number",
     {{0, 1, 0, 5, 100, 900}, {100, 2, 0, 5, 100, 100}, {200, 1, 0, 2, 2, 20}},
     MBR,
     0,
     "5:02@202+20"},
    {"chain: an extended one in the first entry is no partition",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 5, 50, 10},
      {100, 2, 0, 5, 100, 100},
      {200, 1, 0, 2, 2, 20}},
     MBR,
     0,
     "5:02@202+20"},
    {"chain: links may go backwards",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 5, 300, 100},
      {400, 1, 0, 2, 2, 20},
      {400, 2, 0, 5, 200, 100},
      {300, 1, 0, 3, 3, 30},
      {300, 2, 0, 5, 100, 100},
      {200, 1, 0, 4, 4, 40}},
     MBR,
     0,
     "5:01@101+10 6:02@402+20 7:03@303+30 8:04@204+40"},
    {"chain: two extended partitions",
     {{0, 1, 0, 5, 100, 50},
      {0, 2, 0, 0x85, 200, 50},
      {100, 1, 0, 1, 1, 10},
      {200, 1, 0, 2, 2, 20}},
     MBR,
     0,
     "5:01@101+10 6:02@202+20"},
    {"chain: an extended partition without size has none",
     {{0, 1, 0, 5, 100, 0}, {0, 2, 0, 7, 63, 1}, {100, 1, 0, 1, 1, 10}},
     MBR,
     0,
     "2:07@63+1"},
    {"chain: an empty one",
     {{0, 1, 0, 5, 100, 50}, {100, 1, 0, 0, 0, 0}},
     MBR,
     0,
     ""},

    {"damage: loop of one",
     {{0, 1, 0, 5, 100, 50}, {100, 1, 0, 1, 1, 10}, {100, 2, 0, 5, 0, 10}},
     MBR,
     0, /* a link without beginning is none */
     "5:01@101+10"},
    {"damage: the second links to itself",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 5, 100, 100},
      {200, 1, 0, 2, 2, 20},
      {200, 2, 0, 5, 100, 100}},
     MBR,
     LOOP,
     "5:01@101+10 6:02@202+20"},
    {"damage: loop of two behind the first",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 5, 100, 100},
      {200, 1, 0, 2, 2, 20},
      {200, 2, 0, 5, 200, 100},
      {300, 1, 0, 3, 3, 30},
      {300, 2, 0, 5, 100, 100}},
     MBR,
     LOOP,
     "5:01@101+10 6:02@202+20 7:03@303+30"},
    {"damage: a loop that a link forwards closes",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 5, 200, 100},
      {300, 1, 0, 2, 2, 20},
      {300, 2, 0, 5, 100, 100},
      {200, 1, 0, 3, 3, 30},
      {200, 2, 0, 5, 200, 100}},
     MBR,
     LOOP,
     "5:01@101+10 6:02@302+20 7:03@203+30"},
    {"damage: a loop of empty EBRs",
     {{0, 1, 0, 5, 100, 900},
      {100, 2, 0, 5, 100, 100},
      {200, 2, 0, 5, 100, 100}},
     MBR,
     LOOP,
     ""},
    {"damage: an EBR without signature, after what came before",
     {{0, 1, 0, 5, 100, 900},
      {0, 2, 0, 7, 63, 1},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 5, 500, 100}},
     MBR,
     LOOP,
     "2:07@63+1 5:01@101+10"},
    {"damage: the first EBR without signature",
     {{0, 1, 0, 5, 100, 900}, {0, 2, 0, 7, 63, 1}},
     MBR,
     LOOP,
     "2:07@63+1"},
    {"damage: the extended one beyond the disk",
     {{0, 1, 0, 5, DISK_SECTORS, 900}, {0, 2, 0, 7, 63, 1}},
     MBR,
     LOOP,
     "2:07@63+1"},
    {"damage: a link beyond the disk",
     {{0, 1, 0, 5, 100, 900},
      {100, 1, 0, 1, 1, 10},
      {100, 2, 0, 5, DISK_SECTORS - 100, 100}},
     MBR,
     LOOP,
     "5:01@101+10"},
    {"damage: a link past 32 bits does not come round",
     {{0, 1, 0, 5, 200, 900},
      {200, 1, 0, 1, 1, 10},
      {200, 2, 0, 5, 0xffffff9c, 100},
      {100, 1, 0, 2, 2, 20}},
     MBR,
     LOOP,
     "5:01@201+10"},
    {"damage: a beginning past 32 bits does not come round",
     {{0, 1, 0, 5, 200, 900}, {200, 1, 0, 1, 0xffffffff, 10}},
     MBR,
     0,
     "5:01@4294967295+10"},
    {"chain: an EBR in the last sector",
     {{0, 1, 0, 5, DISK_SECTORS - 1, 1}, {DISK_SECTORS - 1, 1, 0, 1, 1, 10}},
     MBR,
     0,
     "5:01@4096+10"},
};

static void put_entry(struct disk *disk, const struct entry *entry)
{
	uint8_t *sector = disk_at(disk, entry->lba, 0);
	uint8_t *at = sector + 446 + 16 * (entry->slot - 1);

	sector[510] = 0x55;
	sector[511] = 0xaa;
	at[0] = entry->indicator;
	at[4] = entry->type;
	put_le32(at + 8, entry->first);
	put_le32(at + 12, entry->sectors);
}

static void put_row(struct disk *disk, const struct mbr *row)
{
	const struct entry *entry;

	for (entry = row->entries; entry->slot; entry++)
		put_entry(disk, entry);
}

static void reads_mbr(void **state)
{
	static const uint32_t lens[] = {512, 2048, 4096};
	const struct mbr *row = *state;
	struct partition_table table;
	struct found found;
	struct disk disk;
	size_t i;

	for (i = 0; i < COUNT_OF(lens); i++) {
		disk_new(&disk, lens[i], DISK_SECTORS);
		put_row(&disk, row);
		memset(&table, UNTOUCHED, sizeof(table));
		assert_int_equal(partition_table_read(&disk.sectors, &table),
				 0);
		assert_int_equal(table.scheme, row->scheme);
		assert_int_equal(table.backup, 0);
		assert_int_equal(walk(&disk, &table, &found), row->rc);
		assert_string_equal(found.text, row->found);
		disk_free(&disk);
	}
}

static void mbr_signature_and_boundaries(void **state)
{
	static const struct entry entry = {0, 1, 0x80, 7, 63, 10};
	struct partition_table untouched;
	struct partition_table table;
	struct disk disk;

	(void)state;
	memset(&untouched, UNTOUCHED, sizeof(untouched));
	disk_new(&disk, 512, 1);
	put_entry(&disk, &entry);
	put_le32(disk.image + 440, 0x1234abcd);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	assert_int_equal(table.scheme, MBR);
	assert_int_equal(table.signature, 0x1234abcd);
	disk.image[510] = 0x54;
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	assert_int_equal(table.scheme, NONE);
	disk.image[510] = 0x55;
	disk.image[511] = 0xab;
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	assert_int_equal(table.scheme, NONE);
	disk.bad = 0;
	memset(&table, UNTOUCHED, sizeof(table));
	assert_int_equal(partition_table_read(&disk.sectors, &table),
			 ERR_DRIVE_READ);
	assert_memory_equal(&table, &untouched, sizeof(table));
	disk_free(&disk);
}

/* A chain of logical partitions, one sector for each EBR. */
static void put_chain(struct disk *disk, unsigned int count)
{
	struct entry entry = {0, 1, 0, 5, 10, 1000};
	unsigned int i;

	put_entry(disk, &entry);
	for (i = 0; i < count; i++) {
		entry = (struct entry){10 + i, 1, 0, 0x83, 2000 - i, 1};
		put_entry(disk, &entry);
		entry = (struct entry){10 + i, 2, 0, 5, i + 1, 1};
		if (i + 1 < count)
			put_entry(disk, &entry);
	}
}

static void mbr_longest_chain(void **state)
{
	static const unsigned int counts[] = {123, 124, 125, 130, 500};
	const int most = PARTITION_MAX - 4;
	struct partition_table table;
	struct found found;
	struct disk disk;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(counts); i++) {
		disk_new(&disk, 512, DISK_SECTORS);
		put_chain(&disk, counts[i]);
		assert_int_equal(partition_table_read(&disk.sectors, &table),
				 0);
		assert_int_equal(walk(&disk, &table, &found), 0);
		assert_int_equal(found.visits,
				 (int)counts[i] < most ? (int)counts[i] : most);
		assert_true(disk.reads < 3 * PARTITION_MAX);
		disk_free(&disk);
	}
}

/* Empty EBRs have no number, but they are counted. */
static void mbr_longest_empty_chain(void **state)
{
	static const unsigned int counts[] = {127, 128};
	struct partition_table table;
	struct found found;
	struct disk disk;
	unsigned int i;
	size_t row;

	(void)state;
	for (row = 0; row < COUNT_OF(counts); row++) {
		disk_new(&disk, 512, DISK_SECTORS);
		put_chain(&disk, counts[row] + 1);
		for (i = 0; i < counts[row]; i++)
			disk_at(&disk, 10 + i, 446)[4] = 0;
		assert_int_equal(partition_table_read(&disk.sectors, &table),
				 0);
		assert_int_equal(walk(&disk, &table, &found), 0);
		assert_int_equal(found.visits, counts[row] < PARTITION_MAX);
		disk_free(&disk);
	}
}

/* Each sector that the walk needs, unreadable. */
static void mbr_unreadable(void **state)
{
	struct partition_table table;
	struct found found;
	struct disk disk;

	(void)state;
	disk_new(&disk, 512, DISK_SECTORS);
	put_chain(&disk, 3);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	disk.bad = 0;
	assert_int_equal(walk(&disk, &table, &found), ERR_DRIVE_READ);
	disk.bad = 10;
	assert_int_equal(walk(&disk, &table, &found), ERR_DRIVE_READ);
	assert_int_equal(found.visits, 0);
	disk.bad = 11;
	assert_int_equal(walk(&disk, &table, &found), ERR_DRIVE_READ);
	assert_int_equal(found.visits, 1);
	disk.bad = 12;
	assert_int_equal(walk(&disk, &table, &found), ERR_DRIVE_READ);
	assert_int_equal(found.visits, 2);
	/* A drive of unknown size tells the end by itself. */
	disk.bad = DISK_NO_BAD;
	disk.sectors.count = 0;
	disk.len = 12;
	assert_int_equal(walk(&disk, &table, &found), ERR_DRIVE_READ);
	assert_int_equal(found.visits, 2);
	disk_free(&disk);
}

/* --- GPT ------------------------------------------------------------------ */

#define GPT_SECTORS 100
#define ENTRIES 128
#define ENTRY_LEN 128

static uint32_t crc32_of(const uint8_t *bytes, size_t len)
{
	uint32_t crc = 0;
	size_t i;
	int bit;

	for (i = 0; i < len; i++) {
		crc ^= (uint32_t)(i < 4 ? bytes[i] ^ 0xff : bytes[i]);
		for (bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	}
	return ~crc;
}

static void fix_array(struct disk *disk, uint64_t lba)
{
	uint8_t *header = disk_at(disk, lba, 0);
	uint8_t *array = disk_at(disk, get_le64(header + 72), 0);
	uint32_t len = get_le32(header + 80) * get_le32(header + 84);

	put_le32(header + 88, crc32_of(array, len));
}

static void fix_header(struct disk *disk, uint64_t lba)
{
	uint8_t *header = disk_at(disk, lba, 0);

	put_le32(header + 16, 0);
	put_le32(header + 16, crc32_of(header, get_le32(header + 12)));
}

static void put_gpt_entry(uint8_t *at, uint64_t first, uint64_t last,
			  uint8_t attributes, const char *name)
{
	unsigned int i;

	memset(at, 0x11, 16);
	memset(at + 16, 0x22, 16);
	put_le64(at + 32, first);
	put_le64(at + 40, last);
	at[48] = attributes;
	for (i = 0; name[i]; i++)
		at[56 + 2 * i] = (uint8_t)name[i];
}

static void put_header(struct disk *disk, uint64_t lba, uint64_t entries_lba,
		       uint32_t entries, uint32_t entry_len)
{
	uint8_t *header = disk_at(disk, lba, 0);

	memcpy(header, "EFI PART\0\0\1\0", 12);
	put_le32(header + 12, 92);
	put_le64(header + 24, lba);
	memset(header + 56, 0x33, 16);
	put_le64(header + 72, entries_lba);
	put_le32(header + 80, entries);
	put_le32(header + 84, entry_len);
	fix_array(disk, lba);
	fix_header(disk, lba);
}

/* Two partitions, the second with another name in the backup. */
static void put_gpt(struct disk *disk, uint32_t entries, uint32_t entry_len)
{
	static const struct entry protective = {0, 1, 0, 0xee, 1, 0xffffffff};
	uint64_t last = disk->sectors.count - 1;
	uint32_t len = disk->sectors.sector_len;
	uint64_t backup = last - (entries * entry_len + len - 1) / len;

	put_entry(disk, &protective);
	put_gpt_entry(disk_at(disk, 2, 0), 40, 49, 0, "one");
	put_gpt_entry(disk_at(disk, 2, 2 * entry_len), 50, 50, 4, "three");
	put_gpt_entry(disk_at(disk, backup, 0), 40, 49, 0, "one");
	put_gpt_entry(disk_at(disk, backup, 2 * entry_len), 50, 50, 4, "B");
	put_header(disk, 1, 2, entries, entry_len);
	put_header(disk, last, backup, entries, entry_len);
}

#define PRIMARY "1:ee@40+10=one 3*:ee@50+1=three"
#define BACKUP "1:ee@40+10=one 3*:ee@50+1=B"

/* Change a number of the primary header (and the backup's), and the sums. */
struct gpt {
	const char *name;
	uint32_t offset;
	uint8_t len;
	uint64_t value;
	enum { AS_IT_IS, FIX } sums;
	enum { ONE, BOTH } headers;
	int rc;
	const char *found;
};

#define DAMAGED ERR_GPT_DAMAGED, NULL

static const struct gpt gpt_rows[] = {
    {"gpt: whole", 0, 0, 0, FIX, ONE, 0, PRIMARY},
    {"gpt: primary's signature", 0, 1, 'e', FIX, ONE, 0, BACKUP},
    {"gpt: both signatures", 7, 1, 'T' + 1, FIX, BOTH, DAMAGED},
    {"gpt: primary's sum", 16, 4, 0x12345678, AS_IT_IS, ONE, 0, BACKUP},
    {"gpt: both sums", 16, 4, 0x12345678, AS_IT_IS, BOTH, DAMAGED},
    {"gpt: a byte that the sum covers", 91, 1, 9, AS_IT_IS, ONE, 0, BACKUP},
    {"gpt: a byte behind the header", 92, 1, 9, AS_IT_IS, BOTH, 0, PRIMARY},
    {"gpt: any revision", 8, 4, 0x20000, FIX, BOTH, 0, PRIMARY},
    {"gpt: header of 91", 12, 4, 91, FIX, ONE, 0, BACKUP},
    {"gpt: header of 92", 12, 4, 92, FIX, BOTH, 0, PRIMARY},
    {"gpt: header of 512", 12, 4, 512, FIX, BOTH, 0, PRIMARY},
    {"gpt: header of 513", 12, 4, 513, FIX, ONE, 0, BACKUP},
    {"gpt: header of 4 GiB", 12, 4, 0xffffffff, AS_IT_IS, ONE, 0, BACKUP},
    {"gpt: header of nothing", 12, 4, 0, AS_IT_IS, ONE, 0, BACKUP},
    {"gpt: not where it says", 24, 8, 2, FIX, ONE, 0, BACKUP},
    {"gpt: not where it says, by 2^32", 24, 8, 0x100000001, FIX, ONE, 0,
     BACKUP},
    {"gpt: backup that says it is the primary", 24, 8, 1, FIX, BOTH, 0,
     PRIMARY},
    {"gpt: array's sum", 88, 4, 0x12345678, FIX, ONE, 0, BACKUP},
    {"gpt: array beyond the disk", 72, 8, GPT_SECTORS, FIX, ONE, 0, BACKUP},
    {"gpt: array's end beyond the disk", 72, 8, GPT_SECTORS - 31, FIX, ONE, 0,
     BACKUP},
    {"gpt: array at the end of numbers", 72, 8, UINT64_MAX, FIX, ONE, 0,
     BACKUP},
    {"gpt: 1025 entries", 80, 4, 1025, FIX, BOTH, DAMAGED},
    {"gpt: 2^32 - 1 entries", 80, 4, UINT32_MAX, FIX, BOTH, DAMAGED},
    {"gpt: entries of 0", 84, 4, 0, FIX, BOTH, DAMAGED},
    {"gpt: entries of 64", 84, 4, 64, FIX, BOTH, DAMAGED},
    {"gpt: entries of 127", 84, 4, 127, FIX, BOTH, DAMAGED},
    {"gpt: entries of 384", 84, 4, 384, FIX, BOTH, DAMAGED},
    {"gpt: entries of 1024", 84, 4, 1024, FIX, BOTH, DAMAGED},
    {"gpt: entries of 2^31", 84, 4, 0x80000000, FIX, BOTH, DAMAGED},
};

static void put_number(uint8_t *at, uint8_t len, uint64_t value)
{
	while (len--) {
		*at++ = (uint8_t)value;
		value >>= 8;
	}
}

static void spoil(struct disk *disk, uint64_t lba, const struct gpt *row)
{
	uint8_t *header = disk_at(disk, lba, 0);
	uint32_t len;

	put_number(header + row->offset, row->len, row->value);
	len = get_le32(header + 12);
	if (row->sums == FIX && len <= 2 * disk->sectors.sector_len)
		fix_header(disk, lba);
}

static void reads_gpt(void **state)
{
	const struct gpt *row = *state;
	struct partition_table table;
	struct found found;
	struct disk disk;

	disk_new(&disk, 512, GPT_SECTORS);
	put_gpt(&disk, ENTRIES, ENTRY_LEN);
	spoil(&disk, 1, row);
	if (row->headers == BOTH)
		spoil(&disk, GPT_SECTORS - 1, row);
	memset(&table, UNTOUCHED, sizeof(table));
	assert_int_equal(partition_table_read(&disk.sectors, &table), row->rc);
	if (row->rc) {
		assert_int_equal(table.scheme, UNTOUCHED);
	} else {
		assert_int_equal(table.scheme, PARTITION_SCHEME_GPT);
		assert_int_equal(table.backup, !strcmp(row->found, BACKUP));
		assert_int_equal(table.guid[0], 0x33);
		assert_int_equal(table.guid[15], 0x33);
		assert_int_equal(walk(&disk, &table, &found), 0);
		assert_string_equal(found.text, row->found);
	}
	disk_free(&disk);
}

struct shape {
	const char *name;
	uint32_t sector_len;
	uint32_t entries;
	uint32_t entry_len;
};

static const struct shape shape_rows[] = {
    {"shape: 128 of 128", 512, 128, 128},
    {"shape: a few", 512, 3, 128},
    {"shape: 256 bytes each", 512, 128, 256},
    {"shape: 512 bytes each", 512, 128, 512},
    {"shape: 1024 entries, the most", 512, 1024, 128},
    {"shape: the longest array", 512, 1024, 512},
    {"shape: part of a sector", 512, 5, 128},
    {"shape: sectors of 4096", 4096, 128, 128},
    {"shape: sectors of 4096, 512 bytes each", 4096, 128, 512},
    {"shape: sectors of 4096, an entry each", 4096, 128, 4096},
};

static void reads_shape(void **state)
{
	const struct shape *row = *state;
	struct partition_table table;
	struct found found;
	struct disk disk;

	disk_new(&disk, row->sector_len, 3000);
	put_gpt(&disk, row->entries, row->entry_len);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	assert_int_equal(table.backup, 0);
	assert_int_equal(table.entries, row->entries);
	assert_int_equal(table.entry_len, row->entry_len);
	assert_int_equal(walk(&disk, &table, &found), 0);
	assert_string_equal(found.text, PRIMARY);
	memset(disk_at(&disk, 1, 0), 0, row->sector_len);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	assert_int_equal(table.backup, 1);
	assert_int_equal(walk(&disk, &table, &found), 0);
	assert_string_equal(found.text, BACKUP);
	disk_free(&disk);
}

/* One entry, in slot 1; a name of zeros is none. */
struct slot {
	const char *name;
	uint64_t first;
	uint64_t last;
	uint8_t attributes;
	const char *label;
	const char *found;
};

static const struct slot slot_rows[] = {
    {"entry: one sector", 40, 40, 0, "", "1:ee@40+1"},
    {"entry: legacy boot", 40, 49, 4, "", "1*:ee@40+10"},
    {"entry: other attributes", 40, 49, 0xfb, "", "1:ee@40+10"},
    {"entry: beginning at 0", 0, 49, 0, "", ""},
    {"entry: all of 64 bits", 0, UINT64_MAX, 0, "", ""},
    {"entry: the most that 64 bits can hold", 1, UINT64_MAX, 0, "",
     "1:ee@1+18446744073709551615"},
    {"entry: the last sector of 64 bits", UINT64_MAX, UINT64_MAX, 0, "",
     "1:ee@18446744073709551615+1"},
    {"entry: end before the beginning", 40, 39, 0, "", ""},
    {"entry: name", 40, 40, 0, "EFI system", "1:ee@40+1=EFI system"},
    {"entry: longest name", 40, 40, 0, "123456789012345678901234567890123456",
     "1:ee@40+1=123456789012345678901234567890123456"},
    {"entry: blanks behind the name", 40, 40, 0, "a b  ", "1:ee@40+1=a b"},
    {"entry: name of no ASCII", 40, 40, 0, "a\x7f\xfc\tz", "1:ee@40+1=a???z"},
};

static void reads_slot(void **state)
{
	const struct slot *row = *state;
	struct partition_table table;
	struct found found;
	struct disk disk;

	disk_new(&disk, 512, GPT_SECTORS);
	put_gpt(&disk, ENTRIES, ENTRY_LEN);
	memset(disk_at(&disk, 2, 0), 0, 512);
	put_gpt_entry(disk_at(&disk, 2, 0), row->first, row->last,
		      row->attributes, row->label);
	fix_array(&disk, 1);
	fix_header(&disk, 1);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	assert_int_equal(table.backup, 0);
	assert_int_equal(walk(&disk, &table, &found), 0);
	assert_string_equal(found.text, row->found);
	/* Without a type it is not used. */
	memset(disk_at(&disk, 2, 0), 0, 16);
	assert_int_equal(walk(&disk, &table, &found), 0);
	assert_string_equal(found.text, "");
	disk_at(&disk, 2, 0)[15] = 1;
	assert_int_equal(walk(&disk, &table, &found), 0);
	assert_string_equal(found.text, row->found);
	disk_free(&disk);
}

static void gpt_name_of_two_bytes_a_unit(void **state)
{
	struct partition_table table;
	struct found found;
	struct disk disk;

	(void)state;
	disk_new(&disk, 512, GPT_SECTORS);
	put_gpt(&disk, ENTRIES, ENTRY_LEN);
	disk_at(&disk, 2, 56)[1] = 0x01; /* U+016F */
	fix_array(&disk, 1);
	fix_header(&disk, 1);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	assert_int_equal(walk(&disk, &table, &found), 0);
	assert_string_equal(found.text, "1:ee@40+10=?ne 3*:ee@50+1=three");
	disk_free(&disk);
}

static void gpt_visits_at_the_most(void **state)
{
	struct partition_table table;
	struct found found;
	struct disk disk;
	uint32_t i;

	(void)state;
	disk_new(&disk, 512, 1000);
	put_gpt(&disk, 300, ENTRY_LEN);
	for (i = 0; i < 300; i++)
		put_gpt_entry(disk_at(&disk, 2, i * ENTRY_LEN), 40, 41, 0, "");
	/* The 128 visited are the first ones that are used. */
	memset(disk_at(&disk, 2, 0), 0, ENTRY_LEN);
	fix_array(&disk, 1);
	fix_header(&disk, 1);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	assert_int_equal(walk(&disk, &table, &found), 0);
	assert_int_equal(found.visits, PARTITION_MAX);
	assert_non_null(strstr(found.text, " 129:ee"));
	assert_null(strstr(found.text, " 130:ee"));
	disk_free(&disk);
}

/* Any slot's EEh counts, and then the table of the MBR does not. */
static void gpt_by_any_slot(void **state)
{
	struct partition_table table;
	struct found found;
	struct entry entry;
	struct disk disk;
	uint8_t slot;

	(void)state;
	for (slot = 1; slot <= 4; slot++) {
		disk_new(&disk, 512, GPT_SECTORS);
		put_gpt(&disk, ENTRIES, ENTRY_LEN);
		memset(disk_at(&disk, 0, 446), 0, 64);
		entry = (struct entry){0, slot, 0, 0xee, 1, 39};
		put_entry(&disk, &entry);
		entry = (struct entry){0, slot == 4 ? 1 : 4, 0x80, 7, 40, 10};
		put_entry(&disk, &entry);
		put_le32(disk_at(&disk, 0, 440), 0xfeed);
		assert_int_equal(partition_table_read(&disk.sectors, &table),
				 0);
		assert_int_equal(table.scheme, PARTITION_SCHEME_GPT);
		assert_int_equal(table.signature, 0xfeed);
		assert_int_equal(walk(&disk, &table, &found), 0);
		assert_string_equal(found.text, PRIMARY);
		disk_free(&disk);
	}
}

/* Every sector that cannot be read, one after the other. */
static void gpt_unreadable(void **state)
{
	struct partition_table table;
	struct found found;
	struct disk disk;
	uint64_t bad;
	int in_primary;
	int rc;

	(void)state;
	disk_new(&disk, 512, GPT_SECTORS);
	put_gpt(&disk, ENTRIES, ENTRY_LEN);
	for (bad = 0; bad < GPT_SECTORS; bad++) {
		disk.bad = bad;
		in_primary = bad >= 1 && bad < 34;
		rc = partition_table_read(&disk.sectors, &table);
		assert_int_equal(rc, bad ? 0 : ERR_DRIVE_READ);
		if (rc)
			continue;
		assert_int_equal(table.backup, in_primary);
		assert_int_equal(walk(&disk, &table, &found), 0);
		assert_string_equal(found.text, in_primary ? BACKUP : PRIMARY);
	}
	/* Both: the cause is told that the primary gives. */
	memset(disk_at(&disk, GPT_SECTORS - 1, 0), 0, 512);
	disk.bad = 1;
	assert_int_equal(partition_table_read(&disk.sectors, &table),
			 ERR_DRIVE_READ);
	disk.bad = 33;
	assert_int_equal(partition_table_read(&disk.sectors, &table),
			 ERR_DRIVE_READ);
	disk_free(&disk);
}

/* Truncated disks: of unknown size, and of their own. */
static void gpt_every_length(void **state)
{
	struct partition_table table;
	struct found found;
	struct disk disk;
	int rc;

	(void)state;
	disk_new(&disk, 512, GPT_SECTORS);
	put_gpt(&disk, ENTRIES, ENTRY_LEN);
	for (disk.len = 0; disk.len < GPT_SECTORS; disk.len++) {
		disk.sectors.count = 0;
		rc = partition_table_read(&disk.sectors, &table);
		assert_int_equal(rc, disk.len < 34 ? ERR_DRIVE_READ : 0);
		disk.sectors.count = disk.len;
		rc = partition_table_read(&disk.sectors, &table);
		assert_int_equal(rc, disk.len < 34 ? ERR_DRIVE_READ : 0);
		if (rc)
			continue;
		assert_int_equal(walk(&disk, &table, &found), 0);
		assert_string_equal(found.text, PRIMARY);
	}
	/* Damaged, and where the backup is nobody knows. */
	disk.sectors.count = 0;
	disk.len = GPT_SECTORS;
	disk.image[512] = 0;
	assert_int_equal(partition_table_read(&disk.sectors, &table),
			 ERR_GPT_DAMAGED);
	disk_free(&disk);
}

/* The table was read, and then the drive was lost. */
static void gpt_lost(void **state)
{
	struct partition_table table;
	struct found found;
	struct disk disk;

	(void)state;
	disk_new(&disk, 512, GPT_SECTORS);
	put_gpt(&disk, ENTRIES, ENTRY_LEN);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	disk.bad = 3;
	assert_int_equal(walk(&disk, &table, &found), ERR_DRIVE_READ);
	assert_string_equal(found.text, PRIMARY);
	disk_free(&disk);
}

/* --- Both ----------------------------------------------------------------- */

static void a_visitor_ends_the_walk(void **state)
{
	struct partition_table table;
	struct found found = {.end_at = 1};
	struct disk disk;
	int visits;

	(void)state;
	disk_new(&disk, 512, GPT_SECTORS);
	put_gpt(&disk, ENTRIES, ENTRY_LEN);
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	found.disk = &disk;
	assert_int_equal(partition_walk(&disk.sectors, &table, take, &found),
			 77);
	assert_string_equal(found.text, "1:ee@40+10=one");
	memset(disk.image, 0, 512 * GPT_SECTORS);
	put_row(&disk, &(const struct mbr){.entries = {{0, 2, 0, 1, 1, 1},
						       {0, 3, 0, 2, 2, 2},
						       {0, 4, 0, 5, 10, 9},
						       {10, 1, 0, 3, 1, 1},
						       {10, 2, 0, 5, 1, 1},
						       {11, 1, 0, 4, 1, 1}}});
	assert_int_equal(partition_table_read(&disk.sectors, &table), 0);
	for (visits = 1; visits <= 4; visits++) {
		found = (struct found){.disk = &disk, .end_at = visits};
		assert_int_equal(
		    partition_walk(&disk.sectors, &table, take, &found), 77);
		assert_int_equal(found.visits, visits);
	}
	disk_free(&disk);
}

struct find {
	const char *name;
	uint32_t number;
	int rc;
	uint64_t first;
};

static const struct find find_rows[] = {
    {"find: primary", 1, 0, 63},
    {"find: logical", 5, 0, 101},
    {"find: logical in front of the damage", 6, 0, 202},
    {"find: the extended one is none", 2, ERR_PARTITION_CHAIN, 0},
    {"find: 0", 0, ERR_PARTITION_CHAIN, 0},
    {"find: behind the damage", 7, ERR_PARTITION_CHAIN, 0},
};

static int find(struct disk *disk, uint32_t number, uint64_t *ret_first)
{
	struct partition untouched;
	struct partition partition;
	struct partition_table table;
	int rc;

	memset(&untouched, UNTOUCHED, sizeof(untouched));
	partition = untouched;
	assert_int_equal(partition_table_read(&disk->sectors, &table), 0);
	rc = partition_find(&disk->sectors, &table, number, &partition);
	if (rc) {
		assert_memory_equal(&partition, &untouched, sizeof(partition));
	} else {
		assert_int_equal(partition.number, number);
		*ret_first = partition.first_lba;
	}
	return rc;
}

/* A chain that ends in a loop. */
static void finds(void **state)
{
	const struct find *row = *state;
	uint64_t first = 0;
	struct disk disk;

	disk_new(&disk, 512, DISK_SECTORS);
	put_row(&disk,
		&(const struct mbr){.entries = {{0, 1, 0, 7, 63, 10},
						{0, 2, 0, 5, 100, 900},
						{100, 1, 0, 1, 1, 10},
						{100, 2, 0, 5, 100, 100},
						{200, 1, 0, 2, 2, 20},
						{200, 2, 0, 5, 100, 9}}});
	assert_int_equal(find(&disk, row->number, &first), row->rc);
	assert_int_equal(first, row->first);
	disk_free(&disk);
}

static void finds_none(void **state)
{
	uint64_t first = 0;
	struct disk disk;

	(void)state;
	disk_new(&disk, 512, GPT_SECTORS);
	assert_int_equal(find(&disk, 1, &first), ERR_PARTITION_TABLE);
	put_gpt(&disk, ENTRIES, ENTRY_LEN);
	assert_int_equal(find(&disk, 3, &first), 0);
	assert_int_equal(first, 50);
	assert_int_equal(find(&disk, 2, &first), ERR_PARTITION_NONE);
	assert_int_equal(find(&disk, 0, &first), ERR_PARTITION_NONE);
	assert_int_equal(find(&disk, 129, &first), ERR_PARTITION_NONE);
	assert_int_equal(find(&disk, UINT32_MAX, &first), ERR_PARTITION_NONE);
	disk_free(&disk);
}

struct handover {
	const char *name;
	struct partition partition;
	int rc;
	uint8_t entry[16];
};

#define CHS 0xfe, 0xff, 0xff

static const struct handover handover_rows[] = {
    {"entry of an MBR partition",
     {.type = 7, .active = 1, .first_lba = 0x12345678, .sectors = 0x9abcdef0},
     0,
     {0x80, CHS, 7, CHS, 0x78, 0x56, 0x34, 0x12, 0xf0, 0xde, 0xbc, 0x9a}},
    {"entry of one that is not active",
     {.type = 0x83, .first_lba = 1, .sectors = 2},
     0,
     {0x80, CHS, 0x83, CHS, 1, 0, 0, 0, 2, 0, 0, 0}},
    {"entry of a GPT partition",
     {.type = 0xee, .first_lba = 1, .sectors = 2},
     0,
     {0x80, CHS, 0xed, CHS, 1, 0, 0, 0, 2, 0, 0, 0}},
    {"entry of the last sector that 32 bits reach",
     {.type = 0xee, .first_lba = UINT32_MAX, .sectors = UINT32_MAX},
     0,
     {0x80, CHS, 0xed, CHS, 255, 255, 255, 255, 255, 255, 255, 255}},
    {"entry of more than 32 bits of size",
     {.type = 0xee, .first_lba = 1, .sectors = 0x100000002},
     0,
     {0x80, CHS, 0xed, CHS, 1, 0, 0, 0, 255, 255, 255, 255}},
    {"entry beyond 32 bits",
     {.type = 0xee, .first_lba = 0x100000000, .sectors = 1},
     ERR_PARTITION_FAR,
     {UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED,
      UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED,
      UNTOUCHED, UNTOUCHED, UNTOUCHED, UNTOUCHED}},
};

static void hands_over(void **state)
{
	const struct handover *row = *state;
	uint8_t entry[16];

	memset(entry, UNTOUCHED, sizeof(entry));
	assert_int_equal(partition_entry(&row->partition, entry), row->rc);
	assert_memory_equal(entry, row->entry, sizeof(entry));
}

/* C12A7328-F81F-11D2-BA4B-00A0C93EC93B, as a disk has it. */
#define ESP_GUID                                                               \
	0x28, 0x73, 0x2a, 0xc1, 0x1f, 0xf8, 0xd2, 0x11, 0xba, 0x4b, 0x00,      \
	    0xa0, 0xc9, 0x3e, 0xc9, 0x3b

struct esp {
	const char *name;
	struct partition partition;
	int is_esp;
};

static const struct esp esp_rows[] = {
    {"esp: MBR type EF", {.type = 0xef}, 1},
    {"esp: MBR type 0C", {.type = 0x0c}, 0},
    {"esp: GPT", {.type = 0xee, .type_guid = {ESP_GUID}}, 1},
    {"esp: another GPT type", {.type = 0xee, .type_guid = {0x28}}, 0},
    {"esp: GPT's type, but no GPT", {.type = 7, .type_guid = {ESP_GUID}}, 0},
};

static void tells_esp(void **state)
{
	const struct esp *row = *state;

	assert_int_equal(partition_is_esp(&row->partition), row->is_esp);
}

struct guid {
	const char *name;
	const char *text;
	int is;
};

static const struct guid guid_rows[] = {
    {"guid: usual form", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", 1},
    {"guid: small letters", "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", 1},
    {"guid: braces", "{C12A7328-F81F-11D2-BA4B-00A0C93EC93B}", 1},
    {"guid: digits only", "C12A7328F81F11D2BA4B00A0C93EC93B", 1},
    {"guid: another first digit", "012A7328-F81F-11D2-BA4B-00A0C93EC93B", 0},
    {"guid: another last digit", "C12A7328-F81F-11D2-BA4B-00A0C93EC93A", 0},
    {"guid: order of the disk", "28732AC1-1FF8-D211-BA4B-00A0C93EC93B", 0},
    {"guid: a digit less", "C12A7328-F81F-11D2-BA4B-00A0C93EC93", 0},
    {"guid: a digit more", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B0", 0},
    {"guid: a letter behind it", "C12A7328-F81F-11D2-BA4B-00A0C93EC93Bg", 0},
    {"guid: no digit", "C12A7328-F81F-11D2-BA4B-00A0C93EC9 B", 0},
    {"guid: only hyphens", "----", 0},
    {"guid: nothing", "", 0},
};

static void compares_guid(void **state)
{
	static const uint8_t guid[16] = {ESP_GUID};
	const struct guid *row = *state;
	char *text = exact_new(row->text, strlen(row->text));

	assert_int_equal(guid_is(guid, text, strlen(row->text)), row->is);
	exact_free(text);
}

static void guid_of_each_byte(void **state)
{
	static const char text[] = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
	uint8_t guid[16] = {ESP_GUID};
	size_t i;

	(void)state;
	for (i = 0; i < 16; i++) {
		guid[i] ^= 0x10;
		assert_false(guid_is(guid, text, sizeof(text) - 1));
		guid[i] ^= 0x11;
		assert_false(guid_is(guid, text, sizeof(text) - 1));
		guid[i] ^= 0x01;
	}
	for (i = 0; i < sizeof(text) - 1; i++)
		assert_false(guid_is(guid, text, i));
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(mbr_rows) + COUNT_OF(gpt_rows) +
		  COUNT_OF(shape_rows) + COUNT_OF(slot_rows) +
		  COUNT_OF(find_rows) + COUNT_OF(handover_rows) +
		  COUNT_OF(esp_rows) + COUNT_OF(guid_rows) + 13];
	size_t n = 0;

	UNIT_ROWS(tests, n, mbr_rows, reads_mbr);
	UNIT_TEST(tests, n, mbr_signature_and_boundaries);
	UNIT_TEST(tests, n, mbr_longest_chain);
	UNIT_TEST(tests, n, mbr_longest_empty_chain);
	UNIT_TEST(tests, n, mbr_unreadable);
	UNIT_ROWS(tests, n, gpt_rows, reads_gpt);
	UNIT_ROWS(tests, n, shape_rows, reads_shape);
	UNIT_ROWS(tests, n, slot_rows, reads_slot);
	UNIT_TEST(tests, n, gpt_name_of_two_bytes_a_unit);
	UNIT_TEST(tests, n, gpt_visits_at_the_most);
	UNIT_TEST(tests, n, gpt_by_any_slot);
	UNIT_TEST(tests, n, gpt_unreadable);
	UNIT_TEST(tests, n, gpt_every_length);
	UNIT_TEST(tests, n, gpt_lost);
	UNIT_TEST(tests, n, a_visitor_ends_the_walk);
	UNIT_ROWS(tests, n, find_rows, finds);
	UNIT_TEST(tests, n, finds_none);
	UNIT_ROWS(tests, n, handover_rows, hands_over);
	UNIT_ROWS(tests, n, esp_rows, tells_esp);
	UNIT_ROWS(tests, n, guid_rows, compares_guid);
	UNIT_TEST(tests, n, guid_of_each_byte);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
