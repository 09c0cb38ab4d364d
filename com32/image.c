/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program's own image in memory, and the few libc functions a compiler
 * calls by itself.
 *
 * Runs in: flat 32-bit.
 */
#include <elf.h>
#include <stdint.h>
#include <string.h>

#include "host.h"
#include "image.h"

/* com32/universal.ld and legacy.ld set these. */
extern uint8_t image_start[] HIDDEN;
extern const Elf32_Rel image_rel_start[] HIDDEN;
extern const Elf32_Rel image_rel_end[] HIDDEN;
extern uint8_t image_bss_start[] HIDDEN;
extern uint8_t image_bss_end[] HIDDEN;

const struct host *host;

void image_init(void)
{
	const Elf32_Rel *rel;
	uint32_t base = (uint32_t)image_start;

	for (rel = image_rel_start; rel < image_rel_end; rel++)
		if (ELF32_R_TYPE(rel->r_info) == R_386_RELATIVE)
			*(uint32_t *)(base + rel->r_offset) += base;
	memset(image_bss_start, 0, (size_t)(image_bss_end - image_bss_start));
}

void *memcpy(void *to, const void *from, size_t len)
{
	void *at = to;

	__asm__ volatile("rep movsb"
			 : "+D"(at), "+S"(from), "+c"(len)
			 :
			 : "memory");
	return to;
}

void *memset(void *to, int value, size_t len)
{
	void *at = to;

	__asm__ volatile("rep stosb"
			 : "+D"(at), "+c"(len)
			 : "a"(value)
			 : "memory");
	return to;
}

int memcmp(const void *a, const void *b, size_t len)
{
	const uint8_t *x = a;
	const uint8_t *y = b;

	for (; len--; x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

size_t strlen(const char *string)
{
	const char *end = string;

	while (*end)
		end++;
	return (size_t)(end - string);
}
