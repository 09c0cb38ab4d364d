/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options of a DHCP packet (RFC 2131 section 3, RFC 2132).
 *
 * Runs in: everywhere.
 */
#ifndef CORE_DHCP_H
#define CORE_DHCP_H

#include "text.h"

/* Offsets in a packet (RFC 2131, section 2). */
enum dhcp_packet {
	DHCP_YIADDR = 16,
	DHCP_SIADDR = 20,
	DHCP_CHADDR = 28,
	DHCP_FILE = 108,
	DHCP_FILE_LEN = 128,
	DHCP_MIN_LEN = 240, /* up to the options */
};

/* Options (RFC 2132). */
enum dhcp_options {
	DHCP_NETMASK = 1,
	DHCP_ROUTER = 3,
	DHCP_DNS = 6,
	DHCP_ROOT_PATH = 17,
	DHCP_OVERLOAD = 52,
	DHCP_SERVER_ID = 54,
	DHCP_TFTP_SERVER = 66,
	DHCP_BOOT_FILE = 67,
};

/*
 * Find an option in a packet as PXENV_GET_CACHED_INFO gives it, from its "op"
 * byte on. The option's bytes stay in the packet.
 *
 * Returns 0, ERR_DHCP_PACKET (too short or no magic cookie), or
 * ERR_DHCP_OPTION (absent, or the options run past the end before it).
 */
int dhcp_option(const void *packet, size_t len, uint8_t option,
		struct span *ret_value);

/*
 * The path of the boot file: the header's, or option 67. Returns 0, or as
 * dhcp_option().
 */
int dhcp_boot_file(const void *packet, size_t len, struct span *ret_path);

/*
 * The address of the server that has the boot file: siaddr; when that is 0,
 * option 66 if it is an address in text, else option 54. Returns 0, or as
 * dhcp_option().
 */
int dhcp_boot_server(const void *packet, size_t len, uint8_t ret_ip[4]);

#endif /* CORE_DHCP_H */
