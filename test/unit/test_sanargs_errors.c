/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/sanargs.c: argument lines it refuses, at which word and why.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "sanargs.h"

#define UNTOUCHED 0xa5
#define A "iscsi:a::::iqn.a"

struct rejected {
	const char *name;
	const char *line;
	int rc;
	const char *word;
	unsigned int column;
	char character;
};

static const struct rejected rejected_rows[] = {
    {"unknown word", A " foo", ERR_ARG_WORD, "foo", 0, 0},
    {"unknown key: its value may be a secret", "secert=foo " A, ERR_ARG_WORD,
     "secert=", 0, 0},
    {"key in capitals", "KEEP", ERR_ARG_WORD, "KEEP", 0, 0},
    {"key without =", "user", ERR_ARG_WORD, "user", 0, 0},
    {"option with something behind", "-kd", ERR_ARG_WORD, "-kd", 0, 0},
    {"flag with a value", "keep=1", ERR_ARG_WORD, "keep=", 0, 0},
    {"sanboot, but not in front", A " sanboot", ERR_ARG_WORD, "sanboot", 0, 0},
    {"sanboot twice", "sanboot sanboot", ERR_ARG_WORD, "sanboot", 0, 0},
    {"ibft, but not in front", A " ibft", ERR_ARG_WORD, "ibft", 0, 0},
    {"ibft and more", "ibft " A, ERR_ARG_ALONE, "ibft", 0, 0},
    {"help and more, which may be a secret", "sanboot help secret=a",
     ERR_ARG_ALONE, "help", 0, 0},
    {"an iBFT is always made", "-n " A, ERR_ARG_DESCRIBE, "-n", 0, 0},
    {"the same, long", "--no-describe " A, ERR_ARG_DESCRIBE, "--no-describe", 0,
     0},
    {"a path more than can be", A " " A " " A " " A " aoe:e0.1", ERR_ARG_URIS,
     "aoe:e0.1", 0, 0},
    {"a failover more than can be",
     "failover=" A " failover=" A " failover=aoe:e0.1", ERR_ARG_FAILOVER,
     "failover=aoe:e0.1", 0, 0},
    {"a third ipxe=", "ipxe=a ipxe=b ipxe=c", ERR_ARG_IPXE, "ipxe=c", 0, 0},
    {"drive: one below", "drive=0x7f", ERR_ARG_DRIVE, "drive=0x7f", 0, 0},
    {"drive: one above", "drive=0x100", ERR_ARG_DRIVE, "drive=0x100", 0, 0},
    {"drive: empty", "drive=", ERR_ARG_DRIVE, "drive=", 0, 0},
    {"drive: 0x alone", "drive=0x", ERR_ARG_DRIVE, "drive=0x", 0, 0},
    {"drive: hexadecimal without 0x", "-d 80", ERR_ARG_DRIVE, "-d", 0, 0},
    {"drive: missing", A " --drive", ERR_ARG_DRIVE_MISSING, "--drive", 0, 0},
    {"twice: drive, in two forms", "drive=0x80 -d 0x81", ERR_ARG_TWICE, "-d", 0,
     0},
    {"twice: keep", "keep --keep", ERR_ARG_TWICE, "--keep", 0, 0},
    {"twice: hook", "hook hook", ERR_ARG_TWICE, "hook", 0, 0},
    {"twice: hook is then=", "hook then=cd", ERR_ARG_TWICE, "then=cd", 0, 0},
    {"twice: gateway=", "gateway=none gateway=none", ERR_ARG_TWICE,
     "gateway=none", 0, 0},
    {"twice: initiator=", "initiator=iqn.a initiator=iqn.b", ERR_ARG_TWICE,
     "initiator=iqn.b", 0, 0},
    {"twice: user=", "user=a user=b", ERR_ARG_TWICE, "user=b", 0, 0},
    {"twice: secret=, not shown", "secret=a secret=b", ERR_ARG_TWICE,
     "secret=", 0, 0},
    {"twice: target-user=", "target-user=a target-user=b", ERR_ARG_TWICE,
     "target-user=b", 0, 0},
    {"twice: target-secret=", "target-secret=a target-secret=b", ERR_ARG_TWICE,
     "target-secret=", 0, 0},
    {"twice: retry=", "retry=1 retry=2", ERR_ARG_TWICE, "retry=2", 0, 0},
    {"twice: speed=", "speed=no speed=yes", ERR_ARG_TWICE, "speed=yes", 0, 0},
    {"gateway=: another", "gateway=yes", ERR_ARG_GATEWAY, "gateway=yes", 0, 0},
    {"gateway=: empty", "gateway=", ERR_ARG_GATEWAY, "gateway=", 0, 0},
    {"speed=: another", "speed=1", ERR_ARG_SPEED, "speed=1", 0, 0},
    {"retry=: empty", "retry=", ERR_ARG_RETRY, "retry=", 0, 0},
    {"retry=: no number", "retry=x", ERR_ARG_RETRY, "retry=x", 0, 0},
    {"retry=: one past", "retry=100", ERR_ARG_RETRY, "retry=100", 0, 0},
    {"retry=: seconds one past", "retry=1,601", ERR_ARG_RETRY, "retry=1,601", 0,
     0},
    {"retry=: seconds missing", "retry=1,", ERR_ARG_RETRY, "retry=1,", 0, 0},
    {"retry=: seconds alone", "retry=,1", ERR_ARG_RETRY, "retry=,1", 0, 0},
    {"retry=: three numbers", "retry=1,2,3", ERR_ARG_RETRY, "retry=1,2,3", 0,
     0},
    {"initiator=: no name", "initiator=me", ERR_ARG_NAME, "initiator=me", 11,
     0},
    {"initiator=: eui. of one digit", "initiator=eui.1", ERR_ARG_NAME,
     "initiator=eui.1", 16, 0},
    {"initiator=: empty", "initiator=", ERR_ARG_EMPTY, "initiator=", 0, 0},
    {"initiator=: quote", "initiator=iqn.\"", ERR_ARG_CHAR, "initiator=iqn.\"",
     15, '"'},
    {"user=: empty", "user=", ERR_ARG_EMPTY, "user=", 0, 0},
    {"user=: setting", "user=a${b}", ERR_ARG_CHAR, "user=a${b}", 7, '$'},
    {"user=: backslash", "user=DOMAIN\\me", ERR_ARG_CHAR, "user=DOMAIN\\me", 12,
     '\\'},
    {"user=: apostrophe", "user='me'", ERR_ARG_CHAR, "user='me'", 6, '\''},
    {"user=: control character", "user=a\x01", ERR_ARG_CHAR, "user=a\x01", 7,
     1},
    {"user=: DEL", "user=\x7f", ERR_ARG_CHAR, "user=\x7f", 6, 0x7f},
    {"user=: not ASCII", "user=\xc3\xa4", ERR_ARG_CHAR, "user=\xc3\xa4", 6,
     (char)0xc3},
    {"user=: a comment to iPXE", "user=#a", ERR_ARG_CHAR, "user=#a", 6, '#'},
    {"user=: the end of a command", "user=;", ERR_ARG_CHAR, "user=;", 6, ';'},
    {"user=: or", "user=||", ERR_ARG_CHAR, "user=||", 6, '|'},
    {"user=: and", "user=&&", ERR_ARG_CHAR, "user=&&", 6, '&'},
    {"secret=: empty", "user=a secret=", ERR_ARG_EMPTY, "secret=", 0, 0},
    {"secret=: a character, but no more of it", "secret=abc\"d", ERR_ARG_CHAR,
     "secret=", 11, '"'},
    {"target-user=: setting", "target-user=$", ERR_ARG_CHAR, "target-user=$",
     13, '$'},
    {"target-secret=: quote", "target-secret=a\"", ERR_ARG_CHAR,
     "target-secret=", 16, '"'},
    {"ipxe=: empty", "ipxe=", ERR_ARG_EMPTY, "ipxe=", 0, 0},
    {"CHAP: user alone", "user=a", ERR_ARG_CHAP, "", 0, 0},
    {"CHAP: secret alone", "secret=a", ERR_ARG_CHAP, "", 0, 0},
    {"CHAP: secret asked for alone", "secret=ask " A, ERR_ARG_CHAP, "", 0, 0},
    {"CHAP: target's user without secret", "user=a secret=b target-user=c",
     ERR_ARG_CHAP, "", 0, 0},
    {"CHAP: target's secret without user", "user=a secret=b target-secret=c",
     ERR_ARG_CHAP, "", 0, 0},
    {"CHAP: target alone", "target-user=a target-secret=b", ERR_ARG_CHAP, "", 0,
     0},
    {"CHAP: user and target's secret", "user=a target-secret=b", ERR_ARG_CHAP,
     "", 0, 0},
    {"then=: empty", A " then=", ERR_ARG_THEN, "then=", 0, 0},
    {"then=: blank before", "then= cd", ERR_ARG_THEN, "then=", 0, 0},
    {"then=menu and more", "then=menu keep", ERR_ARG_THEN, "then=menu", 0, 0},
    {"then=kernel: no file", "then=kernel", ERR_ARG_KERNEL, "then=kernel", 0,
     0},
    {"then=kernel: blanks", "then=kernel  ", ERR_ARG_KERNEL, "then=kernel", 0,
     0},
    {"then=kernel: initrd alone", "then=kernel initrd=a", ERR_ARG_KERNEL,
     "then=kernel", 0, 0},
    {"address: column in it", A " iscsi:b:::x:iqn.b", ERR_URI_LUN,
     "iscsi:b:::x:iqn.b", 11, 0},
    {"address: no scheme", "10.0.0.1::::iqn.b", ERR_URI_SCHEME,
     "10.0.0.1::::iqn.b", 1, 0},
    {"failover=: column in the address", "failover=iscsi:b:::x:iqn.b",
     ERR_URI_LUN, "iscsi:b:::x:iqn.b", 11, 0},
    {"failover=: empty", "failover=", ERR_URI_SCHEME, "", 1, 0},
    {"the first of two faults counts", "foo drive=1", ERR_ARG_WORD, "foo", 0,
     0},
};

