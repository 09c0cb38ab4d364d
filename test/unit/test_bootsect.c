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

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, checks);
	UNIT_TEST(tests, n, every_shorter_length_is_short);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
