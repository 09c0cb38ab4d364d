/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/sanfix.c: what wrong addresses are corrected to, and those for
 * which it is not obvious.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "sanuri.h"

struct wrong {
	const char *name;
	const char *text;
	int rc;
	unsigned int column;
	const char *field;
	const char *corrected;
};

static const struct wrong wrong_rows[] = {
    {"scheme: missing", "10.0.0.1::::iqn.b", ERR_URI_SCHEME, 1, "scheme",
     "iscsi:10.0.0.1::::iqn.b"},
    {"fields: one colon short, all empty", "iscsi:nas:::iqn.b", ERR_URI_FIELDS,
     13, "LUN", "iscsi:nas::::iqn.b"},
    {"fields: two short, all empty", "iscsi:nas::iqn.b", ERR_URI_FIELDS, 12,
     "PORT", "iscsi:nas::::iqn.b"},
    {"fields: host:target", "iscsi:nas:iqn.b", ERR_URI_FIELDS, 11, "PROTOCOL",
     "iscsi:nas::::iqn.b"},
    {"fields: one short before LUN",
     "iscsi:10.0.0.1::3260:iqn.2009-06.org.example:win7", ERR_URI_FIELDS, 22,
     "LUN", "iscsi:10.0.0.1::3260::iqn.2009-06.org.example:win7"},
    {"fields: host:port:target",
     "iscsi:10.0.0.1:3260:iqn.2009-06.org.example:win7", ERR_URI_PROTOCOL, 16,
     "PROTOCOL", "iscsi:10.0.0.1::3260::iqn.2009-06.org.example:win7"},
    {"fields: host:port:LUN:target",
     "iscsi:10.0.0.1:3260:1:iqn.2009-06.org.example:win7", ERR_URI_PROTOCOL, 16,
     "PROTOCOL", "iscsi:10.0.0.1::3260:1:iqn.2009-06.org.example:win7"},
    {"fields: host:LUN:target", "iscsi:nas:1:iqn.b:c", ERR_URI_PROTOCOL, 11,
     "PROTOCOL", "iscsi:nas:::1:iqn.b:c"},
    {"fields: port and LUN one field early",
     "iscsi:10.0.0.1:3260::1:iqn.2009-06.org.example:win7", ERR_URI_PROTOCOL,
     16, "PROTOCOL", "iscsi:10.0.0.1::3260:1:iqn.2009-06.org.example:win7"},
    {"fields: LUN alone, one colon short", "iscsi:nas::1:iqn.b", ERR_URI_FIELDS,
     14, "LUN", "iscsi:nas:::1:iqn.b"},
    {"fields: protocol and port, one colon short", "iscsi:nas:6:3260:iqn.b:c",
     ERR_URI_FIELDS, 18, "LUN", "iscsi:nas::3260::iqn.b:c"},
    {"fields: protocol or LUN 6 is not obvious", "iscsi:nas:6:iqn.b",
     ERR_URI_FIELDS, 13, "PORT", ""},
    {"fields: protocol 6, one short", "iscsi:nas:6::iqn.b", ERR_URI_FIELDS, 14,
     "LUN", "iscsi:nas::::iqn.b"},
    {"fields: one colon too many", "iscsi:nas:::::iqn.b", ERR_URI_TARGET, 14,
     "TARGET", "iscsi:nas::::iqn.b"},
    {"fields: two too many, with LUN", "iscsi:nas:::::1:iqn.b", ERR_URI_TARGET,
     14, "TARGET", "iscsi:nas:::1:iqn.b"},
    {"fields: two too many, where a:: could be an address",
     "iscsi:a:::::1:iqn.b", ERR_URI_TARGET, 12, "TARGET", "iscsi:a:::1:iqn.b"},
    {"fields: three numbers are not obvious", "iscsi:nas:1:2:3:iqn.b",
     ERR_URI_PROTOCOL, 11, "PROTOCOL", ""},
    {"fields: IPv6 server, port, target", "iscsi:[fe80::1]:3260:iqn.b:c",
     ERR_URI_PROTOCOL, 17, "PROTOCOL", "iscsi:[fe80::1]::3260::iqn.b:c"},
    {"slashes: libiscsi's form",
     "iscsi://10.0.0.1/iqn.2009-06.org.example:win7/1", ERR_URI_SLASH, 7,
     "SERVER", "iscsi:10.0.0.1:::1:iqn.2009-06.org.example:win7"},
    {"slashes: with port",
     "iscsi://10.0.0.1:3260/iqn.2009-06.org.example:win7/0", ERR_URI_SLASH, 7,
     "SERVER", "iscsi:10.0.0.1::3260:0:iqn.2009-06.org.example:win7"},
    {"slashes: LUN is decimal there", "iscsi://a/iqn.b/10", ERR_URI_SLASH, 7,
     "SERVER", "iscsi:a:::a:iqn.b"},
    {"slashes: greatest LUN", "iscsi://a/iqn.b/255", ERR_URI_SLASH, 7, "SERVER",
     "iscsi:a:::ff:iqn.b"},
    {"slashes: LUN past 255 is not obvious", "iscsi://a/iqn.b/256",
     ERR_URI_SLASH, 7, "SERVER", ""},
    {"slashes: without LUN", "iscsi://a/iqn.b", ERR_URI_SLASH, 7, "SERVER",
     "iscsi:a::::iqn.b"},
    {"slashes: LUN empty", "iscsi://a/iqn.b/", ERR_URI_SLASH, 7, "SERVER", ""},
    {"slashes: LUN hexadecimal", "iscsi://a/iqn.b/a", ERR_URI_SLASH, 7,
     "SERVER", ""},
    {"slashes: IPv6", "iscsi://[::1]:3261/iqn.b/2", ERR_URI_SLASH, 7, "SERVER",
     "iscsi:[::1]::3261:2:iqn.b"},
    {"slashes: a user is not to be lost", "iscsi://me%pass@a/iqn.b/1",
     ERR_URI_SLASH, 7, "SERVER", ""},
    {"slashes: a port that is none", "iscsi://a:1/iqn.b/2", ERR_URI_SLASH, 7,
     "SERVER", ""},
    {"slashes: RFC 4173's fields behind them", "iscsi://a::::iqn.b",
     ERR_URI_SLASH, 7, "SERVER", "iscsi:a::::iqn.b"},
    {"slashes: one", "iscsi:/a/iqn.b", ERR_URI_SLASH, 7, "SERVER", ""},
    {"server: IPv6 without brackets", "iscsi:fe80::1::::iqn.b", ERR_URI_TARGET,
     16, "TARGET", "iscsi:[fe80::1]::::iqn.b"},
    {"server: IPv6 without brackets, with a port",
     "iscsi:2001:db8::1::3260::iqn.b", ERR_URI_SERVER, 10, "SERVER",
     "iscsi:[2001:db8::1]::3260::iqn.b"},
    {"server: IPv6 without brackets, but perhaps all of it",
     "iscsi:2001:db8::1:6:3260:1:iqn.b", ERR_URI_SERVER, 10, "SERVER", ""},
    {"server: IPv6 without brackets, of eight groups",
     "iscsi:1:2:3:4:5:6:7:8::::iqn.b", ERR_URI_SERVER, 8, "SERVER",
     "iscsi:[1:2:3:4:5:6:7:8]::::iqn.b"},
    {"server: IPv6 without brackets and fields is not obvious",
     "iscsi:fe80::1:iqn.b", ERR_URI_FIELDS, 15, "LUN", ""},
    {"server: IPv6 without brackets, and perhaps a port",
     "iscsi:fe80::1:3260:iqn.b", ERR_URI_LUN_PORT, 15, "LUN", ""},
    {"protocol: tcp", "iscsi:nas:tcp:::iqn.b", ERR_URI_PROTOCOL, 11, "PROTOCOL",
     "iscsi:nas::::iqn.b"},
    {"protocol: tcp with port and LUN", "iscsi:nas:tcp:3260:1:iqn.b",
     ERR_URI_PROTOCOL, 11, "PROTOCOL", "iscsi:nas::3260:1:iqn.b"},
    {"protocol: a port", "iscsi:nas:3260:::iqn.b", ERR_URI_PROTOCOL, 11,
     "PROTOCOL", "iscsi:nas::3260::iqn.b"},
    {"port: 0", "iscsi:nas::0::iqn.b", ERR_URI_PORT, 12, "PORT",
     "iscsi:nas:::0:iqn.b"},
    {"port: hexadecimal", "iscsi:nas::cbc::iqn.b", ERR_URI_PORT, 12, "PORT",
     "iscsi:nas:::cbc:iqn.b"},
    {"port: 0x", "iscsi:nas::0x1::iqn.b", ERR_URI_PORT, 13, "PORT",
     "iscsi:nas:::1:iqn.b"},
    {"LUN: 0x", "iscsi:nas:::0x1:iqn.b", ERR_URI_LUN, 14, "LUN",
     "iscsi:nas:::1:iqn.b"},
    {"LUN: 0X and a port", "iscsi:nas::3260:0XaF:iqn.b", ERR_URI_LUN, 18, "LUN",
     "iscsi:nas::3260:aF:iqn.b"},
    {"LUN: group past 16 bits", "iscsi:nas:::10000:iqn.b", ERR_URI_LUN, 17,
     "LUN", "iscsi:nas::10000::iqn.b"},
    {"LUN: the port", "iscsi:nas:::3260:iqn.b", ERR_URI_LUN_PORT, 13, "LUN",
     "iscsi:nas::3260::iqn.b"},
    {"LUN: the port, and the LUN in PORT", "iscsi:nas::1:3260:iqn.b",
     ERR_URI_LUN_PORT, 14, "LUN", "iscsi:nas::3260:1:iqn.b"},
    {"target: type in capitals", "iscsi:nas::3260:1:IQN.b", ERR_URI_TARGET, 19,
     "TARGET", "iscsi:nas::3260:1:iqn.b"},
};

