/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SAN addresses: iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET (RFC 4173, section 5),
 * and the other kinds that iPXE attaches.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_SANURI_H
#define CORE_SANURI_H

#include "text.h"

/* Longest address taken; the longest of RFC 4173 that makes sense is 511. */
#define SANURI_MAX 512
/* RFC 3720, section 3.2.6.1: bytes of an iSCSI name. */
#define SANURI_MAX_NAME 223
/* RFC 1035, section 2.3.4: bytes of a host name and of one label. */
#define SANURI_MAX_HOST 253
#define SANURI_MAX_LABEL 63

struct sanuri {
	struct span server; /* without brackets; never empty for iscsi: */
	struct span target; /* never empty for iscsi: */
	uint32_t port;	    /* 3260 when the field is empty */
	uint16_t lun[4];    /* RFC 4173: four groups, most significant first */
	unsigned int is_iscsi;	  /* 0: aoe:, http: ...; only passed on */
	int hint;		  /* 0 or ERR_HINT_*: taken, but look at it */
	unsigned int hint_column; /* from 1; 0 without a hint */
};

struct sanuri_fault {
	/*
	 * Of the first wrong character, from 1: where something is missing,
	 * the one that stands there instead; of a number that is too large,
	 * the digit that makes it so.
	 */
	unsigned int column;
	const char *field; /* "LUN" ...: where that stands; never NULL */
	/* The address as it was probably meant; it parses. Empty: unknown. */
	char corrected[SANURI_MAX + 1];
};

/*
 * Parse an address. The scheme may be in any case, as iPXE has it since 2021.
 * PORT is decimal; LUN is hexadecimal, of one to four groups separated by '-'
 * ("1" is group 0, the form every target's LUN 1 has). The protocol is
 * checked and then ignored, as gPXE and iPXE ignore it.
 *
 * Of aoe:, http:, https:, ib_srp: and fcp: only the shape is checked
 * (is_iscsi 0; server, target, port and lun empty): the carrier knows them.
 * aoe: has no form with a MAC address; iPXE reads none.
 *
 * Returns 0, or ERR_URI_*. *ret_uri and *ret_fault are each set only in their
 * case. Spans point into text.
 */
int sanuri_parse(const char *text, size_t len, struct sanuri *ret_uri,
		 struct sanuri_fault *ret_fault);

/*
 * Check an iSCSI name, of a target or an initiator: iqn. and something, eui.
 * and 16 hexadecimal digits, naa. and 16 or 32 (RFC 3720, section 3.2.6.3;
 * RFC 3980), of at most SANURI_MAX_NAME printable ASCII characters without
 * '"', '#', '$', '\'. RFC 3722 takes fewer; targets do not keep to it.
 *
 * Returns 1, or 0 with *ret_at the index of the first wrong character, or the
 * length where one is missing.
 */
int sanuri_is_name(struct span name, size_t *ret_at);

/* Does it begin with iqn. eui. or naa., in whatever case? */
int sanuri_begins_name(struct span text);

/* An IPv6 address without brackets, with %ZONE behind or not. */
int sanuri_is_ipv6(struct span host);

/* Does sanuri_parse() take it? */
int sanuri_is_valid(struct span text);

/*
 * A character that cannot be handed on in a command line of gPXE or iPXE as
 * a part of a word: blank, control character, '"', '$', '\\', not ASCII.
 */
int sanuri_is_unsafe(char c);

#endif /* CORE_SANURI_H */
