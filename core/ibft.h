/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The iSCSI Boot Firmware Table (iBFT): what a started system is told of its
 * SAN disk and of the NIC to reach it by.
 *
 * Specification: "iSCSI Boot Firmware Table (iBFT)", IBM and Microsoft,
 * version 1.02, over the ACPI header. gPXE and iPXE write it, Windows and
 * Linux read it. What Linux (drivers/firmware/iscsi_ibft.c) demands beyond
 * the specification is demanded here too: exact lengths, revision 1.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_IBFT_H
#define CORE_IBFT_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

/* Where systems look: on paragraphs of this memory. */
#define IBFT_AREA 0x80000

/* Pairs of NIC and target that are read: iPXE writes one for each path. */
#define IBFT_PAIRS 4

/* Flags of an initiator, NIC and target. */
#define IBFT_VALID 0x01
#define IBFT_BOOT 0x02 /* "firmware boot selected" */

/*
 * The structures as they stand in the table. All fields are bytes, so they
 * lie at any address; numbers are little-endian (get_le16()).
 */

/* A string, without NUL, by its place from the start of the table. */
struct ibft_text {
	uint8_t len[2];
	uint8_t at[2];
};

/* An address: ::ffff:a.b.c.d for IPv4; all zero when there is none. */
struct ibft_ip {
	uint8_t bytes[16];
};

struct ibft_header {
	uint8_t id;
	uint8_t version;
	uint8_t len[2]; /* of the structure, with this header */
	uint8_t index;
	uint8_t flags;
};

struct ibft_initiator {
	struct ibft_header header;
	struct ibft_ip isns;
	struct ibft_ip slp;
	struct ibft_ip radius[2];
	struct ibft_text name;
};

struct ibft_nic {
	struct ibft_header header;
	struct ibft_ip ip;
	uint8_t prefix; /* of its subnet, in bits */
	uint8_t origin; /* of its address; 1 manual, 3 DHCP */
	struct ibft_ip gateway;
	struct ibft_ip dns[2];
	struct ibft_ip dhcp;
	uint8_t vlan[2];
	uint8_t mac[6];
	uint8_t pci[2]; /* bus, device and function */
	struct ibft_text hostname;
};

struct ibft_target {
	struct ibft_header header;
	struct ibft_ip ip;
	uint8_t port[2];
	uint8_t lun[8];	   /* most significant byte first */
	uint8_t chap_type; /* 0 none, 1 one-way, 2 mutual */
	uint8_t nic;	   /* index of the NIC it is reached by */
	struct ibft_text name;
	struct ibft_text chap_name;
	struct ibft_text chap_secret;
	struct ibft_text rev_chap_name;
	struct ibft_text rev_chap_secret;
};

/*
 * A table whose structures and strings all lie inside it. Pointers are into
 * the table and NULL for what it has not.
 */
struct ibft {
	const uint8_t *table;
	size_t len;
	const struct ibft_initiator *initiator;
	const struct ibft_nic *nics[IBFT_PAIRS];
	const struct ibft_target *targets[IBFT_PAIRS];
	uint8_t revision;
	uint8_t checksum_ok;
};

/*
 * Find the table in an area of memory that begins on a paragraph. One with
 * a wrong checksum is only found when there is none with a right one; then
 * ibft_check() tells.
 * Returns 0 and the table's offset in the area, or ERR_IBFT_NONE.
 */
int ibft_find(const uint8_t *area, size_t len, size_t *ret_at);

/*
 * Read a table: len is what may be read from there, and may be more than the
 * table's own length. A wrong checksum or revision is no error here.
 * Returns 0, ERR_IBFT_LENGTH (no signature, or longer than len), or what is
 * damaged: ERR_IBFT_CONTROL, ERR_IBFT_INITIATOR, ERR_IBFT_NIC,
 * ERR_IBFT_TARGET or ERR_IBFT_STRING.
 */
int ibft_parse(const void *table, size_t len, struct ibft *ret_ibft);

