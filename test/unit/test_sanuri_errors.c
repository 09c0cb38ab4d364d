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
	const char *field;
};

static const struct rejected rejected_rows[] = {
    {"nothing at all", "", ERR_URI_SCHEME, 1, "scheme"},
    {"scheme: missing, and no target", "10.0.0.1:/b", ERR_URI_SCHEME, 1,
     "scheme"},
    {"scheme: a target alone", "iqn.2009-06.org.example:win7", ERR_URI_SCHEME,
     1, "scheme"},
    {"scheme: another", "nfs:a:/b", ERR_URI_SCHEME, 1, "scheme"},
    {"scheme: without colon", "iscsi", ERR_URI_SCHEME, 1, "scheme"},
    {"scheme: only a part of aoe:", "aoe", ERR_URI_SCHEME, 1, "scheme"},
    {"scheme: a blank in front", " iscsi:a::::iqn.b", ERR_URI_CHAR, 1,
     "scheme"},
    {"fields: none", "iscsi:", ERR_URI_FIELDS, 7, "SERVER"},
    {"fields: server alone", "iscsi:a", ERR_URI_FIELDS, 8, "SERVER"},
    {"fields: ends after the server", "iscsi:nas:", ERR_URI_FIELDS, 11,
     "PROTOCOL"},
    {"fields: ends in the protocol", "iscsi:nas:6", ERR_URI_FIELDS, 11,
     "PROTOCOL"},
    {"fields: ends in the port", "iscsi:nas::3260", ERR_URI_FIELDS, 12, "PORT"},
    {"fields: ends in the LUN", "iscsi:nas:::1", ERR_URI_FIELDS, 13, "LUN"},
    {"fields: IPv6 server alone", "iscsi:[::1]", ERR_URI_FIELDS, 12, "SERVER"},
    {"fields: a bracket in the protocol is not the server's", "iscsi:nas:[6",
     ERR_URI_FIELDS, 11, "PROTOCOL"},
    {"slashes: no target", "iscsi://10.0.0.1/disk", ERR_URI_SLASH, 7, "SERVER"},
    {"server: empty", "iscsi:::::iqn.b", ERR_URI_SERVER, 7, "SERVER"},
    {"server: empty brackets", "iscsi:[]::::iqn.b", ERR_URI_SERVER, 8,
     "SERVER"},
    {"server: bracket not closed", "iscsi:[fe80::1::::iqn.b", ERR_URI_SERVER, 7,
     "SERVER"},
    {"server: a bracket alone", "iscsi:[", ERR_URI_SERVER, 7, "SERVER"},
    {"server: text behind the bracket", "iscsi:[::1]a::::iqn.b", ERR_URI_SERVER,
     12, "SERVER"},
    {"server: name with a bad character", "iscsi:a+b::::iqn.b", ERR_URI_SERVER,
     8, "SERVER"},
    {"server: label begins with -", "iscsi:a.-b::::iqn.b", ERR_URI_SERVER, 9,
     "SERVER"},
    {"server: label ends in -", "iscsi:a-.b::::iqn.b", ERR_URI_SERVER, 9,
     "SERVER"},
    {"server: ends in -", "iscsi:a-::::iqn.b", ERR_URI_SERVER, 9, "SERVER"},
    {"server: empty label", "iscsi:a..b::::iqn.b", ERR_URI_SERVER, 9, "SERVER"},
    {"server: a dot alone", "iscsi:.::::iqn.b", ERR_URI_SERVER, 7, "SERVER"},
    {"server: label of 64",
     "iscsi:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:::"
     ":iqn.b",
     ERR_URI_SERVER, 70, "SERVER"},
    {"server: number past 255", "iscsi:10.0.0.256::::iqn.b", ERR_URI_SERVER, 16,
     "SERVER"},
    {"server: three numbers", "iscsi:10.0.1::::iqn.b", ERR_URI_SERVER, 13,
     "SERVER"},
    {"server: five numbers", "iscsi:10.0.0.1.2::::iqn.b", ERR_URI_SERVER, 15,
     "SERVER"},
    {"server: IPv4 and a dot", "iscsi:10.0.0.1.::::iqn.b", ERR_URI_SERVER, 15,
     "SERVER"},
    {"server: a number", "iscsi:10::::iqn.b", ERR_URI_SERVER, 9, "SERVER"},
    {"server: octal that is not the same in decimal",
     "iscsi:10.0.010.1::::iqn.b", ERR_URI_SERVER, 12, "SERVER"},
    {"server: octal 8", "iscsi:10.0.0.08::::iqn.b", ERR_URI_SERVER, 14,
     "SERVER"},
    {"server: IPv4 in brackets", "iscsi:[10.0.0.1]::::iqn.b", ERR_URI_SERVER,
     10, "SERVER"},
    {"server: IPv6 of seven groups", "iscsi:[1:2:3:4:5:6:7]::::iqn.b",
     ERR_URI_SERVER, 21, "SERVER"},
    {"server: IPv6 of nine groups", "iscsi:[1:2:3:4:5:6:7:8:9]::::iqn.b",
     ERR_URI_SERVER, 24, "SERVER"},
    {"server: IPv6 of eight groups and ::", "iscsi:[1:2:3:4::5:6:7:8]::::iqn.b",
     ERR_URI_SERVER, 23, "SERVER"},
    {"server: IPv6 of eight groups, then ::",
     "iscsi:[1:2:3:4:5:6:7:8::]::::iqn.b", ERR_URI_SERVER, 25, "SERVER"},
    {"server: IPv6 with two ::", "iscsi:[1::2::3]::::iqn.b", ERR_URI_SERVER, 13,
     "SERVER"},
    {"server: IPv6 with :::", "iscsi:[1:::2]::::iqn.b", ERR_URI_SERVER, 11,
     "SERVER"},
    {"server: IPv6 begins with one :", "iscsi:[:1]::::iqn.b", ERR_URI_SERVER, 9,
     "SERVER"},
    {"server: IPv6 ends in one :", "iscsi:[1::2:]::::iqn.b", ERR_URI_SERVER, 13,
     "SERVER"},
    {"server: IPv6 with five digits", "iscsi:[::12345]::::iqn.b",
     ERR_URI_SERVER, 14, "SERVER"},
    {"server: IPv6 with leading zeros past four", "iscsi:[::00001]::::iqn.b",
     ERR_URI_SERVER, 15, "SERVER"},
    {"server: IPv6 with a bad digit", "iscsi:[fe80::g]::::iqn.b",
     ERR_URI_SERVER, 14, "SERVER"},
    {"server: IPv6 with IPv4, which iPXE does not read",
     "iscsi:[::ffff:10.0.0.1]::::iqn.b", ERR_URI_SERVER, 17, "SERVER"},
    {"server: IPv6 with an empty zone", "iscsi:[fe80::1%]::::iqn.b",
     ERR_URI_SERVER, 16, "SERVER"},
    {"server: IPv6 with a bad zone", "iscsi:[fe80::1%a:b]::::iqn.b",
     ERR_URI_SERVER, 17, "SERVER"},
    {"protocol: another number", "iscsi:nas:17:::iqn.b", ERR_URI_PROTOCOL, 11,
     "PROTOCOL"},
    {"protocol: udp", "iscsi:nas:udp:::iqn.b", ERR_URI_PROTOCOL, 11,
     "PROTOCOL"},
    {"protocol: one below", "iscsi:nas:5:::iqn.b", ERR_URI_PROTOCOL, 11,
     "PROTOCOL"},
    {"protocol: one above", "iscsi:nas:7:::iqn.b", ERR_URI_PROTOCOL, 11,
     "PROTOCOL"},
    {"protocol: 6 modulo 256", "iscsi:nas:262:::iqn.b", ERR_URI_PROTOCOL, 11,
     "PROTOCOL"},
    {"port: greatest, one past", "iscsi:nas::65536::iqn.b", ERR_URI_PORT, 16,
     "PORT"},
    {"port: past 32 bits", "iscsi:nas::4294967297::iqn.b", ERR_URI_PORT, 17,
     "PORT"},
    {"port: signed", "iscsi:nas::-1::iqn.b", ERR_URI_PORT, 12, "PORT"},
    {"port: past 65535, with LUN", "iscsi:nas::70000:1:iqn.b", ERR_URI_PORT, 16,
     "PORT"},
    {"LUN: no hexadecimal digit", "iscsi:nas:::g:iqn.b", ERR_URI_LUN, 13,
     "LUN"},
    {"LUN: bad second digit", "iscsi:nas:::1g:iqn.b", ERR_URI_LUN, 14, "LUN"},
    {"LUN: fourth group past 16 bits", "iscsi:nas:::0-0-0-10000:iqn.b",
     ERR_URI_LUN, 23, "LUN"},
    {"LUN: five groups", "iscsi:nas:::1-2-3-4-5:iqn.b", ERR_URI_LUN, 20, "LUN"},
    {"LUN: ends in a dash", "iscsi:nas:::1-:iqn.b", ERR_URI_LUN, 15, "LUN"},
    {"LUN: begins with a dash", "iscsi:nas:::-1:iqn.b", ERR_URI_LUN, 13, "LUN"},
    {"LUN: two dashes", "iscsi:nas:::1--2:iqn.b", ERR_URI_LUN, 15, "LUN"},
    {"LUN: four groups and a dash", "iscsi:nas:::1-2-3-4-:iqn.b", ERR_URI_LUN,
     20, "LUN"},
    {"LUN: a dash alone", "iscsi:nas:::-:iqn.b", ERR_URI_LUN, 13, "LUN"},
    {"LUN: the port in both", "iscsi:nas::3260:3260:iqn.b", ERR_URI_LUN_PORT,
     17, "LUN"},
    {"LUN: the port, another in PORT", "iscsi:nas::3261:3260:iqn.b",
     ERR_URI_LUN_PORT, 17, "LUN"},
    {"target: empty", "iscsi:nas::::", ERR_URI_TARGET, 14, "TARGET"},
    {"target: no iSCSI name", "iscsi:nas::::disk", ERR_URI_TARGET, 14,
     "TARGET"},
    {"target: only iqn.", "iscsi:nas::::iqn.", ERR_URI_TARGET, 18, "TARGET"},
    {"target: only eui.", "iscsi:nas::::eui.", ERR_URI_TARGET, 18, "TARGET"},
    {"target: only naa.", "iscsi:nas::::naa.", ERR_URI_TARGET, 18, "TARGET"},
    {"target: iqn without dot", "iscsi:nas::::iqn:b", ERR_URI_TARGET, 14,
     "TARGET"},
    {"target: eui. of 15 digits", "iscsi:nas::::eui.02004567A425678",
     ERR_URI_TARGET, 33, "TARGET"},
    {"target: eui. of 17 digits", "iscsi:nas::::eui.02004567A425678DE",
     ERR_URI_TARGET, 34, "TARGET"},
    {"target: eui. with another character", "iscsi:nas::::eui.02004567G425678D",
     ERR_URI_TARGET, 26, "TARGET"},
    {"target: naa. of 15 digits", "iscsi:nas::::naa.52004567BA64678",
     ERR_URI_TARGET, 33, "TARGET"},
    {"target: naa. of 17 digits", "iscsi:nas::::naa.52004567BA64678DE",
     ERR_URI_TARGET, 35, "TARGET"},
    {"target: naa. of 33 digits",
     "iscsi:nas::::naa.52004567BA64678D52004567BA64678DE", ERR_URI_TARGET, 50,
     "TARGET"},
    {"target: #, where iPXE ends an address", "iscsi:nas::::iqn.b#c",
     ERR_URI_CHAR, 19, "TARGET"},
    {"the first of two wrong fields is named", "iscsi:nas:7:0::iqn.b",
     ERR_URI_PROTOCOL, 11, "PROTOCOL"},
    {"character: blank", "iscsi:a b::::iqn.b", ERR_URI_CHAR, 8, "SERVER"},
    {"character: blank behind", "iscsi:nas::::iqn.b ", ERR_URI_CHAR, 19,
     "TARGET"},
    {"character: tab", "iscsi:a\t::::iqn.b", ERR_URI_CHAR, 8, "SERVER"},
    {"character: a gPXE/iPXE setting", "iscsi:${net0/ip}::::iqn.b",
     ERR_URI_CHAR, 7, "SERVER"},
    {"character: a setting for all of it", "${root-path}", ERR_URI_CHAR, 1,
     "scheme"},
    {"character: double quote", "iscsi:nas::::iqn.\"b", ERR_URI_CHAR, 18,
     "TARGET"},
    {"character: backslash", "iscsi:nas::::iqn.\\b", ERR_URI_CHAR, 18,
     "TARGET"},
    {"character: not ASCII", "iscsi:nas::::iqn.\xc3\xa4", ERR_URI_CHAR, 18,
     "TARGET"},
    {"character: in the LUN", "iscsi:nas:::1 :iqn.b", ERR_URI_CHAR, 14, "LUN"},
    {"character: in an address passed on", "http://a/b c", ERR_URI_CHAR, 11,
     "address"},
    {"http: one slash", "http:/a/b", ERR_URI_HTTP, 7, "address"},
    {"http: no server", "http:///b", ERR_URI_HTTP, 8, "address"},
    {"http: no path", "http://a", ERR_URI_HTTP, 9, "address"},
    {"http: nothing", "http://", ERR_URI_HTTP, 8, "address"},
    {"https: no path", "https://a", ERR_URI_HTTP, 10, "address"},
    {"aoe: nothing", "aoe:", ERR_URI_AOE, 5, "address"},
    {"aoe: no e", "aoe:0.1", ERR_URI_AOE, 5, "address"},
    {"aoe: no shelf", "aoe:e.1", ERR_URI_AOE, 6, "address"},
    {"aoe: no slot", "aoe:e0", ERR_URI_AOE, 7, "address"},
    {"aoe: slot empty", "aoe:e0.", ERR_URI_AOE, 8, "address"},
    {"aoe: more", "aoe:e0.1.2", ERR_URI_AOE, 9, "address"},
    {"aoe: a MAC address, which iPXE does not take", "aoe:00:11:22:33:44:55",
     ERR_URI_AOE, 5, "address"},
    {"fcp: nothing", "fcp:", ERR_URI_FCP, 5, "address"},
    {"fcp: seven bytes", "fcp:20:00:00:00:00:00:01:0", ERR_URI_FCP, 27,
     "address"},
    {"fcp: one digit", "fcp:2:00:00:00:00:00:00:01:0", ERR_URI_FCP, 6,
     "address"},
    {"fcp: no LUN field", "fcp:20:00:00:00:00:00:00:01", ERR_URI_FCP, 28,
     "address"},
    {"fcp: bad LUN", "fcp:20:00:00:00:00:00:00:01:g", ERR_URI_FCP, 29,
     "address"},
    {"ib_srp: four fields", "ib_srp::::dev", ERR_URI_IB_SRP, 13, "address"},
    {"ib_srp: eight fields", "ib_srp::::fe80::ffff::1", ERR_URI_IB_SRP, 24,
     "address"},
    {"ib_srp: no service ID", "ib_srp::::fe80::::1:2", ERR_URI_IB_SRP, 17,
     "address"},
    {"ib_srp: ten fields", "ib_srp::::fe80::ffff::1:2:3", ERR_URI_IB_SRP, 26,
     "address"},
    {"character: line feed", "iscsi:a::::iqn.b\nshell", ERR_URI_CHAR, 17,
     "TARGET"},
    {"character: DEL", "iscsi:a::::iqn.\x7f", ERR_URI_CHAR, 16, "TARGET"},
};

