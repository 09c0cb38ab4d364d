/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/dhcp.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "dhcp.h"
#include "error.h"

#define MAGIC "\143\202\123\143" /* RFC 2131, section 3: 99.130.83.99 */
#define MAGIC_OFFSET 236
#define HEADER_LEN 240
#define PACKET_MAX 600

struct row {
	const char *name;
	const char *options;
	size_t len;
	uint8_t option;
	int rc;
	const char *value;
};

/* A string literal with its length, NULs inside and all; octal escapes. */
#define BYTES(string) string, sizeof(string) - 1
#define ABSENT ERR_DHCP_OPTION

static const struct row rows[] = {
    {"first option", BYTES("\21\1x\377"), 17, 0, "x"},
    {"last option", BYTES("\65\1\5\21\3abc\377"), 17, 0, "abc"},
    {"another option than root-path", BYTES("\65\1y\21\1x\377"), 53, 0, "y"},
    {"option 1, the least", BYTES("\1\1x\377"), 1, 0, "x"},
    {"option 254, the greatest", BYTES("\376\1x\377"), 254, 0, "x"},
    {"value of no bytes", BYTES("\21\0\377"), 17, 0, ""},
    {"value that looks like the end", BYTES("\14\1\377\21\1x\377"), 17, 0, "x"},
    {"value that looks like the option", BYTES("\14\3\21\1y\21\1x"), 17, 0,
     "x"},
    {"no end option", BYTES("\21\1x"), 17, 0, "x"},
    {"pad: in front", BYTES("\0\0\0\21\1x\377"), 17, 0, "x"},
    {"pad: between", BYTES("\65\1\5\0\0\21\1x\377"), 17, 0, "x"},
    {"pad: nothing else", BYTES("\0\0\0\0"), 17, ABSENT, NULL},
    {"pad: cannot be asked for", BYTES("\0\1x\377"), 0, ABSENT, NULL},
    {"end: cannot be asked for", BYTES("\377\1x"), 255, ABSENT, NULL},
    {"end: hides what follows", BYTES("\377\21\1x"), 17, ABSENT, NULL},
    {"absent: no options", BYTES(""), 17, ABSENT, NULL},
    {"absent: only others", BYTES("\65\1\5\14\2ab\377"), 17, ABSENT, NULL},
    {"cut: code without length", BYTES("\65\1\5\21"), 17, ABSENT, NULL},
    {"cut: value one byte short", BYTES("\21\3ab"), 17, ABSENT, NULL},
    {"cut: greatest length, nothing there", BYTES("\21\377"), 17, ABSENT, NULL},
    {"cut: another option before it runs past the end",
     BYTES("\65\12\5\21\1x\377"), 17, ABSENT, NULL},
    {"cut: another option behind it does not matter", BYTES("\21\1x\65\11y"),
     17, 0, "x"},
    {"split (RFC 3396): the first part is given",
     BYTES("\21\2ab\65\1\5\21\2cd\377"), 17, 0, "ab"},
};

/* The value is checked here, while the packet is there. */
static int find(const void *packet, size_t len, uint8_t option,
		const char *expected)
{
	static const char here;
	struct span value = {&here, 12345};
	char *exact = exact_new(packet, len);
	int rc = dhcp_option(exact, len, option, &value);

	if (rc) {
		assert_ptr_equal(value.text, &here);
		assert_int_equal(value.len, 12345);
	} else {
		assert_non_null(expected);
		assert_true(value.text >= exact &&
			    value.text + value.len <= exact + len);
		assert_span(value, expected);
	}
	exact_free(exact);
	return rc;
}

static size_t make_packet(uint8_t *packet, const void *options, size_t len)
{
	memset(packet, 0, HEADER_LEN);
	packet[0] = 2; /* BOOTREPLY */
	memcpy(packet + MAGIC_OFFSET, MAGIC, 4);
	if (len)
		memcpy(packet + HEADER_LEN, options, len);
	return HEADER_LEN + len;
}

static void finds(void **state)
{
	const struct row *row = *state;
	uint8_t packet[PACKET_MAX];
	size_t len = make_packet(packet, row->options, row->len);

	assert_int_equal(find(packet, len, row->option, row->value), row->rc);
}

static void longest_value_is_whole(void **state)
{
	uint8_t options[2 + 255] = {17, 255};
	char expected[256] = {0};
	uint8_t packet[PACKET_MAX];
	size_t len;

	(void)state;
	memset(options + 2, 'x', 255);
	memset(expected, 'x', 255);
	len = make_packet(packet, options, sizeof(options));
	assert_int_equal(find(packet, len, 17, expected), 0);
	assert_int_equal(find(packet, len - 1, 17, NULL), ABSENT);
}

/* Pad, another option, root-path of three bytes, end. */
static void every_length_of_a_packet(void **state)
{
	static const char options[] = "\0\65\1\5\21\3abc\377";
	const size_t whole = HEADER_LEN + 9;
	uint8_t packet[PACKET_MAX];
	size_t full = make_packet(packet, options, sizeof(options) - 1);
	size_t len;

	(void)state;
	for (len = 0; len < HEADER_LEN; len++)
		assert_int_equal(find(packet, len, 17, NULL), ERR_DHCP_PACKET);
	for (; len < whole; len++)
		assert_int_equal(find(packet, len, 17, NULL), ABSENT);
	for (; len <= full; len++)
		assert_int_equal(find(packet, len, 17, "abc"), 0);
}

static void each_wrong_byte_of_the_magic_is_no_packet(void **state)
{
	uint8_t packet[PACKET_MAX];
	size_t len;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		len = make_packet(packet, "\21\1x\377", 4);
		packet[MAGIC_OFFSET + i] ^= 1;
		assert_int_equal(find(packet, len, 17, NULL), ERR_DHCP_PACKET);
	}
}

static void an_empty_packet_may_be_null(void **state)
{
	struct span value;

	(void)state;
	assert_int_equal(dhcp_option(NULL, 0, 17, &value), ERR_DHCP_PACKET);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 4];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, finds);
	UNIT_TEST(tests, n, longest_value_is_whole);
	UNIT_TEST(tests, n, every_length_of_a_packet);
	UNIT_TEST(tests, n, each_wrong_byte_of_the_magic_is_no_packet);
	UNIT_TEST(tests, n, an_empty_packet_may_be_null);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
