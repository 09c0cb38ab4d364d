/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving the machine away.
 *
 * Runs in: flat 32-bit, ends in real mode.
 */
#include <string.h>

#include "bios.h"
#include "handoff.h"
#include "pxe.h"

/* The tail of bios/handoff.asm, where the parameters are. */
struct handoff_params {
	uint64_t gdt_null;
	uint16_t code_limit;
	uint16_t code_base_low;
	uint8_t code_base_mid;
	uint8_t code_access[3];
	uint64_t gdt_data;
	uint64_t gdt_data32;
	uint16_t gdt_len;
	uint32_t gdt_base;
	uint8_t real_idt[6];
	uint16_t real_offset;
	uint16_t real_segment;
	struct handoff_block block[HANDOFF_BLOCKS];
	uint32_t code;
	uint32_t stack;
	uint32_t extra;
	uint16_t data;
	uint16_t base;
	uint16_t entry;
	uint8_t drive;
	uint8_t again;
	uint8_t quiet;
	uint8_t vector;
} __attribute__((packed));

_Static_assert(sizeof(struct handoff_params) == 106, "handoff.asm: PARAMS_LEN");

#define BASE_MEMORY_END 0xa0000
#define PIC2_MASK 0xa1

#define HIDDEN __attribute__((visibility("hidden")))
extern const uint8_t handoff_blob[] HIDDEN;
extern const uint8_t handoff_blob_end[] HIDDEN;
extern const uint8_t watch_blob[] HIDDEN;
extern const uint8_t watch_blob_end[] HIDDEN;
extern const uint8_t drivemap_blob[] HIDDEN;
extern const uint8_t drivemap_blob_end[] HIDDEN;

/* Where MBR code leaves the entry it starts: in its copy at 0600h. */
#define ENTRY_ADDRESS 0x7be
/* The blob's place when code is started: below all that is loaded. */
#define BLOB_ADDRESS 0x800
/* The place that bios/watch.asm was made for: vectors 90h to BFh. */
#define WATCH_ADDRESS 0x240
#define WATCH_VECTORS 48
#define WATCH_LAST 46 /* where its last instructions stand */
#define TIMER_VECTOR 0x08

/* The tail of bios/drivemap.asm. */
struct drivemap_params {
	uint32_t chain13;
	uint32_t chain15;
	uint32_t base;
	uint16_t int15_entry;
	uint8_t drive[2];
} __attribute__((packed));

/* $PnP installation structure (PnP BIOS 1.0A, section 4.3): on a paragraph. */
static uint32_t find_pnp(void)
{
	const uint8_t *bytes;
	uint32_t at;
	uint8_t sum;
	unsigned int i;

	for (at = 0xf0000; at < 0x100000; at += 16) {
		bytes = phys(at);
		if (memcmp(bytes, "$PnP", 4) != 0 || bytes[5] < 0x21)
			continue;
		for (i = 0, sum = 0; i < bytes[5]; i++)
			sum = (uint8_t)(sum + bytes[i]);
		if (!sum)
			return at;
	}
	return 0;
}

/*
 * Vectors that loaders hook, with the BIOS entry each had: F000:FEA5 is the
 * timer and F000:FF53 the IRET of unused vectors since the IBM PC.
 */
static const struct {
	uint8_t vector;
	uint16_t bios_offset;
} loader_vectors[HANDOFF_VECTORS] = {
    {0x08, 0xfea5}, {0x1c, 0xff53}, {0x20, 0xff53},
    {0x21, 0xff53}, {0x22, 0xff53},
};

void handoff_vectors_to_bios(uint32_t saved[HANDOFF_VECTORS])
{
	uint32_t end = (uint32_t)phys_read16(BDA_BASE_MEMORY) << 10;
	volatile uint32_t *entry;
	uint32_t target;
	size_t i;

	for (i = 0; i < HANDOFF_VECTORS; i++) {
		entry = phys(4u * loader_vectors[i].vector);
		saved[i] = *entry;
		target = ((*entry >> 16) << 4) + (*entry & 0xffff);
		if (target < end)
			*entry = 0xf0000000 | loader_vectors[i].bios_offset;
	}
}

void handoff_vectors_back(const uint32_t saved[HANDOFF_VECTORS])
{
	size_t i;

	for (i = 0; i < HANDOFF_VECTORS; i++)
		*(volatile uint32_t *)phys(4u * loader_vectors[i].vector) =
		    saved[i];
}

void handoff_quiet_interrupts(uint32_t end)
{
	volatile uint32_t *entry = phys(4 * 0x70);
	uint32_t spare = 0;
	unsigned int i;

	/* IRQ 9 to 12, 15: at least two of them have no device of the BIOS. */
	for (i = 1; i < 8 && !spare; i++)
		if (entry[i] >= 0xe0000000 &&
		    (entry[i] == entry[i + 1] || entry[i] == entry[i + 2]))
			spare = entry[i];
	for (i = 1; i < 8; i++) {
		if ((entry[i] >> 12 & 0xffff0) + (entry[i] & 0xffff) >= end)
			continue;
		port_write(PIC2_MASK,
			   (uint8_t)(port_read(PIC2_MASK) | 1u << i));
		if (spare)
			entry[i] = spare;
	}
}

