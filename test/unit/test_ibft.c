/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/ibft.c: finding, reading and changing the table.
 *
 * Runs in: host.
 */
#include "ibft_table.h"

#include "error.h"
#include "ibft.h"

#define UNTOUCHED 0xa5

/* --- Places --------------------------------------------------------------- */

struct place {
	const char *name;
	size_t is;
	size_t at; /* by the specification, section 3.4 */
};

#define PLACE(type, field, at)                                                 \
	{                                                                      \
#type "." #field, offsetof(struct type, field), at             \
	}
#define SIZE(type, at)                                                         \
	{                                                                      \
		"sizeof " #type, sizeof(struct type), at                       \
	}

static const struct place places[] = {
    SIZE(ibft_header, 6),
    PLACE(ibft_header, len, HEADER_LEN),
    PLACE(ibft_header, index, HEADER_INDEX),
    PLACE(ibft_header, flags, HEADER_FLAGS),
    SIZE(ibft_initiator, 74),
    PLACE(ibft_initiator, isns, INITIATOR_ISNS),
    PLACE(ibft_initiator, slp, INITIATOR_SLP),
    PLACE(ibft_initiator, radius, INITIATOR_RADIUS),
    PLACE(ibft_initiator, name, INITIATOR_NAME),
    SIZE(ibft_nic, 102),
    PLACE(ibft_nic, ip, NIC_IP),
    PLACE(ibft_nic, prefix, NIC_PREFIX),
    PLACE(ibft_nic, origin, NIC_ORIGIN),
    PLACE(ibft_nic, gateway, NIC_GATEWAY),
    PLACE(ibft_nic, dns, NIC_DNS),
    PLACE(ibft_nic, dhcp, NIC_DHCP),
    PLACE(ibft_nic, vlan, NIC_VLAN),
    PLACE(ibft_nic, mac, NIC_MAC),
    PLACE(ibft_nic, pci, NIC_PCI),
    PLACE(ibft_nic, hostname, NIC_HOSTNAME),
    SIZE(ibft_target, 54),
    PLACE(ibft_target, ip, TARGET_IP),
    PLACE(ibft_target, port, TARGET_PORT),
    PLACE(ibft_target, lun, TARGET_LUN),
    PLACE(ibft_target, chap_type, TARGET_CHAP),
    PLACE(ibft_target, nic, TARGET_NIC),
    PLACE(ibft_target, name, TARGET_NAME),
    PLACE(ibft_target, chap_name, TARGET_CHAP_NAME),
    PLACE(ibft_target, chap_secret, TARGET_CHAP_SECRET),
    PLACE(ibft_target, rev_chap_name, TARGET_REV_NAME),
    PLACE(ibft_target, rev_chap_secret, TARGET_REV_SECRET),
    {"sizeof ibft_text", sizeof(struct ibft_text), 4},
    {"sizeof ibft_ip", sizeof(struct ibft_ip), 16},
};

static void stands_there(void **state)
{
	const struct place *row = *state;

	assert_int_equal(row->is, row->at);
}

/* --- Finding -------------------------------------------------------------- */

#define AREA_LEN 2048
#define NOWHERE SIZE_MAX

enum { GOOD = 1, BAD_SUM, LONG, SHORT, NO_LENGTH };

struct area {
	const char *name;
	struct {
		uint16_t at;
		uint8_t kind; /* 0: none */
	} tables[2];
	size_t at;
};

static const struct area area_rows[] = {
    {"area: nothing", {{0, 0}}, NOWHERE},
    {"area: at its start", {{0, GOOD}}, 0},
    {"area: on a paragraph", {{0x110, GOOD}}, 0x110},
    {"area: on no paragraph", {{0x118, GOOD}}, NOWHERE},
    {"area: of two, the first", {{0x110, GOOD}, {0x500, GOOD}}, 0x110},
    {"area: a wrong sum", {{0x110, BAD_SUM}}, 0x110},
    {"area: two wrong sums", {{0x110, BAD_SUM}, {0x500, BAD_SUM}}, 0x110},
    {"area: a right one behind", {{0x110, BAD_SUM}, {0x500, GOOD}}, 0x500},
    {"area: a right one before", {{0x110, GOOD}, {0x500, BAD_SUM}}, 0x110},
    {"area: longer than what is left", {{0x110, LONG}}, NOWHERE},
    {"area: behind one that is too long",
     {{0x110, LONG}, {0x500, GOOD}},
     0x500},
    {"area: shorter than its control structure", {{0x110, SHORT}}, NOWHERE},
    {"area: its signature alone", {{0x110, NO_LENGTH}}, NOWHERE},
};

