/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanboot's arguments: addresses, keys, and what to do once the disk is there.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_SANARGS_H
#define CORE_SANARGS_H

#include "sanuri.h"

#define SANARGS_MAX_URIS 4     /* paths to the same disk */
#define SANARGS_MAX_FAILOVER 2 /* other portals, one after the other */
#define SANARGS_MAX_IPXE 2
#define SANARGS_TEXTS 5
#define SANARGS_MAX_TEXT 255 /* of user, secret (RFC 3720, section 11.1.4) */
#define SANARGS_MAX_FILE 127 /* PXE 2.1: a file name has 128 bytes with NUL */
#define SANARGS_MAX_RETRIES 99
#define SANARGS_MAX_RETRY_S 600
#define SANARGS_RETRY_S 5 /* between tries, when retry= does not say */
#define SANARGS_DRIVE 0x80
/* Without ipxe=. */
#define SANARGS_IPXE_FIRST "ipxe.lkrn"
#define SANARGS_IPXE_SECOND "undionly.kpxe"

/* The grammar, for the message about a bad argument. */
#define SANARGS_USAGE                                                          \
	"  Form: sanboot.c32 iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET... "        \
	"[failover=ADDRESS]\n"                                                 \
	"  [drive=0x80] [keep] [hook] [gateway=target|none] [initiator=IQN] "  \
	"[ipxe=FILE]\n"                                                        \
	"  [user=NAME secret=TEXT|ask [target-user=NAME target-secret=TEXT]] " \
	"[speed=yes]\n"                                                        \
	"  [retry=N,SECONDS] [then=menu|cd|hd1|localboot ...|kernel FILE "     \
	"...] or: ibft\n"

enum sanargs_command {
	SANARGS_IBFT, /* print the iBFT */
	SANARGS_HELP,
	SANARGS_BOOT, /* attach, and go on as `then` says */
};

enum sanargs_gateway {
	SANARGS_GATEWAY_KEEP,	/* the iBFT's gateway as gPXE/iPXE wrote it */
	SANARGS_GATEWAY_TARGET, /* the target's address */
	SANARGS_GATEWAY_NONE,	/* 0.0.0.0 */
};

enum sanargs_then {
	THEN_BOOT,	/* start the SAN disk */
	THEN_MENU,	/* back to what began us, the disk attached */
	THEN_LOCALBOOT, /* rest: localboot's argument line; may be empty */
	THEN_KERNEL,	/* rest: FILE ARGS... [initrd=FILE[,FILE...]] */
};

/*
 * Spans point into the line, but for ipxe's defaults; those not given have
 * length 0.
 */
struct sanargs {
	struct span uri[SANARGS_MAX_URIS];
	struct span failover[SANARGS_MAX_FAILOVER];
	struct span ipxe[SANARGS_MAX_IPXE]; /* iPXE's file; ipxes is never 0 */
	union {
		struct {
			struct span initiator;
			struct span user;
			struct span secret; /* empty when it is to be asked */
			struct span target_user;
			struct span target_secret;
		};
		struct span text[SANARGS_TEXTS]; /* the same */
	};
	struct span rest; /* of the line, without blanks at its ends */
	uint8_t uris;
	uint8_t failovers;
	uint8_t ipxes;
	uint8_t command; /* enum sanargs_command */
	uint8_t then;	 /* enum sanargs_then */
	uint8_t gateway; /* enum sanargs_gateway */
	uint8_t drive;	 /* INT 13h; SANARGS_DRIVE when not given */
	uint8_t has_drive;
	uint8_t keep; /* leave the disk attached on failure */
	uint8_t speed;
	uint8_t ask_secret;
	uint8_t ask_target_secret;
	uint8_t retries;  /* further tries */
	uint16_t retry_s; /* seconds before each */
};

struct sanargs_fault {
	/*
	 * The word at fault; empty when none is to blame. A secret is never
	 * in it: then it is only the key.
	 */
	struct span word;
	/* ERR_ARG_CHAR: that character; else 0. */
	char character;
	/*
	 * ERR_URI_*: what is wrong in the address, which is `word`. Else
	 * only its column is set: of the first wrong character in `word`, or 0.
	 */
	struct sanuri_fault uri;
};

/*
 * Parse the argument line (words between blanks, NUL at its end):
 *
 *   [sanboot] [-d N|--drive N|--drive=N|drive=N] [-k|--keep|keep] [hook]
 *       ADDRESS... [key=value]... [then=...]
 *   [sanboot] ibft
 *   [sanboot] help
 *
 * in any order, but then= takes the rest of the line. Several addresses are
 * paths to the same disk (iPXE's multipath). `hook` is then=menu. What
 * localboot or the kernel is told in then= is not looked at. No address, no
 * drive: both are the caller's to decide on.
 *
 * Returns 0, or ERR_ARG_*, or sanuri_parse()'s ERR_URI_* for an address.
 * *ret_args and *ret_fault are each set only in their case.
 */
int sanargs_parse(const char *line, struct sanargs *ret_args,
		  struct sanargs_fault *ret_fault);

/*
 * Copy the line to buf (len bytes, NUL always written when len > 0; what does
 * not fit is left out), each value of secret= and target-secret= as "***".
 * Whatever shows a line goes through here. Returns the characters written,
 * without the NUL.
 */
size_t sanargs_redact(const char *line, char *buf, size_t len);

#endif /* CORE_SANARGS_H */
