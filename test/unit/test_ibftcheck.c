/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/ibftcheck.c: what is wrong with a table.
 *
 * Runs in: host.
 */
#include "ibft_table.h"

#include "error.h"
#include "ibft.h"

static const uint8_t mac[] = {0x52, 0x54, 0, 0x12, 0x34, 0x56};
static const uint8_t second_mac[] = {0x52, 0x54, 0, 0x12, 0x34, 0x57};
static const uint8_t other_mac[] = {0x52, 0x54, 0, 0x12, 0x34, 0x58};
static const uint8_t ip[] = {10, 0, 2, 2};
static const uint8_t other_ip[] = {10, 0, 2, 9};
static const uint16_t lun[] = {1, 0, 0, 0};
static const uint16_t other_lun[] = {1, 0, 0, 2};

#define NAME                                                                   \
	{                                                                      \
		TARGET_IQN, sizeof(TARGET_IQN) - 1                             \
	}

/* Paths; a list ends where nothing is known. */
#define AS_IT_IS                                                               \
	{                                                                      \
		NAME, ip, lun, 3260, 0                                         \
	}
#define NOTHING                                                                \
	{                                                                      \
		{NULL, 0}, NULL, NULL, 0, 0                                    \
	}
#define PATHS 3

struct checking {
	const char *name;
	uint8_t full; /* the table with two NICs and targets */
	uint8_t bad_sum;
	const uint8_t *mac;
	struct ibft_path paths[PATHS];
	struct patch patches[PATCHES];
	struct {
		int code;
		uint8_t index;
	} findings[4];
};

/* In the table with one NIC and target. */
#define CHECK(name, code, index, ...)                                          \
	{                                                                      \
		name, 0, 0, mac, {AS_IT_IS}, {__VA_ARGS__},                    \
		{                                                              \
			{                                                      \
				code, index                                    \
			}                                                      \
		}                                                              \
	}

/* The same, and what was attached. */
#define PATH(name, code, ...)                                                  \
	{                                                                      \
		name, 0, 0, mac, {__VA_ARGS__}, {{0}},                         \
		{                                                              \
			{                                                      \
				code, 0                                        \
			}                                                      \
		}                                                              \
	}

#define GATEWAY(ipv4) PATCH(AT_NIC + NIC_GATEWAY, MAPPED(ipv4))
#define TARGET(ipv4) PATCH(AT_TARGET + TARGET_IP + 12, ipv4)
#define PREFIX(bits) PATCH(AT_NIC + NIC_PREFIX, bits)
#define IPV6 "\376\200\0\0\0\0\0\0\0\0\0\0\0\0\0\1"
/* Rows about addresses: what was attached does not matter. */
#define ROUTE(name, code, ...)                                                 \
	{                                                                      \
		name, 0, 0, NULL, {NOTHING}, {__VA_ARGS__},                    \
		{                                                              \
			{                                                      \
				code, 0                                        \
			}                                                      \
		}                                                              \
	}

