/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/ourfile.c; test/boot starts real files.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "bytes.h"
#include "ourfile.h"

#define FILE_LEN 400
#define MEMORY 1000

/* The identification, PT_NULL, and one segment of all but the last 80 bytes. */
static void make(uint8_t *file)
{
	static const uint8_t start[16] = {
	    0x7f, 'E',	'L',  'F',  0x01, 0x01, 0x01, 0xc0,
	    0xd1, 0xd8, 0x29, 0x01, 0x44, 0xeb, 0x38, 0x00,
	};

	memset(file, 0, FILE_LEN);
	memcpy(file, start, sizeof(start));
	file[0x54] = 1;
	put_le32(file + 0x64, FILE_LEN - 80);
	put_le32(file + 0x68, MEMORY);
}

struct row {
	const char *name;
	size_t at;
	uint32_t value;
	int is_ours;
};

static const struct row rows[] = {
    {"whole", 0x64, FILE_LEN - 80, 1},
    {"not ELF", 0x00, 0x464c457e, 0},
    {"another's ELF module", 0x04, 0x00010101, 0},
    {"another identification", 0x0c, 0x0038eb45, 0},
    {"no segment", 0x54, 2, 0},
    {"the segment is not the file", 0x58, 1, 0},
    {"the segment ends with the file", 0x64, FILE_LEN, 1},
    {"cut by a byte", 0x64, FILE_LEN + 1, 0},
    {"memory: just the file", 0x68, FILE_LEN, 1},
    {"memory: less than the file", 0x68, FILE_LEN - 1, 0},
};

static void parses(void **state)
{
	const struct row *row = *state;
	uint8_t file[FILE_LEN];
	uint32_t memory = 7;
	char *exact;

	make(file);
	put_le32(file + row->at, row->value);
	exact = exact_new(file, sizeof(file));
	assert_int_equal(ourfile_parse(exact, sizeof(file), &memory),
			 row->is_ours);
	exact_free(exact);
	assert_int_equal(memory, row->is_ours ? get_le32(file + 0x68) : 7);
}

static void every_length(void **state)
{
	uint8_t file[FILE_LEN];
	uint32_t memory;
	char *exact;
	size_t len;

	(void)state;
	make(file);
	for (len = 0; len <= FILE_LEN; len++) {
		exact = exact_new(file, len);
		assert_int_equal(ourfile_parse(exact, len, &memory),
				 len >= FILE_LEN - 80);
		exact_free(exact);
	}
}

static const uint8_t legacy[16] = {
    0xb8, 0xfe, 0x4c, 0xcd, 0x21, 0xe9, 0, 0, 0, 0, 'N', 'c',
};

/* What legacy.asm begins with; memory counts from its own place. */
static const struct row legacy_rows[] = {
    {"whole", 12, MEMORY - 12, 1},
    {"memory: just the file", 12, FILE_LEN - 12, 1},
    {"memory: less than the file", 12, FILE_LEN - 13, 0},
    {"memory: past the end of all", 12, 0xffffffff, 0},
    {"another's COM32R", 8, 0x614e0000, 0},
    {"no jump", 4, 0xeb21, 0},
    {"not COM32R", 0, 0xcd4cffb8, 0},
};

static void parses_legacy(void **state)
{
	const struct row *row = *state;
	uint8_t file[FILE_LEN] = {0};
	uint32_t memory = 7;
	char *exact;

	memcpy(file, legacy, sizeof(legacy));
	put_le32(file + 12, MEMORY - 12);
	put_le32(file + row->at, row->value);
	exact = exact_new(file, sizeof(file));
	assert_int_equal(ourfile_parse(exact, sizeof(file), &memory),
			 row->is_ours);
	exact_free(exact);
	assert_int_equal(memory, row->is_ours ? get_le32(file + 12) + 12 : 7);
}

static void legacy_is_cut_in_its_head(void **state)
{
	uint8_t file[sizeof(legacy)];
	uint32_t memory;
	char *exact;
	size_t len;

	(void)state;
	memcpy(file, legacy, sizeof(legacy));
	put_le32(file + 12, MEMORY);
	for (len = 0; len <= sizeof(file); len++) {
		exact = exact_new(file, len);
		assert_int_equal(ourfile_parse(exact, len, &memory),
				 len == sizeof(file));
		exact_free(exact);
	}
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(legacy_rows) + 2];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, parses);
	UNIT_TEST(tests, count, every_length);
	UNIT_ROWS(tests, count, legacy_rows, parses_legacy);
	UNIT_TEST(tests, count, legacy_is_cut_in_its_head);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