static int find(const uint8_t *area, size_t len, size_t *at)
{
	uint8_t *exact = (uint8_t *)exact_new(area, len);
	int rc;

	*at = NOWHERE;
	rc = ibft_find(exact, len, at);
	exact_free((char *)exact);
	assert_int_equal(rc, *at == NOWHERE ? ERR_IBFT_NONE : 0);
	return rc;
}

static void finds(void **state)
{
	const struct area *row = *state;
	uint8_t area[AREA_LEN] = {0};
	struct table table;
	size_t at;
	size_t i;

	for (i = 0; i < 2 && row->tables[i].kind; i++) {
		table_new(&table);
		if (row->tables[i].kind == BAD_SUM)
			table.bytes[9]++;
		if (row->tables[i].kind == LONG)
			put_le32(table.bytes + 4,
				 AREA_LEN - row->tables[i].at + 1U);
		if (row->tables[i].kind == SHORT)
			put_le32(table.bytes + 4, 65);
		if (row->tables[i].kind == NO_LENGTH)
			memset(table.bytes + 4, 0, 4);
		memcpy(area + row->tables[i].at, table.bytes, table.len);
	}
	find(area, AREA_LEN, &at);
	assert_int_equal(at, row->at);
}

static void every_length_of_an_area(void **state)
{
	uint8_t area[TABLE_MAX] = {0};
	struct table table;
	size_t len;
	size_t at;

	(void)state;
	table_new(&table);
	memcpy(area + 32, table.bytes, table.len);
	for (len = 0; len < 32 + table.len; len++)
		assert_int_equal(find(area, len, &at), ERR_IBFT_NONE);
	assert_int_equal(find(area, len, &at), 0);
	assert_int_equal(at, 32);
}

/* --- Reading -------------------------------------------------------------- */

struct reading {
	const char *name;
	struct patch patches[PATCHES];
	int rc;
};

#define ROW(name, rc, ...)                                                     \
	{                                                                      \
		name, {__VA_ARGS__}, rc                                        \
	}

/* In the full table, of 631 bytes. */
#define FULL_LEN "\x77\2"

