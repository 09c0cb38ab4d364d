/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/cookie.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "cookie.h"
#include "error.h"

#define UNTOUCHED 0xa5

struct age {
	const char *name;
	uint8_t drive;
	uint32_t then;
	uint32_t now;
	int rc;
};

#define NO COOKIE_NO_DRIVE
#define MAX COOKIE_MAX_TICKS
#define MAX_DRIVE COOKIE_MAX_DRIVE_TICKS
#define DAY COOKIE_DAY_TICKS

static const struct age age_rows[] = {
    {"age: read in the tick of writing", NO, 1000, 1000, 0},
    {"age: one tick later", NO, 1000, 1001, 0},
    {"age: at the limit", NO, 1000, 1000 + MAX, 0},
    {"age: one past the limit", NO, 1000, 1001 + MAX, ERR_COOKIE_EXPIRED},
    {"age: written at tick 0", NO, 0, MAX, 0},
    {"age: written at tick 0, expired", NO, 0, MAX + 1, ERR_COOKIE_EXPIRED},
    {"midnight: the tick before and the tick after", NO, DAY - 1, 0, 0},
    {"midnight: at the limit", NO, DAY - 1, MAX - 1, 0},
    {"midnight: one past the limit", NO, DAY - 1, MAX, ERR_COOKIE_EXPIRED},
    {"midnight: half of the limit before it", NO, DAY - MAX / 2, MAX / 2, 0},
    {"midnight: a day less one tick ago", NO, 1000, 999, ERR_COOKIE_EXPIRED},
    {"time: a tick count no clock has", NO, UINT32_MAX, 0, ERR_COOKIE_EXPIRED},
    {"drive: at its limit", 0x80, 1000, 1000 + MAX_DRIVE, 0},
    {"drive: one past its limit", 0x80, 1000, 1001 + MAX_DRIVE,
     ERR_COOKIE_EXPIRED},
    {"drive: the floppy drive's number is 0", 0, 1000, 1001 + MAX_DRIVE,
     ERR_COOKIE_EXPIRED},
    {"drive: across midnight, at its limit", 0xe0, DAY - 1, MAX_DRIVE - 1, 0},
    {"drive: across midnight, one past its limit", 0xe0, DAY - 1, MAX_DRIVE,
     ERR_COOKIE_EXPIRED},
    {"time: the clock reads nonsense", NO, 0, UINT32_MAX, ERR_COOKIE_EXPIRED},
};

struct memory {
	const char *name;
	uint8_t fill;
};

static const struct memory memory_rows[] = {
    {"memory: all zero, as after a reset", 0x00},
    {"memory: all ones", 0xff},
    {"memory: a pattern", 0x5a},
};

static void write_cookie(uint8_t *bytes, uint8_t method, uint32_t ticks)
{
	const struct cookie cookie = {
	    .method = method, .rung = 7, .drive = COOKIE_NO_DRIVE};

	cookie_write(bytes, &cookie, ticks);
}

static void assert_none(const void *bytes, uint32_t ticks)
{
	struct cookie cookie = {.method = UNTOUCHED};

	assert_int_equal(cookie_read(bytes, ticks, &cookie), ERR_COOKIE_NONE);
	assert_int_equal(cookie.method, UNTOUCHED);
}

static void assert_same(const struct cookie *cookie, const struct cookie *other)
{
	assert_int_equal(cookie->method, other->method);
	assert_int_equal(cookie->rung, other->rung);
	assert_int_equal(cookie->drive, other->drive);
	assert_int_equal(cookie->partition, other->partition);
}

static void ages(void **state)
{
	const struct age *row = *state;
	const struct cookie written = {
	    .method = 1, .rung = 7, .drive = row->drive};
	struct cookie untouched;
	struct cookie cookie;
	uint8_t bytes[COOKIE_LEN];

	memset(&untouched, UNTOUCHED, sizeof(untouched));
	cookie = untouched;
	cookie_write(bytes, &written, row->then);
	assert_int_equal(cookie_read(bytes, row->now, &cookie), row->rc);
	assert_same(&cookie, row->rc ? &untouched : &written);
}

static void is_no_cookie(void **state)
{
	const struct memory *row = *state;
	uint8_t bytes[COOKIE_LEN];

	memset(bytes, row->fill, sizeof(bytes));
	assert_none(bytes, 0);
}

