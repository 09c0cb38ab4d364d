/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/chunked.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "chunked.h"

#define MAX_LEN 128

struct row {
	const char *name;
	const char *body;
	uint8_t state;
	const char *data;
};

static const struct row rows[] = {
    {"no chunk", "0\r\n\r\n", CHUNKED_END, ""},
    {"one chunk", "3\r\nabc\r\n0\r\n\r\n", CHUNKED_END, "abc"},
    {"two chunks", "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", CHUNKED_END, "abcd"},
    {"data with line ends", "4\r\n\r\n\r\n\r\n0\r\n\r\n", CHUNKED_END,
     "\r\n\r\n"},
    {"hexadecimal, either case",
     "a\r\n0123456789\r\n0B\r\n0123456789a\r\n0\r\n\r\n", CHUNKED_END,
     "01234567890123456789a"},
    {"extensions", "1;a=b\r\nx\r\n0;c\r\n\r\n", CHUNKED_END, "x"},
    {"blank behind the size", "1 \r\nx\r\n0 \r\n\r\n", CHUNKED_END, "x"},
    {"trailer fields", "1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n", CHUNKED_END, "x"},
    {"line ends without CR", "1\nx\n0\n\n", CHUNKED_END, "x"},
    {"what follows is dropped", "0\r\n\r\n3\r\nabc", CHUNKED_END, ""},
    {"cut: nothing", "", CHUNKED_SIZE, ""},
    {"cut: in the data", "4\r\nabc", CHUNKED_DATA, "abc"},
    {"cut: behind the data", "3\r\nabc", CHUNKED_DATA_END, "abc"},
    {"cut: before the last line", "0\r\nA: b\r\n", CHUNKED_TRAILER, ""},
    {"largest chunk", "7fffffff\r\n", CHUNKED_DATA, ""},
    {"one larger", "80000000\r\n", CHUNKED_DAMAGED, ""},
    {"no size", "\r\nabc", CHUNKED_DAMAGED, ""},
    {"no number", "x\r\nabc", CHUNKED_DAMAGED, ""},
    {"no line end behind a chunk", "1\r\nab", CHUNKED_DAMAGED, "a"},
};

static void whole(void **state)
{
	const struct row *row = *state;
	struct chunked chunked = {0};
	char buf[MAX_LEN];
	size_t len = strlen(row->body);

	memcpy(buf, row->body, len);
	assert_int_equal(chunked_take(&chunked, buf, len), strlen(row->data));
	assert_memory_equal(buf, row->data, strlen(row->data));
	assert_int_equal(chunked.state, row->state);
}

static void byte_by_byte(void **state)
{
	struct chunked chunked;
	char data[MAX_LEN];
	char byte;
	size_t used;
	size_t r;
	size_t i;

	(void)state;
	for (r = 0; r < COUNT_OF(rows); r++) {
		memset(&chunked, 0, sizeof(chunked));
		used = 0;
		for (i = 0; rows[r].body[i]; i++) {
			byte = rows[r].body[i];
			data[used] = byte;
			used += chunked_take(&chunked, data + used, 1);
		}
		assert_int_equal(used, strlen(rows[r].data));
		assert_memory_equal(data, rows[r].data, used);
		assert_int_equal(chunked.state, rows[r].state);
	}
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, whole);
	UNIT_TEST(tests, n, byte_by_byte);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