static const struct reading readings[] = {
    ROW("reading: as it is", 0, PATCH(0, "iBFT")),
    ROW("signature: IBFT", ERR_IBFT_LENGTH, PATCH(0, "IBFT")),
    ROW("signature: its last letter", ERR_IBFT_LENGTH, PATCH(3, "S")),
    ROW("length: 0", ERR_IBFT_LENGTH, PATCH(4, "\0\0\0\0")),
    ROW("length: 65", ERR_IBFT_LENGTH, PATCH(4, "\x41\0\0\0")),
    ROW("length: greatest", ERR_IBFT_LENGTH, PATCH(4, "\377\377\377\377")),
    ROW("length: 65536 more", ERR_IBFT_LENGTH, PATCH(6, "\1")),
    ROW("length: one byte too much", ERR_IBFT_LENGTH, PATCH(4, "\x78\2")),
    ROW("length: without the last NUL", 0, PATCH(4, "\x76\2")),
    ROW("length: one byte of a string less", ERR_IBFT_STRING,
	PATCH(4, "\x75\2")),
    ROW("revision: 0", 0, PATCH(8, "\0")),
    ROW("control: id", ERR_IBFT_CONTROL, PATCH(AT_CONTROL, "\2")),
    ROW("control: length 17", ERR_IBFT_CONTROL, PATCH(AT_CONTROL + 2, "\21")),
    ROW("control: length 0", ERR_IBFT_CONTROL, PATCH(AT_CONTROL + 2, "\0\0")),
    ROW("control: length to the table's end", 0,
	PATCH(AT_CONTROL + 2, "\x47\2")),
    ROW("control: length behind it", ERR_IBFT_CONTROL,
	PATCH(AT_CONTROL + 2, "\x48\2")),
    ROW("control: version 2 is read", 0, PATCH(AT_CONTROL + 1, "\2")),
    ROW("initiator: none", 0, PATCH(AT_CONTROL + 8, "\0\0")),
    ROW("initiator: id", ERR_IBFT_INITIATOR, PATCH(AT_INITIATOR, "\3")),
    ROW("initiator: length 73", ERR_IBFT_INITIATOR,
	PATCH(AT_INITIATOR + 2, "\x49")),
    ROW("initiator: length 75", ERR_IBFT_INITIATOR,
	PATCH(AT_INITIATOR + 2, "\x4b")),
    ROW("initiator: length 330", ERR_IBFT_INITIATOR,
	PATCH(AT_INITIATOR + 3, "\1")),
    ROW("initiator: in the header", ERR_IBFT_INITIATOR,
	PATCH(AT_CONTROL + 8, "\12"), PATCH(10, "\2\1\x4a\0\0\3")),
    ROW("initiator: at the end", ERR_IBFT_INITIATOR,
	PATCH(AT_CONTROL + 8, FULL_LEN)),
    ROW("initiator: behind it", ERR_IBFT_INITIATOR,
	PATCH(AT_CONTROL + 8, "\377\377")),
    ROW("initiator: its last byte behind it", ERR_IBFT_INITIATOR,
	PATCH(AT_CONTROL + 8, "\x2e\2"), PATCH(0x22e, "\2\1\x4a\0\0\3")),
    ROW("initiator: its last byte the table's", 0,
	PATCH(AT_CONTROL + 8, "\x2d\2"), PATCH(0x22d, "\2\1\x4a\0\0\3"),
	PATCH(0x22d + INITIATOR_NAME, "\0\0")),
    ROW("NIC: none", 0, PATCH(AT_CONTROL + 10, "\0\0")),
    ROW("NIC: id", ERR_IBFT_NIC, PATCH(AT_NIC, "\4")),
    ROW("NIC: length", ERR_IBFT_NIC, PATCH(AT_NIC + 2, "\x65")),
    ROW("NIC: behind it", ERR_IBFT_NIC, PATCH(AT_CONTROL + 10, "\377\377")),
    ROW("NIC: points to the target", ERR_IBFT_NIC,
	PATCH(AT_CONTROL + 10, "\x80\1")),
    ROW("NIC: the second one's id", ERR_IBFT_NIC, PATCH(AT_NIC1, "\2")),
    ROW("NIC: the second one's length", ERR_IBFT_NIC, PATCH(AT_NIC1 + 2, "\0")),
    ROW("target: none", 0, PATCH(AT_CONTROL + 12, "\0\0")),
    ROW("target: id", ERR_IBFT_TARGET, PATCH(AT_TARGET, "\3")),
    ROW("target: length", ERR_IBFT_TARGET, PATCH(AT_TARGET + 2, "\x35")),
    ROW("target: behind it", ERR_IBFT_TARGET, PATCH(AT_CONTROL + 12, FULL_LEN)),
    ROW("target: the second one's id", ERR_IBFT_TARGET,
	PATCH(AT_TARGET1, "\5")),
    ROW("target: the second one's length", ERR_IBFT_TARGET,
	PATCH(AT_TARGET1 + 3, "\1")),
    ROW("pairs: a third, empty", 0, PATCH(AT_CONTROL + 2, "\26")),
    ROW("pairs: a third NIC, damaged", ERR_IBFT_NIC,
	PATCH(AT_CONTROL + 2, "\26"), PATCH(AT_CONTROL + 18, "\1\0")),
    ROW("pairs: a fourth target, damaged", ERR_IBFT_TARGET,
	PATCH(AT_CONTROL + 2, "\32"), PATCH(AT_CONTROL + 24, "\1\0")),
    ROW("pairs: behind the control structure", 0, PATCH(AT_CONTROL + 2, "\26"),
	PATCH(AT_CONTROL + 22, "\1\0")),
    ROW("pairs: a fifth is not read", 0, PATCH(AT_CONTROL + 2, "\36"),
	PATCH(AT_CONTROL + 26, "\1\0\1\0")),
    ROW("pairs: half a field", 0, PATCH(AT_CONTROL + 2, "\23"),
	PATCH(AT_CONTROL + 18, "\1\0")),
    ROW("string: initiator's name", ERR_IBFT_STRING,
	PATCH(AT_INITIATOR + INITIATOR_NAME + 2, "\377\377")),
    ROW("string: its length", ERR_IBFT_STRING,
	PATCH(AT_INITIATOR + INITIATOR_NAME, "\377\377")),
    ROW("string: to the end", 0,
	PATCH(AT_INITIATOR + INITIATOR_NAME, "\4\0\x73\2")),
    ROW("string: one byte behind it", ERR_IBFT_STRING,
	PATCH(AT_INITIATOR + INITIATOR_NAME, "\4\0\x74\2")),
    ROW("string: empty, behind it", 0,
	PATCH(AT_INITIATOR + INITIATOR_NAME, "\0\0\377\377")),
    ROW("string: host name", ERR_IBFT_STRING,
	PATCH(AT_NIC1 + NIC_HOSTNAME + 2, FULL_LEN)),
    ROW("string: target's name", ERR_IBFT_STRING,
	PATCH(AT_TARGET + TARGET_NAME + 2, FULL_LEN)),
    ROW("string: user name", ERR_IBFT_STRING,
	PATCH(AT_TARGET1 + TARGET_CHAP_NAME + 2, FULL_LEN)),
    ROW("string: secret", ERR_IBFT_STRING,
	PATCH(AT_TARGET1 + TARGET_CHAP_SECRET + 2, FULL_LEN)),
    ROW("string: target's user name", ERR_IBFT_STRING,
	PATCH(AT_TARGET1 + TARGET_REV_NAME + 2, FULL_LEN)),
    ROW("string: target's secret", ERR_IBFT_STRING,
	PATCH(AT_TARGET1 + TARGET_REV_SECRET + 2, FULL_LEN)),
};

