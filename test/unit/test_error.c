/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/error.c.
 *
 * Runs in: host.
 */
#include <limits.h>

#include "unit.h"

#include "error.h"

#define UNKNOWN "unknown error"

/* The tables that a program has: the common one, and its own. */
enum { COMMON, LOCAL, SAN };

struct row {
	const char *name;
	int code;
	const char *text;
	int table;
};

#define ROW_COMMON(name, text) {#name, name, text, COMMON},
#define ROW_LOCAL(name, text) {#name, name, text, LOCAL},
#define ROW_SAN(name, text) {#name, name, text, SAN},
static const struct row code_rows[] = {ERROR_TABLE(
    ROW_COMMON) ERROR_TABLE_LOCAL(ROW_LOCAL) ERROR_TABLE_SAN(ROW_SAN)};

static const struct row other_rows[] = {
    {"0 is ok", 0, "ok", COMMON},
    {"1 is no code", 1, UNKNOWN, COMMON},
    {"one past the last code", -ERROR_COUNT, UNKNOWN, COMMON},
    {"the least number", INT_MIN, UNKNOWN, COMMON},
    {"the greatest number", INT_MAX, UNKNOWN, COMMON},
};

/* In its own table, and of the common one in each. */
static void has_its_text(void **state)
{
	const struct row *row = *state;

	assert_string_equal(error_text(row->code),
			    row->table == COMMON ? row->text : UNKNOWN);
	assert_string_equal(error_text_local(row->code),
			    row->table != SAN ? row->text : UNKNOWN);
	assert_string_equal(error_text_san(row->code),
			    row->table != LOCAL ? row->text : UNKNOWN);
}

/* As the header promises: error_text(). */
static void is_a_message(void **state)
{
	const struct row *row = *state;
	const char *text = row->text;
	const char *newline = strchr(text, '\n');
	size_t len = strlen(text);
	size_t i;

	assert_true(row->code < 0 && row->code > -ERROR_COUNT);
	assert_true(len > 0);
	for (i = 0; i < len; i++)
		assert_true(text + i == newline ||
			    (text[i] >= ' ' && text[i] <= '~'));
	assert_int_equal(text[len - 1] == '.' || text[len - 1] == '?',
			 newline != NULL);
}

static void each_code_has_a_number_of_its_own(void **state)
{
	size_t i;

	(void)state;
	assert_int_equal(COUNT_OF(code_rows), ERROR_COUNT - 1);
	for (i = 0; i < COUNT_OF(code_rows); i++)
		assert_int_equal(code_rows[i].code, -(int)i - 1);
}

static void no_two_codes_share_a_text(void **state)
{
	size_t i;
	size_t j;

	(void)state;
	for (i = 0; i < COUNT_OF(code_rows); i++)
		for (j = 0; j < i; j++)
			assert_string_not_equal(code_rows[i].text,
						code_rows[j].text);
}

int main(void)
{
	static struct CMUnitTest
	    tests[2 * COUNT_OF(code_rows) + COUNT_OF(other_rows) + 2];
	size_t n = 0;

	UNIT_ROWS(tests, n, code_rows, has_its_text);
	UNIT_ROWS(tests, n, code_rows, is_a_message);
	UNIT_ROWS(tests, n, other_rows, has_its_text);
	UNIT_TEST(tests, n, each_code_has_a_number_of_its_own);
	UNIT_TEST(tests, n, no_two_codes_share_a_text);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
