/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/eltorito.c.
 *
 * Runs in: host.
 */
#include "disk.h"

#include "eltorito.h"
#include "error.h"

#define UNTOUCHED 0xa5
#define CD_SECTORS 100
#define CATALOG_LBA 19
#define CATALOG_SECTORS 6
#define RECORD_LEN 32

/* An entry or a section header of the catalogue, behind its first record. */
struct record {
	uint8_t id;    /* 88h, 0; header: 90h, 91h */
	uint8_t kind;  /* media; header: platform */
	uint16_t word; /* segment; header: entries */
	uint16_t sectors;
	uint32_t lba;
};

#define BIOS_ENTRY(lba)                                                        \
	{                                                                      \
		0x88, 0, 0, 4, lba                                             \
	}
#define HEADER(id, platform, entries)                                          \
	{                                                                      \
		id, platform, entries, 0, 0                                    \
	}
#define EXTENSION                                                              \
	{                                                                      \
		0x44, 0, 0, 0, 0                                               \
	}

struct row {
	const char *name;
	uint8_t platform; /* of the validation entry */
	struct record records[8];
	unsigned int entry;
	int rc;
	struct eltorito_entry found;
};

static const struct row rows[] = {
    {"default: BIOS", 0, {BIOS_ENTRY(30)}, 1, 0, {0, 0, 0x7c0, 4, 30}},
    {"default: its segment",
     0,
     {{0x88, 0, 0x1234, 4, 30}},
     1,
     0,
     {0, 0, 0x1234, 4, 30}},
    {"default: the most sectors",
     0,
     {{0x88, 0, 0, 320, 20}},
     1,
     0,
     {0, 0, 0x7c0, 320, 20}},
    {"default: no sectors are a CD's sector",
     0,
     {{0x88, 0, 0, 0, 30}},
     1,
     0,
     {0, 0, 0x7c0, 4, 30}},
    {"default: bits beside the media",
     0,
     {{0x88, 0xf0, 0, 4, 30}},
     1,
     0,
     {0, 0, 0x7c0, 4, 30}},
    {"default: not bootable",
     0,
     {{0, 0, 0, 4, 30}},
     1,
     ERR_CD_NOT_BOOTABLE,
     {0}},
    {"default: another indicator",
     0,
     {{0x80, 0, 0, 4, 30}},
     1,
     ERR_CD_NOT_BOOTABLE,
     {0}},
    {"default: 1.2 MB floppy",
     0,
     {{0x88, 1, 0, 1, 30}},
     1,
     ERR_CD_EMULATION,
     {0}},
    {"default: 2.88 MB floppy",
     0,
     {{0x88, 3, 0, 1, 30}},
     1,
     ERR_CD_EMULATION,
     {0}},
    {"default: hard disk",
     0,
     {{0x88, 0x24, 0, 1, 30}},
     1,
     ERR_CD_EMULATION,
     {0}},
    {"default: for EFI", 0xef, {BIOS_ENTRY(30)}, 1, ERR_CD_PLATFORM, {0}},
    {"default: for PowerPC", 1, {BIOS_ENTRY(30)}, 1, ERR_CD_PLATFORM, {0}},

    {"image: in the last sector",
     0,
     {BIOS_ENTRY(CD_SECTORS - 1)},
     1,
     0,
     {0, 0, 0x7c0, 4, CD_SECTORS - 1}},
    {"image: beginning behind the disc",
     0,
     {BIOS_ENTRY(CD_SECTORS)},
     1,
     ERR_CD_CATALOG,
     {0}},
    {"image: end behind the disc",
     0,
     {{0x88, 0, 0, 5, CD_SECTORS - 1}},
     1,
     ERR_CD_CATALOG,
     {0}},
    {"image: at the end of numbers",
     0,
     {{0x88, 0, 0, 0xffff, 0xffffffff}},
     1,
     ERR_CD_CATALOG,
     {0}},
    {"image: across the end of numbers",
     0,
     {{0x88, 0, 0, 8, 0xffffffff}},
     1,
     ERR_CD_CATALOG,
     {0}},
    {"image: at sector 0", 0, {BIOS_ENTRY(0)}, 1, ERR_CD_CATALOG, {0}},

    {"section: its first entry",
     0xef,
     {BIOS_ENTRY(30), HEADER(0x91, 0, 1), BIOS_ENTRY(40)},
     2,
     0,
     {0, 0, 0x7c0, 4, 40}},
    {"section: its platform counts",
     0,
     {BIOS_ENTRY(30), HEADER(0x91, 0xef, 1), BIOS_ENTRY(40)},
     2,
     ERR_CD_PLATFORM,
     {0}},
    {"section: its second entry",
     0,
     {BIOS_ENTRY(30), HEADER(0x91, 0, 2), BIOS_ENTRY(40), BIOS_ENTRY(50)},
     3,
     0,
     {0, 0, 0x7c0, 4, 50}},
    {"section: the second one's entry",
     0,
     {BIOS_ENTRY(30), HEADER(0x90, 0xef, 1), BIOS_ENTRY(40), HEADER(0x91, 0, 1),
      BIOS_ENTRY(50)},
     3,
     0,
     {0, 0, 0x7c0, 4, 50}},
    {"section: one that is empty",
     0,
     {BIOS_ENTRY(30), HEADER(0x90, 0xef, 0), HEADER(0x91, 0, 1),
      BIOS_ENTRY(50)},
     2,
     0,
     {0, 0, 0x7c0, 4, 50}},
    {"section: nothing behind the last",
     0,
     {BIOS_ENTRY(30), HEADER(0x91, 0, 1), BIOS_ENTRY(40), HEADER(0x91, 0, 1),
      BIOS_ENTRY(50)},
     3,
     ERR_CD_ENTRY,
     {0}},
    {"section: extensions are no entries",
     0,
     {BIOS_ENTRY(30), HEADER(0x91, 0, 2), BIOS_ENTRY(40), EXTENSION, EXTENSION,
      BIOS_ENTRY(50), EXTENSION},
     3,
     0,
     {0, 0, 0x7c0, 4, 50}},
    {"section: entries that are not bootable count",
     0,
     {BIOS_ENTRY(30), HEADER(0x91, 0, 2), {0, 0, 0, 0, 0}, BIOS_ENTRY(50)},
     3,
     0,
     {0, 0, 0x7c0, 4, 50}},
    {"section: none such",
     0,
     {BIOS_ENTRY(30), HEADER(0x91, 0, 1), BIOS_ENTRY(40)},
     3,
     ERR_CD_ENTRY,
     {0}},
    {"section: none at all", 0, {BIOS_ENTRY(30)}, 2, ERR_CD_ENTRY, {0}},
    {"section: no header",
     0,
     {BIOS_ENTRY(30), BIOS_ENTRY(40)},
     2,
     ERR_CD_ENTRY,
     {0}},

    {"any: the default one", 0, {BIOS_ENTRY(30)}, 0, 0, {0, 0, 0x7c0, 4, 30}},
    {"any: BIOS behind EFI",
     0xef,
     {BIOS_ENTRY(30), HEADER(0x91, 0, 1), BIOS_ENTRY(40)},
     0,
     0,
     {0, 0, 0x7c0, 4, 40}},
    {"any: BIOS in front of EFI",
     0,
     {BIOS_ENTRY(30), HEADER(0x91, 0xef, 1), BIOS_ENTRY(40)},
     0,
     0,
     {0, 0, 0x7c0, 4, 30}},
    {"any: what is not bootable or emulates is left out",
     0,
     {{0, 0, 0, 4, 30},
      HEADER(0x91, 0, 3),
      {0x88, 2, 0, 1, 40},
      {0, 0, 0, 4, 50},
      BIOS_ENTRY(60)},
     0,
     0,
     {0, 0, 0x7c0, 4, 60}},
    {"any: none will do, so the default says why",
     0,
     {{0x88, 4, 0, 1, 30}, HEADER(0x91, 0xef, 1), BIOS_ENTRY(40)},
     0,
     ERR_CD_EMULATION,
     {0}},
    {"any: only EFI", 0xef, {BIOS_ENTRY(30)}, 0, ERR_CD_PLATFORM, {0}},
    {"any: its image is outside the disc",
     0xef,
     {BIOS_ENTRY(30), HEADER(0x91, 0, 2), BIOS_ENTRY(CD_SECTORS),
      BIOS_ENTRY(40)},
     0,
     ERR_CD_CATALOG,
     {0}},
};

