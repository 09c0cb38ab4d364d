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
	uint16_t gdt_len;
	uint32_t gdt_base;
	uint8_t real_idt[6];
	uint16_t real_offset;
	uint16_t real_segment;
	uint16_t sector_offset;
	uint16_t sector_segment;
	uint16_t pnp_offset;
	uint16_t pnp_segment;
	uint8_t drive;
	uint8_t vector;
} __attribute__((packed));

#define HIDDEN __attribute__((visibility("hidden")))
extern const uint8_t handoff_blob[] HIDDEN;
extern const uint8_t handoff_blob_end[] HIDDEN;

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

void handoff_release(void)
{
	int keep_pxe = pxe_holds_san();
	uint32_t unused[HANDOFF_VECTORS];

	console_text_mode();
	if (!host->release(keep_pxe) && !keep_pxe)
		pxe_unload();
	handoff_vectors_to_bios(unused);
}

static void go(uint8_t drive, uint8_t vector) __attribute__((noreturn));

static void go(uint8_t drive, uint8_t vector)
{
	uint8_t *blob = host->lowmem + LOWMEM_HANDOFF;
	size_t len = (size_t)(handoff_blob_end - handoff_blob);
	struct handoff_params *params;
	uint32_t base = (uint32_t)blob;
	uint32_t pnp = find_pnp();

	memcpy(blob, handoff_blob, len);
	params = (void *)(blob + len - sizeof(*params));
	params->code_base_low = (uint16_t)base;
	params->code_base_mid = (uint8_t)(base >> 16);
	params->gdt_base = (uint32_t)params;
	params->real_segment = SEG(blob);
	params->sector_segment = SEG(host->lowmem + LOWMEM_SECTOR);
	params->pnp_segment = (uint16_t)(pnp >> 4);
	params->drive = drive;
	params->vector = vector;
	__asm__ volatile("cli; jmp *%0" : : "b"(base) : "memory");
	__builtin_unreachable();
}

void handoff_sector(uint8_t drive)
{
	go(drive, 0);
}

void handoff_interrupt(uint8_t vector)
{
	go(0, vector);
}
