/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/sanuri.c: addresses it refuses, where and why.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "sanuri.h"

#define UNTOUCHED 0xa5

struct rejected {
	const char *name;
	const char *text;
	int rc;
	unsigned int column;
};

static const struct rejected rejected_rows[] = {
    {"nothing at all", "", ERR_URI_SCHEME, 1},
    {"scheme: missing", "10.0.0.1::::iqn.b", ERR_URI_SCHEME, 1},
    {"scheme: another", "nfs:a:/b", ERR_URI_SCHEME, 1},
    {"scheme: without colon", "iscsi", ERR_URI_SCHEME, 1},
    {"scheme: in capitals", "ISCSI:a::::iqn.b", ERR_URI_SCHEME, 1},
    {"scheme: only a part of aoe:", "aoe", ERR_URI_SCHEME, 1},
    {"fields: none", "iscsi:", ERR_URI_FIELDS, 7},
    {"fields: server alone", "iscsi:a", ERR_URI_FIELDS, 7},
    {"fields: ends after the server", "iscsi:a:", ERR_URI_FIELDS, 9},
    {"fields: ends in the protocol", "iscsi:a:6", ERR_URI_FIELDS, 9},
    {"fields: ends in the port", "iscsi:a::3260", ERR_URI_FIELDS, 10},
    {"fields: one colon short", "iscsi:a:::iqn.b", ERR_URI_FIELDS, 11},
    {"fields: IPv6 server alone", "iscsi:[::1]", ERR_URI_FIELDS, 7},
    {"fields: a bracket in the protocol is not the server's", "iscsi:a:[6",
     ERR_URI_FIELDS, 9},
    {"server: empty", "iscsi:::::iqn.b", ERR_URI_SERVER, 7},
    {"server: empty brackets", "iscsi:[]::::iqn.b", ERR_URI_SERVER, 8},
    {"server: bracket not closed", "iscsi:[fe80::1::::iqn.b", ERR_URI_SERVER,
     7},
    {"server: a bracket alone", "iscsi:[", ERR_URI_SERVER, 7},
    {"server: text behind the bracket", "iscsi:[::1]a::::iqn.b", ERR_URI_SERVER,
     7},
    {"protocol: another number", "iscsi:a:17:::iqn.b", ERR_URI_PROTOCOL, 9},
    {"protocol: a name", "iscsi:a:tcp:::iqn.b", ERR_URI_PROTOCOL, 9},
    {"protocol: one below", "iscsi:a:5:::iqn.b", ERR_URI_PROTOCOL, 9},
    {"protocol: one above", "iscsi:a:7:::iqn.b", ERR_URI_PROTOCOL, 9},
    {"protocol: 6 modulo 256", "iscsi:a:262:::iqn.b", ERR_URI_PROTOCOL, 9},
    {"port: 0", "iscsi:a::0::iqn.b", ERR_URI_PORT, 10},
    {"port: one past the greatest", "iscsi:a::65536::iqn.b", ERR_URI_PORT, 10},
    {"port: past 32 bits", "iscsi:a::4294967297::iqn.b", ERR_URI_PORT, 10},
    {"port: hexadecimal", "iscsi:a::cbc::iqn.b", ERR_URI_PORT, 10},
    {"port: signed", "iscsi:a::-1::iqn.b", ERR_URI_PORT, 10},
    {"LUN: no hexadecimal digit", "iscsi:a:::g:iqn.b", ERR_URI_LUN, 11},
    {"LUN: 0x", "iscsi:a:::0x1:iqn.b", ERR_URI_LUN, 11},
    {"LUN: group past 16 bits", "iscsi:a:::10000:iqn.b", ERR_URI_LUN, 11},
    {"LUN: fourth group past 16 bits", "iscsi:a:::0-0-0-10000:iqn.b",
     ERR_URI_LUN, 11},
    {"LUN: five groups", "iscsi:a:::1-2-3-4-5:iqn.b", ERR_URI_LUN, 11},
    {"LUN: ends in a dash", "iscsi:a:::1-:iqn.b", ERR_URI_LUN, 11},
    {"LUN: begins with a dash", "iscsi:a:::-1:iqn.b", ERR_URI_LUN, 11},
    {"LUN: four groups and a dash", "iscsi:a:::1-2-3-4-:iqn.b", ERR_URI_LUN,
     11},
    {"LUN: a dash alone", "iscsi:a:::-:iqn.b", ERR_URI_LUN, 11},
    {"target: empty", "iscsi:a::::", ERR_URI_TARGET, 12},
    {"target: no iSCSI name", "iscsi:a::::disk", ERR_URI_TARGET, 12},
    {"target: only iqn.", "iscsi:a::::iqn.", ERR_URI_TARGET, 12},
    {"target: only eui.", "iscsi:a::::eui.", ERR_URI_TARGET, 12},
    {"target: only naa.", "iscsi:a::::naa.", ERR_URI_TARGET, 12},
    {"target: iqn without dot", "iscsi:a::::iqn:b", ERR_URI_TARGET, 12},
    {"target: one colon too many", "iscsi:a:::::iqn.b", ERR_URI_TARGET, 12},
    {"server: IPv6 without brackets is cut into fields",
     "iscsi:fe80::1::::iqn.b", ERR_URI_TARGET, 16},
    {"the first of two wrong fields is named", "iscsi:a:7:0::iqn.b",
     ERR_URI_PROTOCOL, 9},
    {"character: blank", "iscsi:a b::::iqn.b", ERR_URI_CHAR, 8},
    {"character: blank behind", "iscsi:a::::iqn.b ", ERR_URI_CHAR, 17},
    {"character: tab", "iscsi:a\t::::iqn.b", ERR_URI_CHAR, 8},
    {"character: line feed", "iscsi:a::::iqn.b\nshell", ERR_URI_CHAR, 17},
    {"character: a gPXE/iPXE setting", "iscsi:${net0/ip}::::iqn.b",
     ERR_URI_CHAR, 7},
    {"character: double quote", "iscsi:a::::iqn.\"b", ERR_URI_CHAR, 16},
    {"character: backslash", "iscsi:a::::iqn.\\b", ERR_URI_CHAR, 16},
    {"character: not ASCII", "iscsi:a::::iqn.\xc3\xa4", ERR_URI_CHAR, 16},
    {"character: DEL", "iscsi:a::::iqn.\x7f", ERR_URI_CHAR, 16},
    {"character: in an address passed on", "http://a/b c", ERR_URI_CHAR, 11},
};