static void put_record(struct disk *cd, unsigned int number,
		       const struct record *record)
{
	uint8_t *at = disk_at(cd, CATALOG_LBA, number * RECORD_LEN);

	at[0] = record->id;
	at[1] = record->kind;
	put_le16(at + 2, record->word);
	put_le16(at + 6, record->sectors);
	put_le32(at + 8, record->lba);
}

/* Make the sum of the validation entry's words zero. */
static void fix_sum(uint8_t *at)
{
	uint16_t sum = 0;
	unsigned int i;

	put_le16(at + 28, 0);
	for (i = 0; i < RECORD_LEN; i += 2)
		sum = (uint16_t)(sum + get_le16(at + i));
	put_le16(at + 28, (uint16_t)-sum);
}

static void put_validation(struct disk *cd, uint8_t platform)
{
	uint8_t *at = disk_at(cd, CATALOG_LBA, 0);

	memset(at, 0, RECORD_LEN);
	at[0] = 1;
	at[1] = platform;
	memcpy(at + 4, "An ID", 5);
	at[30] = 0x55;
	at[31] = 0xaa;
	fix_sum(at);
}

static void cd_new(struct disk *cd, uint8_t platform)
{
	disk_new(cd, ELTORITO_SECTOR_LEN, CD_SECTORS);
	memcpy(disk_at(cd, 16, 0), "\1CD001\1", 7);
	memset(disk_at(cd, 16, 40), ' ', 32);
	memcpy(disk_at(cd, 17, 0), "\0CD001\1EL TORITO SPECIFICATION", 30);
	put_le32(disk_at(cd, 17, 0x47), CATALOG_LBA);
	put_validation(cd, platform);
}

