/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/bootsect.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "bootsect.h"
#include "error.h"

#define CODE 0xeb

/* A sector of zeros with one byte of code at code_at, and two bytes at 510. */
struct row {
	const char *name;
	size_t len;
	size_t code_at;
	uint8_t code;
	uint8_t first;
	uint8_t second;
	int rc;
};

static const struct row rows[] = {
    {"code and signature", 512, 0, CODE, 0x55, 0xaa, 0},
    {"code only in its last byte (439)", 512, 439, CODE, 0x55, 0xaa, 0},
    {"any bit of code counts", 512, 200, 0x01, 0x55, 0xaa, 0},
    {"a 4096-byte sector", 4096, 0, CODE, 0x55, 0xaa, 0},
    {"one byte more than a sector", 513, 0, CODE, 0x55, 0xaa, 0},
    {"the disk signature (440) is no code", 512, 440, CODE, 0x55, 0xaa,
     ERR_SECTOR_EMPTY},
    {"the partition table (446) is no code", 512, 446, 0x80, 0x55, 0xaa,
     ERR_SECTOR_EMPTY},
    {"all zero", 512, 0, 0, 0, 0, ERR_SECTOR_EMPTY},
    {"all zero but the signature", 512, 0, 0, 0x55, 0xaa, ERR_SECTOR_EMPTY},
    {"no signature", 512, 0, CODE, 0, 0, ERR_SECTOR_SIGNATURE},
    {"only 55", 512, 0, CODE, 0x55, 0, ERR_SECTOR_SIGNATURE},
    {"only AA", 512, 0, CODE, 0, 0xaa, ERR_SECTOR_SIGNATURE},
    {"AA55 swapped", 512, 0, CODE, 0xaa, 0x55, ERR_SECTOR_SIGNATURE},
    {"a 4096-byte sector without signature at 510", 4096, 0, CODE, 0, 0,
     ERR_SECTOR_SIGNATURE},
};

static int check(const uint8_t *sector, size_t len)
{
	char *exact = exact_new(sector, len);
	int rc = bootsect_check(exact, len);

	exact_free(exact);
	return rc;
}

static void checks(void **state)
{
	const struct row *row = *state;
	uint8_t sector[4096] = {0};

	sector[row->code_at] = row->code;
	sector[510] = row->first;
	sector[511] = row->second;
	assert_int_equal(check(sector, row->len), row->rc);
}

static void every_shorter_length_is_short(void **state)
{
	uint8_t sector[BOOTSECT_LEN] = {CODE};
	size_t len;

	(void)state;
	memcpy(sector + 510, "\x55\xaa", 2);
	for (len = 0; len < BOOTSECT_LEN; len++)
		assert_int_equal(check(sector, len), ERR_SECTOR_SHORT);
	assert_int_equal(check(sector, len), 0);
}

/* --- Whose it is ---------------------------------------------------------- */

struct text {
	size_t at;
	const char *text;
};

/* Texts where the loaders have them; there may be others' texts among them. */
struct loader {
	const char *name;
	struct text texts[4];
	const char *loader;
	uint8_t wants_active;
	uint8_t not_bootable;
};

