/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/select.c.
 *
 * Runs in: host.
 */
#include "machine.h"

#include "select.h"

#define UNTOUCHED 0xa5

#define M UINT64_C(1000000)
#define G (1000 * M)
#define T (1000 * G)
#define MI (UINT64_C(1) << 20)
#define GI (UINT64_C(1) << 30)
#define TI (UINT64_C(1) << 40)
/* What a single size spares, 1/32. */
#define LEAST(size) ((size) - (size) / 32)
#define MOST(size) ((size) + (size) / 32)

struct size {
	const char *name;
	const char *value;
	int rc;
	uint64_t min;
	uint64_t max;
};

/* clang-format off */
static const struct size size_rows[] = {
    {"size: 500G", "500G", 0, LEAST(500 * G), MOST(500 * GI)},
    {"size: 1T", "1T", 0, LEAST(T), MOST(TI)},
    {"size: 250M", "250M", 0, LEAST(250 * M), MOST(250 * MI)},
    {"size: a small letter", "2t", 0, LEAST(2 * T), MOST(2 * TI)},
    {"size: the greatest number", "9999999T", 0, LEAST(9999999 * T),
     MOST(9999999 * TI)},
    {"size: range", "100G-600G", 0, 100 * G, 600 * GI},
    {"size: range in two units", "512M-2T", 0, 512 * M, 2 * TI},
    {"size: range of one size", "500G-500G", 0, 500 * G, 500 * GI},
    {"size: range from", "100G-", 0, 100 * G, UINT64_MAX},
    {"size: range to", "-600G", 0, 0, 600 * GI},
    {"size: range upside down", "600G-100G", ERR_KEY_VALUE, 0, 0},
    {"size: one past the greatest number", "10000000T", ERR_KEY_VALUE, 0, 0},
    {"size: past 32 bits", "4294967297G", ERR_KEY_VALUE, 0, 0},
    {"size: empty", "", ERR_KEY_VALUE, 0, 0},
    {"size: no unit", "500", ERR_KEY_VALUE, 0, 0},
    {"size: no number", "G", ERR_KEY_VALUE, 0, 0},
    {"size: zero", "0G", ERR_KEY_VALUE, 0, 0},
    {"size: kilobytes", "500K", ERR_KEY_VALUE, 0, 0},
    {"size: unit of two letters", "500GB", ERR_KEY_VALUE, 0, 0},
    {"size: fraction", "1.5T", ERR_KEY_VALUE, 0, 0},
    {"size: hexadecimal", "ffG", ERR_KEY_VALUE, 0, 0},
    {"size: what is a letter in capitals only", "5'", ERR_KEY_VALUE, 0, 0},
    {"size: hyphen alone", "-", ERR_KEY_VALUE, 0, 0},
    {"size: two hyphens", "1G--2G", ERR_KEY_VALUE, 0, 0},
    {"size: three sizes", "1G-2G-3G", ERR_KEY_VALUE, 0, 0},
    {"size: range from nonsense", "x-2G", ERR_KEY_VALUE, 0, 0},
    {"size: range to nonsense", "2G-x", ERR_KEY_VALUE, 0, 0},
};
/* clang-format on */

struct fit {
	const char *name;
	const char *line; /* localboot's */
	int rc;
	struct drive_row drive;
};

#define DISK(size) .kind = KIND_DISK, .number = 0x80, .count = (size) / 512
#define ANY DISK(100 * G)
#define MBR .scheme = PARTITION_SCHEME_MBR
#define GPT .scheme = PARTITION_SCHEME_GPT
#define OTHER ERR_SELECT_OTHER
#define UNKNOWN ERR_SELECT_UNKNOWN
#define PART(n, at) .number = (n), .type = 7, .first = (at), .sectors = 9

