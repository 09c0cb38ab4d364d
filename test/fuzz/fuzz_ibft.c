/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/ibft.c, ibftcheck.c, ibfttext.c. The input is flags (1
 * byte: 1, the table's length is made right; 2, its sum too; 4, an area to
 * find it in; the upper half: the NIC whose gateway is set), then an address
 * of 4 bytes, then the table or the area.
 *
 * Runs in: host.
 */
#include <string.h>

#include "bytes.h"
#include "error.h"
#include "fuzz.h"
#include "ibft.h"

#define FIX_LENGTH 1
#define FIX_SUM 2
#define AREA 4
#define HEAD 5
#define MIN_LEN 66

static void check_area(const uint8_t *area, size_t len)
{
	size_t at = SIZE_MAX;
	size_t table_len;
	int rc = ibft_find(area, len, &at);

	REQUIRE(rc == 0 || rc == ERR_IBFT_NONE);
	REQUIRE((rc == 0) == (at != SIZE_MAX));
	if (rc)
		return;
	REQUIRE(at % 16 == 0 && at < len && len - at >= MIN_LEN);
	REQUIRE(memcmp(area + at, "iBFT", 4) == 0);
	table_len = get_le32(area + at + 4);
	REQUIRE(table_len >= MIN_LEN && table_len <= len - at);
}

static void check_block(const struct ibft *ibft, const void *block, size_t len,
			unsigned int id)
{
	const struct ibft_header *header = block;

	if (!block)
		return;
	REQUIRE(lies_inside(block, len, (const char *)ibft->table, ibft->len));
	REQUIRE(header->id == id && get_le16(header->len) == len);
}

static void check_string(const struct ibft *ibft, const struct ibft_text *text)
{
	struct span string = ibft_string(ibft, text);

	REQUIRE(string.text && string.len <= get_le16(text->len));
	REQUIRE(!memchr(string.text, '\0', string.len));
	if (get_le16(text->len))
		REQUIRE(lies_inside(string.text, string.len,
				    (const char *)ibft->table, ibft->len));
}

static void check_blocks(const struct ibft *ibft)
{
	unsigned int i;

	check_block(ibft, ibft->initiator, 74, 2);
	if (ibft->initiator)
		check_string(ibft, &ibft->initiator->name);
	for (i = 0; i < IBFT_PAIRS; i++) {
		check_block(ibft, ibft->nics[i], 102, 3);
		check_block(ibft, ibft->targets[i], 54, 4);
		if (ibft->nics[i])
			check_string(ibft, &ibft->nics[i]->hostname);
		if (!ibft->targets[i])
			continue;
		check_string(ibft, &ibft->targets[i]->name);
		check_string(ibft, &ibft->targets[i]->chap_secret);
		check_string(ibft, &ibft->targets[i]->rev_chap_secret);
	}
}

static void check_lines(const struct ibft *ibft, size_t room)
{
	char *line = malloc(room);
	const char *value;
	unsigned int n;
	size_t len;
	size_t i;

	REQUIRE(line);
	for (n = 0; (len = ibft_line(ibft, n, line, room)); n++) {
		REQUIRE(len < room && strlen(line) == len);
		for (i = 0; i < len; i++)
			REQUIRE(line[i] >= ' ' && line[i] <= '~');
		if (room > 64)
			REQUIRE(strchr(line, '/') && strstr(line, ": "));
		value = strstr(line, ": ");
		if (value && value - line >= 6 &&
		    !memcmp(value - 6, "secret", 6))
			REQUIRE(strncmp(value + 2, "***",
					room - 1 -
					    (size_t)(value + 2 - line)) == 0);
	}
	REQUIRE(n >= 3 && n <= 3 + 7 + IBFT_PAIRS * (13 + 12));
	free(line);
}

static void check_findings(const struct ibft *ibft, const uint8_t *ip)
{
	static const uint16_t lun[4] = {1, 0, 0, 0};
	const struct ibft_path path = {{"iqn.a:b", 7}, ip, lun, 3260, 0};
	const struct ibft_expect expect = {(const uint8_t *)"\1\2\3\4\5\6",
					   &path, 1};
	struct ibft_finding findings[IBFT_FINDINGS];
	unsigned int count = ibft_check(ibft, &expect, findings);
	unsigned int no_sum = 0;
	unsigned int i;

	REQUIRE(count <= IBFT_FINDINGS);
	for (i = 0; i < count; i++) {
		REQUIRE(findings[i].code <= ERR_IBFT_CHECKSUM &&
			findings[i].code >= ERR_IBFT_GATEWAY_NONE);
		REQUIRE(findings[i].warning ==
			(findings[i].code == ERR_IBFT_GATEWAY_LOCAL));
		no_sum |= findings[i].code == ERR_IBFT_CHECKSUM;
	}
	REQUIRE(no_sum == !ibft->checksum_ok);
}

/* Nothing but the gateway and the sum changes. */
static void check_gateway(uint8_t *table, size_t len, unsigned int nic,
			  const uint8_t *ip)
{
	uint8_t *before = malloc(len);
	struct ibft ibft;
	size_t gateway;
	size_t i;
	int rc;

	REQUIRE(before && !ibft_parse(table, len, &ibft));
	memcpy(before, table, len);
	rc = ibft_set_gateway(table, len, nic, ip);
	REQUIRE((rc == 0) == (ibft_nic(&ibft, nic) != NULL));
	gateway = len;
	if (!rc)
		gateway = ibft_nic(&ibft, nic)->gateway.bytes - table;
	for (i = 0; i < len; i++)
		if ((rc || i != 9) && (i < gateway || i >= gateway + 16))
			REQUIRE(table[i] == before[i]);
	REQUIRE(rc || !bytes_sum(table, ibft.len));
	if (!rc && get_le32(ip))
		REQUIRE(memcmp(table + gateway + 12, ip, 4) == 0);
	free(before);
}

static void check_table(uint8_t *table, size_t len, unsigned int flags,
			const uint8_t *ip)
{
	struct ibft ibft;
	int rc;

	if (len >= 8 && flags & FIX_LENGTH)
		put_le32(table + 4, (uint32_t)len);
	if (len > 9 && flags & FIX_SUM)
		table[9] = (uint8_t)(table[9] - bytes_sum(table, len));
	rc = ibft_parse(table, len, &ibft);
	REQUIRE(rc == 0 || (rc <= ERR_IBFT_LENGTH && rc >= ERR_IBFT_STRING));
	if (rc) {
		REQUIRE(ibft_set_gateway(table, len, 0, ip) == rc);
		return;
	}
	REQUIRE(ibft.len <= len && ibft.len >= MIN_LEN);
	REQUIRE(ibft.checksum_ok == !bytes_sum(table, ibft.len));
	check_blocks(&ibft);
	check_findings(&ibft, ip);
	check_lines(&ibft, 1024);
	check_lines(&ibft, 8 + ip[0] % 60);
	check_gateway(table, len, flags >> 4, ip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t ip[4];
	uint8_t *copy;

	if (len < HEAD)
		return 0;
	memcpy(ip, data + 1, sizeof(ip));
	copy = malloc(len - HEAD + 1);
	REQUIRE(copy);
	memcpy(copy + 1, data + HEAD, len - HEAD);
	if (*data & AREA)
		check_area(copy + 1, len - HEAD);
	else
		check_table(copy + 1, len - HEAD, *data, ip);
	free(copy);
	return 0;
}
