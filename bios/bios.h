/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BIOS services: console, low memory.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#ifndef BIOS_BIOS_H
#define BIOS_BIOS_H

#include "host.h"

/* BIOS data area, linear addresses (IBM PS/2 BIOS Technical Reference). */
enum bda {
	BDA_SERIAL = 0x400,	 /* I/O addresses of serial ports, words */
	BDA_EBDA = 0x40e,	 /* segment of the extended BIOS data area */
	BDA_BASE_MEMORY = 0x413, /* KiB of base memory that are free, word */
	BDA_MODE = 0x449,	 /* of the screen, byte */
	BDA_COLUMNS = 0x44a,	 /* of the screen, word */
	BDA_PAGE_START = 0x44e,	 /* shown, offset in the screen's memory */
	BDA_PAGE = 0x462,	 /* its number, byte */
	BDA_TICKS = 0x46c,	 /* 18.2 Hz ticks since midnight, dword */
	BDA_DISKS = 0x475,	 /* number of fixed disks, byte */
	BDA_LAST_ROW = 0x484,	 /* of the screen, byte */
};
#define BDA_SERIALS 4

/* A pointer the compiler knows nothing about, to an absolute address. */
static inline void *phys(uint32_t address)
{
	__asm__("" : "+r"(address));
	return (void *)address;
}

static inline uint8_t phys_read8(uint32_t address)
{
	return *(volatile uint8_t *)phys(address);
}

static inline uint16_t phys_read16(uint32_t address)
{
	return *(volatile uint16_t *)phys(address);
}

static inline uint32_t phys_read32(uint32_t address)
{
	return *(volatile uint32_t *)phys(address);
}

static inline uint8_t port_read(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline void port_write(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

/* Seconds as ticks of the BIOS's clock, and ticks as tenths of a second. */
static inline uint32_t bios_ticks(unsigned int seconds)
{
	return seconds * 182 / 10;
}

static inline unsigned int bios_tenths(uint32_t ticks)
{
	return ticks * 100 / 182;
}

/*
 * Formatted output, as text_format(), broken at blanks where the screen ends.
 * What is beyond 400 characters a call is left out, so print a user's word in a
 * call of its own.
 */
void console_print(const char *format, ...);

/* Show a character with INT 10h; the putchar of hosts that have none. */
void console_bios_putchar(char c);

/* Begin a line, unless the loader has left the cursor at one's beginning. */
void console_new_line(void);

/* Back to 80x25 text when another mode is set; else the screen stays. */
void console_text_mode(void);

#endif /* BIOS_BIOS_H */