static const struct loader loader_rows[] = {
    {"loader: none known", {{3, "OURS"}}, "unknown", 0, 0},
    {"loader: no text at all", {{0, ""}}, "unknown", 0, 0},
    {"loader: GRUB 2's boot.img",
     {{384, "GRUB "}, {390, "Geom"}, {395, "Hard Disk"}, {474, "Floppy"}},
     "GRUB",
     0,
     0},
    {"loader: GRUB legacy's stage1",
     {{383, "GRUB "}, {389, "Geom"}, {394, "Hard Disk"}},
     "GRUB",
     0,
     0},
    {"loader: GRUB in a partition, over a BPB",
     {{3, "mkfs.fat"}, {384, "GRUB "}},
     "GRUB",
     0,
     0},
    {"loader: isohdpfx.bin",
     {{182, "isolinux.bin missing or corrupt."},
      {283, "Operating system load error."}},
     "ISOLINUX",
     0,
     0},
    {"loader: Syslinux' mbr.bin",
     {{94, "Missing operating system."},
      {285, "Multiple active partitions."},
      {373, "Operating system load error."}},
     "Syslinux MBR",
     1,
     0},
    {"loader: Syslinux' altmbr.bin",
     {{94, "Missing operating system."}, {336, "Operating system load error."}},
     "Syslinux altmbr",
     0,
     0},
    {"loader: Syslinux' gptmbr.bin",
     {{182, "Missing OS\r\n"},
      {197, "Multiple active partitions\r\n"},
      {309, "!GPT"},
      {395, "Disk error on boot\r\n"}},
     "Syslinux GPT MBR",
     0,
     0},
    {"loader: SYSLINUX on FAT",
     {{3, "SYSLINUX"}, {43, "NO NAME    FAT16   "}, {474, "Boot error\r\n"}},
     "SYSLINUX",
     0,
     0},
    {"loader: EXTLINUX",
     {{3, "EXTLINUX"}, {474, "Boot error\r\n"}},
     "EXTLINUX",
     0,
     0},
    {"loader: Windows 7 on NTFS",
     {{3, "NTFS    "},
      {0xb8, "TCPA"},
      {0x18d, "\r\nA disk read error occurred"},
      {0x1aa, "\r\nBOOTMGR is compressed"}},
     "BOOTMGR",
     0,
     0},
    {"loader: Windows 7 on FAT32",
     {{3, "MSDOS5.0"}, {0x170, "BOOTMGR    "}},
     "BOOTMGR",
     0,
     0},
    {"loader: Windows over SYSLINUX",
     {{3, "SYSLINUX"}, {0x170, "BOOTMGR    "}},
     "BOOTMGR",
     0,
     0},
    {"loader: Windows XP on NTFS",
     {{3, "NTFS    "}, {0x1a0, "NTLDR is missing"}},
     "NTLDR",
     0,
     0},
    {"loader: Windows XP on FAT32",
     {{3, "MSDOS5.0"}, {0x170, "NTLDR      "}},
     "NTLDR",
     0,
     0},
    {"loader: Windows 7's MBR",
     {{0xd8, "TCPA"},
      {0x163, "Invalid partition table"},
      {0x17b, "Error loading operating system"},
      {0x19a, "Missing operating system"}},
     "Windows MBR",
     1,
     0},
    {"loader: Windows' MBR in German",
     {{0xd8, "TCPA"}, {0x163, "Ung\x81ltige Partitionstabelle"}},
     "Windows MBR",
     1,
     0},
    {"loader: Windows XP's MBR",
     {{0x12c, "Invalid partition table"},
      {0x144, "Error loading operating system"},
      {0x163, "Missing operating system"}},
     "standard MBR",
     1,
     0},
    {"loader: an MBR that only misses the system",
     {{0x163, "Missing operating system"}},
     "standard MBR",
     1,
     0},
    {"loader: OpenBSD's, NetBSD's MBR",
     {{0x150, "No active partition"}},
     "standard MBR",
     1,
     0},
    {"loader: FreeDOS' MBR",
     {{0x150, "no active partition found"}},
     "standard MBR",
     1,
     0},
    {"loader: MS-DOS",
     {{3, "MSDOS5.0"},
      {0x19e, "\r\nNon-System disk or disk error\r\n"},
      {0x1e6, "IO      SYSMSDOS   SYS"}},
     "MS-DOS",
     0,
     0},
    {"loader: FreeDOS",
     {{3, "FRDOS5.1"}, {0x1f1, "KERNEL  SYS"}},
     "FreeDOS",
     0,
     0},
    {"loader: LILO", {{6, "LILO"}}, "LILO", 0, 0},
    {"loader: FreeBSD's boot0", {{0x1a0, "\nF6 PXE\r"}}, "FreeBSD", 0, 0},
    {"loader: FreeBSD's pmbr",
     {{0x120, "Missing boot loader"}, {0x140, "Boot loader too large"}},
     "FreeBSD",
     0,
     0},
    {"loader: VeraCrypt", {{6, " VeraCrypt Boot Loader"}}, "VeraCrypt", 0, 0},
    {"loader: mkfs.fat's",
     {{3, "mkfs.fat"}, {91, "This is not a bootable disk.  Please insert"}},
     "not bootable",
     0,
     1},
    {"loader: mkntfs'",
     {{3, "NTFS    "}, {0x70, "This is not a bootable disk. Please insert"}},
     "not bootable",
     0,
     1},
    {"loader: newfs_msdos'",
     {{3, "BSD4.4  "}, {0x60, "\r\n\nNon-system disk\r\n"}},
     "not bootable",
     0,
     1},
};

static const struct bootsect_loader *identify(const uint8_t *sector)
{
	char *exact = exact_new(sector, BOOTSECT_LEN);
	const struct bootsect_loader *loader = bootsect_identify(exact);

	exact_free(exact);
	return loader;
}

static void identifies(void **state)
{
	const struct loader *row = *state;
	const struct bootsect_loader *loader;
	uint8_t sector[BOOTSECT_LEN];
	size_t i;

	memset(sector, 0x90, sizeof(sector));
	for (i = 0; i < COUNT_OF(row->texts) && row->texts[i].text; i++)
		memcpy(sector + row->texts[i].at, row->texts[i].text,
		       strlen(row->texts[i].text));
	loader = identify(sector);
	assert_string_equal(loader->name, row->loader);
	assert_int_equal(loader->wants_active, row->wants_active);
	assert_int_equal(loader->not_bootable, row->not_bootable);
}

