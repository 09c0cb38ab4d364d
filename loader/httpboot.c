/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the firmware's HTTP boot tells: by our device's path alone.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "devpath.h"
#include "dhcp.h"
#include "httpboot.h"
#include "paths.h"

int httpboot_url(struct span *ret_url)
{
	const path_t *path =
	    self_image ? path_of(self_image->DeviceHandle) : NULL;

	return path && devpath_uri(path, path_len(path), ret_url);
}

static uint8_t *put_option(uint8_t *at, uint8_t option, const uint8_t ip[4])
{
	at[0] = option;
	at[1] = 4;
	memcpy(at + 2, ip, 4);
	return at + 6;
}

const uint8_t *httpboot_packet(size_t *ret_len)
{
	static uint8_t packet[DHCP_MIN_LEN + 2 * 6];
	static const uint8_t magic[] = {99, 130, 83, 99};
	static const uint8_t none[4];
	struct devpath_ipv4 ipv4;
	const uint8_t *mac;
	const path_t *path;
	struct span url;
	uint8_t *at = packet + DHCP_MIN_LEN;

	if (!httpboot_url(&url))
		return NULL;
	path = path_of(self_image->DeviceHandle);
	if (!devpath_ipv4(path, path_len(path), &ipv4) ||
	    !devpath_mac(path, path_len(path), &mac))
		return NULL;
	memcpy(packet, "\2\1\6", 3); /* an answer, over Ethernet */
	memcpy(at - sizeof(magic), magic, sizeof(magic));
	memcpy(packet + DHCP_CHADDR, mac, 6);
	memcpy(packet + DHCP_YIADDR, ipv4.address, 4);
	at = put_option(at, DHCP_NETMASK, ipv4.netmask);
	if (memcmp(ipv4.gateway, none, 4) != 0)
		at = put_option(at, DHCP_ROUTER, ipv4.gateway);
	*ret_len = (size_t)(at - packet);
	return packet;
}
