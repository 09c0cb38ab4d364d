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
#define OVERLOADS_FILE 1

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

int dhcp_boot_file(const void *packet, size_t len, struct span *ret_path)
{
	struct span overload;
	struct span path;
	int rc;

	rc = dhcp_option(packet, len, DHCP_OVERLOAD, &overload);
	if (rc == ERR_DHCP_PACKET)
		return rc;
	path.text = (const char *)packet + DHCP_FILE;
	path.len = 0;
	if (rc || !overload.len || !(overload.text[0] & OVERLOADS_FILE))
		while (path.len < DHCP_FILE_LEN && path.text[path.len])
			path.len++;
	if (!path.len) {
		rc = dhcp_option(packet, len, DHCP_BOOT_FILE, &path);
		if (rc)
			return rc;
		while (path.len && !path.text[path.len - 1])
			path.len--; /* some servers send the NUL */
	}
	if (!path.len)
		return ERR_DHCP_OPTION;
	*ret_path = path;
	return 0;
}

int dhcp_boot_server(const void *packet, size_t len, uint8_t ret_ip[4])
{
	static const uint8_t none[4];
	const uint8_t *siaddr;
	struct span value;
	int rc;

	rc = dhcp_option(packet, len, DHCP_TFTP_SERVER, &value);
	if (rc == ERR_DHCP_PACKET)
		return rc;
	siaddr = (const uint8_t *)packet + DHCP_SIADDR;
	if (memcmp(siaddr, none, 4) != 0) {
		memcpy(ret_ip, siaddr, 4);
		return 0;
	}
	if (!rc && text_ipv4(value, ret_ip))
		return 0;
	rc = dhcp_option(packet, len, DHCP_SERVER_ID, &value);
	if (!rc && value.len != 4)
		rc = ERR_DHCP_OPTION;
	if (!rc)
		memcpy(ret_ip, value.text, 4);
	return rc;
}
