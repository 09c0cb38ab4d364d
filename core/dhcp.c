/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options of a DHCP packet (RFC 2131 section 3, RFC 2132).
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "dhcp.h"
#include "error.h"

#define OPTIONS_OFFSET 236
#define OPTION_PAD 0
#define OPTION_END 255

static const uint8_t dhcp_magic[4] = {99, 130, 83, 99};

int dhcp_option(const void *packet, size_t len, uint8_t option,
		struct span *ret_value)
{
	const uint8_t *bytes = packet;
	size_t at = OPTIONS_OFFSET + sizeof(dhcp_magic);
	size_t value_len;

	if (len < at ||
	    memcmp(bytes + OPTIONS_OFFSET, dhcp_magic, sizeof(dhcp_magic)))
		return ERR_DHCP_PACKET;
	while (at < len && bytes[at] != OPTION_END) {
		if (bytes[at] == OPTION_PAD) {
			at++;
			continue;
		}
		if (len - at < 2)
			break;
		value_len = bytes[at + 1];
		if (value_len > len - at - 2)
			break;
		if (bytes[at] == option) {
			ret_value->text = (const char *)bytes + at + 2;
			ret_value->len = value_len;
			return 0;
		}
		at += 2 + value_len;
	}
	return ERR_DHCP_OPTION;
}