/* In memory of its exact length; what it is corrected to, parses. */
static void corrects(void **state)
{
	const struct wrong *row = *state;
	size_t len = strlen(row->text);
	char *exact = exact_new(row->text, len);
	struct sanuri_fault fault;
	struct sanuri uri;

	assert_int_equal(sanuri_parse(exact, len, &uri, &fault), row->rc);
	exact_free(exact);
	assert_int_equal(fault.column, row->column);
	assert_string_equal(fault.field, row->field);
	assert_string_equal(fault.corrected, row->corrected);
	if (*row->corrected)
		assert_int_equal(sanuri_parse(row->corrected,
					      strlen(row->corrected), &uri,
					      &fault),
				 0);
}

/* What is put together is not longer than what is taken. */
static void corrected_to_the_longest(void **state)
{
	char text[SANURI_MAX + 1];
	char host[SANURI_MAX_HOST + 1];
	char name[SANURI_MAX_NAME + 1];
	struct sanuri_fault fault;
	struct sanuri_fault second;
	struct sanuri uri;
	size_t len;
	size_t i;

	(void)state;
	memset(host, 'x', SANURI_MAX_HOST);
	host[SANURI_MAX_HOST] = 0;
	for (i = 63; i < SANURI_MAX_HOST; i += 64)
		host[i] = '.';
	memset(name, 'x', SANURI_MAX_NAME);
	memcpy(name, "iqn.", 4);
	name[SANURI_MAX_NAME] = 0;
	len = text_format(text, sizeof(text), "iscsi:%s:65535:%s:%s", host,
			  "0001-0002-0003-0004", name);
	assert_int_equal(sanuri_parse(text, len, &uri, &fault),
			 ERR_URI_PROTOCOL);
	assert_int_equal(strlen(fault.corrected), len + 1);
	assert_int_equal(sanuri_parse(fault.corrected, len + 1, &uri, &second),
			 0);
}

