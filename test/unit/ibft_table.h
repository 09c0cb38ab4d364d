/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An iBFT as iPXE writes it, for the unit tests; then bytes of it changed.
 *
 * Offsets are those of the specification, not of core/ibft.h.
 *
 * Runs in: host.
 */
#ifndef UNIT_IBFT_TABLE_H
#define UNIT_IBFT_TABLE_H

#include "unit.h"

#include "bytes.h"

/* Where iPXE puts the structures of a table with two pairs. */
enum {
	AT_CONTROL = 48,
	AT_INITIATOR = 80,
	AT_NIC = 160,
	AT_NIC1 = 272,
	AT_TARGET = 384,
	AT_TARGET1 = 448,
	AT_STRINGS = 512,
	TABLE_MAX = 1024,
};

/* Offsets in a structure. */
enum {
	HEADER_LEN = 2,
	HEADER_INDEX = 4,
	HEADER_FLAGS = 5,
	CONTROL_INITIATOR = 8,
	CONTROL_PAIR = 10,
	INITIATOR_ISNS = 6,
	INITIATOR_SLP = 22,
	INITIATOR_RADIUS = 38,
	INITIATOR_NAME = 70,
	NIC_IP = 6,
	NIC_PREFIX = 22,
	NIC_ORIGIN = 23,
	NIC_GATEWAY = 24,
	NIC_DNS = 40,
	NIC_DHCP = 72,
	NIC_VLAN = 88,
	NIC_MAC = 90,
	NIC_PCI = 96,
	NIC_HOSTNAME = 98,
	TARGET_IP = 6,
	TARGET_PORT = 22,
	TARGET_LUN = 24,
	TARGET_CHAP = 32,
	TARGET_NIC = 33,
	TARGET_NAME = 34,
	TARGET_CHAP_NAME = 38,
	TARGET_CHAP_SECRET = 42,
	TARGET_REV_NAME = 46,
	TARGET_REV_SECRET = 50,
};

#define INITIATOR_IQN "iqn.2010-04.org.ipxe:host"
#define TARGET_IQN "iqn.2009-06.org.example:win7"

/* Some bytes of the table changed; len 0 ends a list. */
struct patch {
	uint16_t at;
	uint16_t len;
	const char *bytes;
};

#define PATCHES 10
#define PATCH(at, bytes)                                                       \
	{                                                                      \
		at, sizeof(bytes) - 1, bytes                                   \
	}

/* An IPv4 address in its field. */
#define MAPPED(ipv4) "\0\0\0\0\0\0\0\0\0\0\377\377" ipv4
#define NO_IP "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

struct table {
	uint8_t bytes[TABLE_MAX];
	size_t len;
};

static inline void put_le16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)value;
	at[1] = (uint8_t)(value >> 8);
}

static inline void put_header(struct table *table, size_t at, uint8_t id,
			      uint16_t len, uint8_t index, uint8_t flags)
{
	table->bytes[at] = id;
	table->bytes[at + 1] = 1;
	put_le16(table->bytes + at + HEADER_LEN, len);
	table->bytes[at + HEADER_INDEX] = index;
	table->bytes[at + HEADER_FLAGS] = flags;
}

/* Append a string, and put its length and place to a field. */
static inline void put_string(struct table *table, size_t field,
			      const char *string)
{
	size_t len = strlen(string);

	put_le16(table->bytes + field, (uint16_t)len);
	put_le16(table->bytes + field + 2, (uint16_t)table->len);
	memcpy(table->bytes + table->len, string, len + 1);
	table->len += len + 1;
}

static inline void put_bytes(struct table *table, size_t at, const char *bytes,
			     size_t len)
{
	assert_true(at + len <= TABLE_MAX);
	memcpy(table->bytes + at, bytes, len);
}

#define PUT(table, at, bytes) put_bytes(table, at, bytes, sizeof(bytes) - 1)

static inline void put_nic(struct table *table, size_t at, uint8_t index)
{
	put_header(table, at, 3, 102, index, 3);
	PUT(table, at + NIC_IP, MAPPED("\12\0\2\17"));
	table->bytes[at + NIC_PREFIX] = 24;
	table->bytes[at + NIC_ORIGIN] = 3;
	PUT(table, at + NIC_MAC, "\x52\x54\0\x12\x34\x56");
	table->bytes[at + NIC_MAC + 5] = (uint8_t)(0x56 + index);
	put_le16(table->bytes + at + NIC_PCI, 0x18);
}

