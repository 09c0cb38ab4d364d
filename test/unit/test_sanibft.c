/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/sanibft.c.
 *
 * Runs in: host.
 */
#include "ibft_table.h"

#include "error.h"
#include "sanibft.h"

/* The table's target is 10.0.2.2, its NIC 10.0.2.15/24. */
static const struct gateway {
	const char *name;
	struct patch patches[PATCHES];
	int to_target;
	int rc;
	const char *gateway; /* in the table then; NULL: as it was */
} gateway_rows[] = {
    {"gateway: the target", {{0}}, 1, 0, MAPPED("\12\0\2\2")},
    {"gateway: none",
     {PATCH(AT_NIC + NIC_GATEWAY, MAPPED("\12\0\2\1"))},
     0,
     0,
     NO_IP},
    {"gateway: none is not for a target behind it",
     {PATCH(AT_NIC + NIC_GATEWAY, MAPPED("\12\0\2\1")),
      PATCH(AT_TARGET + TARGET_IP, MAPPED("\12\0\3\2"))},
     0,
     ERR_IBFT_GATEWAY_FAR,
     NULL},
    {"gateway: nor is the target",
     {PATCH(AT_NIC + NIC_GATEWAY, MAPPED("\12\0\2\1")),
      PATCH(AT_TARGET + TARGET_IP, MAPPED("\12\0\3\2"))},
     1,
     ERR_IBFT_GATEWAY_FAR,
     NULL},
    {"gateway: an IPv6 target",
     {PATCH(AT_TARGET + TARGET_IP, "\376\200\0\0\0\0\0\0\0\0\0\0\0\0\0\1")},
     1,
     ERR_IBFT_IPV6,
     NULL},
    {"gateway: a target of no NIC",
     {PATCH(AT_TARGET + TARGET_NIC, "\7")},
     1,
     ERR_IBFT_NO_NIC,
     NULL},
};

static void sets_gateway(void **state)
{
	const struct gateway *row = *state;
	struct table table;
	struct table wanted;
	struct ibft ibft;
	uint8_t ip[4];
	int rc;

	table_new(&table);
	apply(&table, row->patches);
	fix_sum(&table);
	wanted = table;
	if (row->gateway) {
		put_bytes(&wanted, AT_NIC + NIC_GATEWAY, row->gateway, 16);
		fix_sum(&wanted);
	}
	assert_int_equal(ibft_parse(table.bytes, table.len, &ibft), 0);
	rc = sanibft_set_gateway(table.bytes, table.len, ibft.targets[0],
				 row->to_target, ip);
	assert_int_equal(rc, row->rc);
	assert_memory_equal(table.bytes, wanted.bytes, table.len);
	if (!rc)
		assert_memory_equal(ip, row->gateway + 12, 4);
}

#define SPAN(text)                                                             \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static void expects_iscsi_addresses_only(void **state)
{
	static const struct span uri[] = {
	    SPAN("aoe:e1.2"),
	    SPAN("iscsi:10.0.2.9::3261:2:iqn.a:b"),
	    SPAN("nonsense"),
	    SPAN("iscsi:[fe80::1]::::iqn.c:d"),
	};
	struct sanibft wanted;
	const struct ibft_path *path = wanted.paths;

	(void)state;
	sanibft_expect(uri, COUNT_OF(uri), &wanted);
	assert_int_equal(wanted.expect.count, 2);
	assert_ptr_equal(wanted.expect.paths, path);
	assert_null(wanted.expect.mac);
	assert_span(path[0].target, "iqn.a:b");
	assert_memory_equal(path[0].ip, "\12\0\2\11", 4);
	assert_int_equal(path[0].port, 3261);
	assert_int_equal(path[0].lun[0], 2);
	assert_false(path[0].is_ipv6);
	assert_span(path[1].target, "iqn.c:d");
	assert_null(path[1].ip);
	assert_true(path[1].is_ipv6);
	sanibft_expect(uri, 1, &wanted);
	assert_int_equal(wanted.expect.count, 0);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(gateway_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, gateway_rows, sets_gateway);
	UNIT_TEST(tests, n, expects_iscsi_addresses_only);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
