/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving the machine away.
 *
 * Runs in: flat 32-bit, ends in real mode.
 */
#ifndef BIOS_HANDOFF_H
#define BIOS_HANDOFF_H

#include <stdint.h>

/*
 * Give everything the loader and the PXE stack hold back to the BIOS, unless
 * a SAN disk lives in the PXE stack, which then stays with all it needs.
 * There is no way back to the loader after this.
 */
void handoff_release(void);

/* The same, but the PXE stack stays, for the next program to use. */
void handoff_release_loader(void);

/*
 * Point those of the loader's vectors (INT 08h, 1Ch, 20h-22h) that lead into
 * free base memory, where the next program will not keep them, back at the
 * BIOS; and undo that, should the next program return after all.
 */
#define HANDOFF_VECTORS 5
void handoff_vectors_to_bios(uint32_t saved[HANDOFF_VECTORS]);
void handoff_vectors_back(const uint32_t saved[HANDOFF_VECTORS]);

/*
 * Hardware interrupts of the second PIC whose handler lies below `end` and goes
 * away: masked, for the NIC may still hold its line, and back to the BIOS's own
 * handler, which is what other unused lines have.
 */
void handoff_quiet_interrupts(uint32_t end);

/* Code to start. */
struct handoff {
	const void *from;     /* where it is now */
	uint32_t to;	      /* linear address it is made for */
	uint32_t len;	      /* bytes */
	uint8_t drive;	      /* DL */
	const uint8_t *entry; /* 16 bytes that DS:SI shall point to, or NULL */
};

/*
 * Start it in real mode: DL = drive, DS = ES = SS = 0, SP = 7C00h, ES:DI ->
 * $PnP when the BIOS has one (BIOS Boot Specification 1.01, appendix D),
 * SI = BP -> entry at 0000:07BE, interrupts on.
 */
void handoff_start(const struct handoff *handoff) __attribute__((noreturn));

#define HANDOFF_BLOCKS 3

struct handoff_block {
	uint32_t from; /* linear */
	uint32_t to;   /* linear */
	uint32_t len;  /* bytes, may be 0 */
} __attribute__((packed));

/* Code that is more than a boot sector. Far pointers: segment << 16 | offset */
struct handoff_image {
	struct handoff_block block[HANDOFF_BLOCKS]; /* copied in this order */
	uint32_t code;				    /* CS:IP */
	uint32_t stack;				    /* SS:SP */
	uint32_t extra;				    /* ES:DI */
	uint16_t data;				    /* DS, FS, GS */
	uint16_t base;				    /* BX */
	uint8_t quiet;				    /* 1: interrupts off */
};

/* A far address that does INT 18h, as long as nobody loads there. */
#define HANDOFF_HOME 0x00800002

/*
 * Start it in real mode. Blocks may not lie, or be copied to, below 0B00h.
 */
void handoff_image(const struct handoff_image *image) __attribute__((noreturn));

/* Address line A20 on, whatever the loader or the BIOS left. */
void handoff_a20_on(void);

/*
 * Let two INT 13h drives change their numbers, until the machine restarts;
 * costs 1 KiB of base memory. After handoff_release(). Returns `as`.
 */
uint8_t handoff_map_drive(uint8_t drive, uint8_t as);

/*
 * INT 18h or 19h in real mode, as the BIOS would meet them. When the BIOS
 * finds nothing to boot and waits, the network boot begins anew after 45 s
 * (bios/watch.asm). If it returns from the interrupt, INT 19h follows; if it
 * returns from that too, the screen says so and a key restarts the machine.
 */
void handoff_interrupt(uint8_t vector) __attribute__((noreturn));

/* Restart the machine, without memory test. */
#define HANDOFF_RESTART 0xff /* as a vector of handoff_interrupt() */
/* Say that the medium could not be read any more; a key restarts. */
#define HANDOFF_FAILED 0xfe

#endif /* BIOS_HANDOFF_H */