/* In memory of its exact length; what must not change did not. */
static int parse(const char *text, size_t len, struct sanuri_fault *fault)
{
	struct sanuri untouched;
	struct sanuri uri;
	char *exact;
	int rc;

	memset(&uri, UNTOUCHED, sizeof(uri));
	memset(&untouched, UNTOUCHED, sizeof(untouched));
	memset(fault, UNTOUCHED, sizeof(*fault));
	exact = exact_new(text, len);
	rc = sanuri_parse(exact, len, &uri, fault);
	exact_free(exact);
	if (rc)
		assert_memory_equal(&uri, &untouched, sizeof(uri));
	else
		assert_int_equal(fault->column, UNTOUCHED * 0x01010101u);
	return rc;
}

static void assert_rejected(const char *text, size_t len, int rc,
			    unsigned int column, const char *field)
{
	struct sanuri_fault fault;

	assert_int_equal(parse(text, len, &fault), rc);
	assert_int_equal(fault.column, column);
	assert_string_equal(fault.field, field);
	assert_string_equal(fault.corrected, "");
}

static void rejects(void **state)
{
	const struct rejected *row = *state;

	assert_rejected(row->text, strlen(row->text), row->rc, row->column,
			row->field);
}

/* Cut anywhere before its target's first character, it is no address. */
static void every_prefix_of_an_address_is_refused(void **state)
{
	const char *text = "iscsi:[fe80::1]:6:3260:1-2-3-4:iqn.b";
	struct sanuri_fault fault;
	size_t len;
	int rc;

	(void)state;
	for (len = 0; len < strlen(text); len++) {
		rc = parse(text, len, &fault);
		assert_true(rc <= ERR_URI_SCHEME && rc >= ERR_URI_TARGET);
		assert_in_range(fault.column, 1, len + 1);
	}
	assert_int_equal(parse(text, len, &fault), 0);
}

