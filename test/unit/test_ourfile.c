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

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 1];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, parses);
	UNIT_TEST(tests, count, every_length);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
