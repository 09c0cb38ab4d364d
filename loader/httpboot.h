/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the firmware's HTTP boot tells: by our device's path alone.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_HTTPBOOT_H
#define LOADER_HTTPBOOT_H

#include "firmware.h"
#include "text.h"

/* The URL that we came from. Returns 0 when it was not HTTP boot. */
int httpboot_url(struct span *ret_url);

/*
 * What is known of the machine's addresses, as a DHCP packet: MAC and IPv4
 * address, netmask and router. NULL when it was not HTTP boot over IPv4.
 */
const uint8_t *httpboot_packet(size_t *ret_len);

#endif /* LOADER_HTTPBOOT_H */