/*
 * Read len bytes in memory of their own; what was read, everything is asked
 * of: ASan sees a byte that lies behind.
 */
static int read_table(const uint8_t *bytes, size_t len, struct ibft *ibft)
{
	static const struct ibft_path path = {
	    {TARGET_IQN, 28}, NULL, NULL, 0, 0};
	static const struct ibft_expect expect = {NULL, &path, 1};
	struct ibft_finding findings[IBFT_FINDINGS];
	uint8_t *exact = (uint8_t *)exact_new(bytes, len);
	struct ibft untouched;
	char line[100];
	unsigned int n;
	int rc;

	memset(&untouched, UNTOUCHED, sizeof(untouched));
	*ibft = untouched;
	rc = ibft_parse(exact, len, ibft);
	if (rc) {
		assert_memory_equal(ibft, &untouched, sizeof(untouched));
	} else {
		assert_true(ibft_check(ibft, &expect, findings) <=
			    IBFT_FINDINGS);
		for (n = 0; ibft_line(ibft, n, line, sizeof(line)); n++)
			;
		assert_true(n >= 3 && n <= 3 + 7 + 4 * (13 + 12));
		ibft_set_gateway(exact, len, 0, NULL);
	}
	exact_free((char *)exact);
	return rc;
}

static void reads(void **state)
{
	const struct reading *row = *state;
	struct table table;
	struct ibft ibft;

	table_new_full(&table);
	apply(&table, row->patches);
	assert_int_equal(read_table(table.bytes, table.len, &ibft), row->rc);
}

static void what_is_read(void **state)
{
	struct table table;
	struct ibft ibft;

	(void)state;
	table_new_full(&table);
	assert_int_equal(ibft_parse(table.bytes, TABLE_MAX, &ibft), 0);
	assert_ptr_equal(ibft.table, table.bytes);
	assert_int_equal(ibft.len, table.len);
	assert_int_equal(ibft.len, 0x277);
	assert_int_equal(ibft.revision, 1);
	assert_int_equal(ibft.checksum_ok, 1);
	assert_ptr_equal(ibft.initiator, table.bytes + AT_INITIATOR);
	assert_ptr_equal(ibft.nics[0], table.bytes + AT_NIC);
	assert_ptr_equal(ibft.nics[1], table.bytes + AT_NIC1);
	assert_ptr_equal(ibft.targets[0], table.bytes + AT_TARGET);
	assert_ptr_equal(ibft.targets[1], table.bytes + AT_TARGET1);
	assert_null(ibft.nics[2]);
	assert_null(ibft.targets[2]);
	assert_span(ibft_string(&ibft, &ibft.initiator->name), INITIATOR_IQN);
	assert_span(ibft_string(&ibft, &ibft.targets[0]->name), TARGET_IQN);
	assert_span(ibft_string(&ibft, &ibft.targets[1]->chap_secret),
		    "hush-hush");
	assert_span(ibft_string(&ibft, &ibft.targets[0]->chap_name), "");
	assert_ptr_equal(ibft_nic(&ibft, 1), ibft.nics[1]);
	assert_null(ibft_nic(&ibft, 2));
	table.bytes[9]++;
	assert_int_equal(ibft_parse(table.bytes, TABLE_MAX, &ibft), 0);
	assert_int_equal(ibft.checksum_ok, 0);
}