/* Cut at the longest address, the target would be another, of 223 bytes. */
static void a_target_is_not_cut(void **state)
{
	char text[SANURI_MAX + 1];
	char zone[250];
	char name[SANURI_MAX_NAME + 2];
	struct sanuri_fault fault;
	struct sanuri uri;
	size_t len;
	size_t i;

	(void)state;
	memset(zone, 'x', 249);
	zone[249] = 0;
	for (i = 63; i < 249; i += 64)
		zone[i] = '.';
	memset(name, 'x', SANURI_MAX_NAME + 1);
	memcpy(name, "iqn.", 4);
	name[SANURI_MAX_NAME + 1] = 0;
	len = text_format(text, sizeof(text), "iscsi:[::1%%%s]:65535:%s:%s",
			  zone, "0001-0002-0003-0004", name);
	assert_int_equal(len, SANURI_MAX);
	assert_int_equal(sanuri_parse(text, len, &uri, &fault),
			 ERR_URI_PROTOCOL);
	assert_string_equal(fault.corrected, "");
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(wrong_rows) + 2];
	size_t n = 0;

	UNIT_ROWS(tests, n, wrong_rows, corrects);
	UNIT_TEST(tests, n, corrected_to_the_longest);
	UNIT_TEST(tests, n, a_target_is_not_cut);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
