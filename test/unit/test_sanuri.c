/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/sanuri.c: addresses it takes.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "sanuri.h"

struct accepted {
	const char *name;
	const char *text;
	const char *server;
	uint32_t port;
	uint64_t lun; /* first group most significant */
	const char *target;
};

static const struct accepted accepted_rows[] = {
    {"empty fields take their defaults", "iscsi:10.0.0.1::::iqn.a:b",
     "10.0.0.1", 3260, 0, "iqn.a:b"},
    {"shortest address", "iscsi:a::::iqn.b", "a", 3260, 0, "iqn.b"},
    {"every field given", "iscsi:host.example:6:3261:2:iqn.2009-06.org:win7",
     "host.example", 3261, 0x0002000000000000, "iqn.2009-06.org:win7"},
    {"server: IPv6 in brackets", "iscsi:[fe80::1]::::iqn.b", "fe80::1", 3260, 0,
     "iqn.b"},
    {"server: IPv6 with all fields", "iscsi:[::1]:6:1:1:iqn.b", "::1", 1,
     0x0001000000000000, "iqn.b"},
    {"protocol: 6", "iscsi:a:6:::iqn.b", "a", 3260, 0, "iqn.b"},
    {"port: least", "iscsi:a::1::iqn.b", "a", 1, 0, "iqn.b"},
    {"port: greatest", "iscsi:a::65535::iqn.b", "a", 65535, 0, "iqn.b"},
    {"LUN: 0", "iscsi:a:::0:iqn.b", "a", 3260, 0, "iqn.b"},
    {"LUN: one group is the first of four", "iscsi:a:::1:iqn.b", "a", 3260,
     0x0001000000000000, "iqn.b"},
    {"LUN: is hexadecimal", "iscsi:a:::10:iqn.b", "a", 3260, 0x0010000000000000,
     "iqn.b"},
    {"LUN: capital digits", "iscsi:a:::AF:iqn.b", "a", 3260, 0x00af000000000000,
     "iqn.b"},
    {"LUN: greatest group", "iscsi:a:::ffff:iqn.b", "a", 3260,
     0xffff000000000000, "iqn.b"},
    {"LUN: two groups", "iscsi:a:::1-2:iqn.b", "a", 3260, 0x0001000200000000,
     "iqn.b"},
    {"LUN: four groups", "iscsi:a:::4752-3A4F-6b7e-2F99:iqn.b", "a", 3260,
     0x47523a4f6b7e2f99, "iqn.b"},
    {"target: eui.", "iscsi:a::::eui.02004567A425678D", "a", 3260, 0,
     "eui.02004567A425678D"},
    {"target: naa.", "iscsi:a::::naa.52004567BA64678D", "a", 3260, 0,
     "naa.52004567BA64678D"},
    {"target: keeps its colons", "iscsi:a::::iqn.b:c:d:", "a", 3260, 0,
     "iqn.b:c:d:"},
    {"target: one character of name", "iscsi:a::::eui.0", "a", 3260, 0,
     "eui.0"},
    {"characters a shell takes are none to gPXE/iPXE",
     "iscsi:a::::iqn.b;c&d|e#f'g`h%i{j}k*l~m!n<o>p(q)", "a", 3260, 0,
     "iqn.b;c&d|e#f'g`h%i{j}k*l~m!n<o>p(q)"},
};

struct passed_on {
	const char *name;
	const char *text;
};

static const struct passed_on passed_on_rows[] = {
    {"passed on: aoe:", "aoe:e0.1"},
    {"passed on: http:", "http://10.0.0.1/disk.iso?a=b"},
    {"passed on: https:", "https://a/b"},
    {"passed on: ib_srp:", "ib_srp::::dev"},
    {"passed on: fcp:", "fcp:20:00:00:00:00:00:00:01:0"},
    {"passed on: unread, even when nothing follows", "aoe:"},
};

static int parse(const void *text, size_t len, struct sanuri *uri,
		 unsigned int *column)
{
	char *exact = exact_new(text, len);
	ptrdiff_t moved = (const char *)text - exact;
	struct sanuri_fault fault = {0};
	int rc;

	*column = 0;
	rc = sanuri_parse(exact, len, uri, &fault);
	*column = fault.column;
	if (!rc && uri->is_iscsi) {
		uri->server.text += moved;
		uri->target.text += moved;
	}
	exact_free(exact);
	return rc;
}

static void accepts(void **state)
{
	const struct accepted *row = *state;
	struct sanuri uri;
	unsigned int column;

	assert_int_equal(parse(row->text, strlen(row->text), &uri, &column), 0);
	assert_int_equal(column, 0);
	assert_int_equal(uri.is_iscsi, 1);
	assert_span(uri.server, row->server);
	assert_span(uri.target, row->target);
	assert_int_equal(uri.port, row->port);
	assert_true(row->lun ==
		    ((uint64_t)uri.lun[0] << 48 | (uint64_t)uri.lun[1] << 32 |
		     (uint64_t)uri.lun[2] << 16 | uri.lun[3]));
}

static void passes_on(void **state)
{
	const struct passed_on *row = *state;
	struct sanuri uri;
	unsigned int column;

	assert_int_equal(parse(row->text, strlen(row->text), &uri, &column), 0);
	assert_int_equal(column, 0);
	assert_int_equal(uri.is_iscsi, 0);
}

static void longest_address_is_taken(void **state)
{
	char text[SANURI_MAX];
	struct sanuri uri;
	unsigned int column;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "iscsi:a::::iqn.", 15);
	assert_int_equal(parse(text, sizeof(text), &uri, &column), 0);
	assert_int_equal(uri.target.len, SANURI_MAX - 11);
	memcpy(text, "http://aa/bbbbb", 15);
	assert_int_equal(parse(text, sizeof(text), &uri, &column), 0);
}

/* Printable characters that we do not refuse (test_sanuri_errors.c). */
static void every_other_character_is_taken(void **state)
{
	char text[] = "iscsi:a::::iqn.b";
	struct sanuri uri;
	unsigned int column;
	char c;

	(void)state;
	for (c = '!'; c <= '~'; c++) {
		if (strchr("\"$\\", c))
			continue;
		text[sizeof(text) - 2] = c;
		assert_int_equal(parse(text, sizeof(text) - 1, &uri, &column),
				 0);
	}
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(accepted_rows) + COUNT_OF(passed_on_rows) + 2];
	size_t n = 0;

	UNIT_ROWS(tests, n, accepted_rows, accepts);
	UNIT_ROWS(tests, n, passed_on_rows, passes_on);
	UNIT_TEST(tests, n, longest_address_is_taken);
	UNIT_TEST(tests, n, every_other_character_is_taken);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