/* Nor does a cut of any refused address read behind its end. */
static void every_prefix_of_a_refused_address_names_a_column(void **state)
{
	const struct rejected *row;
	struct sanuri_fault fault;
	size_t len;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rejected_rows); i++) {
		row = &rejected_rows[i];
		for (len = 0; len < strlen(row->text); len++)
			if (parse(row->text, len, &fault))
				assert_in_range(fault.column, 1, len + 1);
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
		assert_rejected(text, 16, ERR_URI_CHAR, 16, "TARGET");
	}
}

static void one_character_past_the_longest(void **state)
{
	char text[SANURI_MAX + 1];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "http://aa/bbbbb", 15);
	assert_rejected(text, sizeof(text), ERR_URI_TOO_LONG, SANURI_MAX + 1,
			"address");
	memcpy(text, "iscsi:a:::iqn.b", 15);
	assert_rejected(text, sizeof(text), ERR_URI_TOO_LONG, SANURI_MAX + 1,
			"address");
}

/* The longest target, and a character more, whether it is right or not. */
static void name_past_223(void **state)
{
	char text[11 + SANURI_MAX_NAME + 1];
	struct sanuri_fault fault;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "iscsi:a::::iqn.", 15);
	assert_int_equal(parse(text, sizeof(text) - 1, &fault), 0);
	assert_rejected(text, sizeof(text), ERR_URI_TARGET_LONG, sizeof(text),
			"TARGET");
	/* With a colon less: what is too long is not corrected. */
	memcpy(text, "iscsi:x:::iqn.", 14);
	assert_rejected(text, sizeof(text), ERR_URI_FIELDS, 11, "LUN");
	assert_int_equal(parse(text, sizeof(text) - 2, &fault), ERR_URI_FIELDS);
	assert_int_equal(strlen(fault.corrected), sizeof(text) - 1);
}

