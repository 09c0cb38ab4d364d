/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/bootguard.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "bootguard.h"

#define NOW 1000000000ULL

static void note(uint8_t bytes[BOOTGUARD_LEN], uint64_t then)
{
	struct bootguard guard = {0};

	bootguard_add(&guard, 3, then, bytes);
	bootguard_add(&guard, 0xfffe, then, bytes);
}

/* --- Reading -------------------------------------------------------------- */

static const struct row {
	const char *name;
	uint64_t then;
	uint64_t now;
	size_t len;
	uint8_t spoil; /* offset of the byte to change */
	uint8_t byte;  /* 0: none */
	unsigned int count;
} rows[] = {
    {"read: at once", NOW, NOW, BOOTGUARD_LEN, 0, 0, 2},
    {"read: at the limit", NOW, NOW + BOOTGUARD_SECONDS, BOOTGUARD_LEN, 0, 0,
     2},
    {"read: past the limit", NOW, NOW + BOOTGUARD_SECONDS + 1, BOOTGUARD_LEN, 0,
     0, 0},
    {"read: from the future", NOW, NOW - 1, BOOTGUARD_LEN, 0, 0, 0},
    {"read: no clock now", NOW, 0, BOOTGUARD_LEN, 0, 0, 2},
    {"read: no clock then", 0, NOW, BOOTGUARD_LEN, 0, 0, 2},
    {"read: time beyond 32 bits", 1ULL << 33, 1ULL << 33, BOOTGUARD_LEN, 0, 0,
     2},
    {"read: empty", NOW, NOW, 0, 0, 0, 0},
    {"read: short", NOW, NOW, BOOTGUARD_LEN - 1, 0, 0, 0},
    {"read: long", NOW, NOW, BOOTGUARD_LEN + 1, 0, 0, 0},
    {"read: magic", NOW, NOW, BOOTGUARD_LEN, 0, 'n', 0},
    {"read: magic too", NOW, NOW, BOOTGUARD_LEN, 1, 'b', 0},
    {"read: version", NOW, NOW, BOOTGUARD_LEN, 2, 2, 0},
    {"read: all places taken", NOW, NOW, BOOTGUARD_LEN, 3, BOOTGUARD_MAX,
     BOOTGUARD_MAX},
    {"read: more than there are", NOW, NOW, BOOTGUARD_LEN, 3, BOOTGUARD_MAX + 1,
     0},
};

static void reads(void **state)
{
	const struct row *row = *state;
	uint8_t bytes[BOOTGUARD_LEN + 1] = {0};
	struct bootguard guard;
	char *exact;

	note(bytes, row->then);
	if (row->byte)
		bytes[row->spoil] = row->byte;
	exact = exact_new(bytes, row->len);
	bootguard_read(exact, row->len, row->now, &guard);
	assert_int_equal(guard.count, row->count);
	assert_int_equal(bootguard_has(&guard, 3), row->count > 0);
	assert_int_equal(bootguard_has(&guard, 0xfffe), row->count > 0);
	assert_false(bootguard_has(&guard, 4));
	if (row->count)
		assert_int_equal(guard.time, row->then);
	exact_free(exact);
}

static void none_is_forgotten(void **state)
{
	struct bootguard guard = {0};
	struct bootguard again;
	uint8_t bytes[BOOTGUARD_LEN];
	uint16_t i;

	(void)state;
	for (i = 0; i < BOOTGUARD_MAX; i++)
		bootguard_add(&guard, i, NOW, bytes);
	assert_true(bootguard_add(&guard, 0, NOW, bytes)); /* is there */
	bootguard_read(bytes, sizeof(bytes), NOW, &again);
	assert_true(bootguard_has(&again, 0));
	assert_true(bootguard_has(&again, BOOTGUARD_MAX - 1));
	assert_false(bootguard_add(&guard, 100, NOW, bytes));
	assert_int_equal(guard.count, BOOTGUARD_MAX);
	assert_false(bootguard_has(&guard, 100));
	assert_true(bootguard_has(&guard, 0));
}

/* --- Dates ---------------------------------------------------------------- */

#define DAY 86400ULL

static const struct date {
	const char *name;
	unsigned int part[6];
	uint64_t seconds;
} date_rows[] = {
    {"date: the first second that counts", {2000, 1, 1, 0, 0, 1}, 1},
    {"date: 28 February 2000", {2000, 2, 28, 0, 0, 0}, 58 * DAY},
    {"date: 1 March 2000, a leap year", {2000, 3, 1, 0, 0, 0}, 60 * DAY},
    {"date: 29 February 2024", {2024, 2, 29, 0, 0, 0}, 8825 * DAY},
    {"date: 31 December 2100", {2100, 12, 31, 0, 0, 0}, 36889 * DAY},
    {"date: 1 January 2101", {2101, 1, 1, 0, 0, 0}, 36890 * DAY},
    {"date: time of day", {2000, 1, 2, 3, 4, 5}, DAY + 11045},
    {"date: last second", {9999, 12, 31, 23, 59, 59}, 2921940 * DAY - 1},
    {"date: before", {1999, 12, 31, 0, 0, 0}, 0},
    {"date: beyond", {10000, 1, 1, 0, 0, 0}, 0},
    {"date: no month", {2020, 0, 1, 0, 0, 0}, 0},
    {"date: month 13", {2020, 13, 1, 0, 0, 0}, 0},
    {"date: no day", {2020, 1, 0, 0, 0, 0}, 0},
    {"date: 29 February 2023", {2023, 2, 29, 0, 0, 0}, 0},
    {"date: 29 February 2100", {2100, 2, 29, 0, 0, 0}, 0},
    {"date: 31 April", {2020, 4, 31, 0, 0, 0}, 0},
    {"date: hour 24", {2020, 1, 1, 24, 0, 0}, 0},
    {"date: minute 60", {2020, 1, 1, 0, 60, 0}, 0},
    {"date: second 60", {2020, 1, 1, 0, 0, 60}, 0},
};

static void counts_seconds(void **state)
{
	const struct date *row = *state;
	const unsigned int *part = row->part;

	assert_int_equal(bootguard_seconds(part[0], part[1], part[2], part[3],
					   part[4], part[5]),
			 row->seconds);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(date_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, reads);
	UNIT_TEST(tests, n, none_is_forgotten);
	UNIT_ROWS(tests, n, date_rows, counts_seconds);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
