/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/report.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "report.h"

#define LINE_LEN 512
#define FILL 0x5a
#define MI(n) ((uint64_t)(n) << 11) /* in sectors of 512 */

struct row {
	const char *name;
	const char *line; /* its first rung counts */
	struct drive drive;
	struct finding finding;
	int is_about_none;
	const char *text;
};

#define DISK(len, n) .sectors = {NULL, len, n}, .number = 0x80
#define TABLE(kind) .looked = 1, .table = {.scheme = PARTITION_SCHEME_##kind}

/* clang-format off */
static const struct row rows[] = {
    {"finding: all that can be told", "hd",
     .drive = {DISK(4096, MI(1000000) / 8), .bus = "ATA",
	       .model = "WDC WD10EZEX-00B", .serial = "WD-WCC3F0"},
     .finding = {TABLE(GPT), .loader = "GRUB", .verdict = ERR_CAME_BACK},
     .text = "hd: drive 0x80, ATA \"WDC WD10EZEX-00B\" serial WD-WCC3F0, 976 "
	     "GiB in 4096-byte sectors, GPT, GRUB - came back here through "
	     "the network"},
    {"finding: nothing but a number", "hd2", .drive = {DISK(512, 0)},
     .finding = {.verdict = ERR_DRIVE_NONE},
     .text = "hd2: drive 0x80 - the BIOS knows no such drive"},
    {"finding: no drive", "cd",
     .finding = {.verdict = ERR_DRIVE_NO_CD}, .is_about_none = 1,
     .text = "cd: the BIOS shows no CD or DVD drive to programs"},
    {"finding: a read error", "fd", .drive = {.number = 0},
     .finding = {.verdict = ERR_DRIVE_READ,
		 .status = "seek failed (INT 13h status 0x40)"},
     .text = "fd: drive 0x00 - cannot be read: seek failed (INT 13h status "
	     "0x40)"},
    {"finding: a partition", "part=hd1,12", .drive = {DISK(512, MI(9))},
     .finding = {TABLE(MBR), .verdict = ERR_PARTITION_NONE},
     .text = "part=hd1,12: drive 0x80, 9 MiB, MBR - no such partition on it"},
    {"finding: the backup GPT", "hd", .drive = {DISK(512, 0)},
     .finding = {.looked = 1, .verdict = ERR_SECTOR_EMPTY,
		 .table = {.scheme = PARTITION_SCHEME_GPT, .backup = 1}},
     .text = "hd: drive 0x80, GPT (its backup) - no boot code in its first "
	     "sector (all zero)"},
    {"finding: no table", "hd", .drive = {DISK(512, 0)},
     .finding = {TABLE(NONE), .loader = "unknown"},
     .text = "hd: drive 0x80, no table, unknown - ok"},
    {"finding: a long message", "hd", .drive = {DISK(512, 0)},
     .finding = {TABLE(GPT), .verdict = ERR_SECTOR_UEFI},
     .text = "hd: drive 0x80, GPT - nothing for a BIOS to boot, but an EFI "
	     "system partition: installed for UEFI, so switch the firmware to "
	     "UEFI boot"},
    {"finding: serial without model", "hd",
     .drive = {DISK(512, 0), .serial = "S"},
     .text = "hd: drive 0x80 serial S - ok"},
    {"finding: a CD has no table", "cd",
     .drive = {DISK(2048, 300 * 512), .bus = "ATAPI"},
     .text = "cd: drive 0x80, ATAPI, 300 MiB - ok"},
};
/* clang-format on */

static size_t report(const struct row *row, const char *separator, char *buf,
		     size_t len)
{
	struct finding finding = row->finding;
	struct ladder ladder;
	struct span word;

	assert_int_equal(ladder_parse(row->line, &ladder, &word), 0);
	finding.drive = row->is_about_none ? NULL : &row->drive;
	return report_finding(&ladder, &finding, separator, buf, len);
}

static void says(void **state)
{
	const struct row *row = *state;
	char buf[LINE_LEN];

	assert_int_equal(report(row, " - ", buf, sizeof(buf)),
			 strlen(row->text));
	assert_string_equal(buf, row->text);
}

static void is_cut_off_at_any_length(void **state)
{
	const struct row *row = *state;
	char buf[LINE_LEN];
	size_t len;

	for (len = 1; len <= strlen(row->text) + 2; len++) {
		memset(buf, FILL, sizeof(buf));
		assert_in_range(report(row, " - ", buf, len), 0, len - 1);
		assert_int_equal(strlen(buf), len - 1 < strlen(row->text)
						  ? len - 1
						  : strlen(row->text));
		assert_memory_equal(buf, row->text, strlen(buf));
		assert_int_equal(buf[len], FILL);
	}
}

static void without_a_separator_the_drives_number_is_enough(void **state)
{
	char buf[LINE_LEN];

	(void)state;
	report(&rows[0], NULL, buf, sizeof(buf));
	assert_string_equal(
	    buf, "hd: drive 0x80: came back here through the network");
	report(&rows[2], NULL, buf, sizeof(buf));
	assert_string_equal(buf, rows[2].text);
}

