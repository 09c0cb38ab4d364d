/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BIOS services: console, low memory, disks.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#ifndef BIOS_BIOS_H
#define BIOS_BIOS_H

#include "host.h"

/* BIOS data area, linear addresses (IBM PS/2 BIOS Technical Reference). */
enum bda {
	BDA_EBDA = 0x40e,	 /* segment of the extended BIOS data area */
	BDA_BASE_MEMORY = 0x413, /* KiB of base memory that are free, word */
	BDA_TICKS = 0x46c,	 /* 18.2 Hz ticks since midnight, dword */
	BDA_DISKS = 0x475,	 /* number of fixed disks, byte */
};

/* A pointer the compiler knows nothing about, to an absolute address. */
static inline void *phys(uint32_t address)
{
	__asm__("" : "+r"(address));
	return (void *)address;
}

static inline uint16_t phys_read16(uint32_t address)
{
	return *(volatile uint16_t *)phys(address);
}

static inline uint32_t phys_read32(uint32_t address)
{
	return *(volatile uint32_t *)phys(address);
}

/*
 * Formatted output, as text_format(). What is beyond 400 characters a call is
 * left out, so print a user's word in a call of its own.
 */
void console_print(const char *format, ...);

/* Show a character with INT 10h; the putchar of hosts that have none. */
void console_bios_putchar(char c);

/* Begin a line, unless the loader has left the cursor at one's beginning. */
void console_new_line(void);

/* Back to 80x25 text when another mode is set; else the screen stays. */
void console_text_mode(void);

/* Fixed disks the BIOS knows: drives 0x80 to 0x80 + count - 1. At most 128. */
unsigned int disk_count(void);

/*
 * 1 when the drive says of itself that no controller is behind it (EDD 3.0,
 * table 7, offset 26: FFFF:FFFF), as the SAN disks of gPXE and iPXE do.
 */
int disk_is_virtual(uint8_t drive);

/*
 * Read the first sector of a drive into the sector buffer (host->lowmem +
 * LOWMEM_SECTOR), with INT 13h extensions where the drive has them, else by
 * CHS; three tries with a reset between them.
 *
 * Returns 0, ERR_DRIVE_NONE, or ERR_DRIVE_READ with *ret_status the BIOS's
 * status byte (INT 13h AH).
 */
int disk_read_first(uint8_t drive, uint8_t *ret_status);

/* The text for an INT 13h status byte; "error" when it has none. */
const char *disk_status_text(uint8_t status);

#endif /* BIOS_BIOS_H */
