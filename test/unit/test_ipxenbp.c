/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/ipxenbp.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "ipxenbp.h"

/* As undionly.kpxe: 6001 bytes, which are 376 * 16; the code at its places. */
#define FILE_LEN 6001
#define UNITS 376
#define ADD_SIZE 0x29
#define ASK 0x28d
#define KEEP 0x2b2
#define SIZE_VARIABLE 0x4d4
#define CMDLINE 0x4b9

static void make(uint8_t *file)
{
	memset(file, 0, FILE_LEN);
	memcpy(file, "\xea\x05\x00\xc0\x07", 5);
	memcpy(file + ADD_SIZE, "\x8c\xc8\x03\x06\xd4\x04\x8e\xd0", 8);
	memcpy(file + ASK, "\xbb\xe8\x00\xe8", 4);
	memcpy(file + KEEP, "\x66\x89\x36\xb9\x04", 5);
	file[SIZE_VARIABLE] = UNITS & 0xff;
	file[SIZE_VARIABLE + 1] = UNITS >> 8;
}

struct row {
	const char *name;
	size_t at; /* 0: nothing is changed */
	uint8_t value;
	int rc;
};

static const struct row rows[] = {
    {"whole", 0, 0, 0},
    {"header of three bytes more, with a mark", 1, 8, 0},
    {"another jump", 1, 4, ERR_CARRIER_IMAGE},
    {"jump far behind", 2, 1, ERR_CARRIER_IMAGE},
    {"jump to another segment", 4, 0, ERR_CARRIER_IMAGE},
    {"stack is not set up behind the image", ADD_SIZE + 2, 0x2b,
     ERR_CARRIER_IMAGE},
    {"size beyond the first part", ADD_SIZE + 5, 8, ERR_CARRIER_IMAGE},
    {"size: 16 bytes more than the file", SIZE_VARIABLE, (UNITS & 0xff) + 1,
     ERR_CARRIER_SHORT},
    {"size: less than the file", SIZE_VARIABLE + 1, 0, 0},
    {"does not ask for a command line", ASK + 1, 0xe6, ERR_CARRIER_IMAGE},
    {"does not keep it", KEEP + 1, 0x8b, ERR_CARRIER_IMAGE},
    {"variable beyond the first part", KEEP + 4, 8, ERR_CARRIER_IMAGE},
    {"variable is not 0", CMDLINE + 3, 1, ERR_CARRIER_IMAGE},
};

static int parse(const uint8_t *file, size_t len, uint32_t *ret)
{
	char *exact = exact_new(file, len);
	int rc = ipxenbp_parse(exact, len, ret);

	exact_free(exact);
	return rc;
}

static void parses(void **state)
{
	const struct row *row = *state;
	uint32_t cmdline = 12345;
	uint8_t file[FILE_LEN];

	make(file);
	if (row->at)
		file[row->at] = row->value;
	assert_int_equal(parse(file, sizeof(file), &cmdline), row->rc);
	assert_int_equal(cmdline, row->rc ? 12345 : CMDLINE);
}

static void another_file_is_none(void **state)
{
	uint8_t file[FILE_LEN];
	uint32_t cmdline;

	(void)state;
	make(file);
	file[0] = '<'; /* an HTML page that says 404 */
	assert_int_equal(parse(file, sizeof(file), &cmdline),
			 ERR_CARRIER_IMAGE);
}

static void every_length(void **state)
{
	uint8_t file[FILE_LEN];
	uint32_t cmdline;
	size_t len;

	(void)state;
	make(file);
	for (len = 0; len < 0x1000; len++)
		assert_int_equal(parse(file, len, &cmdline), ERR_CARRIER_IMAGE);
	for (; len <= 375 * 16; len++)
		assert_int_equal(parse(file, len, &cmdline), ERR_CARRIER_SHORT);
	for (; len <= FILE_LEN; len++)
		assert_int_equal(parse(file, len, &cmdline), 0);
}

static void longest_is_what_fits_behind_7c00h(void **state)
{
	const size_t max = 0xa0000 - 0x7c00;
	uint8_t *file = calloc(1, max + 1);
	uint32_t cmdline;

	(void)state;
	assert_non_null(file);
	make(file);
	assert_int_equal(parse(file, max, &cmdline), 0);
	assert_int_equal(parse(file, max + 1, &cmdline), ERR_CARRIER_IMAGE);
	free(file);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 3];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, parses);
	UNIT_TEST(tests, count, another_file_is_none);
	UNIT_TEST(tests, count, every_length);
	UNIT_TEST(tests, count, longest_is_what_fits_behind_7c00h);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