static void every_value_comes_back(void **state)
{
	struct cookie cookie;
	struct cookie written;
	uint8_t bytes[COOKIE_LEN];
	unsigned int value;

	(void)state;
	memset(&cookie, 0, sizeof(cookie));
	memset(&written, 0, sizeof(written));
	for (value = 0; value < 256; value++) {
		written.method = (uint8_t)value;
		written.rung = (uint8_t)(value + 1);
		written.drive = (uint8_t)(value + 2);
		written.partition = (uint16_t)(value * 257 + 3);
		cookie_write(bytes, &written, 77);
		assert_int_equal(cookie_read(bytes, 78, &cookie), 0);
		assert_same(&cookie, &written);
	}
}

/* Every byte, to every other value; 00h to FFh is the one sums miss. */
static void every_corrupted_byte_is_rejected(void **state)
{
	uint8_t bytes[COOKIE_LEN];
	unsigned int at;
	unsigned int change;

	(void)state;
	for (at = 0; at < COOKIE_LEN; at++) {
		for (change = 1; change < 256; change++) {
			write_cookie(bytes, 1, 0x00ff00);
			bytes[at] ^= (uint8_t)change;
			assert_none(bytes, 0x00ff00);
		}
	}
}

static void swapped_neighbours_are_rejected(void **state)
{
	uint8_t bytes[COOKIE_LEN];
	unsigned int at;
	uint8_t other;

	(void)state;
	for (at = 0; at < COOKIE_LEN - 1; at++) {
		write_cookie(bytes, 1, 0x123456);
		if (bytes[at] == bytes[at + 1])
			continue;
		other = bytes[at];
		bytes[at] = bytes[at + 1];
		bytes[at + 1] = other;
		assert_none(bytes, 0x123456);
	}
}

static void a_cleared_cookie_is_none(void **state)
{
	static const uint8_t zero[COOKIE_LEN];
	uint8_t bytes[COOKIE_LEN];

	(void)state;
	write_cookie(bytes, 1, 5);
	cookie_clear(bytes);
	assert_memory_equal(bytes, zero, COOKIE_LEN);
	assert_none(bytes, 5);
}

/* 0040:00F0 has neighbours. */
static void only_its_sixteen_bytes_are_touched(void **state)
{
	uint8_t memory[COOKIE_LEN + 2];
	struct cookie cookie;

	(void)state;
	memset(memory, UNTOUCHED, sizeof(memory));
	write_cookie(memory + 1, 1, 5);
	assert_int_equal(cookie_read(memory + 1, 5, &cookie), 0);
	cookie_clear(memory + 1);
	assert_int_equal(memory[0], UNTOUCHED);
	assert_int_equal(memory[COOKIE_LEN + 1], UNTOUCHED);
}

static void reading_stays_inside_sixteen_bytes(void **state)
{
	uint8_t bytes[COOKIE_LEN];
	struct cookie cookie;
	char *exact;

	(void)state;
	write_cookie(bytes, 3, 5);
	exact = exact_new(bytes, COOKIE_LEN);
	assert_int_equal(cookie_read(exact, 5, &cookie), 0);
	assert_memory_equal(exact, bytes, COOKIE_LEN);
	exact_free(exact);
}

/* Another version's bytes are none, whatever they are. */
static void the_version_before_is_none(void **state)
{
	static const uint8_t bytes[COOKIE_LEN] = {
	    'N', 'e', 'C', 'h', 1, 5, 7, 0, 0, 0, 5, 0, 0x00, 0x00, 0x71, 0x92};
	unsigned int low = 1;
	unsigned int high = 0;
	unsigned int i;

	(void)state;
	for (i = 0; i < COOKIE_LEN - 2; i++) {
		low = (low + bytes[i]) & 0xff;
		high = (high + low) & 0xff;
	}
	assert_int_equal(bytes[14], low);
	assert_int_equal(bytes[15], high);
	assert_none(bytes, 5);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(age_rows) + COUNT_OF(memory_rows) + 7];
	size_t n = 0;

	UNIT_ROWS(tests, n, age_rows, ages);
	UNIT_ROWS(tests, n, memory_rows, is_no_cookie);
	UNIT_TEST(tests, n, every_value_comes_back);
	UNIT_TEST(tests, n, the_version_before_is_none);
	UNIT_TEST(tests, n, every_corrupted_byte_is_rejected);
	UNIT_TEST(tests, n, swapped_neighbours_are_rejected);
	UNIT_TEST(tests, n, a_cleared_cookie_is_none);
	UNIT_TEST(tests, n, only_its_sixteen_bytes_are_touched);
	UNIT_TEST(tests, n, reading_stays_inside_sixteen_bytes);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