/* A string of the table, up to its first NUL. */
struct span ibft_string(const struct ibft *ibft, const struct ibft_text *text);

/* The NIC with this index in its header, as targets name it; NULL: none. */
const struct ibft_nic *ibft_nic(const struct ibft *ibft, unsigned int index);

/* The four bytes of an IPv4 address; NULL when there is none, or an IPv6 one.
 */
const uint8_t *ibft_ipv4(const struct ibft_ip *ip);

/* 1 when it holds no address: all zero, or ::ffff:0.0.0.0. */
int ibft_ip_is_empty(const struct ibft_ip *ip);

/* A way to the disk that was attached; what is not known is 0 or NULL. */
struct ibft_path {
	struct span target;  /* iSCSI name */
	const uint8_t *ip;   /* four bytes */
	const uint16_t *lun; /* four numbers, as in struct sanuri */
	uint16_t port;
	uint8_t is_ipv6; /* the server's address is an IPv6 one */
};

struct ibft_expect {
	const uint8_t *mac; /* six bytes: the NIC that booted, or NULL */
	const struct ibft_path *paths;
	unsigned int count;
};

/* Something wrong with the table. */
struct ibft_finding {
	int code;	 /* ERR_IBFT_*; its text is error_text_san()'s */
	uint8_t index;	 /* of the NIC or target, as in its header */
	uint8_t warning; /* 1: systems boot, if slowly or sometimes */
};

/* More are not told. */
#define IBFT_FINDINGS 16

/*
 * What is wrong with it for a system that shall boot from what was attached:
 *
 *   ERR_IBFT_CHECKSUM, ERR_IBFT_REVISION  no system reads it
 *   ERR_IBFT_NO_INITIATOR, _NO_NIC, _NO_TARGET  none there is marked valid
 *   ERR_IBFT_NIC_BOOT	    no valid NIC is marked for booting
 *   ERR_IBFT_MAC	    no NIC marked for booting has the expected MAC
 *   ERR_IBFT_NO_ADDRESS, ERR_IBFT_MASK  a NIC has none, or no sane one
 *   ERR_IBFT_IPV6	    an address is IPv6; or a path is, of which iPXE
 *writes nonsense into the table ERR_IBFT_TARGET_NAME, _TARGET_LUN,
 *_TARGET_ADDRESS, _TARGET_PORT no path is in the table; this is what the one
 *			    most like one of them differs in
 *   ERR_IBFT_NIC_NONE	    a target names a NIC that is not there
 *   ERR_IBFT_GATEWAY_LOCAL warning: a gateway, and each target is in the
 *			    NIC's own subnet. Not for gateway = target
 *   ERR_IBFT_GATEWAY_FAR   the gateway is outside the NIC's subnet
 *   ERR_IBFT_GATEWAY_NONE  a target is in another subnet, and no gateway
 *
 * Returns the number of findings.
 */
unsigned int ibft_check(const struct ibft *ibft,
			const struct ibft_expect *expect,
			struct ibft_finding ret_findings[IBFT_FINDINGS]);

/*
 * Set the gateway of the NIC with this index to an IPv4 address, as iPXE
 * writes it, or to none (NULL), and make the checksum right, whatever it was.
 * Returns 0, ERR_IBFT_NO_NIC, or the error of ibft_parse(); then the table is
 * as it was.
 */
int ibft_set_gateway(void *table, size_t len, unsigned int nic,
		     const uint8_t *ipv4);

/*
 * Line n, from 0, of all that stands in the table, without line break:
 * "DIRECTORY/FILE: VALUE" with the names and values of Linux's
 * /sys/firmware/ibft (kernel 6.1), and leaving out what Linux leaves out.
 * Secrets are "***", and what is not printable is '?'.
 * Returns its length in buf (len bytes, cut to fit, NUL-terminated), or 0
 * when there are no more.
 */
size_t ibft_line(const struct ibft *ibft, unsigned int n, char *buf,
		 size_t len);

#endif /* CORE_IBFT_H */