static int find(const struct disk *cd, unsigned int entry,
		struct eltorito_entry *found)
{
	struct eltorito_entry untouched;
	int rc;

	memset(&untouched, UNTOUCHED, sizeof(untouched));
	*found = untouched;
	rc = eltorito_find(&cd->sectors, entry, found);
	if (rc)
		assert_memory_equal(found, &untouched, sizeof(untouched));
	return rc;
}

static void finds(void **state)
{
	const struct row *row = *state;
	struct eltorito_entry found;
	struct disk cd;
	unsigned int i;

	cd_new(&cd, row->platform);
	for (i = 0; i < COUNT_OF(row->records); i++)
		put_record(&cd, 1 + i, &row->records[i]);
	assert_int_equal(find(&cd, row->entry, &found), row->rc);
	if (!row->rc) {
		assert_int_equal(found.platform, row->found.platform);
		assert_int_equal(found.media, row->found.media);
		assert_int_equal(found.load_segment, row->found.load_segment);
		assert_int_equal(found.virtual_sectors,
				 row->found.virtual_sectors);
		assert_int_equal(found.lba, row->found.lba);
	}
	disk_free(&cd);
}

/* One wrong byte each. */
struct damage {
	const char *name;
	uint32_t lba;
	uint32_t offset;
	uint8_t byte;
	int rc;
};

static const struct damage damage_rows[] = {
    {"damage: none", 0, 0, 0, 0},
    {"damage: boot record of another type", 17, 0, 1, ERR_CD_FORMAT},
    {"damage: boot record without CD001", 17, 5, '2', ERR_CD_FORMAT},
    {"damage: boot record's version is not looked at", 17, 6, 9, 0},
    {"damage: another boot system, first byte", 17, 7, 'e', ERR_CD_FORMAT},
    {"damage: another boot system, last byte", 17, 29, 0, ERR_CD_FORMAT},
    {"damage: behind the boot system's name", 17, 30, 'x', 0},
    {"damage: catalogue at the disc's end", 17, 0x47, CD_SECTORS,
     ERR_CD_CATALOG},
    {"damage: catalogue far behind", 17, 0x4a, 0xff, ERR_CD_CATALOG},
    {"damage: validation's number", CATALOG_LBA, 0, 2, ERR_CD_CATALOG},
    {"damage: validation's sum", CATALOG_LBA, 28, 1, ERR_CD_CATALOG},
    {"damage: its text is in the sum", CATALOG_LBA, 5, 'z', ERR_CD_CATALOG},
    {"damage: key 55", CATALOG_LBA, 30, 0x54, ERR_CD_CATALOG},
    {"damage: key AA", CATALOG_LBA, 31, 0xab, ERR_CD_CATALOG},
};

static void is_damaged(void **state)
{
	static const struct record entry = BIOS_ENTRY(30);
	const struct damage *row = *state;
	struct eltorito_entry found;
	struct disk cd;

	cd_new(&cd, 0);
	put_record(&cd, 1, &entry);
	if (row->lba)
		*disk_at(&cd, row->lba, row->offset) = row->byte;
	assert_int_equal(find(&cd, 0, &found), row->rc);
	assert_int_equal(find(&cd, 1, &found), row->rc);
	disk_free(&cd);
}

