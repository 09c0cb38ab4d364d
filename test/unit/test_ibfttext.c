/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/ibfttext.c: a table as text. What is expected is what Linux
 * 6.1 shows of the same table under /sys/firmware/ibft.
 *
 * Runs in: host.
 */
#include "ibft_table.h"

#include "error.h"
#include "ibft.h"

#define LINE_LEN 300

/* All lines, each with its line break. */
static void print_all(const struct ibft *ibft, char *text, size_t len)
{
	char line[LINE_LEN];
	size_t used = 0;
	unsigned int n;
	size_t got;

	text[0] = '\0';
	for (n = 0; (got = ibft_line(ibft, n, line, LINE_LEN)); n++) {
		assert_int_equal(got, strlen(line));
		used += text_format(text + used, len - used, "%s\n", line);
	}
	assert_true(used + 1 < len);
	/* None after the last. */
	assert_int_equal(ibft_line(ibft, n + 1, line, LINE_LEN), 0);
	assert_int_equal(ibft_line(ibft, UINT32_MAX, line, LINE_LEN), 0);
}

static void is_printed(const struct table *table, const char *wanted)
{
	char text[4096];
	struct ibft ibft;

	assert_int_equal(ibft_parse(table->bytes, table->len, &ibft), 0);
	print_all(&ibft, text, sizeof(text));
	assert_string_equal(text, wanted);
}

#define FIRST_LINES                                                            \
	"acpi_header/signature: iBFT\n"                                        \
	"acpi_header/oem_id: FENSYS\n"                                         \
	"acpi_header/oem_table_id: iPXE\n"                                     \
	"initiator/index: 0\n"                                                 \
	"initiator/flags: 3\n"

#define FIRST_NIC                                                              \
	"ethernet0/index: 0\n"                                                 \
	"ethernet0/flags: 3\n"                                                 \
	"ethernet0/ip-addr: 10.0.2.15\n"                                       \
	"ethernet0/prefix-len: 24\n"                                           \
	"ethernet0/subnet-mask: 255.255.255.0\n"                               \
	"ethernet0/origin: 3\n"                                                \
	"ethernet0/vlan: 0\n"                                                  \
	"ethernet0/mac: 52:54:00:12:34:56\n"

#define FIRST_TARGET                                                           \
	"target0/index: 0\n"                                                   \
	"target0/flags: 3\n"                                                   \
	"target0/ip-addr: 10.0.2.2\n"                                          \
	"target0/port: 3260\n"                                                 \
	"target0/lun: 01000000\n"                                              \
	"target0/chap-type: 0\n"                                               \
	"target0/nic-assoc: 0\n"                                               \
	"target0/target-name: " TARGET_IQN "\n"

static void as_ipxe_writes_it(void **state)
{
	struct table table;

	(void)state;
	table_new(&table);
	is_printed(&table,
		   FIRST_LINES "initiator/initiator-name: " INITIATOR_IQN
			       "\n" FIRST_NIC FIRST_TARGET);
}

static void with_all_fields(void **state)
{
	struct table table;

	(void)state;
	table_new_full(&table);
	is_printed(&table, FIRST_LINES
		   "initiator/isns-server: 10.0.0.1\n"
		   "initiator/slp-server: 10.0.0.2\n"
		   "initiator/pri-radius-server: 10.0.0.3\n"
		   "initiator/sec-radius-server: 10.0.0.4\n"
		   "initiator/initiator-name: " INITIATOR_IQN
		   "\n" FIRST_NIC FIRST_TARGET "ethernet1/index: 1\n"
		   "ethernet1/flags: 3\n"
		   "ethernet1/ip-addr: 10.0.2.15\n"
		   "ethernet1/prefix-len: 24\n"
		   "ethernet1/subnet-mask: 255.255.255.0\n"
		   "ethernet1/origin: 3\n"
		   "ethernet1/gateway: 10.0.2.1\n"
		   "ethernet1/primary-dns: 10.0.2.3\n"
		   "ethernet1/secondary-dns: 10.0.2.4\n"
		   "ethernet1/dhcp: 10.0.2.5\n"
		   "ethernet1/vlan: 291\n"
		   "ethernet1/mac: 52:54:00:12:34:57\n"
		   "ethernet1/hostname: client\n"
		   "target1/index: 1\n"
		   "target1/flags: 3\n"
		   "target1/ip-addr: 10.0.2.2\n"
		   "target1/port: 3260\n"
		   "target1/lun: 01000000\n"
		   "target1/chap-type: 2\n"
		   "target1/nic-assoc: 1\n"
		   "target1/target-name: " TARGET_IQN "\n"
		   "target1/chap-name: user\n"
		   "target1/chap-secret: ***\n"
		   "target1/rev-chap-name: disk\n"
		   "target1/rev-chap-name-secret: ***\n");
}