/* In memory of its exact length; what must not change did not. */
static int parse(const char *text, size_t len, unsigned int *column)
{
	struct sanuri untouched;
	struct sanuri uri;
	struct sanuri_fault fault = {0};
	char *exact;
	int rc;

	memset(&uri, UNTOUCHED, sizeof(uri));
	memset(&untouched, UNTOUCHED, sizeof(untouched));
	*column = 0;
	exact = exact_new(text, len);
	rc = sanuri_parse(exact, len, &uri, &fault);
	*column = fault.column;
	exact_free(exact);
	if (rc)
		assert_memory_equal(&uri, &untouched, sizeof(uri));
	else
		assert_int_equal(*column, 0);
	return rc;
}

static void assert_rejected(const char *text, size_t len, int rc,
			    unsigned int column)
{
	unsigned int found;

	assert_int_equal(parse(text, len, &found), rc);
	assert_int_equal(found, column);
}

static void rejects(void **state)
{
	const struct rejected *row = *state;

	assert_rejected(row->text, strlen(row->text), row->rc, row->column);
}

/* Cut anywhere before its target's first character, it is no address. */
static void every_prefix_of_an_address_is_refused(void **state)
{
	const char *text = "iscsi:[fe80::1]:6:3260:1-2-3-4:iqn.b";
	unsigned int column;
	size_t len;
	int rc;

	(void)state;
	for (len = 0; len < strlen(text); len++) {
		rc = parse(text, len, &column);
		assert_true(rc <= ERR_URI_SCHEME && rc >= ERR_URI_TARGET);
		assert_in_range(column, 1, len + 1);
	}
	assert_int_equal(parse(text, len, &column), 0);
}

/* Nor does a cut of any refused address read behind its end. */
static void every_prefix_of_a_refused_address_names_a_column(void **state)
{
	const struct rejected *row;
	unsigned int column;
	size_t len;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rejected_rows); i++) {
		row = &rejected_rows[i];
		for (len = 0; len < strlen(row->text); len++)
			if (parse(row->text, len, &column))
				assert_in_range(column, 1, len + 1);
	}
}

static void control_characters_and_bytes_past_ascii(void **state)
{
	char text[] = "iscsi:a::::iqn.b";
	unsigned int c;

	(void)state;
	for (c = 0; c < 256; c++) {
		if (c > ' ' && c < 0x7f)
			continue;
		text[15] = (char)c;
		assert_rejected(text, 16, ERR_URI_CHAR, 16);
	}
}

static void one_character_past_the_longest(void **state)
{
	char text[SANURI_MAX + 1];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "iscsi:a::::iqn.", 15);
	assert_rejected(text, sizeof(text), ERR_URI_TOO_LONG, SANURI_MAX + 1);
	memcpy(text, "http://aa/bbbbb", 15);
	assert_rejected(text, sizeof(text), ERR_URI_TOO_LONG, SANURI_MAX + 1);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rejected_rows) + 4];
	size_t n = 0;

	UNIT_ROWS(tests, n, rejected_rows, rejects);
	UNIT_TEST(tests, n, every_prefix_of_an_address_is_refused);
	UNIT_TEST(tests, n, every_prefix_of_a_refused_address_names_a_column);
	UNIT_TEST(tests, n, control_characters_and_bytes_past_ascii);
	UNIT_TEST(tests, n, one_character_past_the_longest);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
