/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host: a PXE boot file (NBP), started by a PXE ROM or by iPXE's chain.
 *
 * Runs in: flat 32-bit at linear 7C00h; com32/entry.asm has the mode switch.
 */
#include <string.h>

#include "bios.h"
#include "image.h"
#include "pxe.h"
#include "start.h"

#define CMDLINE_LEN LOWMEM_STRING_LEN

/* com32/entry.asm fills and reads this at the same offsets. */
struct nbp_call {
	com32sys_t regs;
	uint16_t offset;
	uint16_t segment;
	uint16_t stack_words;
	uint16_t is_int;
	uint16_t stack[4];
};

_Static_assert(sizeof(com32sys_t) == 44, "entry.asm: call_regs");

extern struct nbp_call nbp_call HIDDEN;
extern const uint16_t nbp_caller[2] HIDDEN;
void nbp_rmcall(void) HIDDEN;
int nbp_main(void) HIDDEN;

static uint8_t lowmem[LOWMEM_LEN] __attribute__((aligned(16)));
static char cmdline[CMDLINE_LEN];

static void nbp_intcall(uint8_t vector, const com32sys_t *in, com32sys_t *out)
{
	nbp_call.regs = *in;
	nbp_call.regs.eflags.w[0] =
	    (uint16_t)((in->eflags.w[0] & EFLAGS_CF) | EFLAGS_IF);
	nbp_call.offset = phys_read16(4u * vector);
	nbp_call.segment = phys_read16(4u * vector + 2);
	nbp_call.stack_words = 0;
	nbp_call.is_int = 1;
	nbp_rmcall();
	if (out)
		*out = nbp_call.regs;
}

static uint16_t nbp_pxe_call(far_ptr_t entry, uint16_t opcode, void *param)
{
	memset(&nbp_call.regs, 0, sizeof(nbp_call.regs));
	nbp_call.stack[0] = opcode;
	nbp_call.stack[1] = OFFS(param);
	nbp_call.stack[2] = SEG(param);
	nbp_call.stack_words = 3;
	nbp_call.offset = entry.offs;
	nbp_call.segment = entry.seg;
	nbp_call.is_int = 0;
	nbp_rmcall();
	return nbp_call.regs.eax.w[0];
}

/* A PXE ROM has no hooks of ours in it; the stack is pxe_unload()'s. */
static int nbp_release(int keep_pxe)
{
	(void)keep_pxe;
	return 0;
}

/* Returning from the program is the way back to the ROM. */
static void nbp_exit_to_rom(void)
{
}

int nbp_main(void)
{
	static uint8_t taken;
	static struct host nbp = {
	    .kind = HOST_NBP,
	    .at_7c00 = 1,
	    .intcall = nbp_intcall,
	    .pxe_call = nbp_pxe_call,
	    .putchar = console_bios_putchar,
	    .release = nbp_release,
	    .exit_to_rom = nbp_exit_to_rom,
	    .read_file = pxe_read_file,
	    .stage = start_take,
	    .stage_free = start_give_back,
	    .taken = &taken,
	};

	nbp.lowmem = lowmem;
	nbp.pxe = MK_PTR(nbp_caller[1], nbp_caller[0]);
	host = &nbp;
	pxe_find();
	pxe_cmdline(cmdline, sizeof(cmdline));
	return program_main(cmdline);
}
