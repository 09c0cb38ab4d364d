/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known of this machine, from DHCP's answer and the SMBIOS table.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_FACTS_H
#define MENU_FACTS_H

#include "expand.h"

/* The facts, and the room for those that are composed. */
struct facts_store {
	struct facts facts;
	char mac[18];
	char address[4][16];
	char uuid[37];
	char cpu[EXPAND_CPU_LEN];
	char form_factor[4];
};

/* All facts not known. First of all. */
void facts_clear(struct facts_store *store);

/*
 * MAC address, IP address, gateway and netmask of a DHCPACK as
 * PXENV_GET_CACHED_INFO gives it. Of one that is all zero nothing is known.
 */
void facts_dhcp(struct facts_store *store, const uint8_t *packet, size_t len);

/* Where the boot file came from. */
void facts_server(struct facts_store *store, const uint8_t ip[4]);

/*
 * The strings, the UUID and the form factor of an SMBIOS table, which is to
 * stay where it is. A UUID of a table before version 2.6, too, has its first
 * three fields in little-endian order, as PXELINUX takes them.
 */
void facts_smbios(struct facts_store *store, const void *table, size_t len);

#endif /* MENU_FACTS_H */