/* clang-format off */
static const struct fit fit_rows[] = {
    {"fits: nothing asked for", "hd0", 0, {ANY}},
    {"fits: 500G, as it is sold", "size=500G", 0, {DISK(500107862016)}},
    {"fits: 500G, in binary units", "size=500G", 0, {DISK(500 * GI)}},
    {"fits: 500G, the least", "size=500G", 0, {DISK(484375000064)}},
    {"fits: 500G, one sector less", "size=500G", OTHER,
     {DISK(484375000064 - 512)}},
    {"fits: 500G, the most", "size=500G", 0, {DISK(MOST(500 * GI))}},
    {"fits: 500G, one sector more", "size=500G", OTHER,
     {DISK(MOST(500 * GI) + 512)}},
    {"fits: 500G is no 480G", "size=500G", OTHER, {DISK(480103981056)}},
    {"fits: 500G in 4096-byte sectors", "size=500G", 0,
     {.kind = KIND_DISK, .number = 0x80, .sector_len = 4096,
      .count = 122096646}},
    {"fits: range, its beginning", "size=100G-200G", 0, {DISK(100 * G)}},
    {"fits: range, one sector before it", "size=100G-200G", OTHER,
     {DISK(100 * G - 512)}},
    {"fits: range, its end", "size=100G-200G", 0, {DISK(200 * GI)}},
    {"fits: range, one sector behind it", "size=100G-200G", OTHER,
     {DISK(200 * GI + 512)}},
    {"fits: size is not known", "size=1M-", UNKNOWN, {DISK(0)}},
    {"fits: size is not known and not asked for", "guid=00000000", 0,
     {DISK(0), MBR, .parts = {{PART(1, 9)}}}},

    {"fits: internal", "internal=yes", 0, {ANY, .place = DRIVE_INTERNAL}},
    {"fits: external", "internal=yes", OTHER, {ANY, .place = DRIVE_EXTERNAL}},
    {"fits: nobody knows where it is", "internal=yes", UNKNOWN, {ANY}},
    {"fits: external, and nobody asks", "internal=no size=100G", 0,
     {ANY, .place = DRIVE_EXTERNAL}},

    {"fits: serial", "serial=WD-1", 0, {ANY, .serial = "WD-1"}},
    {"fits: serial in another case", "serial=wd-1", 0, {ANY, .serial = "WD-1"}},
    {"fits: serial with a blank", "serial=WD_1", 0, {ANY, .serial = "WD 1"}},
    {"fits: serial with a low line", "serial=WD_1", 0,
     {ANY, .serial = "WD_1"}},
    {"fits: serial, a blank only for a low line", "serial=WD-1", OTHER,
     {ANY, .serial = "WD 1"}},
    {"fits: serial, its beginning", "serial=WD-", OTHER,
     {ANY, .serial = "WD-1"}},
    {"fits: serial, and more", "serial=WD-11", OTHER, {ANY, .serial = "WD-1"}},
    {"fits: serial not told", "serial=WD-1", UNKNOWN, {ANY}},

    {"fits: MBR signature", "guid=1234abcd", 0,
     {ANY, MBR, .signature = 0x1234abcd, .parts = {{PART(1, 9)}}}},
    {"fits: MBR signature in capitals", "guid=1234ABCD", 0,
     {ANY, MBR, .signature = 0x1234abcd, .parts = {{PART(1, 9)}}}},
    {"fits: another MBR signature", "guid=1234abce", OTHER,
     {ANY, MBR, .signature = 0x1234abcd, .parts = {{PART(1, 9)}}}},
    {"fits: MBR signature of a protective MBR is none", "guid=1234abcd", OTHER,
     {ANY, GPT, .signature = 0x1234abcd}},
    {"fits: MBR signature without a table is none", "guid=00000000", OTHER,
     {ANY}},
    {"fits: disk GUID", "guid=43424140-4544-4746-4849-4a4b4c4d4e4f", 0,
     {ANY, GPT, .guid = 0x40}},
    {"fits: disk GUID in capitals and braces",
     "guid={43424140-4544-4746-4849-4A4B4C4D4E4F}", 0,
     {ANY, GPT, .guid = 0x40}},
    {"fits: another disk GUID", "guid=43424140-4544-4746-4849-4a4b4c4d4e40",
     OTHER, {ANY, GPT, .guid = 0x40}},
    {"fits: GUID of a partition", "guid=43424140-4544-4746-4849-4a4b4c4d4e4f",
     0, {ANY, GPT, .guid = 0x10, .parts = {{PART(1, 40), .guid = 0x20},
					   {PART(4, 60), .guid = 0x40}}}},
    {"fits: GUID of no partition", "guid=43424140-4544-4746-4849-4a4b4c4d4e4f",
     OTHER, {ANY, GPT, .guid = 0x10, .parts = {{PART(1, 40), .guid = 0x20}}}},
    {"fits: GUID, and the disk has an MBR",
     "guid=43424140-4544-4746-4849-4a4b4c4d4e4f", OTHER,
     {ANY, MBR, .parts = {{PART(1, 40), .guid = 0x40}}}},
    {"fits: GUID, and the disk has no table",
     "guid=43424140-4544-4746-4849-4a4b4c4d4e4f", OTHER, {ANY}},
    {"fits: GUID of zeros, which an MBR has none of",
     "guid=00000000-0000-0000-0000-000000000000", OTHER,
     {ANY, MBR, .parts = {{PART(1, 40)}}}},
    {"fits: GUID too short", "guid=43424140", OTHER, {ANY, GPT, .guid = 0x40}},
    {"fits: GUID, and the partitions cannot be read",
     "guid=43424140-4544-4746-4849-4a4b4c4d4e4f", ERR_DRIVE_READ,
     {ANY, GPT, .guid = 0x10, .bad_later = 2}},

    {"fits: name of a GPT partition", "label=root", 0,
     {ANY, GPT, .parts = {{PART(1, 40), .name = "EFI"},
			  {PART(2, 60), .name = "root"}}}},
    {"fits: name with a blank", "label=EFI_system", 0,
     {ANY, GPT, .parts = {{PART(1, 40), .name = "EFI system"}}}},
    {"fits: label of a volume in a GPT", "label=data", 0,
     {ANY, GPT, .parts = {{PART(1, 40), .name = "EFI"},
			  {PART(2, 60), .name = "root", .code = CODE_FAT,
			   .label = "DATA"}}}},
    {"fits: label of a volume in an MBR", "label=DATA", 0,
     {ANY, MBR, .parts = {{PART(1, 40)}, {PART(3, 60), .code = CODE_FAT,
					  .label = "DATA"}}}},
    {"fits: label of a logical volume", "label=DATA", 0,
     {ANY, MBR, .parts = {{.number = 1, .type = 5, .first = 40, .sectors = 90},
			  {PART(5, 41), .code = CODE_FAT, .label = "DATA"}}}},
    {"fits: label of a volume without table", "label=no_table", 0,
     {ANY, .code = CODE_FAT}},
    {"fits: another label", "label=DATA", OTHER,
     {ANY, MBR, .parts = {{PART(1, 40), .code = CODE_FAT,
			   .label = "DATB"}}}},
    {"fits: label, behind a partition that cannot be read", "label=DATA", 0,
     {ANY, MBR, .parts = {{PART(1, 1000000000)},
			  {PART(2, 60), .code = CODE_FAT, .label = "DATA"}}}},
    {"fits: label, and the chain is damaged", "label=DATA", OTHER,
     {ANY, MBR, .parts = {{.number = 1, .type = 5, .first = 1000000000,
			   .sectors = 90}}}},
    {"fits: label, and the chain cannot be read", "label=DATA",
     ERR_DRIVE_READ,
     {ANY, MBR, .bad_later = 50,
      .parts = {{.number = 1, .type = 5, .first = 50, .sectors = 90}}}},
    {"fits: label, and the volume cannot be read", "label=DATA",
     ERR_DRIVE_READ, {ANY, .bad_later = 1}},

    {"fits: all that is asked for",
     "guid=1234abcd label=DATA serial=S size=100G internal=yes", 0,
     {ANY, MBR, .signature = 0x1234abcd, .place = DRIVE_INTERNAL,
      .serial = "S",
      .parts = {{PART(1, 40), .code = CODE_FAT, .label = "DATA"}}}},
    {"fits: all but the GUID",
     "guid=1234abcc label=DATA serial=S size=100G internal=yes", OTHER,
     {ANY, MBR, .signature = 0x1234abcd, .place = DRIVE_INTERNAL,
      .serial = "S",
      .parts = {{PART(1, 40), .code = CODE_FAT, .label = "DATA"}}}},
    {"fits: all but the label",
     "guid=1234abcd label=DATB serial=S size=100G internal=yes", OTHER,
     {ANY, MBR, .signature = 0x1234abcd, .place = DRIVE_INTERNAL,
      .serial = "S",
      .parts = {{PART(1, 40), .code = CODE_FAT, .label = "DATA"}}}},
};
/* clang-format on */

