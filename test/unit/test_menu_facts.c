/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/facts.c, and of core/smbios.c:smbios_structure().
 *
 * Runs in: host.
 */
#include "unit.h"

#include "dhcp.h"
#include "facts.h"
#include "smbios.h"

#define PACKET_LEN 300
#define OPTIONS 240
#define BYTES(string) string, sizeof(string) - 1

#define FACT(member) offsetof(struct facts, member)

static const char *value(const struct facts *facts, size_t member, char *buf,
			 size_t size)
{
	const struct span *fact = (const void *)((const char *)facts + member);

	text_format(buf, size, "%S", fact);
	return buf;
}

/* --- DHCP ----------------------------------------------------------------- */

struct packet {
	const char *name;
	const char *options;
	size_t options_len;
	size_t fact;
	const char *value;
};

static const struct packet packets[] = {
    {"dhcp: mac", BYTES("\377"), FACT(mac), "52:54:00:12:ab:0c"},
    {"dhcp: ip", BYTES("\377"), FACT(ip), "10.0.2.255"},
    {"dhcp: no gateway", BYTES("\377"), FACT(gateway), ""},
    {"dhcp: no netmask", BYTES("\377"), FACT(netmask), ""},
    {"dhcp: gateway", BYTES("\3\4\300\250\1\1\377"), FACT(gateway),
     "192.168.1.1"},
    {"dhcp: the first of two gateways", BYTES("\3\10\12\0\0\1\12\0\0\2\377"),
     FACT(gateway), "10.0.0.1"},
    {"dhcp: a gateway cut short", BYTES("\3\3\12\0\0\377"), FACT(gateway), ""},
    {"dhcp: netmask", BYTES("\1\4\377\377\377\0\377"), FACT(netmask),
     "255.255.255.0"},
    {"dhcp: tells no server", BYTES("\377"), FACT(server), ""},
};

static void make_packet(uint8_t *packet, const struct packet *row)
{
	memset(packet, 0, PACKET_LEN);
	packet[1] = 6;
	memcpy(packet + DHCP_YIADDR, "\12\0\2\377", 4);
	memcpy(packet + DHCP_CHADDR, "\122\124\0\22\253\14", 6);
	memcpy(packet + OPTIONS - 4, "\143\202\123\143", 4);
	memcpy(packet + OPTIONS, row->options, row->options_len);
}

static void reads_dhcp(void **state)
{
	const struct packet *row = *state;
	size_t len = OPTIONS + row->options_len;
	uint8_t packet[PACKET_LEN];
	struct facts_store store;
	char buf[64];
	char *exact;

	make_packet(packet, row);
	exact = exact_new(packet, len);
	facts_clear(&store);
	facts_dhcp(&store, (const uint8_t *)exact, len);
	exact_free(exact);
	assert_string_equal(value(&store.facts, row->fact, buf, sizeof(buf)),
			    row->value);
	assert_int_equal(store.facts.arp_type, 6);
}

static void nothing_is_known_at_first(void **state)
{
	struct facts_store store;
	const struct span *fact = &store.facts.mac;

	(void)state;
	memset(&store, 0xa5, sizeof(store));
	facts_clear(&store);
	for (; fact <= &store.facts.form_factor; fact++)
		assert_span(*fact, "");
	assert_int_equal(store.facts.arp_type, 1);
}

static void a_short_or_empty_packet_tells_nothing(void **state)
{
	uint8_t packet[PACKET_LEN];
	struct facts_store store;

	(void)state;
	make_packet(packet, &packets[0]);
	facts_clear(&store);
	facts_dhcp(&store, packet, DHCP_MIN_LEN - 1);
	assert_span(store.facts.mac, "");
	memset(packet, 0, sizeof(packet));
	facts_dhcp(&store, packet, sizeof(packet));
	assert_span(store.facts.mac, "");
	assert_span(store.facts.ip, "");
}

static void server_is_known_from_elsewhere(void **state)
{
	static const uint8_t ip[4] = {192, 0, 2, 1};
	struct facts_store store;

	(void)state;
	facts_clear(&store);
	facts_server(&store, ip);
	assert_span(store.facts.server, "192.0.2.1");
}

/* --- SMBIOS --------------------------------------------------------------- */

