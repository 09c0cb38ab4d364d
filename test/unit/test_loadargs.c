/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/loadargs.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "loadargs.h"
#include "paths.h"

/* --- One line of text ----------------------------------------------------- */

static const struct name {
	const char *name;
	const char *line; /* given as UTF-16 and as ASCII */
	const char *file;
	const char *arguments;
} name_rows[] = {
    {"name: none", "next,disk exit=success", "localboot.efi",
     "next,disk exit=success"},
    {"name: nothing", "", "localboot.efi", ""},
    {"name: alone", "localboot.efi", "localboot.efi", ""},
    {"name: and arguments", "localboot.efi next guid=1", "localboot.efi",
     " next guid=1"},
    {"name: in capitals", "LOCALBOOT.EFI next", "", " next"},
    {"name: another", "boot\\x.efi next", "localboot.efi", " next"},
    {"name: with its path", "fs0:\\net/lb.efi  a", "lb.efi", "  a"},
    {"name: without ending", "localboot next", "LocalBoot.efi", " next"},
    {"name: of a file without ending", "lb next", "lb", " next"},
    {"name: longer than the file's", "localboots next", "localboot.efi",
     "localboots next"},
    {"name: an ending alone is none", ".efi next", "x", ".efi next"},
    {"name: a key's value is none", "quirks=a.efi next", "localboot.efi",
     "quirks=a.efi next"},
    {"name: only the first word", "next a.efi", "localboot.efi", "next a.efi"},
    {"name: blanks before it", "  localboot.efi next", "", " next"},
    {"name: tab and line end", "a.efi\tnext\r\n", "", "\tnext\r\n"},
};

static void finds_name(void **state)
{
	const struct name *row = *state;
	size_t len = strlen(row->line);
	char buf[LOADARGS_LEN];
	char *wide = calloc(len + 1, 2);
	char *exact;
	size_t i;

	assert_non_null(wide);
	for (i = 0; i < len; i++)
		wide[2 * i] = row->line[i];
	exact = exact_new(wide, 2 * len);
	assert_string_equal(loadargs_read(exact, 2 * len, row->file, buf),
			    row->arguments);
	exact_free(exact);
	exact = exact_new(row->line, len);
	assert_string_equal(loadargs_read(exact, len, row->file, buf),
			    row->arguments);
	exact_free(exact);
	free(wide);
}

/* --- Bytes ---------------------------------------------------------------- */

static const struct bytes {
	const char *name;
	const char *bytes;
	size_t len;
	const char *arguments;
} byte_rows[] = {
    {"bytes: none", BYTES(""), ""},
    {"bytes: a NUL", BYTES("\0"), ""},
    {"bytes: NUL ends UTF-16", BYTES("a\0\0\0\xff\xff"), "a"},
    {"bytes: half a character behind", BYTES("a\0b\0\x01"), "ab"},
    {"bytes: one character of ASCII is no UTF-16", BYTES("a"), ""},
    {"bytes: NUL ends ASCII", BYTES("exit\0\xff\xff"), "exit"},
    {"bytes: no text", BYTES("\x4e\xac\x08\x81"), ""},
    {"bytes: control characters", BYTES("a\0\x07\0"), "a"},
    {"bytes: UTF-16 beyond ASCII", BYTES("a\0\xe4\0"), "a"},
    {"bytes: ASCII beyond", BYTES("ab\xe4z"), ""},
};

static void reads(void **state)
{
	const struct bytes *row = *state;
	char *exact = exact_new(row->bytes, row->len);
	char buf[LOADARGS_LEN];

	assert_string_equal(loadargs_read(exact, row->len, "", buf),
			    row->arguments);
	exact_free(exact);
}

static void long_lines_are_cut(void **state)
{
	static char wide[2 * LOADARGS_LEN];
	char buf[LOADARGS_LEN];
	size_t i;

	(void)state;
	for (i = 0; i < LOADARGS_LEN; i++)
		wide[2 * i] = 'x';
	assert_int_equal(
	    strlen(loadargs_read(wide, 2 * LOADARGS_LEN - 2, "", buf)),
	    LOADARGS_LEN - 1);
	assert_int_equal(strlen(loadargs_read(wide, sizeof(wide), "", buf)),
			 LOADARGS_LEN - 1);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(name_rows) + COUNT_OF(byte_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, name_rows, finds_name);
	UNIT_ROWS(tests, n, byte_rows, reads);
	UNIT_TEST(tests, n, long_lines_are_cut);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