static void without_any_structure(void **state)
{
	struct table table;

	(void)state;
	table_new(&table);
	memset(table.bytes + AT_CONTROL + CONTROL_INITIATOR, 0, 6);
	is_printed(&table, "acpi_header/signature: iBFT\n"
			   "acpi_header/oem_id: FENSYS\n"
			   "acpi_header/oem_table_id: iPXE\n");
}

/* One field of the full table changed: the line of it, or none. */
struct value {
	const char *name;
	struct patch patches[PATCHES];
	const char *file;
	const char *line; /* NULL: left out */
};

#define VALUE(name, at, bytes, file, value)                                    \
	{                                                                      \
		name, {PATCH(at, bytes)}, file, file ": " value                \
	}
#define NO_VALUE(name, at, bytes, file)                                        \
	{                                                                      \
		name, {PATCH(at, bytes)}, file, NULL                           \
	}

#define N AT_NIC1
#define T AT_TARGET1
#define I AT_INITIATOR

static const struct value values[] = {
    VALUE("signature: another's OEM id, full", 10, "ABCDEFGHIJKLMN",
	  "acpi_header/oem_id", "ABCDEF"),
    VALUE("OEM table id: full", 16, "GHIJKLMNO", "acpi_header/oem_table_id",
	  "GHIJKLMN"),
    VALUE("OEM table id: empty", 16, "\0", "acpi_header/oem_table_id", ""),
    VALUE("index: of the initiator", I + 4, "\7", "initiator/index", "7"),
    VALUE("flags: 255", I + 5, "\377", "initiator/flags", "255"),
    NO_VALUE("address: none", I + INITIATOR_ISNS, NO_IP,
	     "initiator/isns-server"),
    NO_VALUE("address: 0.0.0.0", I + INITIATOR_SLP, MAPPED("\0\0\0\0"),
	     "initiator/slp-server"),
    NO_VALUE("name: none", I + INITIATOR_NAME, "\0",
	     "initiator/initiator-name"),
    VALUE("index: names the folder", N + 4, "\11", "ethernet9/index", "9"),
    VALUE("index: in three digits", N + 4, "\377", "ethernet255/index", "255"),
    VALUE("address: IPv6", N + NIC_IP,
	  "\376\200\0\0\0\0\0\1\1\2\3\4\x55\x66\xab\xcd", "ethernet1/ip-addr",
	  "fe80:0000:0000:0001:0102:0304:5566:abcd"),
    VALUE("address: not mapped is IPv6", N + NIC_IP,
	  "\0\0\0\0\0\0\0\0\0\0\0\0\12\0\2\17", "ethernet1/ip-addr",
	  "0000:0000:0000:0000:0000:0000:0a00:020f"),
    VALUE("address: 255.255.255.255", N + NIC_IP, MAPPED("\377\377\377\377"),
	  "ethernet1/ip-addr", "255.255.255.255"),
    NO_VALUE("NIC: no address", N + NIC_IP, NO_IP, "ethernet1/ip-addr"),
    NO_VALUE("prefix: none", N + NIC_PREFIX, "\0", "ethernet1/prefix-len"),
    NO_VALUE("mask: none", N + NIC_PREFIX, "\0", "ethernet1/subnet-mask"),
    VALUE("mask: 1 bit", N + NIC_PREFIX, "\1", "ethernet1/subnet-mask",
	  "128.0.0.0"),
    VALUE("mask: 20 bits", N + NIC_PREFIX, "\24", "ethernet1/subnet-mask",
	  "255.255.240.0"),
    VALUE("mask: 32 bits", N + NIC_PREFIX, "\40", "ethernet1/subnet-mask",
	  "255.255.255.255"),
    NO_VALUE("mask: 33 bits", N + NIC_PREFIX, "\41", "ethernet1/subnet-mask"),
    VALUE("prefix: 33 bits", N + NIC_PREFIX, "\41", "ethernet1/prefix-len",
	  "33"),
    VALUE("origin: 0", N + NIC_ORIGIN, "\0", "ethernet1/origin", "0"),
    NO_VALUE("gateway: none", N + NIC_GATEWAY, NO_IP, "ethernet1/gateway"),
    NO_VALUE("DNS: no first", N + NIC_DNS, NO_IP, "ethernet1/primary-dns"),
    NO_VALUE("DNS: no second", N + NIC_DNS + 16, NO_IP,
	     "ethernet1/secondary-dns"),
    NO_VALUE("DHCP: none", N + NIC_DHCP, NO_IP, "ethernet1/dhcp"),
    VALUE("VLAN: greatest", N + NIC_VLAN, "\377\377", "ethernet1/vlan",
	  "65535"),
    VALUE("MAC: letters", N + NIC_MAC, "\xab\xcd\xef\x00\x0a\xf0",
	  "ethernet1/mac", "ab:cd:ef:00:0a:f0"),
    NO_VALUE("host name: none", N + NIC_HOSTNAME, "\0\0\0\0",
	     "ethernet1/hostname"),
    NO_VALUE("host name: a length, but no place", N + NIC_HOSTNAME, "\4\0\0\0",
	     "ethernet1/hostname"),
    VALUE("host name: a place, but no length", N + NIC_HOSTNAME, "\0\0\1\0",
	  "ethernet1/hostname", ""),
    VALUE("target: no address", T + TARGET_IP, NO_IP, "target1/ip-addr",
	  "0000:0000:0000:0000:0000:0000:0000:0000"),
    VALUE("target: 0.0.0.0", T + TARGET_IP, MAPPED("\0\0\0\0"),
	  "target1/ip-addr", "0.0.0.0"),
    VALUE("port: 0", T + TARGET_PORT, "\0\0", "target1/port", "0"),
    VALUE("port: greatest", T + TARGET_PORT, "\377\377", "target1/port",
	  "65535"),
    VALUE("LUN: each byte without padding", T + TARGET_LUN,
	  "\x01\x02\x10\xff\x00\x00\x0a\xb0", "target1/lun", "1210ff00ab0"),
    NO_VALUE("target: no name", T + TARGET_NAME, "\0", "target1/target-name"),
    VALUE("target: index names the folder", T + 4, "\3", "target3/nic-assoc",
	  "1"),
    NO_VALUE("CHAP: no name", T + TARGET_CHAP_NAME, "\0", "target1/chap-name"),
    NO_VALUE("CHAP: no name, no secret", T + TARGET_CHAP_NAME, "\0",
	     "target1/chap-secret"),
    VALUE("CHAP: a name, no secret", T + TARGET_CHAP_SECRET, "\0",
	  "target1/chap-secret", "***"),
    NO_VALUE("CHAP: no target's name", T + TARGET_REV_NAME, "\0",
	     "target1/rev-chap-name"),
    NO_VALUE("CHAP: no target's name, no secret", T + TARGET_REV_NAME, "\0",
	     "target1/rev-chap-name-secret"),
    VALUE("string: what is not printable", AT_STRINGS, "iqn\33[2J\n\t\177\200",
	  "initiator/initiator-name",
	  "iqn?[2J???"
	  "?.org.ipxe:host"),
};