/* Of a name as long as can be, in labels of 63. */
static void host_past_253(void **state)
{
	char text[6 + SANURI_MAX_HOST + 1 + 9];
	struct sanuri_fault fault;
	size_t i;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "iscsi:", 6);
	for (i = 63; i < SANURI_MAX_HOST; i += 64)
		text[6 + i] = '.';
	memcpy(text + 6 + SANURI_MAX_HOST, "::::iqn.b", 9);
	assert_int_equal(parse(text, sizeof(text) - 1, &fault), 0);
	text[6 + SANURI_MAX_HOST] = 'x';
	memcpy(text + 6 + SANURI_MAX_HOST + 1, "::::iqn.b", 9);
	assert_rejected(text, sizeof(text), ERR_URI_SERVER,
			6 + SANURI_MAX_HOST + 1, "SERVER");
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rejected_rows) + 6];
	size_t n = 0;

	UNIT_ROWS(tests, n, rejected_rows, rejects);
	UNIT_TEST(tests, n, every_prefix_of_an_address_is_refused);
	UNIT_TEST(tests, n, every_prefix_of_a_refused_address_names_a_column);
	UNIT_TEST(tests, n, control_characters_and_bytes_past_ascii);
	UNIT_TEST(tests, n, one_character_past_the_longest);
	UNIT_TEST(tests, n, name_past_223);
	UNIT_TEST(tests, n, host_past_253);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
