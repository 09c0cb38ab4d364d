/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The script that makes a freshly started iPXE go on where another PXE stack
 * stood.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_IPXESCRIPT_H
#define CORE_IPXESCRIPT_H

#include "sanargs.h"

/* What it has to know; each part is valid until the script is written. */
struct ipxescript {
	const uint8_t *ack; /* the DHCPACK, from its "op" byte on */
	size_t ack_len;
	uint8_t server[4]; /* TFTP server */
	struct span boot;  /* path there of DHCP's boot file */
	/* Ours: a URL, a path from '/' on, or beside the boot file; NULL: we
	 * are that. */
	const char *program;
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

/* The names that iPXE has for struct sanargs' text[]. */
extern const char *const ipxescript_settings[SANARGS_TEXTS];

/*
 * The word in front of the program's arguments when it is run again behind an
 * attempt to attach: what came of it, a comma, and which address it was, 0 for
 * uri[], else 1 + the index in failover[].
 */
#define IPXESCRIPT_DONE "attached="
#define IPXESCRIPT_NO_NIC "nic"	  /* this iPXE does not drive the card */
#define IPXESCRIPT_NO_DHCP "dhcp" /* no answer */
#define IPXESCRIPT_ATTACHED "0"	  /* else iPXE's number of the error, in hex */

/* For a program that cannot tell a running iPXE what to do: all in a script. */
struct ipxescript_attach {
	const uint8_t *mac; /* of the NIC to use; NULL: all there are */
	const struct sanargs *args;
	const char *program;   /* its address, for chain */
	const char *arguments; /* what args was parsed from */
};

/*
 * Write a script that configures the NIC by DHCP, tells iPXE the names and
 * secrets, and attaches the disk: its addresses, then those of failover=, all
 * over again as retry= says. The program is run behind each attempt, and when
 * it comes back the disk is detached, for iPXE is left at last, with status 1;
 * keep and then= of args are not looked at.
 *
 * Returns as ipxescript_write() does.
 */
int ipxescript_attach(const struct ipxescript_attach *script, char *buf,
		      size_t len);

#endif /* CORE_IPXESCRIPT_H */