static void is_read(void **state)
{
	const struct size *row = *state;
	size_t len = strlen(row->value);
	char *exact = exact_new(row->value, len);
	const struct span value = {exact, len};
	struct selector selector;
	struct selector untouched;

	memset(&selector, UNTOUCHED, sizeof(selector));
	memset(&untouched, UNTOUCHED, sizeof(untouched));
	assert_int_equal(selector_size(&selector, &value), row->rc);
	exact_free(exact);
	if (!row->rc) {
		assert_true(selector.size_min == row->min);
		assert_true(selector.size_max == row->max);
		selector.size_min = untouched.size_min;
		selector.size_max = untouched.size_max;
	}
	assert_memory_equal(&selector, &untouched, sizeof(selector));
}

static void fits(void **state)
{
	const struct fit *row = *state;
	struct drive_row drives[2] = {row->drive};
	struct partition_table table;
	struct ladder ladder;
	struct drive drive;
	struct span word;

	assert_int_equal(ladder_parse(row->line, &ladder, &word), 0);
	machine_new(drives, &ladder);
	assert_int_equal(machine_drive(0x80, &drive), 0);
	machine_identify(&drive);
	assert_int_equal(partition_table_read(&drive.sectors, &table), 0);
	drives[0].bad_from = drives[0].bad_later;
	assert_int_equal(selector_match(&ladder.selector, &drive, &table),
			 row->rc);
	machine_free();
}

static void each_key_is_something_asked_for(void **state)
{
	static const struct {
		const char *line;
		int given;
	} cases[] = {
	    {"", 0},	     {"hd0", 0},      {"internal=no", 0},
	    {"map=0x80", 0}, {"entry=1", 0},  {"guid=12345678", 1},
	    {"label=1", 1},  {"serial=1", 1}, {"size=1G", 1},
	    {"size=1G-", 1}, {"size=-1G", 1}, {"internal=yes", 1},
	    {"report=x", 0},
	};
	struct ladder ladder;
	struct span word;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(ladder_parse(cases[i].line, &ladder, &word),
				 0);
		assert_int_equal(!!selector_given(&ladder.selector),
				 cases[i].given);
	}
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(size_rows) + COUNT_OF(fit_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, size_rows, is_read);
	UNIT_ROWS(tests, n, fit_rows, fits);
	UNIT_TEST(tests, n, each_key_is_something_asked_for);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