static void a_text_may_be_anywhere(void **state)
{
	uint8_t sector[BOOTSECT_LEN];
	size_t at;

	(void)state;
	for (at = 0; at < BOOTSECT_LEN; at++) {
		memset(sector, 0, sizeof(sector));
		memcpy(sector + at, "BOOTMGR",
		       at + 7 <= BOOTSECT_LEN ? 7 : BOOTSECT_LEN - at);
		assert_string_equal(identify(sector)->name,
				    at <= BOOTSECT_LEN - 7 ? "BOOTMGR"
							   : "unknown");
	}
}

/* --- Hidden sectors ------------------------------------------------------- */

/* FAT: jump, OEM name, 512 bytes a sector, 4 sectors a cluster, media F8. */
#define FAT "\xeb\x3c\x90MSDOS5.0\0\2\4\1\0\2\0\2\0\0\xf8"

/* A boot sector, but for some bytes. */
struct hidden {
	const char *name;
	struct {
		uint8_t at;
		uint8_t byte;
	} bytes[2];
	int rc;
};

static const struct hidden hidden_rows[] = {
    {"hidden: FAT", {{0, 0xeb}}, 1},
    {"hidden: a near jump", {{0, 0xe9}}, 1},
    {"hidden: no jump", {{0, 0xfa}}, 0},
    {"hidden: 1024 bytes a sector", {{0xc, 4}}, 1},
    {"hidden: 4096 bytes a sector", {{0xc, 16}}, 1},
    {"hidden: 8192 bytes a sector", {{0xc, 32}}, 0},
    {"hidden: 256 bytes a sector", {{0xc, 1}}, 0},
    {"hidden: 768 bytes a sector", {{0xc, 3}}, 0},
    {"hidden: 513 bytes a sector", {{0xb, 1}}, 0},
    {"hidden: 0 bytes a sector", {{0xc, 0}}, 0},
    {"hidden: no cluster", {{0xd, 0}}, 0},
    {"hidden: clusters of NTFS, as a power", {{0xd, 0xf4}}, 1},
    {"hidden: NTFS has no FATs", {{0x10, 0}}, 1},
    {"hidden: media F0", {{0x15, 0xf0}}, 1},
    {"hidden: media EF", {{0x15, 0xef}}, 0},
};

static void tells_hidden(void **state)
{
	const struct hidden *row = *state;
	uint8_t sector[BOOTSECT_LEN];
	uint8_t expected[BOOTSECT_LEN];
	uint32_t hidden = 0xdead;
	size_t i;

	memset(sector, 0xcc, sizeof(sector));
	memcpy(sector, FAT, sizeof(FAT) - 1);
	memcpy(sector + 0x1c, "\x78\x56\x34\x12", 4);
	for (i = 0; i < COUNT_OF(row->bytes); i++)
		if (row->bytes[i].at || row->bytes[i].byte)
			sector[row->bytes[i].at] = row->bytes[i].byte;
	assert_int_equal(bootsect_hidden(sector, &hidden), row->rc);
	assert_int_equal(hidden, row->rc ? 0x12345678 : 0xdead);
	memcpy(expected, sector, sizeof(sector));
	if (row->rc)
		memcpy(expected + 0x1c, "\x21\x43\x65\x87", 4);
	bootsect_set_hidden(sector, 0x87654321);
	assert_memory_equal(sector, expected, sizeof(sector));
}

static void hidden_of_exfat(void **state)
{
	uint8_t sector[BOOTSECT_LEN] = "\xeb\x76\x90"
				       "EXFAT   ";
	uint8_t expected[BOOTSECT_LEN];
	uint32_t hidden;

	(void)state;
	memcpy(sector + 0x40, "\x78\x56\x34\x12\0\0\0\0", 8);
	assert_int_equal(bootsect_hidden(sector, &hidden), 1);
	assert_int_equal(hidden, 0x12345678);
	sector[0x47] = 1;
	assert_int_equal(bootsect_hidden(sector, &hidden), 1);
	assert_int_equal(hidden, UINT32_MAX);
	memcpy(expected, sector, sizeof(sector));
	memcpy(expected + 0x40, "\x21\x43\x65\x87\0\0\0\0", 8);
	bootsect_set_hidden(sector, 0x87654321);
	assert_memory_equal(sector, expected, sizeof(sector));
}

/* GRUB's boot.img in an MBR: a jump like a volume's, and no BPB. */
static void hidden_of_an_mbr(void **state)
{
	uint8_t sector[BOOTSECT_LEN] = "\xeb\x63\x90";
	uint32_t hidden;

	(void)state;
	assert_int_equal(bootsect_hidden(sector, &hidden), 0);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(loader_rows) +
				       COUNT_OF(hidden_rows) + 4];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, checks);
	UNIT_TEST(tests, n, every_shorter_length_is_short);
	UNIT_ROWS(tests, n, loader_rows, identifies);
	UNIT_TEST(tests, n, a_text_may_be_anywhere);
	UNIT_ROWS(tests, n, hidden_rows, tells_hidden);
	UNIT_TEST(tests, n, hidden_of_exfat);
	UNIT_TEST(tests, n, hidden_of_an_mbr);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
