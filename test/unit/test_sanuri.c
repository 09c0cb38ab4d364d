/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/sanuri.c: addresses it takes.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "sanuri.h"

struct accepted {
	const char *name;
	const char *text;
	const char *server;
	uint32_t port;
	uint64_t lun; /* first group most significant */
	const char *target;
	int hint;
	unsigned int hint_column;
};

static const struct accepted accepted_rows[] = {
    {"empty fields take their defaults", "iscsi:10.0.0.1::::iqn.a:b",
     "10.0.0.1", 3260, 0, "iqn.a:b", 0, 0},
    {"shortest address", "iscsi:a::::iqn.b", "a", 3260, 0, "iqn.b", 0, 0},
    {"every field given", "iscsi:host.example:6:3261:2:iqn.2009-06.org:win7",
     "host.example", 3261, 0x0002000000000000, "iqn.2009-06.org:win7", 0, 0},
    {"scheme: in capitals, as iPXE takes it since 2021", "ISCSI:a::::iqn.b",
     "a", 3260, 0, "iqn.b", ERR_HINT_SCHEME, 1},
    {"server: IPv6 in brackets", "iscsi:[fe80::1]::::iqn.b", "fe80::1", 3260, 0,
     "iqn.b", 0, 0},
    {"server: IPv6 with all fields", "iscsi:[::1]:6:1:1:iqn.b", "::1", 1,
     0x0001000000000000, "iqn.b", 0, 0},
    {"server: the IPv6 address of no host", "iscsi:[::]::::iqn.b", "::", 3260,
     0, "iqn.b", 0, 0},
    {"server: IPv6 of eight groups", "iscsi:[1:2:3:4:5:6:7:8]::::iqn.b",
     "1:2:3:4:5:6:7:8", 3260, 0, "iqn.b", 0, 0},
    {"server: IPv6 of seven groups, :: within",
     "iscsi:[1:2:3::5:6:7:8]::::iqn.b", "1:2:3::5:6:7:8", 3260, 0, "iqn.b", 0,
     0},
    {"server: IPv6 of seven groups, :: in front",
     "iscsi:[::2:3:4:5:6:7:8]::::iqn.b", "::2:3:4:5:6:7:8", 3260, 0, "iqn.b", 0,
     0},
    {"server: IPv6 of seven groups, :: behind",
     "iscsi:[1:2:3:4:5:6:7::]::::iqn.b", "1:2:3:4:5:6:7::", 3260, 0, "iqn.b", 0,
     0},
    {"server: IPv6 in capitals, four digits", "iscsi:[FE80::ABCD]::::iqn.b",
     "FE80::ABCD", 3260, 0, "iqn.b", 0, 0},
    {"server: IPv6 with a zone", "iscsi:[fe80::1%net0]::::iqn.b",
     "fe80::1%net0", 3260, 0, "iqn.b", 0, 0},
    {"server: greatest IPv4 address", "iscsi:255.255.255.255::::iqn.b",
     "255.255.255.255", 3260, 0, "iqn.b", 0, 0},
    {"server: zeros that octal does not change",
     "iscsi:192.168.001.007::::iqn.b", "192.168.001.007", 3260, 0, "iqn.b", 0,
     0},
    {"server: name with digits, - and _", "iscsi:my-nas_2.0x10::::iqn.b",
     "my-nas_2.0x10", 3260, 0, "iqn.b", 0, 0},
    {"server: name with a dot behind", "iscsi:nas.example.::::iqn.b",
     "nas.example.", 3260, 0, "iqn.b", 0, 0},
    {"server: number, but in a name", "iscsi:10.0.0.1.example::::iqn.b",
     "10.0.0.1.example", 3260, 0, "iqn.b", 0, 0},
    {"server: label of 63",
     "iscsi:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b::"
     "::iqn.b",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b", 3260,
     0, "iqn.b", 0, 0},
    {"protocol: 6", "iscsi:a:6:::iqn.b", "a", 3260, 0, "iqn.b", 0, 0},
    {"protocol: 06", "iscsi:a:06:::iqn.b", "a", 3260, 0, "iqn.b", 0, 0},
    {"port: least", "iscsi:a::1:1:iqn.b", "a", 1, 0x0001000000000000, "iqn.b",
     0, 0},
    {"port: least without LUN, which is probably one", "iscsi:a::1::iqn.b", "a",
     1, 0, "iqn.b", ERR_HINT_PORT, 10},
    {"port: iSCSI's other one", "iscsi:a::860::iqn.b", "a", 860, 0, "iqn.b", 0,
     0},
    {"port: one below", "iscsi:a::859::iqn.b", "a", 859, 0, "iqn.b",
     ERR_HINT_PORT, 10},
    {"port: greatest", "iscsi:a::65535::iqn.b", "a", 65535, 0, "iqn.b", 0, 0},
    {"LUN: 0", "iscsi:a:::0:iqn.b", "a", 3260, 0, "iqn.b", 0, 0},
    {"LUN: one group is the first of four", "iscsi:a:::1:iqn.b", "a", 3260,
     0x0001000000000000, "iqn.b", 0, 0},
    {"LUN: is hexadecimal", "iscsi:a:::10:iqn.b", "a", 3260, 0x0010000000000000,
     "iqn.b", 0, 0},
    {"LUN: capital digits", "iscsi:a:::AF:iqn.b", "a", 3260, 0x00af000000000000,
     "iqn.b", 0, 0},
    {"LUN: greatest group", "iscsi:a:::ffff:iqn.b", "a", 3260,
     0xffff000000000000, "iqn.b", 0, 0},
    {"LUN: two groups", "iscsi:a:::1-2:iqn.b", "a", 3260, 0x0001000200000000,
     "iqn.b", 0, 0},
    {"LUN: four groups", "iscsi:a:::4752-3A4F-6b7e-2F99:iqn.b", "a", 3260,
     0x47523a4f6b7e2f99, "iqn.b", 0, 0},
    {"LUN: groups of fewer digits", "iscsi:a:::6734-9-156f-127:iqn.b", "a",
     3260, 0x67340009156f0127, "iqn.b", 0, 0},
    {"LUN: the port, meant as LUN", "iscsi:a:::3260-0:iqn.b", "a", 3260,
     0x3260000000000000, "iqn.b", 0, 0},
    {"LUN: the port, but with another digit", "iscsi:a:::3261:iqn.b", "a", 3260,
     0x3261000000000000, "iqn.b", 0, 0},
    {"target: eui.", "iscsi:a::::eui.02004567A425678D", "a", 3260, 0,
     "eui.02004567A425678D", 0, 0},
    {"target: naa. of 16 digits", "iscsi:a::::naa.52004567BA64678D", "a", 3260,
     0, "naa.52004567BA64678D", 0, 0},
    {"target: naa. of 32 digits",
     "iscsi:a::::naa.62004567BA64678D0123456789ABCDEF", "a", 3260, 0,
     "naa.62004567BA64678D0123456789ABCDEF", 0, 0},
    {"target: keeps its colons", "iscsi:a::::iqn.b:c:d:", "a", 3260, 0,
     "iqn.b:c:d:", 0, 0},
    {"target: another type's prefix within", "iscsi:a::::iqn.b:eui.1", "a",
     3260, 0, "iqn.b:eui.1", 0, 0},
    {"target: capital letters", "iscsi:a::::iqn.2009-06.org.example:Win7", "a",
     3260, 0, "iqn.2009-06.org.example:Win7", ERR_HINT_CASE, 36},
    {"target: _ is usual", "iscsi:a::::iqn.b:disk_1", "a", 3260, 0,
     "iqn.b:disk_1", 0, 0},
    {"target: a character of no iSCSI name", "iscsi:a::::iqn.b/c", "a", 3260, 0,
     "iqn.b/c", ERR_HINT_NAME, 17},
    {"target: the first hint counts", "iscsi:a::::iqn.b:C/d", "a", 3260, 0,
     "iqn.b:C/d", ERR_HINT_CASE, 18},
    {"characters a shell takes are none to gPXE/iPXE",
     "iscsi:a::::iqn.b;c&d|e'f`g`h%i{j}k*l~m!n<o>p(q)", "a", 3260, 0,
     "iqn.b;c&d|e'f`g`h%i{j}k*l~m!n<o>p(q)", ERR_HINT_NAME, 17},
};

