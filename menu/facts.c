/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of this machine, from DHCP's answer and the SMBIOS table.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "dhcp.h"
#include "facts.h"
#include "smbios.h"

/* SMBIOS 3.x, sections 7.2 and 7.4. */
#define TYPE_SYSTEM 1
#define TYPE_CHASSIS 3
#define SYSTEM_UUID 8
#define UUID_LEN 16
#define CHASSIS_TYPE 5
#define CHASSIS_LOCK 0x80

#define FACT(member)                                                           \
	(__builtin_offsetof(struct facts, member) / sizeof(struct span))

static const struct smbios_string strings[] = {
    {TYPE_SYSTEM, 0x04, FACT(vendor)},	{TYPE_SYSTEM, 0x05, FACT(product)},
    {TYPE_SYSTEM, 0x06, FACT(version)}, {TYPE_SYSTEM, 0x07, FACT(serial)},
    {TYPE_SYSTEM, 0x19, FACT(sku)},	{TYPE_SYSTEM, 0x1a, FACT(family)},
    {2, 0x04, FACT(board_vendor)},	{2, 0x05, FACT(board_product)},
    {2, 0x06, FACT(board_version)},	{2, 0x07, FACT(board_serial)},
    {2, 0x08, FACT(board_asset)},	{0, 0x04, FACT(bios_vendor)},
    {0, 0x05, FACT(bios_version)},	{TYPE_CHASSIS, 0x08, FACT(asset)},
};

void facts_clear(struct facts_store *store)
{
	struct span *facts = (void *)&store->facts;
	size_t i;

	memset(store, 0, sizeof(*store));
	for (i = 0; i <= FACT(form_factor); i++)
		facts[i].text = "";
	store->facts.arp_type = 1;
}

static void set(struct span *fact, const char *text, size_t len)
{
	fact->text = text;
	fact->len = len;
}

/* number is that of ip, server, gateway or netmask. */
static void set_address(struct facts_store *store, unsigned int number,
			const uint8_t *ip)
{
	struct span *facts = (void *)&store->facts;
	char *text = store->address[number - FACT(ip)];

	if (memcmp(ip, "\0\0\0", 4) != 0)
		set(&facts[number], text,
		    text_format(text, sizeof(store->address[0]), "%u.%u.%u.%u",
				ip[0], ip[1], ip[2], ip[3]));
}

static void set_option(struct facts_store *store, unsigned int number,
		       const uint8_t *packet, size_t len, uint8_t option)
{
	struct span value;

	if (!dhcp_option(packet, len, option, &value) && value.len >= 4)
		set_address(store, number, (const uint8_t *)value.text);
}

void facts_dhcp(struct facts_store *store, const uint8_t *packet, size_t len)
{
	struct facts *facts = &store->facts;
	const uint8_t *mac = packet + DHCP_CHADDR;

	if (len < DHCP_MIN_LEN)
		return;
	if (memcmp(mac, "\0\0\0\0\0", 6) != 0)
		set(&facts->mac, store->mac,
		    text_format(store->mac, sizeof(store->mac),
				"%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1],
				mac[2], mac[3], mac[4], mac[5]));
	facts->arp_type = packet[1];
	set_address(store, FACT(ip), packet + DHCP_YIADDR);
	set_option(store, FACT(gateway), packet, len, DHCP_ROUTER);
	set_option(store, FACT(netmask), packet, len, DHCP_NETMASK);
}

void facts_server(struct facts_store *store, const uint8_t ip[4])
{
	set_address(store, FACT(server), ip);
}

/* As the machine's maker writes it; expand.h has PXELINUX's order. */
static void set_uuid(struct facts_store *store, const uint8_t *bytes)
{
	static const uint8_t order[UUID_LEN] = {3, 2, 1,  0,  5,  4,  7,  6,
						8, 9, 10, 11, 12, 13, 14, 15};
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < UUID_LEN; i++)
		used += text_format(
		    store->uuid + used, sizeof(store->uuid) - used,
		    i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x",
		    bytes[order[i]]);
	set(&store->facts.uuid, store->uuid, used);
}

void facts_smbios(struct facts_store *store, const void *table, size_t len)
{
	const uint8_t *structure;
	size_t structure_len;

	smbios_read_strings(table, len, strings,
			    sizeof(strings) / sizeof(*strings),
			    &store->facts.mac);
	structure = smbios_structure(table, len, TYPE_SYSTEM, &structure_len);
	if (structure && structure_len >= SYSTEM_UUID + UUID_LEN)
		set_uuid(store, structure + SYSTEM_UUID);
	structure = smbios_structure(table, len, TYPE_CHASSIS, &structure_len);
	if (structure && structure_len > CHASSIS_TYPE)
		set(&store->facts.form_factor, store->form_factor,
		    text_format(
			store->form_factor, sizeof(store->form_factor), "%u",
			structure[CHASSIS_TYPE] & ~CHASSIS_LOCK & 0xff));
}

void facts_cpu(struct facts_store *store, const struct cpuid *cpuid)
{
	expand_cpu(cpuid, store->cpu);
	set(&store->facts.cpu, store->cpu, strlen(store->cpu));
}
