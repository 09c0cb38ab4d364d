/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lending the machine to a boot sector that may give it back.
 *
 * Runs in: flat 32-bit; the boot sector in real mode.
 */
#include <string.h>

#include "bios.h"
#include "lend.h"
#include "start.h"

#define REGIONS 4

/* Where to come back to; bios/lendback.asm has the same offsets. */
struct lend_back {
	uint8_t gdt[6];
	uint8_t idt[6];
	uint32_t esp;
	uint32_t eip;
	uint32_t ss;
	uint32_t ds;
	uint32_t cs;
} __attribute__((packed));

/* The tail of bios/lendback.asm. */
struct lend_region {
	uint32_t address;
	uint32_t dwords;
};

struct lend_params {
	uint64_t gdt_null;
	uint16_t code_limit;
	uint16_t code_base_low;
	uint8_t code_base_mid;
	uint8_t code_access[3];
	uint64_t gdt_data;
	uint16_t gdt_len;
	uint32_t gdt_base;
	uint32_t base;
	uint32_t old18;
	uint32_t old19;
	uint32_t saved;
	uint32_t sum;
	struct lend_region region[REGIONS + 1];
	uint8_t masks[2];
	struct lend_back back;
	uint8_t scratch[10];
} __attribute__((packed));

#define HIDDEN __attribute__((visibility("hidden")))
extern const uint8_t lend_blob[] HIDDEN;
extern const uint8_t lend_blob_end[] HIDDEN;
extern const uint8_t image_start[] HIDDEN;
extern const uint8_t image_bss_end[] HIDDEN;
void lend_call(struct lend_back *back, const struct handoff *handoff) HIDDEN;
void lend_leave(const struct lend_back *back,
		const struct handoff *handoff) HIDDEN;

#define BLOB_LEN 0x400
#define HIGH_MEMORY 0x100000
#define PIC1_MASK 0x21
#define PIC2_MASK 0xa1
#define VECTOR_INT18 0x18
#define VECTOR_INT19 0x19
#define INT19_ENTRY 6
/* Around the stack pointer: what is written between sum and start. */
#define STACK_BELOW 0x1000
#define STACK_ABOVE 0x40

/* As bios/lendback.asm sums them up. */
static uint32_t sum_regions(const struct lend_region *region)
{
	const uint32_t *at;
	uint32_t sum = 0;
	uint32_t i;

	for (; region->dwords; region++) {
		at = phys(region->address);
		for (i = 0; i < region->dwords; i++)
			sum = (sum << 1 | sum >> 31) + at[i];
	}
	return sum;
}

static struct lend_region *add_region(struct lend_region *region, uint32_t from,
				      uint32_t to)
{
	from = (from + 3) & ~3u;
	if (to < from + 4)
		return region;
	region->address = from;
	region->dwords = (to - from) / 4;
	return region + 1;
}

/*
 * What must not change while the machine is lent: the copy, all that a loader
 * has between 1 MiB and the copy but for the end of the stack, and this
 * program where it is higher.
 */
static void choose_regions(struct lend_region *region, uint32_t from,
			   uint32_t len, uint32_t stack)
{
	region = add_region(region, from, from + len);
	if (stack > HIGH_MEMORY + STACK_BELOW && stack < from) {
		region = add_region(region, HIGH_MEMORY, stack - STACK_BELOW);
		region = add_region(region, stack + STACK_ABOVE, from);
	} else {
		region = add_region(region, HIGH_MEMORY, from);
	}
	if ((uint32_t)image_start >= from)
		add_region(region, (uint32_t)image_start,
			   (uint32_t)image_bss_end);
}

/* The blob, at the new end of base memory, with all but its regions. */
static struct lend_params *place_blob(uint32_t base, uint32_t saved)
{
	size_t len = (size_t)(lend_blob_end - lend_blob);
	volatile uint32_t *vectors = phys(0);
	struct lend_params *params;

	memcpy(phys(base), lend_blob, len);
	params = phys(base + len - sizeof(*params));
	params->code_base_low = (uint16_t)base;
	params->code_base_mid = (uint8_t)(base >> 16);
	params->gdt_base = (uint32_t)params;
	params->base = base;
	params->old18 = vectors[VECTOR_INT18];
	params->old19 = vectors[VECTOR_INT19];
	params->saved = saved;
	params->masks[0] = port_read(PIC1_MASK);
	params->masks[1] = port_read(PIC2_MASK);
	return params;
}

static uint8_t *copy; /* of base memory */

/* Called with the stack that is to be there when the machine comes back. */
void lend_leave(const struct lend_back *back, const struct handoff *handoff)
{
	struct lend_region regions[REGIONS + 1] = {{0, 0}};
	volatile uint16_t *base_memory = phys(BDA_BASE_MEMORY);
	volatile uint32_t *vectors = phys(0);
	uint32_t unused[HANDOFF_VECTORS];
	uint32_t end = start_room();
	uint32_t base = end - BLOB_LEN;
	struct lend_params *params;

	memcpy(copy, phys(0), end);
	*base_memory = (uint16_t)(*base_memory - 1);
	params = place_blob(base, (uint32_t)copy);
	params->back = *back;
	handoff_vectors_to_bios(unused);
	handoff_quiet_interrupts(end);
	vectors[VECTOR_INT18] = base << 12;
	vectors[VECTOR_INT19] = base << 12 | INT19_ENTRY;
	choose_regions(regions, (uint32_t)copy, end, (uint32_t)back);
	memcpy(params->region, regions, sizeof(regions));
	params->sum = sum_regions(regions);
	handoff_start(handoff);
}

int lend_start(const struct handoff *handoff)
{
	struct lend_back back;
	uint32_t base;

	copy = start_stage(start_room());
	if (!copy)
		return -1;
	console_text_mode();
	lend_call(&back, handoff);
	base = start_room() - BLOB_LEN;
	memcpy(phys(base), copy + base, BLOB_LEN);
	return 0;
}
