/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The iSCSI Boot Firmware Table: finding, reading and changing it.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "error.h"
#include "ibft.h"

#define PARAGRAPH 16

/* ACPI header (ACPI 3.0, section 5.2.6), then 12 reserved bytes. */
#define TABLE_LEN 4
#define TABLE_REVISION 8
#define TABLE_CHECKSUM 9

/* Control structure: the only one at a fixed place. */
#define CONTROL 48
#define CONTROL_INITIATOR 8
#define CONTROL_PAIRS 10
#define CONTROL_MIN_LEN 18
#define BLOCK_LEN offsetof(struct ibft_header, len)

enum id { ID_CONTROL = 1, ID_INITIATOR, ID_NIC, ID_TARGET };

/* Not Syslinux's offsetof: clang takes that for no constant. */
#define AT(type, field) __builtin_offsetof(struct type, field)
_Static_assert(sizeof(struct ibft_header) == 6, "header");
_Static_assert(sizeof(struct ibft_initiator) == 74, "initiator");
_Static_assert(AT(ibft_initiator, name) == 70, "its name");
_Static_assert(sizeof(struct ibft_nic) == 102, "NIC");
_Static_assert(AT(ibft_nic, gateway) == 24, "its gateway");
_Static_assert(AT(ibft_nic, vlan) == 88, "its VLAN");
_Static_assert(AT(ibft_nic, hostname) == 98, "its host name");
_Static_assert(sizeof(struct ibft_target) == 54, "target");
_Static_assert(AT(ibft_target, lun) == 24, "its LUN");
_Static_assert(AT(ibft_target, name) == 34, "its name");

/* How long the table says it is; 0 when there is none of at most max bytes. */
static size_t table_len(const uint8_t *table, size_t max)
{
	size_t len;

	if (max < CONTROL + CONTROL_MIN_LEN || memcmp(table, "iBFT", 4) != 0)
		return 0;
	len = get_le32(table + TABLE_LEN);
	return len >= CONTROL + CONTROL_MIN_LEN && len <= max ? len : 0;
}

int ibft_find(const uint8_t *area, size_t len, size_t *ret_at)
{
	size_t found;
	size_t at;
	int rc = ERR_IBFT_NONE;

	for (at = 0; at < len; at += PARAGRAPH) {
		found = table_len(area + at, len - at);
		if (!found)
			continue;
		if (!bytes_sum(area + at, found)) {
			*ret_at = at;
			return 0;
		}
		if (rc)
			*ret_at = at;
		rc = 0;
	}
	return rc;
}

/* How a structure looks: it ends with its strings, one or more. */
struct shape {
	int16_t rc; /* when it is damaged */
	uint8_t id;
	uint8_t len;
	uint8_t strings;
};

#define SHAPE(rc, id, type, first)                                             \
	{                                                                      \
		rc, id, sizeof(type), offsetof(type, first)                    \
	}

static const struct shape initiator_shape =
    SHAPE(ERR_IBFT_INITIATOR, ID_INITIATOR, struct ibft_initiator, name);
static const struct shape pair_shapes[] = {
    SHAPE(ERR_IBFT_NIC, ID_NIC, struct ibft_nic, hostname),
    SHAPE(ERR_IBFT_TARGET, ID_TARGET, struct ibft_target, name),
};

static int is_inside(const struct ibft *ibft, size_t at, size_t len)
{
	return at <= ibft->len && len <= ibft->len - at;
}

/*
 * The structure that a field of the control structure points to; NULL when
 * it is 0.
 */
static int take(const struct ibft *ibft, const uint8_t *field,
		const struct shape *shape, const void **ret_block)
{
	size_t at = get_le16(field);
	const uint8_t *block;
	const uint8_t *string;
	size_t len;

	*ret_block = NULL;
	if (!at)
		return 0;
	if (at < CONTROL || !is_inside(ibft, at, shape->len))
		return shape->rc;
	block = ibft->table + at;
	if (block[0] != shape->id || get_le16(block + BLOCK_LEN) != shape->len)
		return shape->rc;
	for (string = block + shape->strings; string < block + shape->len;
	     string += sizeof(struct ibft_text)) {
		len = get_le16(string);
		if (len && !is_inside(ibft, get_le16(string + 2), len))
			return ERR_IBFT_STRING;
	}
	*ret_block = block;
	return 0;
}