static const struct checking rows[] = {
    CHECK("as it is", 0, 0, PATCH(0, "i")),
    {"a wrong sum", 0, 1, mac, {AS_IT_IS}, {{0}}, {{ERR_IBFT_CHECKSUM, 0}}},
    CHECK("revision: 0", ERR_IBFT_REVISION, 0, PATCH(8, "\0")),
    CHECK("revision: 2", ERR_IBFT_REVISION, 0, PATCH(8, "\2")),
    CHECK("initiator: none", ERR_IBFT_NO_INITIATOR, 0,
	  PATCH(AT_CONTROL + CONTROL_INITIATOR, "\0\0")),
    CHECK("initiator: not valid", ERR_IBFT_NO_INITIATOR, 0,
	  PATCH(AT_INITIATOR + HEADER_FLAGS, "\2")),
    CHECK("initiator: no name", ERR_IBFT_NO_INITIATOR, 0,
	  PATCH(AT_INITIATOR + INITIATOR_NAME, "\0")),
    CHECK("initiator: an empty name", ERR_IBFT_NO_INITIATOR, 0,
	  PATCH(AT_STRINGS, "\0")),
    CHECK("initiator: not marked for booting is good enough", 0, 0,
	  PATCH(AT_INITIATOR + HEADER_FLAGS, "\1")),
    {"NIC: none",
     0,
     0,
     mac,
     {AS_IT_IS},
     {PATCH(AT_CONTROL + CONTROL_PAIR, "\0\0")},
     {{ERR_IBFT_NO_NIC, 0}, {ERR_IBFT_NIC_NONE, 0}}},
    CHECK("NIC: not valid", ERR_IBFT_NO_NIC, 0,
	  PATCH(AT_NIC + HEADER_FLAGS, "\2")),
    CHECK("NIC: not marked for booting", ERR_IBFT_NIC_BOOT, 0,
	  PATCH(AT_NIC + HEADER_FLAGS, "\1")),
    CHECK("NIC: a global address", 0, 0, PATCH(AT_NIC + HEADER_FLAGS, "\7")),
    {"MAC: another", 0, 0, other_mac, {AS_IT_IS}, {{0}}, {{ERR_IBFT_MAC, 0}}},
    {"MAC: not known", 0, 0, NULL, {AS_IT_IS}, {{0}}, {{0}}},
    {"MAC: of the second NIC",
     1,
     0,
     second_mac,
     {AS_IT_IS},
     {PATCH(AT_NIC1 + NIC_GATEWAY, NO_IP)},
     {{0}}},
    {"MAC: of the second NIC, which is not marked",
     1,
     0,
     second_mac,
     {AS_IT_IS},
     {PATCH(AT_NIC1 + HEADER_FLAGS, "\1")},
     {{ERR_IBFT_MAC, 0}}},
    CHECK("address: none", ERR_IBFT_NO_ADDRESS, 0,
	  PATCH(AT_NIC + NIC_IP, NO_IP)),
    CHECK("address: 0.0.0.0", ERR_IBFT_NO_ADDRESS, 0,
	  PATCH(AT_NIC + NIC_IP + 12, "\0\0\0\0")),
    CHECK("address: IPv6", ERR_IBFT_IPV6, 0, PATCH(AT_NIC + NIC_IP, IPV6)),
    CHECK("address: IPv6 of the gateway", ERR_IBFT_IPV6, 0,
	  PATCH(AT_NIC + NIC_GATEWAY, IPV6)),
    {"address: IPv6 of the target",
     0,
     0,
     mac,
     {{NAME, NULL, lun, 3260, 0}},
     {PATCH(AT_TARGET + TARGET_IP, IPV6)},
     {{ERR_IBFT_IPV6, 0}}},
    CHECK("mask: none", ERR_IBFT_MASK, 0, PREFIX("\0")),
    CHECK("mask: 33 bits", ERR_IBFT_MASK, 0, PREFIX("\41")),
    CHECK("mask: 1 bit", 0, 0, PREFIX("\1")),
    {"the second NIC's address",
     1,
     0,
     mac,
     {AS_IT_IS},
     {PATCH(AT_NIC1 + NIC_IP, NO_IP)},
     {{ERR_IBFT_NO_ADDRESS, 1}}},
    {"target: none",
     0,
     0,
     mac,
     {AS_IT_IS},
     {PATCH(AT_CONTROL + CONTROL_PAIR + 2, "\0\0")},
     {{ERR_IBFT_NO_TARGET, 0}}},
    CHECK("target: not valid", ERR_IBFT_NO_TARGET, 0,
	  PATCH(AT_TARGET + HEADER_FLAGS, "\2")),
    CHECK("target: of a missing NIC", ERR_IBFT_NIC_NONE, 0,
	  PATCH(AT_TARGET + TARGET_NIC, "\1")),
    {"target: the second, of a missing NIC",
     1,
     0,
     mac,
     {AS_IT_IS},
     {PATCH(AT_TARGET1 + TARGET_NIC, "\2"),
      PATCH(AT_NIC1 + NIC_GATEWAY, NO_IP)},
     {{ERR_IBFT_NIC_NONE, 1}}},
    {"target: NICs by their index",
     0,
     0,
     mac,
     {AS_IT_IS},
     {PATCH(AT_TARGET + TARGET_NIC, "\7"), PATCH(AT_NIC + HEADER_INDEX, "\7")},
     {{0}}},
    PATH("path: nothing known", 0, NOTHING),
    PATH("path: another name", ERR_IBFT_TARGET_NAME,
	 {{TARGET_IQN, 27}, ip, lun, 3260, 0}),
    PATH("path: another name, as long", ERR_IBFT_TARGET_NAME,
	 {{"iqn.2009-06.org.example:win8", 28}, ip, lun, 3260, 0}),
    PATH("path: another LUN", ERR_IBFT_TARGET_LUN,
	 {NAME, ip, other_lun, 3260, 0}),
    PATH("path: another address", ERR_IBFT_TARGET_ADDRESS,
	 {NAME, other_ip, lun, 3260, 0}),
    PATH("path: another port", ERR_IBFT_TARGET_PORT, {NAME, ip, lun, 3261, 0}),
    PATH("path: all differ", ERR_IBFT_TARGET_NAME,
	 {{"iqn.1", 5}, other_ip, other_lun, 3261, 0}),
    PATH("path: LUN and port differ", ERR_IBFT_TARGET_LUN,
	 {NAME, ip, other_lun, 3261, 0}),
    PATH("path: by IPv6", ERR_IBFT_IPV6, {NAME, NULL, lun, 3260, 1}),
    PATH("path: the second is there", 0, {{"iqn.1", 5}, ip, lun, 3260, 0},
	 AS_IT_IS),
    PATH("path: neither, the more alike counts", ERR_IBFT_TARGET_PORT,
	 {NAME, other_ip, lun, 3260, 0}, {NAME, ip, lun, 3261, 0}),
    {"path: of the second target",
     1,
     0,
     mac,
     {{NAME, other_ip, lun, 3260, 0}},
     {PATCH(AT_TARGET1 + TARGET_IP + 12, "\12\0\2\11"),
      PATCH(AT_NIC1 + NIC_GATEWAY, NO_IP)},
     {{0}}},
    {"path: most like the second target",
     1,
     0,
     mac,
     {{NAME, other_ip, lun, 3261, 0}},
     {PATCH(AT_TARGET1 + TARGET_IP + 12, "\12\0\2\11"),
      PATCH(AT_NIC1 + NIC_GATEWAY, NO_IP)},
     {{ERR_IBFT_TARGET_PORT, 1}}},
    {"path: like both targets, so the first",
     1,
     0,
     mac,
     {{NAME, ip, lun, 3261, 0}},
     {PATCH(AT_NIC1 + NIC_GATEWAY, NO_IP)},
     {{ERR_IBFT_TARGET_PORT, 0}}},
    ROUTE("gateway: target in the same subnet", ERR_IBFT_GATEWAY_LOCAL,
	  GATEWAY("\12\0\2\1")),
    ROUTE("gateway: the target itself", 0, GATEWAY("\12\0\2\2")),
    ROUTE("gateway: none, target in the same subnet", 0, PATCH(0, "i")),
    ROUTE("gateway: none, target in another", ERR_IBFT_GATEWAY_NONE,
	  TARGET("\12\0\3\2")),
    ROUTE("gateway: needed", 0, GATEWAY("\12\0\2\1"), TARGET("\12\0\3\2")),
    ROUTE("gateway: in another subnet", ERR_IBFT_GATEWAY_FAR,
	  GATEWAY("\12\0\3\1")),
    ROUTE("gateway: in another subnet with the target", ERR_IBFT_GATEWAY_FAR,
	  GATEWAY("\12\0\3\1"), TARGET("\12\0\3\2")),
    ROUTE("gateway: the target itself, in another subnet", ERR_IBFT_GATEWAY_FAR,
	  GATEWAY("\12\0\3\2"), TARGET("\12\0\3\2")),
    ROUTE("subnet: 16 bits", 0, TARGET("\12\0\3\2"), PREFIX("\20")),
    ROUTE("subnet: 16 bits, another", ERR_IBFT_GATEWAY_NONE,
	  TARGET("\12\1\2\2"), PREFIX("\20")),
    ROUTE("subnet: 23 bits", 0, TARGET("\12\0\3\2"), PREFIX("\27")),
    ROUTE("subnet: 23 bits, another", ERR_IBFT_GATEWAY_NONE,
	  TARGET("\12\0\4\2"), PREFIX("\27")),
    ROUTE("subnet: 29 bits", 0, TARGET("\12\0\2\10"), PREFIX("\34")),
    ROUTE("subnet: 29 bits, another", ERR_IBFT_GATEWAY_NONE,
	  TARGET("\12\0\2\20"), PREFIX("\34")),
    ROUTE("subnet: 32 bits", ERR_IBFT_GATEWAY_NONE, PREFIX("\40")),
    ROUTE("subnet: 32 bits, to itself", 0, PREFIX("\40"), TARGET("\12\0\2\17")),
    ROUTE("subnet: 1 bit", ERR_IBFT_GATEWAY_NONE, PREFIX("\1"),
	  TARGET("\212\0\2\2")),
    ROUTE("route: not asked of a NIC not marked", ERR_IBFT_NIC_BOOT,
	  PATCH(AT_NIC + HEADER_FLAGS, "\1"), TARGET("\12\0\3\2")),
    {"route: of another NIC's target",
     1,
     0,
     mac,
     {AS_IT_IS},
     {PATCH(AT_TARGET1 + TARGET_IP + 12, "\12\0\3\2"),
      PATCH(AT_NIC1 + NIC_GATEWAY + 12, "\12\0\2\1")},
     {{0}}},
    {"route: two targets, one needs the gateway",
     1,
     0,
     mac,
     {AS_IT_IS},
     {PATCH(AT_TARGET1 + TARGET_IP + 12, "\12\0\3\2"),
      PATCH(AT_TARGET1 + TARGET_NIC, "\0"), GATEWAY("\12\0\2\1"),
      PATCH(AT_NIC1 + NIC_GATEWAY, NO_IP)},
     {{0}}},
    {"route: two targets, one needs a gateway",
     1,
     0,
     mac,
     {AS_IT_IS},
     {PATCH(AT_TARGET1 + TARGET_IP + 12, "\12\0\3\2"),
      PATCH(AT_TARGET1 + TARGET_NIC, "\0"),
      PATCH(AT_NIC1 + NIC_GATEWAY, NO_IP)},
     {{ERR_IBFT_GATEWAY_NONE, 0}}},
    {"route: two NICs, each its own finding",
     1,
     0,
     mac,
     {AS_IT_IS},
     {GATEWAY("\12\0\3\1")},
     {{ERR_IBFT_GATEWAY_FAR, 0}, {ERR_IBFT_GATEWAY_LOCAL, 1}}},
};