static void the_separator_may_break_the_line(void **state)
{
	char buf[LINE_LEN];

	(void)state;
	report(&rows[1], "\n    ", buf, sizeof(buf));
	assert_string_equal(
	    buf, "hd2: drive 0x80\n    the BIOS knows no such drive");
}

/* --- Sizes ---------------------------------------------------------------- */

struct size {
	const char *name;
	uint64_t sectors;
	const char *text;
};

static const struct size size_rows[] = {
    {"size: not known", 0, "hd: drive 0x80 - ok"},
    {"size: one sector", 1, "hd: drive 0x80, 0 MiB - ok"},
    {"size: 1 MiB less a sector", MI(1) - 1, "hd: drive 0x80, 0 MiB - ok"},
    {"size: 1 MiB", MI(1), "hd: drive 0x80, 1 MiB - ok"},
    {"size: the last in MiB", MI(10240) - 1, "hd: drive 0x80, 10239 MiB - ok"},
    {"size: the first in GiB", MI(10240), "hd: drive 0x80, 10 GiB - ok"},
    {"size: 500 GB", 976773168, "hd: drive 0x80, 465 GiB - ok"},
    {"size: the last in GiB", MI(10240) * 1024 - 1,
     "hd: drive 0x80, 10239 GiB - ok"},
    {"size: the first in TiB", MI(10240) * 1024, "hd: drive 0x80, 10 TiB - ok"},
    {"size: no unit is greater", MI(20480) * 1024 * 1024,
     "hd: drive 0x80, 20480 TiB - ok"},
};

static void has_size(void **state)
{
	const struct size *row = *state;
	const struct row finding = {.line = "hd",
				    .drive = {DISK(512, row->sectors)}};
	char buf[LINE_LEN];

	report(&finding, " - ", buf, sizeof(buf));
	assert_string_equal(buf, row->text);
}

/* --- The machine, and URLs ------------------------------------------------ */

static void the_machine_is_a_row_of_the_quirks(void **state)
{
	static const struct smbios none;
	static const struct smbios smbios = {.vendor = {"Dell Inc.", 9},
					     .product = {"OptiPlex 7010", 13},
					     .bios_version = {"A29", 3}};
	char buf[LINE_LEN];

	(void)state;
	assert_int_equal(report_machine(&smbios, buf, sizeof(buf)), 31);
	assert_string_equal(buf, "Dell Inc. | OptiPlex 7010 | A29");
	assert_int_equal(report_machine(&smbios, buf, 8), 7);
	assert_string_equal(buf, "Dell In");
	report_machine(&none, buf, sizeof(buf));
	assert_string_equal(buf, " |  | ");
}

struct url {
	const char *name;
	const char *text;
	const char *url; /* behind "u?" */
};

static const struct url url_rows[] = {
    {"url: nothing", "", "u?"},
    {"url: letters and digits", "AZaz09", "u?AZaz09"},
    {"url: marks that may stand", "-._:,", "u?-._:,"},
    {"url: blank and line end", "a b\n", "u?a%20b%0a"},
    {"url: marks that mean something", "&=#%+/?\"<|",
     "u?%26%3d%23%25%2b%2f%3f%22%3c%7c"},
    {"url: bytes beyond ASCII", "\x7f\x80\xff", "u?%7f%80%ff"},
    {"url: neighbours of what may stand", "@[`{;", "u?%40%5b%60%7b%3b"},
};

static void is_appended(void **state)
{
	const struct url *row = *state;
	char url[LINE_LEN] = "u?";

	assert_int_equal(report_url_append(url, sizeof(url), row->text), 1);
	assert_string_equal(url, row->url);
}

/* What is there is the beginning of the whole, and ends no character early. */
static void is_cut_between_characters(void **state)
{
	const struct url *row = *state;
	size_t whole = strlen(row->url);
	size_t used;
	char *url;
	size_t len;
	int all;

	for (len = 3; len <= whole + 2; len++) {
		url = malloc(len);
		assert_non_null(url);
		memcpy(url, "u?", 3);
		all = report_url_append(url, len, row->text);
		used = strlen(url);
		assert_int_equal(all, used == whole);
		assert_memory_equal(url, row->url, used);
		assert_true(used == whole || used + 3 >= len);
		assert_true(used == whole || used + 1 == len ||
			    row->url[used] == '%');
		assert_true(used < 3 || url[used - 1] != '%');
		assert_true(used < 4 || url[used - 2] != '%');
		free(url);
	}
}

int main(void)
{
	static struct CMUnitTest tests[2 * COUNT_OF(rows) +
				       COUNT_OF(size_rows) +
				       2 * COUNT_OF(url_rows) + 3];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, says);
	UNIT_ROWS(tests, n, rows, is_cut_off_at_any_length);
	UNIT_TEST(tests, n, the_separator_may_break_the_line);
	UNIT_TEST(tests, n, without_a_separator_the_drives_number_is_enough);
	UNIT_ROWS(tests, n, size_rows, has_size);
	UNIT_TEST(tests, n, the_machine_is_a_row_of_the_quirks);
	UNIT_ROWS(tests, n, url_rows, is_appended);
	UNIT_ROWS(tests, n, url_rows, is_cut_between_characters);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