static int take_all(struct ibft *ibft)
{
	const uint8_t *control = ibft->table + CONTROL;
	const uint8_t *field = control + CONTROL_PAIRS;
	size_t len = get_le16(control + BLOCK_LEN);
	const void *block;
	unsigned int i;
	int rc;

	if (control[0] != ID_CONTROL || len < CONTROL_MIN_LEN ||
	    len > ibft->len - CONTROL)
		return ERR_IBFT_CONTROL;
	rc = take(ibft, control + CONTROL_INITIATOR, &initiator_shape, &block);
	ibft->initiator = block;
	len -= CONTROL_PAIRS;
	for (i = 0; i < 2 * IBFT_PAIRS && len >= 2 && !rc; i++) {
		rc = take(ibft, field, pair_shapes + i % 2, &block);
		if (i % 2)
			ibft->targets[i / 2] = block;
		else
			ibft->nics[i / 2] = block;
		field += 2;
		len -= 2;
	}
	return rc;
}

int ibft_parse(const void *table, size_t len, struct ibft *ret_ibft)
{
	struct ibft ibft;
	int rc;

	memset(&ibft, 0, sizeof(ibft));
	ibft.table = table;
	ibft.len = table_len(table, len);
	if (!ibft.len)
		return ERR_IBFT_LENGTH;
	ibft.revision = ibft.table[TABLE_REVISION];
	ibft.checksum_ok = !bytes_sum(table, ibft.len);
	rc = take_all(&ibft);
	if (!rc)
		*ret_ibft = ibft;
	return rc;
}

struct span ibft_string(const struct ibft *ibft, const struct ibft_text *text)
{
	struct span string = {"", 0};
	size_t len = get_le16(text->len);

	if (!len)
		return string;
	string.text = (const char *)ibft->table + get_le16(text->at);
	while (string.len < len && string.text[string.len])
		string.len++;
	return string;
}

const struct ibft_nic *ibft_nic(const struct ibft *ibft, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < IBFT_PAIRS; i++)
		if (ibft->nics[i] && ibft->nics[i]->header.index == index)
			return ibft->nics[i];
	return NULL;
}

/* How an IPv4 address begins in a field for an IPv6 one (RFC 4291, 2.5.5.2). */
#define IPV4 12
static const uint8_t ipv4_mapped[IPV4] = {[10] = 0xff, 0xff};

const uint8_t *ibft_ipv4(const struct ibft_ip *ip)
{
	if (memcmp(ip->bytes, ipv4_mapped, IPV4) != 0 ||
	    !get_le32(ip->bytes + IPV4))
		return NULL;
	return ip->bytes + IPV4;
}

int ibft_ip_is_empty(const struct ibft_ip *ip)
{
	static const struct ibft_ip none;

	return memcmp(ip, &none, sizeof(none)) == 0 ||
	       (memcmp(ip->bytes, ipv4_mapped, IPV4) == 0 && !ibft_ipv4(ip));
}

int ibft_set_gateway(void *table, size_t len, unsigned int nic,
		     const uint8_t *ipv4)
{
	const struct ibft_nic *changed;
	struct ibft_ip gateway = {{0}};
	uint8_t *bytes = table;
	struct ibft ibft;
	int rc;

	rc = ibft_parse(table, len, &ibft);
	if (rc)
		return rc;
	changed = ibft_nic(&ibft, nic);
	if (!changed)
		return ERR_IBFT_NO_NIC;
	if (ipv4 && get_le32(ipv4)) {
		memcpy(gateway.bytes, ipv4_mapped, IPV4);
		memcpy(gateway.bytes + IPV4, ipv4, 4);
	}
	memcpy(bytes + (changed->gateway.bytes - bytes), &gateway,
	       sizeof(gateway));
	bytes[TABLE_CHECKSUM] -= bytes_sum(table, ibft.len);
	return 0;
}