/* Types 0 (BIOS), 1 (27 bytes: with SKU and family), 2 (board), 3 (chassis). */
#define BIOS "\0\6\0\0\1\2Bv\0Bn\0\0"
#define SYSTEM                                                                 \
	"\1\33\0\0\1\2\3\4\x33\x22\x11\x00\x55\x44\x77\x66\x88\x99\xaa\xbb"    \
	"\xcc\xdd\xee\xff\6\5\6V\0P\0R\0S\0K\0F\0\0"
#define BOARD "\2\11\0\0\1\2\3\4\5mv\0mp\0mr\0ms\0ma\0\0"
#define CHASSIS "\3\11\0\0\1\203\0\0\2x\0tag\0\0"
#define END "\177\4\0\0\0\0"
#define ALL BIOS SYSTEM BOARD CHASSIS END

struct table {
	const char *name;
	const char *table;
	size_t len;
	size_t fact;
	const char *value;
};

static const struct table tables[] = {
    {"smbios: vendor", BYTES(ALL), FACT(vendor), "V"},
    {"smbios: product", BYTES(ALL), FACT(product), "P"},
    {"smbios: version", BYTES(ALL), FACT(version), "R"},
    {"smbios: serial", BYTES(ALL), FACT(serial), "S"},
    {"smbios: sku", BYTES(ALL), FACT(sku), "K"},
    {"smbios: family", BYTES(ALL), FACT(family), "F"},
    {"smbios: board vendor", BYTES(ALL), FACT(board_vendor), "mv"},
    {"smbios: board product", BYTES(ALL), FACT(board_product), "mp"},
    {"smbios: board version", BYTES(ALL), FACT(board_version), "mr"},
    {"smbios: board serial", BYTES(ALL), FACT(board_serial), "ms"},
    {"smbios: board asset", BYTES(ALL), FACT(board_asset), "ma"},
    {"smbios: BIOS vendor", BYTES(ALL), FACT(bios_vendor), "Bv"},
    {"smbios: BIOS version", BYTES(ALL), FACT(bios_version), "Bn"},
    {"smbios: asset is the chassis's", BYTES(ALL), FACT(asset), "tag"},
    {"smbios: form factor without the lock's bit", BYTES(ALL),
     FACT(form_factor), "3"},
    {"smbios: UUID, three fields little-endian", BYTES(ALL), FACT(uuid),
     "00112233-4455-6677-8899-aabbccddeeff"},
    {"smbios: a system without UUID", BYTES("\1\10\0\0\1\2\3\4V\0\0" END),
     FACT(uuid), ""},
    {"smbios: no chassis", BYTES(BIOS SYSTEM END), FACT(form_factor), ""},
    {"smbios: no table", BYTES(""), FACT(vendor), ""},
};

static void reads_smbios(void **state)
{
	const struct table *row = *state;
	char *exact = exact_new(row->table, row->len);
	struct facts_store store;
	char buf[64];

	facts_clear(&store);
	facts_smbios(&store, exact, row->len);
	assert_string_equal(value(&store.facts, row->fact, buf, sizeof(buf)),
			    row->value);
	exact_free(exact);
}

static void finds_the_first_structure_of_a_type(void **state)
{
	static const char table[] = SYSTEM "\1\5\0\0x\0\0" END;
	size_t len = 99;

	(void)state;
	assert_ptr_equal(smbios_structure(table, sizeof(table) - 1, 1, &len),
			 table);
	assert_int_equal(len, 27);
	assert_null(smbios_structure(table, sizeof(table) - 1, 2, &len));
	assert_int_equal(len, 27);
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(packets) + COUNT_OF(tables) + 4];
	size_t n = 0;

	UNIT_TEST(tests, n, nothing_is_known_at_first);
	UNIT_ROWS(tests, n, packets, reads_dhcp);
	UNIT_TEST(tests, n, a_short_or_empty_packet_tells_nothing);
	UNIT_TEST(tests, n, server_is_known_from_elsewhere);
	UNIT_ROWS(tests, n, tables, reads_smbios);
	UNIT_TEST(tests, n, finds_the_first_structure_of_a_type);
	return cmocka_run_group_tests_name("menu facts", tests, NULL, NULL);
}