/* The sum made right again: then it is the number and the keys that fail. */
static void validation_beside_its_sum(void **state)
{
	static const struct {
		uint8_t offset;
		uint8_t byte;
	} bytes[] = {{0, 2}, {30, 0x54}, {31, 0xab}};
	struct eltorito_entry found;
	struct disk cd;
	uint8_t *at;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(bytes); i++) {
		cd_new(&cd, 0);
		at = disk_at(&cd, CATALOG_LBA, 0);
		at[bytes[i].offset] = bytes[i].byte;
		fix_sum(at);
		assert_int_equal(find(&cd, 1, &found), ERR_CD_CATALOG);
		disk_free(&cd);
	}
}

/* A section of many entries, more than fit into the first sector. */
static void many_entries(void **state)
{
	static const struct record header = HEADER(0x91, 0, 500);
	struct eltorito_entry found;
	struct record entry = BIOS_ENTRY(30);
	struct disk cd;
	unsigned int i;

	(void)state;
	cd_new(&cd, 0);
	put_record(&cd, 1, &entry);
	put_record(&cd, 2, &header);
	for (i = 2; i <= 300; i++) {
		entry.word = (uint16_t)i;
		put_record(&cd, 1 + i, &entry);
	}
	for (i = 2; i <= ELTORITO_MAX_ENTRIES; i++) {
		assert_int_equal(find(&cd, i, &found), 0);
		assert_int_equal(found.load_segment, i);
	}
	assert_int_equal(find(&cd, ELTORITO_MAX_ENTRIES + 1, &found),
			 ERR_CD_ENTRY);
	assert_int_equal(find(&cd, 0xffffffff, &found), ERR_CD_ENTRY);
	/* The 64th stands in the catalogue's second sector. */
	cd.bad = CATALOG_LBA + 1;
	assert_int_equal(find(&cd, 61, &found), 0);
	assert_int_equal(find(&cd, 63, &found), ERR_DRIVE_READ);
	disk_free(&cd);
}

/* However it is filled, four sectors of it are read. */
static void endless_catalogs(void **state)
{
	static const struct record records[] = {
	    EXTENSION, HEADER(0x90, 0, 0), {0x90, 0, 0xffff, 0, 0}};
	struct eltorito_entry found;
	struct disk cd;
	unsigned int i;
	unsigned int n;

	(void)state;
	for (i = 0; i < COUNT_OF(records); i++) {
		cd_new(&cd, 0);
		for (n = 1; n < CATALOG_SECTORS * 64; n++)
			put_record(&cd, n, &records[i]);
		assert_int_not_equal(find(&cd, 0, &found), 0);
		assert_int_equal(find(&cd, 64, &found),
				 i == 2 ? ERR_CD_NOT_BOOTABLE : ERR_CD_ENTRY);
		assert_in_range(cd.reads, 2, 2 * (1 + 4));
		disk_free(&cd);
	}
}

static void every_length_of_a_disc(void **state)
{
	static const struct record entry = BIOS_ENTRY(90);
	struct eltorito_entry found;
	struct disk cd;
	int rc;

	(void)state;
	cd_new(&cd, 0);
	put_record(&cd, 1, &entry);
	for (cd.len = 0; cd.len <= CD_SECTORS; cd.len++) {
		cd.sectors.count = 0;
		rc = cd.len <= CATALOG_LBA ? ERR_DRIVE_READ : 0;
		assert_int_equal(find(&cd, 1, &found), rc);
		cd.sectors.count = cd.len;
		if (!cd.len)
			continue;
		if (cd.len <= 17)
			rc = ERR_DRIVE_READ;
		else if (cd.len <= 90)
			rc = ERR_CD_CATALOG;
		assert_int_equal(find(&cd, 1, &found), rc);
	}
	disk_free(&cd);
}

static void only_sectors_of_2048(void **state)
{
	struct eltorito_entry found;
	struct disk cd;

	(void)state;
	cd_new(&cd, 0);
	cd.sectors.sector_len = 512;
	assert_int_equal(find(&cd, 1, &found), ERR_CD_FORMAT);
	cd.sectors.sector_len = 4096;
	assert_int_equal(find(&cd, 1, &found), ERR_CD_FORMAT);
	assert_int_equal(cd.reads, 0);
	disk_free(&cd);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(damage_rows) + 5];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, finds);
	UNIT_ROWS(tests, n, damage_rows, is_damaged);
	UNIT_TEST(tests, n, validation_beside_its_sum);
	UNIT_TEST(tests, n, many_entries);
	UNIT_TEST(tests, n, endless_catalogs);
	UNIT_TEST(tests, n, every_length_of_a_disc);
	UNIT_TEST(tests, n, only_sectors_of_2048);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