struct passed_on {
	const char *name;
	const char *text;
	int hint;
};

static const struct passed_on passed_on_rows[] = {
    {"aoe: shelf and slot", "aoe:e0.1", 0},
    {"aoe: many digits", "aoe:e65535.255", 0},
    {"aoe: scheme in capitals", "AOE:e0.1", ERR_HINT_SCHEME},
    {"http: with a query", "http://10.0.0.1/disk.iso?a=b", 0},
    {"http: shortest", "http://a/", 0},
    {"http: user, password, port", "http://me:it@a:8080/b/c", 0},
    {"http: IPv6 and port", "http://[fe80::1]:80/b", 0},
    {"https: name", "https://a.example/b", 0},
    {"fcp: LUN 0", "fcp:20:00:00:00:00:00:00:01:0", 0},
    {"fcp: LUN of four groups",
     "fcp:20:00:Ab:cD:00:00:00:01:0001-0002-0003-0004", 0},
    {"fcp: LUN empty", "fcp:20:00:00:00:00:00:00:01:", 0},
    {"ib_srp: what is required", "ib_srp::::fe80::ffff::1:2", 0},
    {"ib_srp: every field", "ib_srp:fe80:1:2:fe81:ffff:3:0001-0:4:5", 0},
};

/* Taken, and the fault left alone; the spans are moved to text. */
static void parse(const char *text, size_t len, struct sanuri *uri)
{
	struct sanuri_fault untouched;
	struct sanuri_fault fault;
	char *exact = exact_new(text, len);
	ptrdiff_t moved = text - exact;

	memset(&fault, 0xa5, sizeof(fault));
	untouched = fault;
	assert_int_equal(sanuri_parse(exact, len, uri, &fault), 0);
	assert_memory_equal(&fault, &untouched, sizeof(fault));
	if (uri->is_iscsi) {
		uri->server.text += moved;
		uri->target.text += moved;
	}
	exact_free(exact);
}

