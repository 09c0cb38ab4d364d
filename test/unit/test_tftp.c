/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/tftp.c; test/boot asks real servers.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "tftp.h"

struct row {
	const char *name;
	const char *packet;
	size_t len;
	enum tftp_answer answer;
};

static const struct row rows[] = {
    {"not found", "\0\5\0\1gone", 9, TFTP_ABSENT},
    {"not found, without text", "\0\5\0\1", 4, TFTP_ABSENT},
    {"not found, cut", "\0\5\0", 3, TFTP_UNCLEAR},
    {"no access", "\0\5\0\2no", 7, TFTP_UNCLEAR},
    {"another error", "\0\5\1\1no", 7, TFTP_UNCLEAR},
    {"data", "\0\3\0\1text", 8, TFTP_THERE},
    {"no data: an empty file", "\0\3\0\1", 4, TFTP_THERE},
    {"options acknowledged", "\0\6tsize\0005", 10, TFTP_THERE},
    {"options acknowledged, cut", "\0\6t", 3, TFTP_UNCLEAR},
    {"a request", "\0\1a\0octet", 10, TFTP_UNCLEAR},
    {"an acknowledgement", "\0\4\0\1", 4, TFTP_UNCLEAR},
    {"no TFTP", "\1\5\0\1", 4, TFTP_UNCLEAR},
    {"nothing", "", 0, TFTP_UNCLEAR},
};

static void answers(void **state)
{
	const struct row *row = *state;
	char *exact = exact_new(row->packet, row->len);

	assert_int_equal(tftp_answer(exact, row->len), row->answer);
	exact_free(exact);
}

static const char request[] = "\0\1pxelinux.cfg/0A\0octet\0tsize\0000";

static void asks(void **state)
{
	char buf[sizeof(request)];

	(void)state;
	assert_int_equal(tftp_request(buf, sizeof(buf), "pxelinux.cfg/0A"),
			 sizeof(request));
	assert_memory_equal(buf, request, sizeof(request));
}

static void asks_only_what_fits(void **state)
{
	size_t size;
	char *exact;

	(void)state;
	for (size = 0; size <= sizeof(request); size++) {
		exact = exact_new(request, size);
		assert_int_equal(tftp_request(exact, size, "pxelinux.cfg/0A"),
				 size < sizeof(request) ? 0 : size);
		exact_free(exact);
	}
}

static void takes_urls_apart(void **state)
{
	uint8_t server[4];

	(void)state;
	assert_string_equal(tftp_url("tftp://192.0.2.7//a/b", server), "/a/b");
	assert_memory_equal(server, "\300\0\2\7", 4);
	assert_string_equal(tftp_url("tftp://192.0.2.7/", server), "");
	assert_null(tftp_url("tftp://192.0.2.7", server));
	assert_null(tftp_url("tftp://host/a", server));
	assert_null(tftp_url("http://192.0.2.7/a", server));
	assert_null(tftp_url("192.0.2.7/a", server));
}

static void stops(void **state)
{
	(void)state;
	assert_int_equal(sizeof(TFTP_STOP), TFTP_STOP_LEN);
	assert_int_equal(tftp_answer(TFTP_STOP, TFTP_STOP_LEN), TFTP_UNCLEAR);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 4];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, answers);
	UNIT_TEST(tests, count, asks);
	UNIT_TEST(tests, count, asks_only_what_fits);
	UNIT_TEST(tests, count, takes_urls_apart);
	UNIT_TEST(tests, count, stops);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
