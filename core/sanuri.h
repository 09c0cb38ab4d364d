/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SAN addresses: iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET (RFC 4173, section 5).
 *
 * Runs in: everywhere.
 */
#ifndef CORE_SANURI_H
#define CORE_SANURI_H

#include "text.h"

/* Longest address taken: RFC 3720 allows 223 bytes of target name alone. */
#define SANURI_MAX 512

struct sanuri {
	struct span server; /* without brackets; never empty */
	struct span target; /* never empty */
	uint32_t port;	    /* 3260 when the field is empty */
	uint16_t lun[4];    /* RFC 4173: four groups, most significant first */
	unsigned int is_iscsi; /* 0: aoe:, http: ...; only passed on */
};

/*
 * Parse an address. LUN is hexadecimal, of one to four groups separated by
 * '-' ("1" is group 0, the form every target's LUN 1 has). The protocol is
 * checked and then ignored, as gPXE and iPXE ignore it.
 *
 * aoe:, http:, https:, ib_srp: and fcp: are accepted unread (is_iscsi 0): the
 * carrier knows them, we add nothing.
 *
 * Returns 0, or ERR_URI_* with *ret_column the 1-based column the message
 * should point at. *ret_uri and *ret_column are each set only in their case.
 * Spans point into text.
 */
int sanuri_parse(const char *text, size_t len, struct sanuri *ret_uri,
		 unsigned int *ret_column);

#endif /* CORE_SANURI_H */