static void accepts(void **state)
{
	const struct accepted *row = *state;
	struct sanuri uri;

	parse(row->text, strlen(row->text), &uri);
	assert_int_equal(uri.is_iscsi, 1);
	assert_int_equal(uri.hint, row->hint);
	assert_int_equal(uri.hint_column, row->hint_column);
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

	parse(row->text, strlen(row->text), &uri);
	assert_int_equal(uri.is_iscsi, 0);
	assert_int_equal(uri.server.len + uri.target.len, 0);
	assert_int_equal(uri.hint, row->hint);
	assert_int_equal(uri.hint_column, !!row->hint);
}

static void longest_address_is_taken(void **state)
{
	char text[SANURI_MAX];
	struct sanuri uri;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "http://aa/bbbbb", 15);
	parse(text, sizeof(text), &uri);
}

/* Printable characters that we do not refuse (test_sanuri_errors.c). */
static void every_other_character_is_taken(void **state)
{
	char text[] = "iscsi:a::::iqn.b";
	struct sanuri uri;
	char c;

	(void)state;
	for (c = '!'; c <= '~'; c++) {
		if (strchr("\"$\\#", c))
			continue;
		text[sizeof(text) - 2] = c;
		parse(text, sizeof(text) - 1, &uri);
		assert_int_equal(uri.hint != 0,
				 !strchr("abcdefghijklmnopqrstuvwxyz"
					 "0123456789-.:_",
					 c));
	}
}

struct name {
	const char *name;
	const char *text;
	int is_name;
	size_t at;
};

static const struct name name_rows[] = {
    {"name: iqn.", "iqn.2009-06.org.example:win7", 1, 28},
    {"name: eui.", "eui.0123456789abcdef", 1, 20},
    {"name: naa.", "naa.0123456789abcdef", 1, 20},
    {"name: none", "win7", 0, 0},
    {"name: nothing", "", 0, 0},
    {"name: type alone", "iqn", 0, 0},
    {"name: blank", "iqn.a b", 0, 5},
};

static void is_name(void **state)
{
	const struct name *row = *state;
	struct span name = {row->text, strlen(row->text)};
	char *exact = exact_new(row->text, name.len);
	size_t at;

	name.text = exact;
	assert_int_equal(sanuri_is_name(name, &at), row->is_name);
	assert_int_equal(at, row->at);
	exact_free(exact);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(accepted_rows) +
				       COUNT_OF(passed_on_rows) +
				       COUNT_OF(name_rows) + 2];
	size_t n = 0;

	UNIT_ROWS(tests, n, accepted_rows, accepts);
	UNIT_ROWS(tests, n, passed_on_rows, passes_on);
	UNIT_ROWS(tests, n, name_rows, is_name);
	UNIT_TEST(tests, n, longest_address_is_taken);
	UNIT_TEST(tests, n, every_other_character_is_taken);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
