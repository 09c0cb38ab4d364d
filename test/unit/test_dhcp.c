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

/* The header's siaddr and file, then options. */
struct boot_row {
	const char *name;
	const char *siaddr;
	const char *file;
	const char *options;
	size_t len;
	const char *path; /* NULL: none */
	const char *server;
};

#define NO_ADDRESS "\0\0\0\0"
#define SERVER_ID "\66\4\300\0\2\1"

static const struct boot_row boot_rows[] = {
    {"boot: header", "\300\0\2\7", "a/b.0", BYTES(SERVER_ID "\102\0019"),
     "a/b.0", "\300\0\2\7"},
    {"boot: options 67 and 66", NO_ADDRESS, "",
     BYTES(SERVER_ID "\103\3x.0\102\01110.2.3.44"), "x.0", "\12\2\3\54"},
    {"boot: option 67 with a NUL", "\300\0\2\7", "", BYTES("\103\4x.0\0\377"),
     "x.0", "\300\0\2\7"},
    {"boot: header before option 67", "\300\0\2\7", "h", BYTES("\103\1o"), "h",
     "\300\0\2\7"},
    {"boot: option 66 is a name", NO_ADDRESS, "h",
     BYTES("\102\4boot" SERVER_ID), "h", "\300\0\2\1"},
    {"boot: option 66 has three numbers", NO_ADDRESS, "h",
     BYTES("\102\0051.2.3" SERVER_ID), "h", "\300\0\2\1"},
    {"boot: option 66 has five numbers", NO_ADDRESS, "h",
     BYTES("\102\0111.2.3.4.5" SERVER_ID), "h", "\300\0\2\1"},
    {"boot: option 66 above 255", NO_ADDRESS, "h",
     BYTES("\102\0111.2.3.256" SERVER_ID), "h", "\300\0\2\1"},
    {"boot: option 66 is empty", NO_ADDRESS, "h", BYTES("\102\0" SERVER_ID),
     "h", "\300\0\2\1"},
    {"boot: option 54 of three bytes", NO_ADDRESS, "h", BYTES("\66\3\300\0\2"),
     "h", NULL},
    {"boot: no server", NO_ADDRESS, "h", BYTES("\377"), "h", NULL},
    {"boot: no file", "\300\0\2\7", "", BYTES("\377"), NULL, "\300\0\2\7"},
    {"boot: option 67 of a NUL", "\300\0\2\7", "", BYTES("\103\1\0"), NULL,
     "\300\0\2\7"},
    {"boot: header overloaded with options", "\300\0\2\7", "\14\1x",
     BYTES("\64\1\1\103\1o"), "o", "\300\0\2\7"},
    {"boot: only sname overloaded", "\300\0\2\7", "h", BYTES("\64\1\2\103\1o"),
     "h", "\300\0\2\7"},
    {"boot: overload of no bytes", "\300\0\2\7", "h", BYTES("\64\0\103\1o"),
     "h", "\300\0\2\7"},
    {"boot: header full, without a NUL", "\300\0\2\7",
     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
     BYTES("\103\1o"),
     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
     "\300\0\2\7"},
};

static void finds_the_boot_file(void **state)
{
	const struct boot_row *row = *state;
	uint8_t packet[PACKET_MAX];
	size_t len = make_packet(packet, row->options, row->len);
	uint8_t server[4] = {1, 2, 3, 4};
	struct span path = {"untouched", 9};
	char *exact;

	memcpy(packet + 20, row->siaddr, 4);
	memcpy(packet + 108, row->file, strlen(row->file));
	exact = exact_new(packet, len);
	assert_int_equal(dhcp_boot_file(exact, len, &path),
			 row->path ? 0 : ABSENT);
	assert_span(path, row->path ? row->path : "untouched");
	assert_int_equal(dhcp_boot_server(exact, len, server),
			 row->server ? 0 : ABSENT);
	assert_memory_equal(server, row->server ? row->server : "\1\2\3\4", 4);
	assert_int_equal(dhcp_boot_file(exact, HEADER_LEN - 1, &path),
			 ERR_DHCP_PACKET);
	assert_int_equal(dhcp_boot_server(exact, HEADER_LEN - 1, server),
			 ERR_DHCP_PACKET);
	exact_free(exact);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(boot_rows) + 4];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, finds);
	UNIT_ROWS(tests, n, boot_rows, finds_the_boot_file);
	UNIT_TEST(tests, n, longest_value_is_whole);
	UNIT_TEST(tests, n, every_length_of_a_packet);
	UNIT_TEST(tests, n, each_wrong_byte_of_the_magic_is_no_packet);
	UNIT_TEST(tests, n, an_empty_packet_may_be_null);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
