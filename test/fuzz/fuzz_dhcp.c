/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/dhcp.c. The input is the option asked for (1 byte), then
 * the packet.
 *
 * Runs in: host.
 */
#include <string.h>

#include "dhcp.h"
#include "error.h"
#include "fuzz.h"

#define MAGIC_OFFSET 236
#define OPTIONS_OFFSET 240

static const uint8_t magic[4] = {99, 130, 83, 99};

/* The packet may stand at the end of its memory, and at no even address. */
static void check(uint8_t option, const uint8_t *packet, size_t len)
{
	static const char here;
	struct span value = {&here, 12345};
	const char *text = (const char *)packet;
	int is_packet = len >= OPTIONS_OFFSET &&
			memcmp(packet + MAGIC_OFFSET, magic, 4) == 0;
	int rc;

	rc = dhcp_option(packet, len, option, &value);
	REQUIRE(rc == 0 || rc == ERR_DHCP_PACKET || rc == ERR_DHCP_OPTION);
	REQUIRE((rc == ERR_DHCP_PACKET) == !is_packet);
	if (rc) {
		REQUIRE(value.text == &here && value.len == 12345);
		return;
	}
	REQUIRE(option != 0 && option != 255);
	REQUIRE(lies_inside(value.text, value.len, text, len));
	REQUIRE(value.text - text >= OPTIONS_OFFSET + 2);
	REQUIRE((uint8_t)value.text[-2] == option);
	REQUIRE((uint8_t)value.text[-1] == value.len);
	/* What stands behind the option changes nothing. */
	rc = dhcp_option(packet, (size_t)(value.text - text) + value.len,
			 option, &value);
	REQUIRE(rc == 0);
}

static void check_boot(const uint8_t *packet, size_t len)
{
	struct span path = {NULL, 0};
	uint8_t server[4];
	int rc;

	rc = dhcp_boot_file(packet, len, &path);
	REQUIRE(rc == 0 || rc == ERR_DHCP_PACKET || rc == ERR_DHCP_OPTION);
	REQUIRE((rc == ERR_DHCP_PACKET) ==
		(dhcp_boot_server(packet, len, server) == ERR_DHCP_PACKET));
	if (rc == 0)
		REQUIRE(path.len && lies_inside(path.text, path.len,
						(const char *)packet, len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (!len)
		return 0;
	check(data[0], data + 1, len - 1);
	check_boot(data + 1, len - 1);
	return 0;
}