static void assert_rejected(const char *text, const struct rejected *row,
			    struct sanargs_fault *fault)
{
	char *line = exact_new(text, strlen(text) + 1);
	struct sanargs untouched;
	struct sanargs args;

	memset(&args, UNTOUCHED, sizeof(args));
	memset(&untouched, UNTOUCHED, sizeof(untouched));
	assert_int_equal(sanargs_parse(line, &args, fault), row->rc);
	assert_memory_equal(&args, &untouched, sizeof(args));
	assert_span(fault->word, row->word);
	assert_int_equal(fault->uri.column, row->column);
	assert_int_equal(fault->character, row->character);
	exact_free(line);
}

static void rejects(void **state)
{
	const struct rejected *row = *state;
	struct sanargs_fault fault;

	assert_rejected(row->line, row, &fault);
}

/* Right words before it leave nothing behind in the fault. */
static void rejects_behind_right_words(void **state)
{
	static const char before[] = "sanboot " A " ";
	const struct rejected *row = *state;
	struct sanargs_fault fault;
	char line[256];

	/* Rows that are about what stands in front, or about a count. */
	if (row->rc == ERR_ARG_ALONE || row->rc == ERR_ARG_URIS ||
	    strstr(row->line, "sanboot"))
		return;
	text_format(line, sizeof(line), "%s%s", before, row->line);
	assert_rejected(line, row, &fault);
}

