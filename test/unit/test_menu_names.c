/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/names.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "mistake.h"
#include "names.h"

struct row {
	const char *name;
	const char *prefix;
	const char *given;
	const char *placed;
	int server_len; /* of what was given */
};

static const struct row rows[] = {
    {"names: without a prefix", "", "a/b", "a/b", -1},
    {"names: below a prefix", "::p/", "a/b", "::p/a/b", -1},
    {"names: the prefix is only put before", "http://s/?f=", "a",
     "http://s/?f=a", -1},
    {"names: from the root", "::p/", "::a/b", "::a/b", 0},
    {"names: from the root, with a slash", "::p/", "::/a/b", "::/a/b", 0},
    {"names: a slash", "::p/", "/a", "/a", -1},
    {"names: of another server", "::p/", "192.0.2.1::a", "192.0.2.1::a", 9},
    {"names: a URL", "::p/", "http://s/a", "http://s/a", -1},
    {"names: almost one", "::p/", "a:/b", "::p/a:/b", -1},
    {"names: a single colon", "::p/", "a:b::c", "::p/a:b::c", -1},
    {"names: :: in a folder", "::p/", "a/b::c", "::p/a/b::c", -1},
    {"names: only ::", "::p/", "::", "::", 0},
    {"names: none", "::p/", "", "::p/", -1},
    {"names: option 210", "::", "boot/", "::boot/", -1},
    {"names: option 210, a URL", "::", "http://s/", "http://s/", -1},
    {"names: option 210, with a slash", "::", "/boot/", "/boot/", -1},
};

static void places(void **state)
{
	const struct row *row = *state;
	struct span prefix = {row->prefix, strlen(row->prefix)};
	struct span given = {row->given, strlen(row->given)};
	size_t len = strlen(row->placed);
	char buf[64];
	char *exact = malloc(len + 1);

	assert_int_equal(names_server_len(&given), row->server_len);
	assert_int_equal(names_place(prefix, row->given, buf, sizeof(buf)),
			 len);
	assert_string_equal(buf, row->placed);
	/* What was placed stays, in exactly its room. */
	assert_int_equal(names_place(prefix, row->given, exact, len + 1), len);
	assert_string_equal(exact, row->placed);
	assert_int_equal(names_place(prefix, row->given, exact, len),
			 ERR_MENU_COMMAND);
	free(exact);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows)];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, places);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