/* Its length ends a string, or a NUL sooner. */
static void where_a_string_ends(void **state)
{
	struct table table;
	struct ibft ibft;

	(void)state;
	table_new(&table);
	table.bytes[AT_INITIATOR + INITIATOR_NAME] = 11;
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	assert_span(ibft_string(&ibft, &ibft.initiator->name), "iqn.2010-04");
	table.bytes[AT_STRINGS + 3] = '\0';
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	assert_span(ibft_string(&ibft, &ibft.initiator->name), "iqn");
}

static void every_length_of_a_table(void **state)
{
	struct table table;
	struct ibft ibft;
	size_t len;

	(void)state;
	table_new_full(&table);
	for (len = 0; len < table.len; len++)
		assert_int_equal(read_table(table.bytes, len, &ibft),
				 ERR_IBFT_LENGTH);
	/* And the table says so itself. */
	for (len = 0; len < table.len; len++) {
		put_le32(table.bytes + 4, (uint32_t)len);
		assert_int_equal(read_table(table.bytes, len, &ibft) == 0,
				 len == table.len - 1);
	}
}

static void every_byte_of_a_table(void **state)
{
	static const uint8_t changes[] = {1, 2, 0x10, 0x80, 0xff};
	unsigned int errors = 0;
	struct table table;
	struct ibft ibft;
	size_t at;
	size_t i;

	(void)state;
	table_new_full(&table);
	for (at = 0; at < table.len; at++) {
		for (i = 0; i < sizeof(changes); i++) {
			table.bytes[at] ^= changes[i];
			errors += !!read_table(table.bytes, table.len, &ibft);
			table.bytes[at] ^= changes[i];
		}
	}
	/* Most bytes are addresses, names, or nothing. */
	assert_in_range(errors, 200, 500);
}

/* --- Addresses ------------------------------------------------------------ */

struct address {
	const char *name;
	const char *bytes;
	uint8_t is_ipv4;
	uint8_t is_empty;
};