static void fault_of_an_address_has_all_of_it(void **state)
{
	struct sanargs_fault fault;
	struct sanargs args;

	(void)state;
	assert_int_equal(sanargs_parse("keep failover=iscsi:nas:3260:iqn.b:c",
				       &args, &fault),
			 ERR_URI_PROTOCOL);
	assert_int_equal(fault.uri.column, 11);
	assert_string_equal(fault.uri.field, "PROTOCOL");
	assert_string_equal(fault.uri.corrected, "iscsi:nas::3260::iqn.b:c");
	assert_int_equal(sanargs_parse(A " foo", &args, &fault), ERR_ARG_WORD);
	assert_string_equal(fault.uri.field, "");
	assert_string_equal(fault.uri.corrected, "");
}

struct limit {
	const char *name;
	const char *key;
	const char *rest; /* of the line */
	size_t max;
};

static const struct limit limit_rows[] = {
    {"longest: user=", "user=", " secret=a", SANARGS_MAX_TEXT},
    {"longest: secret=", "secret=", " user=a", SANARGS_MAX_TEXT},
    {"longest: target-user=", "target-user=",
     " target-secret=a user=a secret=a", SANARGS_MAX_TEXT},
    {"longest: target-secret=", "target-secret=",
     " target-user=a user=a secret=a", SANARGS_MAX_TEXT},
    {"longest: ipxe=", "ipxe=", "", SANARGS_MAX_FILE},
    {"longest: initiator=", "initiator=iqn.", "", SANURI_MAX_NAME - 4},
};

static void at_limit_and_one_past(void **state)
{
	const struct limit *row = *state;
	struct sanargs_fault fault;
	struct sanargs args;
	char value[300];
	char line[400];
	int rc;

	memset(value, 'x', sizeof(value));
	value[row->max] = '\0';
	text_format(line, sizeof(line), "%s%s%s", row->key, value, row->rest);
	assert_int_equal(sanargs_parse(line, &args, &fault), 0);
	value[row->max] = 'x';
	value[row->max + 1] = '\0';
	text_format(line, sizeof(line), "%s%s%s", row->key, value, row->rest);
	rc = sanargs_parse(line, &args, &fault);
	assert_true(rc == ERR_ARG_LONG || rc == ERR_ARG_NAME);
	assert_int_equal(fault.uri.column, strlen(row->key) + row->max + 1);
}

int main(void)
{
	static struct CMUnitTest
	    tests[2 * COUNT_OF(rejected_rows) + COUNT_OF(limit_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, rejected_rows, rejects);
	UNIT_ROWS(tests, n, rejected_rows, rejects_behind_right_words);
	UNIT_ROWS(tests, n, limit_rows, at_limit_and_one_past);
	UNIT_TEST(tests, n, fault_of_an_address_has_all_of_it);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
