/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ${mac} and its like in arguments, and SYSAPPEND's words.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_EXPAND_H
#define MENU_EXPAND_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

/* What is known of this machine; empty: not known. */
struct facts {
	struct span mac;    /* "52:54:00:12:34:56", lower case */
	struct span ip;	    /* dotted, as the next three */
	struct span server; /* next-server, where the boot file came from */
	struct span gateway;
	struct span netmask;
	struct span asset; /* SMBIOS type 3, asset tag */
	/* In the order of SYSAPPEND's bits, from bit 2 on. */
	struct span uuid;   /* "b8945908-d6a6-41a9-611d-74a6ab80b83d" */
	struct span cpu;    /* expand_cpu() */
	struct span vendor; /* SMBIOS type 1, as the next five */
	struct span product;
	struct span version;
	struct span serial;
	struct span sku;
	struct span family;
	struct span board_vendor; /* SMBIOS type 2, as the next four */
	struct span board_product;
	struct span board_version;
	struct span board_serial;
	struct span board_asset;
	struct span bios_vendor; /* SMBIOS type 0, as the next */
	struct span bios_version;
	struct span form_factor; /* SMBIOS type 3, decimal */
	uint8_t arp_type;	 /* of the network card; 1: Ethernet */
};

#define FACTS_UUID_LEN 36
/*
 * Write the UUID as PXELINUX has it, for SYSUUID and in its file's name: the
 * bytes in the order of SMBIOS and of DHCP option 97 (RFC 4578, section 2.3),
 * in which the first three fields are little-endian. It takes none whose
 * seventh byte is below 10h or above EFh, as BIOSes without a UUID have.
 * Returns FACTS_UUID_LEN, or 0 when there is none.
 */
size_t facts_uuid(const struct facts *facts, char buf[FACTS_UUID_LEN]);

/* expand(): %XX for what may not stand as it is in a part of a URL. */
#define EXPAND_URL 1

/*
 * Copy len characters of text to buf (size bytes, NUL included) with the
 * names between ${ and } replaced: mac uuid ip next-server gateway netmask
 * manufacturer product serial asset, and netN/ or netX/ before mac, ip,
 * gateway and netmask. ":hexhyp" behind a name writes '-' for ':', ":hexraw"
 * leaves ':' out. A name that is not one of these stays as it is; one that
 * is not known of this machine gives nothing.
 *
 * Returns the characters written, or ERR_MENU_COMMAND when they do not fit;
 * buf holds a NUL-terminated part of them then.
 */
int expand(const char *text, size_t len, const struct facts *facts,
	   unsigned int flags, char *buf, size_t size);

/* Bits of SYSAPPEND that have a word here (FSUUID is for disks). */
#define SYSAPPEND_BITS 18
/*
 * Append the words of a SYSAPPEND mask, each behind a blank, in the order of
 * their bits, as Syslinux 6 composes them (doc/syslinux.txt, SYSAPPEND):
 * what is not known has no word; blanks inside a value become '_'.
 *
 * at is where buf's text ends. Returns the new end, or ERR_MENU_COMMAND when
 * it does not fit; buf is as before then.
 */
int sysappend(uint32_t mask, const struct facts *facts, char *buf, size_t at,
	      size_t size);

/* A machine's CPUID, for expand_cpu(). */
struct cpuid {
	uint32_t signature;	/* EAX of leaf 1 */
	uint32_t features;	/* EDX of leaf 1 */
	uint32_t features2;	/* ECX of leaf 1 */
	uint32_t ext_features;	/* EDX of leaf 80000001h; 0: there is none */
	uint32_t ext_features2; /* ECX of it */
};

#define EXPAND_CPU_LEN 8
/* "6PVXL": the family, 3 to 6, and a letter for each feature. */
void expand_cpu(const struct cpuid *cpuid, char buf[EXPAND_CPU_LEN]);

#endif /* MENU_EXPAND_H */
