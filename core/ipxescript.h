/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The script that makes a freshly started iPXE go on where another PXE stack
 * stood.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_IPXESCRIPT_H
#define CORE_IPXESCRIPT_H

#include "text.h"

/* What it has to know; each part is valid until the script is written. */
struct ipxescript {
	const uint8_t *ack; /* the DHCPACK, from its "op" byte on */
	size_t ack_len;
	uint8_t server[4];     /* TFTP server */
	struct span boot;      /* path there of DHCP's boot file */
	const char *program;   /* ours, beside it; NULL: we are the boot file */
	const char *arguments; /* for it */
};

/*
 * Write the script and a NUL, len bytes at the most. It takes the NIC with the
 * DHCPACK's MAC address, configures it by DHCP, or as in the DHCPACK when
 * nobody answers; chains the program; and when that comes back, chains the
 * boot file again, or leaves iPXE when the program is the boot file.
 *
 * Arguments are not shown on the screen, and iPXE does not take them as its
 * own syntax, but for "${...}".
 *
 * Returns the characters before the NUL, ERR_CARRIER_ARGUMENTS (too long for
 * len, or
 * "${" among them), or ERR_DHCP_PACKET.
 */
int ipxescript_write(const struct ipxescript *script, char *buf, size_t len);

#endif /* CORE_IPXESCRIPT_H */