static inline void put_target(struct table *table, size_t at, uint8_t index)
{
	put_header(table, at, 4, 54, index, 3);
	PUT(table, at + TARGET_IP, MAPPED("\12\0\2\2"));
	put_le16(table->bytes + at + TARGET_PORT, 3260);
	PUT(table, at + TARGET_LUN, "\0\1\0\0\0\0\0\0");
	put_string(table, at + TARGET_NAME, TARGET_IQN);
}

static inline void fix_sum(struct table *table)
{
	uint8_t sum = 0;
	size_t i;

	for (i = 0; i < table->len; i++)
		sum = (uint8_t)(sum + table->bytes[i]);
	table->bytes[9] = (uint8_t)(table->bytes[9] - sum);
}

static inline void apply(struct table *table, const struct patch *patches)
{
	size_t i;

	for (i = 0; i < PATCHES && patches[i].len; i++)
		put_bytes(table, patches[i].at, patches[i].bytes,
			  patches[i].len);
}

/* One NIC, one target in its subnet, no gateway; its sum is right. */
static inline void table_new(struct table *table)
{
	memset(table, 0, sizeof(*table));
	table->len = AT_STRINGS;
	PUT(table, 0, "iBFT");
	table->bytes[8] = 1;
	PUT(table, 10, "FENSYSiPXE");
	put_header(table, AT_CONTROL, 1, 18, 0, 0);
	put_le16(table->bytes + AT_CONTROL + CONTROL_INITIATOR, AT_INITIATOR);
	put_le16(table->bytes + AT_CONTROL + CONTROL_PAIR, AT_NIC);
	put_le16(table->bytes + AT_CONTROL + CONTROL_PAIR + 2, AT_TARGET);
	put_header(table, AT_INITIATOR, 2, 74, 0, 3);
	put_string(table, AT_INITIATOR + INITIATOR_NAME, INITIATOR_IQN);
	put_nic(table, AT_NIC, 0);
	put_target(table, AT_TARGET, 0);
	put_le32(table->bytes + 4, (uint32_t)table->len);
	fix_sum(table);
}

/* The same, with a second NIC and target, and all fields in use. */
static inline void table_new_full(struct table *table)
{
	table_new(table);
	put_le16(table->bytes + AT_CONTROL + CONTROL_PAIR + 4, AT_NIC1);
	put_le16(table->bytes + AT_CONTROL + CONTROL_PAIR + 6, AT_TARGET1);
	PUT(table, AT_INITIATOR + INITIATOR_ISNS, MAPPED("\12\0\0\1"));
	PUT(table, AT_INITIATOR + INITIATOR_SLP, MAPPED("\12\0\0\2"));
	PUT(table, AT_INITIATOR + INITIATOR_RADIUS,
	    MAPPED("\12\0\0\3") MAPPED("\12\0\0\4"));
	put_nic(table, AT_NIC1, 1);
	PUT(table, AT_NIC1 + NIC_GATEWAY,
	    MAPPED("\12\0\2\1") MAPPED("\12\0\2\3") MAPPED("\12\0\2\4")
		MAPPED("\12\0\2\5"));
	put_le16(table->bytes + AT_NIC1 + NIC_VLAN, 0x123);
	put_string(table, AT_NIC1 + NIC_HOSTNAME, "client");
	put_target(table, AT_TARGET1, 1);
	table->bytes[AT_TARGET1 + TARGET_CHAP] = 2;
	table->bytes[AT_TARGET1 + TARGET_NIC] = 1;
	put_string(table, AT_TARGET1 + TARGET_CHAP_NAME, "user");
	put_string(table, AT_TARGET1 + TARGET_CHAP_SECRET, "hush-hush");
	put_string(table, AT_TARGET1 + TARGET_REV_NAME, "disk");
	put_string(table, AT_TARGET1 + TARGET_REV_SECRET, "whisper");
	put_le32(table->bytes + 4, (uint32_t)table->len);
	fix_sum(table);
}

#endif /* UNIT_IBFT_TABLE_H */