static void finds(void **state)
{
	const struct checking *row = *state;
	struct ibft_finding findings[IBFT_FINDINGS];
	struct ibft_expect expect = {row->mac, row->paths, 0};
	struct table table;
	struct ibft ibft;
	unsigned int count;
	unsigned int i;

	(row->full ? table_new_full : table_new)(&table);
	apply(&table, row->patches);
	fix_sum(&table);
	table.bytes[9] = (uint8_t)(table.bytes[9] + row->bad_sum);
	while (expect.count < PATHS &&
	       (row->paths[expect.count].target.len || !expect.count))
		expect.count++;
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	memset(findings, 0xa5, sizeof(findings));
	count = ibft_check(&ibft, &expect, findings);
	for (i = 0; i < count && i < COUNT_OF(row->findings); i++) {
		assert_string_equal(error_text_san(findings[i].code),
				    error_text_san(row->findings[i].code));
		assert_int_equal(findings[i].index, row->findings[i].index);
		assert_int_equal(findings[i].warning,
				 findings[i].code == ERR_IBFT_GATEWAY_LOCAL);
	}
	assert_true(i == COUNT_OF(row->findings) || !row->findings[i].code);
	assert_int_equal(i, count);
}

static void no_paths_expected(void **state)
{
	static const struct ibft_expect expect = {mac, NULL, 0};
	struct ibft_finding findings[IBFT_FINDINGS];
	struct table table;
	struct ibft ibft;

	(void)state;
	table_new(&table);
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	assert_int_equal(ibft_check(&ibft, &expect, findings), 0);
}

/* As many as there is room for; not one byte behind. */
static void too_many_findings(void **state)
{
	static const struct ibft_path by_ipv6[2 * IBFT_FINDINGS] = {
	    [0 ... 2 * IBFT_FINDINGS - 1] = {NAME, NULL, NULL, 0, 1}};
	struct ibft_expect expect = {mac, by_ipv6, IBFT_FINDINGS};
	struct ibft_finding *findings;
	struct table table;
	struct ibft ibft;

	(void)state;
	table_new(&table);
	findings = malloc(IBFT_FINDINGS * sizeof(*findings));
	assert_non_null(findings);
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	assert_int_equal(ibft_check(&ibft, &expect, findings), IBFT_FINDINGS);
	expect.count++;
	assert_int_equal(ibft_check(&ibft, &expect, findings), IBFT_FINDINGS);
	expect.count = IBFT_FINDINGS - 1;
	assert_int_equal(ibft_check(&ibft, &expect, findings),
			 IBFT_FINDINGS - 1);
	free(findings);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 2];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, finds);
	UNIT_TEST(tests, n, no_paths_expected);
	UNIT_TEST(tests, n, too_many_findings);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
