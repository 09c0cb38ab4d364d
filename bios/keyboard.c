/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The keyboard, over INT 16h.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "key.h"
#include "keyboard.h"

#define BUFFER_KEYS 16 /* the BIOS's own */
/* Lent to keyboard_rest(): free for programs since the IBM PC. */
#define REST_VECTOR 0x66
#define BACKSPACE 0x08
#define RETURN 0x0d

/* function: 0, or 10h for the keys that only larger keyboards have. */
static uint16_t take(unsigned int function)
{
	com32sys_t regs;

	memset(&regs, 0, sizeof(regs));
	regs.eax.b[1] = (uint8_t)(function + 1);
	host->intcall(0x16, &regs, &regs);
	if (regs.eflags.l & EFLAGS_ZF)
		return 0;
	memset(&regs, 0, sizeof(regs));
	regs.eax.b[1] = (uint8_t)function;
	host->intcall(0x16, &regs, &regs);
	return regs.eax.w[0];
}

uint16_t keyboard_take(void)
{
	return take(0);
}

unsigned int keyboard_key(void)
{
	return key_from_bios(take(0x10));
}

void keyboard_rest(void)
{
	static const uint8_t code[] = {0xfb, 0xf4, 0xcf}; /* sti hlt iret */
	volatile uint32_t *vector = phys(4 * REST_VECTOR);
	uint8_t *place = host->lowmem + LOWMEM_PARAM;
	uint32_t saved = *vector;
	com32sys_t regs;

	memcpy(place, code, sizeof(code));
	*vector = (uint32_t)SEG(place) << 16 | OFFS(place);
	memset(&regs, 0, sizeof(regs));
	host->intcall(REST_VECTOR, &regs, NULL);
	*vector = saved;
}

void keyboard_put(uint16_t key)
{
	com32sys_t regs;

	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = 0x0500;
	regs.ecx.w[0] = key;
	host->intcall(0x16, &regs, NULL);
}

void keyboard_drop(void)
{
	unsigned int i;

	/* A stuck key has no end. */
	for (i = 0; i < BUFFER_KEYS && keyboard_take(); i++)
		;
}

uint16_t keyboard_wait(unsigned int seconds)
{
	uint32_t start = phys_read32(BDA_TICKS);
	uint32_t ticks = bios_ticks(seconds);
	uint16_t key = 0;

	while (!key && phys_read32(BDA_TICKS) - start < ticks)
		key = keyboard_take();
	return key;
}

int keyboard_secret(char *buf, size_t len)
{
	size_t used = 0;
	uint16_t key;
	char c;

	for (;;) {
		key = keyboard_take();
		c = (char)key;
		if (key == KEYBOARD_ESC)
			return -1;
		if (c == RETURN)
			break;
		if (c == BACKSPACE && used) {
			used--;
			console_print("\b \b");
		} else if (c > ' ' && c <= '~' && used < len - 1) {
			buf[used++] = c;
			console_print("*");
		}
	}
	buf[used] = '\0';
	return 0;
}
