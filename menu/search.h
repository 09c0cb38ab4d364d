/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names under which PXELINUX looks for its configuration.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_SEARCH_H
#define MENU_SEARCH_H

#include "expand.h"

#define SEARCH_STEPS 16 /* a search's step stays below */

struct search {
	const struct facts *facts;
	/* DHCP option 209 (RFC 5071, section 4); empty: not given. */
	struct span config_file;
	unsigned int step; /* 0 at first */
};

/*
 * Write the next name to try into buf, NUL-terminated: option 209's file;
 * then under pxelinux.cfg/ the client's UUID, ARP type and MAC address, its
 * IP address in hexadecimal, shortened digit by digit, and "default"
 * (Syslinux, doc/pxelinux.txt). What is not known is left out, as is a name
 * that does not fit. Where they lie is names.h's.
 *
 * Returns 1, or 0 when there is no more.
 */
int search_next(struct search *search, char *buf, size_t size);

#endif /* MENU_SEARCH_H */
