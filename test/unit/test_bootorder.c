/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/bootorder.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "bootorder.h"
#include "bytes.h"

#define MAX_NUMBERS 6
#define NONE BOOTORDER_NO_ENTRY
#define LIST(...)                                                              \
	{                                                                      \
		__VA_ARGS__                                                    \
	}

static const struct walk {
	const char *name;
	unsigned int count;
	uint16_t order[MAX_NUMBERS];
	uint32_t current;
	unsigned int walked;
	uint16_t entry[MAX_NUMBERS];
} walk_rows[] = {
    {"walk: nothing", 0, LIST(0), 1, 0, LIST(0)},
    {"walk: from behind the current one and around", 4, LIST(1, 2, 3, 4), 2, 3,
     LIST(3, 4, 1)},
    {"walk: the current one is last", 3, LIST(7, 8, 9), 9, 2, LIST(7, 8)},
    {"walk: the current one is first", 3, LIST(7, 8, 9), 7, 2, LIST(8, 9)},
    {"walk: the current one is alone", 1, LIST(7), 7, 0, LIST(0)},
    {"walk: the current one is elsewhere", 2, LIST(7, 8), 1, 2, LIST(7, 8)},
    {"walk: none is current", 2, LIST(0xffff, 0), NONE, 2, LIST(0xffff, 0)},
    {"walk: twice the same", 5, LIST(1, 2, 2, 3, 2), NONE, 3, LIST(1, 2, 3)},
    {"walk: twice the current one", 5, LIST(1, 5, 2, 5, 3), 5, 3,
     LIST(2, 3, 1)},
};

static char *pack(const uint16_t *order, unsigned int count, size_t more)
{
	uint8_t bytes[2 * MAX_NUMBERS + 2] = {0};
	unsigned int i;

	for (i = 0; i < count; i++) {
		bytes[2 * i] = (uint8_t)order[i];
		bytes[2 * i + 1] = (uint8_t)(order[i] >> 8);
	}
	return exact_new(bytes, 2 * count + more);
}

static void walks(void **state)
{
	const struct walk *row = *state;
	uint16_t entry[BOOTORDER_MAX];
	char *order;
	size_t odd;

	/* A byte too many changes nothing. */
	for (odd = 0; odd < 2; odd++) {
		order = pack(row->order, row->count, odd);
		assert_int_equal(bootorder_walk(order, 2 * row->count + odd,
						row->current, entry),
				 row->walked);
		assert_memory_equal(entry, row->entry,
				    row->walked * sizeof(entry[0]));
		exact_free(order);
	}
}

static void walks_as_far_as_the_limit(void **state)
{
	uint8_t order[BOOTORDER_MAX_LEN + 2];
	uint16_t entry[BOOTORDER_MAX];
	unsigned int i;

	(void)state;
	for (i = 0; i <= BOOTORDER_MAX; i++) {
		order[2 * i] = (uint8_t)i;
		order[2 * i + 1] = (uint8_t)(i >> 8);
	}
	assert_int_equal(bootorder_walk(order, sizeof(order), NONE, entry),
			 BOOTORDER_MAX);
	assert_int_equal(entry[BOOTORDER_MAX - 1], BOOTORDER_MAX - 1);
}

static void adds(void **state)
{
	uint8_t order[7] = {1, 0, 2, 0, 0xee, 0xee, 0xee};

	(void)state;
	assert_int_equal(bootorder_add(order, 4, 6, 2), 4);
	assert_int_equal(order[4], 0xee);
	assert_int_equal(bootorder_add(order, 4, 5, 0x1234), 0);
	assert_int_equal(bootorder_add(order, 4, 4, 0x1234), 0);
	assert_int_equal(bootorder_add(order, 4, 2, 0x1234), 0);
	assert_int_equal(order[4], 0xee);
	assert_int_equal(bootorder_add(order, 5, 6, 0x1234), 6);
	assert_int_equal(get_le16(order + 4), 0x1234);
	assert_int_equal(order[6], 0xee);
	assert_int_equal(bootorder_add(order, 0, 2, 9), 2);
	assert_int_equal(get_le16(order), 9);
}

static void names(void **state)
{
	static const struct {
		uint16_t entry;
		const char *name;
	} rows[] = {
	    {0, "Boot0000"}, {0x12af, "Boot12AF"}, {0xffff, "BootFFFF"}};
	uint16_t name[BOOTORDER_NAME_LEN];
	unsigned int i;
	size_t row;

	(void)state;
	for (row = 0; row < COUNT_OF(rows); row++) {
		bootorder_name(rows[row].entry, name);
		for (i = 0; i < BOOTORDER_NAME_LEN; i++)
			assert_int_equal(name[i], rows[row].name[i]);
	}
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(walk_rows) + 3];
	size_t n = 0;

	UNIT_ROWS(tests, n, walk_rows, walks);
	UNIT_TEST(tests, n, walks_as_far_as_the_limit);
	UNIT_TEST(tests, n, adds);
	UNIT_TEST(tests, n, names);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