static void has_value(void **state)
{
	const struct value *row = *state;
	size_t len = strlen(row->file);
	char line[LINE_LEN];
	struct table table;
	struct ibft ibft;
	unsigned int n;

	table_new_full(&table);
	apply(&table, row->patches);
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	for (n = 0; ibft_line(&ibft, n, line, LINE_LEN); n++)
		if (strncmp(line, row->file, len) == 0 && line[len] == ':')
			break;
	if (row->line)
		assert_string_equal(line, row->line);
	else
		assert_int_equal(ibft_line(&ibft, n, line, LINE_LEN), 0);
}

/* No secret, whatever CHAP says. */
static void secrets_are_not_printed(void **state)
{
	struct table table;
	char text[4096];
	struct ibft ibft;
	unsigned int type;

	(void)state;
	for (type = 0; type < 4; type++) {
		table_new_full(&table);
		table.bytes[AT_TARGET1 + TARGET_CHAP] = (uint8_t)type;
		assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
		print_all(&ibft, text, sizeof(text));
		assert_null(strstr(text, "hush"));
		assert_null(strstr(text, "whisper"));
	}
}

/* Cut to fit, and not one byte behind. */
static void every_room_for_a_line(void **state)
{
	char whole[LINE_LEN];
	struct table table;
	struct ibft ibft;
	unsigned int n;
	char *exact;
	size_t len;
	size_t got;

	(void)state;
	table_new_full(&table);
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	for (n = 0; ibft_line(&ibft, n, whole, LINE_LEN); n++) {
		for (len = 1; len <= strlen(whole) + 2; len++) {
			exact = exact_new(whole, len);
			got = ibft_line(&ibft, n, exact, len);
			assert_int_equal(got, len - 1 < strlen(whole)
						  ? len - 1
						  : strlen(whole));
			assert_int_equal(exact[got], '\0');
			assert_memory_equal(exact, whole, got);
			exact_free(exact);
		}
	}
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(values) + 5];
	size_t n = 0;

	UNIT_TEST(tests, n, as_ipxe_writes_it);
	UNIT_TEST(tests, n, with_all_fields);
	UNIT_TEST(tests, n, without_any_structure);
	UNIT_ROWS(tests, n, values, has_value);
	UNIT_TEST(tests, n, secrets_are_not_printed);
	UNIT_TEST(tests, n, every_room_for_a_line);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
