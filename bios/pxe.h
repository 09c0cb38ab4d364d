/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PXE stack below us (PXE 2.1) and its gPXE/iPXE extensions.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_PXE_H
#define BIOS_PXE_H

#include "text.h"

/*
 * Find the PXE stack: at the address the loader was given, through INT 1Ah
 * AX=5650h, or by its "!PXE" signature in base memory. Asks it whether it is
 * gPXE/iPXE. Call once, before the functions below.
 * Returns 0 or ERR_PXE_NONE.
 */
int pxe_find(void);

/* 1 when the stack knows PXENV_FILE_EXEC, that is, is gPXE or iPXE. */
int pxe_is_gpxe(void);

/*
 * 1 when INT 13h is served from inside the PXE stack's memory: it carries a
 * SAN disk, which dies with it.
 */
int pxe_holds_san(void);

/*
 * Run a gPXE/iPXE command line (PXENV_FILE_EXEC). Returns 0, or the PXE
 * status the command ended with (1 to 255).
 */
int pxe_exec(const char *format, ...);

/*
 * The command line gPXE/iPXE gave to an NBP (PXENV_FILE_CMDLINE, an iPXE
 * extension), copied into buf; empty when there is none.
 */
void pxe_cmdline(char *buf, size_t len);

/*
 * An option of the DHCPACK the machine was configured with. Valid until the
 * next PXE call. Returns 0, ERR_PXE_CALL or ERR_DHCP_*.
 */
int pxe_dhcp_option(uint8_t option, struct span *ret_value);

/*
 * The DHCPACK itself, from its "op" byte on; NULL when there is none. Valid
 * until the next PXE call.
 */
const uint8_t *pxe_dhcp_ack(size_t *ret_len);

/* Where the boot file came from; its path is cut off when too long. */
struct pxe_boot_file {
	uint8_t server[4];
	char path[256];
};

/*
 * The file that DHCP named, or a ProxyDHCP or boot server in its place.
 * Returns 0 or ERR_PXE_CALL.
 */
int pxe_boot_file(struct pxe_boot_file *ret);

/*
 * Fetch a URL with gPXE's or iPXE's own downloader (PXENV_FILE_OPEN): any
 * scheme it knows, and a relative one is relative to what it loaded last.
 * Returns the bytes read, at most len of them, ERR_FILE_NONE when it cannot
 * be opened (or the stack is neither), ERR_FILE_SILENT when the server does
 * not answer (any more), or ERR_FILE_READ.
 */
int pxe_fetch(const char *url, void *buf, size_t len);

/*
 * Read a file from where our own was read: by pxe_fetch(), or with the ROM's
 * TFTP beside the boot file that DHCP named. Returns as pxe_fetch(). The ROM
 * fails (ERR_FILE_READ) with a file longer than len.
 */
int pxe_read_file(const char *name, void *buf, size_t len);

/*
 * Where the ROM's TFTP would read that file: the server, and the path there,
 * cut off when it does not fit. Returns 0 or ERR_FILE_NONE.
 */
int pxe_tftp_place(const char *name, uint8_t server[4], char *path, size_t len);

#define TFTP_PORT 69

/*
 * A call of the PXE API, for what has no function here: an empty parameter
 * block in low memory (there is one only), and the call itself. Only where
 * pxe_find() returned 0. Returns 0, or the status (never 0) of a call that
 * failed.
 */
void *pxe_param(void);
int pxe_api(uint16_t opcode, void *param);

/* The machine's IPv4 address in that DHCPACK. Returns 0 or ERR_PXE_*. */
int pxe_address(uint8_t address[4]);

/*
 * Far pointers (segment in the high half) to !PXE, and to PXENV+, 0 when there
 * is none: what a PXE ROM gives to a boot file (PXE 2.1, section 4.4.5).
 */
void pxe_entry_pointers(uint32_t *ret_bang, uint32_t *ret_pxenv);

/* The MAC address of the NIC that booted. Returns 0 or ERR_PXE_*. */
int pxe_mac(uint8_t mac[6]);

/*
 * Take the PXE stack out of the machine: close the NIC, unload, give its
 * base memory back when nothing points there any more.
 */
void pxe_unload(void);

#endif /* BIOS_PXE_H */