static const struct address addresses[] = {
    {"address: IPv4", MAPPED("\12\0\2\17"), 1, 0},
    {"address: IPv4, last byte", MAPPED("\0\0\0\1"), 1, 0},
    {"address: IPv4, first byte", MAPPED("\1\0\0\0"), 1, 0},
    {"address: none", NO_IP, 0, 1},
    {"address: no IPv4", MAPPED("\0\0\0\0"), 0, 1},
    {"address: IPv6", "\376\200\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 0, 0},
    {"address: not mapped", "\0\0\0\0\0\0\0\0\0\0\0\0\12\0\2\17", 0, 0},
    {"address: half mapped", "\0\0\0\0\0\0\0\0\0\0\377\0\12\0\2\17", 0, 0},
    {"address: mapped behind a byte", "\1\0\0\0\0\0\0\0\0\0\377\377\12\0\2\17",
     0, 0},
};

static void is_address(void **state)
{
	const struct address *row = *state;
	struct ibft_ip ip;
	const uint8_t *ipv4;

	memcpy(&ip, row->bytes, sizeof(ip));
	ipv4 = ibft_ipv4(&ip);
	assert_ptr_equal(ipv4, row->is_ipv4 ? ip.bytes + 12 : NULL);
	assert_int_equal(ibft_ip_is_empty(&ip), row->is_empty);
}

/* --- Changing ------------------------------------------------------------- */

struct change {
	const char *name;
	struct patch patches[PATCHES];
	unsigned int nic;
	const char *ipv4;
	int rc;
	uint16_t at;
	const char *gateway;
};

static const struct change changes[] = {
    {"gateway: set", {{0}}, 0, "\12\0\2\2", 0, AT_NIC, MAPPED("\12\0\2\2")},
    {"gateway: of the second NIC",
     {{0}},
     1,
     "\12\0\2\2",
     0,
     AT_NIC1,
     MAPPED("\12\0\2\2")},
    {"gateway: cleared", {{0}}, 1, NULL, 0, AT_NIC1, NO_IP},
    {"gateway: 0.0.0.0 is none", {{0}}, 1, "\0\0\0\0", 0, AT_NIC1, NO_IP},
    {"gateway: an IPv6 one before",
     {PATCH(AT_NIC + NIC_GATEWAY, "\376\200\1\2\3\4\5\6\7\10\11\12\1\1\1\1")},
     0,
     "\12\0\2\2",
     0,
     AT_NIC,
     MAPPED("\12\0\2\2")},
    {"gateway: the sum was wrong",
     {PATCH(9, "\1")},
     0,
     "\12\0\2\2",
     0,
     AT_NIC,
     MAPPED("\12\0\2\2")},
    {"gateway: NICs by their index",
     {PATCH(AT_NIC + HEADER_INDEX, "\1"), PATCH(AT_NIC1 + HEADER_INDEX, "\0")},
     1,
     "\12\0\2\2",
     0,
     AT_NIC,
     MAPPED("\12\0\2\2")},
    {"gateway: the second NIC has index 0",
     {PATCH(AT_NIC + HEADER_INDEX, "\1"), PATCH(AT_NIC1 + HEADER_INDEX, "\0")},
     0,
     "\12\0\2\2",
     0,
     AT_NIC1,
     MAPPED("\12\0\2\2")},
    {"gateway: no such NIC", {{0}}, 2, "\12\0\2\2", ERR_IBFT_NO_NIC, 0, NULL},
    {"gateway: not of a damaged table",
     {PATCH(AT_TARGET, "\3")},
     0,
     "\12\0\2\2",
     ERR_IBFT_TARGET,
     0,
     NULL},
    {"gateway: not of something else",
     {PATCH(0, "RSDT")},
     0,
     "\12\0\2\2",
     ERR_IBFT_LENGTH,
     0,
     NULL},
};

static void sets_gateway(void **state)
{
	const struct change *row = *state;
	struct table wanted;
	struct table table;
	char *exact;
	int rc;

	table_new_full(&table);
	apply(&table, row->patches);
	wanted = table;
	if (row->gateway) {
		put_bytes(&wanted, row->at + NIC_GATEWAY, row->gateway, 16);
		fix_sum(&wanted);
	}
	exact = exact_new(table.bytes, table.len);
	rc = ibft_set_gateway(exact, table.len, row->nic,
			      (const uint8_t *)row->ipv4);
	assert_int_equal(rc, row->rc);
	assert_memory_equal(exact, wanted.bytes, table.len);
	exact_free(exact);
}

/* The address may stand in the table itself: gateway=target. */
static void gateway_is_the_target(void **state)
{
	struct table table;
	struct ibft ibft;

	(void)state;
	table_new_full(&table);
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	assert_int_equal(ibft_set_gateway(table.bytes, table.len,
					  ibft.targets[1]->nic,
					  ibft_ipv4(&ibft.targets[1]->ip)),
			 0);
	assert_memory_equal(table.bytes + AT_NIC1 + NIC_GATEWAY,
			    MAPPED("\12\0\2\2"), 16);
	/* Its own address again changes nothing. */
	assert_int_equal(ibft_set_gateway(table.bytes, table.len, 1,
					  ibft_ipv4(&ibft.nics[1]->gateway)),
			 0);
	assert_memory_equal(table.bytes + AT_NIC1 + NIC_GATEWAY,
			    MAPPED("\12\0\2\2"), 16);
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	assert_int_equal(ibft.checksum_ok, 1);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(places) + COUNT_OF(area_rows) + COUNT_OF(readings) +
		  COUNT_OF(addresses) + COUNT_OF(changes) + 6];
	size_t n = 0;

	UNIT_ROWS(tests, n, places, stands_there);
	UNIT_ROWS(tests, n, area_rows, finds);
	UNIT_TEST(tests, n, every_length_of_an_area);
	UNIT_ROWS(tests, n, readings, reads);
	UNIT_TEST(tests, n, what_is_read);
	UNIT_TEST(tests, n, where_a_string_ends);
	UNIT_TEST(tests, n, every_length_of_a_table);
	UNIT_TEST(tests, n, every_byte_of_a_table);
	UNIT_ROWS(tests, n, addresses, is_address);
	UNIT_ROWS(tests, n, changes, sets_gateway);
	UNIT_TEST(tests, n, gateway_is_the_target);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
