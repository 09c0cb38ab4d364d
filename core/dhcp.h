/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options of a DHCP packet (RFC 2131 section 3, RFC 2132).
 *
 * Runs in: everywhere.
 */
#ifndef CORE_DHCP_H
#define CORE_DHCP_H

#include "text.h"

#define DHCP_ROOT_PATH 17 /* RFC 2132, section 3.19 */

/*
 * Find an option in a packet as PXENV_GET_CACHED_INFO gives it, from its "op"
 * byte on. The option's bytes stay in the packet.
 *
 * Returns 0, ERR_DHCP_PACKET (too short or no magic cookie), or
 * ERR_DHCP_OPTION (absent, or the options run past the end before it).
 */
int dhcp_option(const void *packet, size_t len, uint8_t option,
		struct span *ret_value);

#endif /* CORE_DHCP_H */
