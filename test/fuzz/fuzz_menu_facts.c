/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: menu/facts.c. The input is a length (2 bytes, little-endian),
 * a DHCP packet of that length, and an SMBIOS table.
 *
 * Runs in: host.
 */
#include <string.h>

#include "facts.h"
#include "fuzz.h"

static uint8_t *copy_of(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len + 1);

	REQUIRE(copy);
	if (len)
		memcpy(copy + 1, data, len);
	return copy;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct facts_store store;
	const struct span *fact = &store.facts.mac;
	const struct facts *facts = &store.facts;
	size_t packet_len;
	uint8_t *packet;
	uint8_t *table;
	size_t sum = 0;
	size_t i;

	if (len < 2)
		return 0;
	packet_len = data[0] | (size_t)data[1] << 8;
	data += 2;
	len -= 2;
	if (packet_len > len)
		packet_len = len;
	packet = copy_of(data, packet_len);
	table = copy_of(data + packet_len, len - packet_len);
	facts_clear(&store);
	facts_dhcp(&store, packet + 1, packet_len);
	free(packet); /* nothing of it is kept */
	facts_smbios(&store, table + 1, len - packet_len);
	for (; fact <= &facts->form_factor; fact++)
		for (i = 0; i < fact->len; i++)
			sum += (uint8_t)fact->text[i];
	REQUIRE(facts->mac.len == 0 || facts->mac.len == 17);
	REQUIRE(facts->uuid.len == 0 || facts->uuid.len == 36);
	REQUIRE(facts->ip.len <= 15 && facts->form_factor.len <= 3);
	free(table);
	return sum == SIZE_MAX;
}