void handoff_release(void)
{
	int keep_pxe = pxe_holds_san();
	uint32_t unused[HANDOFF_VECTORS];

	console_text_mode();
	if (!host->release(keep_pxe) && !keep_pxe)
		pxe_unload();
	handoff_vectors_to_bios(unused);
	if (!keep_pxe)
		handoff_quiet_interrupts(BASE_MEMORY_END);
}

void handoff_release_loader(void)
{
	uint32_t unused[HANDOFF_VECTORS];

	console_text_mode();
	host->release(1);
	handoff_vectors_to_bios(unused);
}

uint8_t handoff_map_drive(uint8_t drive, uint8_t as)
{
	size_t len = (size_t)(drivemap_blob_end - drivemap_blob);
	volatile uint16_t *base_memory = phys(BDA_BASE_MEMORY);
	volatile uint32_t *vectors = phys(0);
	struct drivemap_params *params;
	uint32_t base;
	uint8_t *blob;

	if (drive == as)
		return drive;
	*base_memory = (uint16_t)(*base_memory - 1);
	base = (uint32_t)*base_memory << 10;
	blob = phys(base);
	memcpy(blob, drivemap_blob, len);
	params = (void *)(blob + len - sizeof(*params));
	params->chain13 = vectors[0x13];
	params->chain15 = vectors[0x15];
	params->base = base;
	params->drive[0] = drive;
	params->drive[1] = as;
	vectors[0x13] = (uint32_t)SEG(blob) << 16;
	vectors[0x15] = (uint32_t)SEG(blob) << 16 | params->int15_entry;
	return as;
}

/* bios/watch.asm, where nobody else uses its place. */
static void watch_install(void)
{
	volatile uint32_t *timer = phys(4 * TIMER_VECTOR);
	uint32_t *place = phys(WATCH_ADDRESS);
	unsigned int i;

	/* One that has done its work has left its end there at least. */
	if (memcmp(place + WATCH_LAST, watch_blob + 4 * WATCH_LAST, 8) != 0)
		for (i = 0; i < WATCH_VECTORS; i++)
			if (place[i] != place[WATCH_VECTORS])
				return;
	memcpy(place, watch_blob, (size_t)(watch_blob_end - watch_blob));
	place[0] = *timer; /* its chain */
	*timer = WATCH_ADDRESS + 4;
}

/* A copy of the blob in low memory; returns its parameters. */
static struct handoff_params *prepare(uint8_t *blob)
{
	size_t len = (size_t)(handoff_blob_end - handoff_blob);
	struct handoff_params *params;

	__asm__ volatile("cli");
	memcpy(blob, handoff_blob, len);
	params = (void *)(blob + len - sizeof(*params));
	params->code_base_low = (uint16_t)(uint32_t)blob;
	params->code_base_mid = (uint8_t)((uint32_t)blob >> 16);
	params->gdt_base = (uint32_t)params;
	params->real_segment = SEG(blob);
	return params;
}

static void go(uint8_t *blob) __attribute__((noreturn));

static void go(uint8_t *blob)
{
	__asm__ volatile("jmp *%0" : : "b"((uint32_t)blob) : "memory");
	__builtin_unreachable();
}

void handoff_start(const struct handoff *handoff)
{
	struct handoff_params *params = prepare(phys(BLOB_ADDRESS));

	params->block[0].from = (uint32_t)handoff->from;
	params->block[0].to = handoff->to;
	params->block[0].len = handoff->len;
	params->code =
	    (handoff->to << 12 & 0xf0000000) | (handoff->to & 0xffff);
	params->stack = 0x7c00;
	params->extra = find_pnp() << 12;
	params->drive = handoff->drive;
	if (handoff->entry) {
		memcpy(phys(ENTRY_ADDRESS), handoff->entry, 16);
		params->entry = ENTRY_ADDRESS;
	}
	go(phys(BLOB_ADDRESS));
}

/* With A20 off, memory at 1 MiB is that at 0. */
static int has_a20(void)
{
	volatile uint32_t *low = phys(4 * 0xff); /* a vector nobody calls */
	volatile uint32_t *high = phys(0x100000 + 4 * 0xff);
	uint32_t saved = *low;
	int differs;

	*low = ~*high;
	differs = *low != *high;
	*low = saved;
	return differs;
}

void handoff_a20_on(void)
{
	com32sys_t regs;

	if (has_a20())
		return;
	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = 0x2401;
	host->intcall(0x15, &regs, NULL);
	if (!has_a20())
		port_write(0x92, (uint8_t)((port_read(0x92) | 2) & ~1u));
}

void handoff_image(const struct handoff_image *image)
{
	struct handoff_params *params = prepare(phys(BLOB_ADDRESS));

	memcpy(params->block, image->block, sizeof(params->block));
	params->code = image->code;
	params->stack = image->stack;
	params->extra = image->extra;
	params->data = image->data;
	params->base = image->base;
	params->quiet = image->quiet;
	go(phys(BLOB_ADDRESS));
}

void handoff_interrupt(uint8_t vector)
{
	uint8_t *blob = host->lowmem + LOWMEM_HANDOFF;

	if (vector < HANDOFF_FAILED)
		watch_install();
	prepare(blob)->vector = vector;
	go(blob);
}
