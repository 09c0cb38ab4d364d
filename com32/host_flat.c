/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host: a flat COM32 program, started by gPXE, by iPXE with COMBOOT, or by
 * Syslinux 3 and (legacy/) 4.
 *
 * Runs in: flat 32-bit.
 */
#include <string.h>

#include "bios.h"
#include "config.h"
#include "error.h"
#include "image.h"
#include "pxe.h"
#include "start.h"
#include "text.h"

/* The loaders push 6 (gPXE, iPXE) to 9 (Syslinux 4.10) arguments. */
#define MIN_SYSARGS 6
#define MAX_SYSARGS 16

/* COM32 API calls (Syslinux doc/comboot.txt), INT 22h AX. */
#define COMBOOT_CALL 0x22
#define GET_VERSION 0x0001
#define OPEN_FILE 0x0006
#define READ_FILE 0x0007
#define CLOSE_FILE 0x0008
#define CALL_PXE 0x0009
#define FINAL_CLEANUP 0x000c
#define LOCAL_BOOT 0x0014
#define RUN_KERNEL_IMAGE 0x0016
/* GET_VERSION's DL for PXELINUX. */
#define DERIVATIVE_PXELINUX 0x32
/* FINAL_CLEANUP's DX for PXELINUX: keep UNDI and the base code. */
#define KEEP_PXE 0x0003

int flat_main(const struct com32_sys_args *given) HIDDEN;

static const struct com32_sys_args *args;
static int is_pxelinux;

static void flat_intcall(uint8_t vector, const com32sys_t *in, com32sys_t *out)
{
	args->cs_intcall(vector, in, out);
}

static void comboot(uint16_t ax, uint16_t dx, com32sys_t *regs)
{
	memset(regs, 0, sizeof(*regs));
	regs->eax.w[0] = ax;
	regs->edx.w[0] = dx;
	flat_intcall(COMBOOT_CALL, regs, regs);
}

/*
 * Not by cs_cfarcall: gPXE's and iPXE's leave the stack words where the PXE
 * entry does not find them.
 */
static uint16_t flat_pxe_call(far_ptr_t entry, uint16_t opcode, void *param)
{
	com32sys_t regs;

	(void)entry;
	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = CALL_PXE;
	regs.ebx.w[0] = opcode;
	regs.es = SEG(param);
	regs.edi.w[0] = OFFS(param);
	flat_intcall(COMBOOT_CALL, &regs, &regs);
	return regs.eax.w[0];
}

/* PXELINUX's cleanup unloads PXE too; gPXE and iPXE have it in STOP_UNDI. */
static int flat_release(int keep_pxe)
{
	com32sys_t regs;

	if (!is_pxelinux)
		return 0;
	comboot(FINAL_CLEANUP, keep_pxe ? KEEP_PXE : 0, &regs);
	return 1;
}

int flat_can_execute(void)
{
	return is_pxelinux;
}

/*
 * By file and type, for Syslinux 3 and 4 know no ".com32" before a command
 * line: name at DS:SI, arguments at ES:BX. A file that is there is the end of
 * us; when it gives up, the loader's prompt has the machine.
 */
void flat_execute(const char *line)
{
	char *low = (char *)host->lowmem + LOWMEM_STRING;
	unsigned int type = config_kernel_type(&line);
	struct span file = {"", 0};
	com32sys_t regs;
	size_t len;

	text_next_word(&line, &file);
	line += *line == ' ';
	len = text_format(low, LOWMEM_STRING_LEN, "%S", &file) + 1;
	text_format(low + len, LOWMEM_STRING_LEN - len, "%s", line);
	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = RUN_KERNEL_IMAGE;
	regs.ds = regs.es = SEG(low);
	regs.esi.w[0] = OFFS(low);
	regs.ebx.w[0] = OFFS(low + len);
	/* 16-bit COMBOOT programs, which we have not, are number 6. */
	regs.edx.l = type < KERNEL_COM32 ? type : type + 1;
	flat_intcall(COMBOOT_CALL, &regs, &regs);
}

/*
 * Open: name at ES:SI; read: handle SI, blocks CX, to ES:BX; close: SI. What
 * was read is in ECX: gPXE and iPXE end a block where a frame has ended.
 */
static int flat_read_file(const char *name, void *buf, size_t len)
{
	char *low = (char *)host->lowmem + LOWMEM_STRING;
	uint8_t *block = host->lowmem + LOWMEM_SECTOR;
	uint16_t handle;
	uint16_t block_len;
	com32sys_t regs;
	size_t used = 0;
	size_t part;
	uint32_t size;

	text_format(low, LOWMEM_STRING_LEN, "%s", name);
	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = OPEN_FILE;
	regs.es = SEG(low);
	regs.esi.w[0] = OFFS(low);
	flat_intcall(COMBOOT_CALL, &regs, &regs);
	handle = regs.esi.w[0];
	block_len = regs.ecx.w[0];
	size = regs.eax.l;
	if ((regs.eflags.l & EFLAGS_CF) || !handle || !block_len)
		return ERR_FILE_NONE;
	while (handle && used < len && used < size && block_len <= 4096) {
		memset(&regs, 0, sizeof(regs));
		regs.eax.w[0] = READ_FILE;
		regs.esi.w[0] = handle;
		regs.ecx.w[0] = 1;
		regs.es = SEG(block);
		regs.ebx.w[0] = OFFS(block);
		flat_intcall(COMBOOT_CALL, &regs, &regs);
		if (regs.eflags.l & EFLAGS_CF)
			break;
		handle = regs.esi.w[0]; /* 0: that was the last block */
		part = regs.ecx.l;
		if (!part || part > block_len)
			break;
		part = len - used < part ? len - used : part;
		memcpy((uint8_t *)buf + used, block, part);
		used += part;
		host_note_progress();
	}
	if (handle) {
		memset(&regs, 0, sizeof(regs));
		regs.eax.w[0] = CLOSE_FILE;
		regs.esi.w[0] = handle;
		flat_intcall(COMBOOT_CALL, &regs, &regs);
	}
	return used == (size < len ? size : len) ? (int)used : ERR_FILE_READ;
}

static void flat_exit_to_rom(void)
{
	com32sys_t regs;

	if (is_pxelinux)
		comboot(LOCAL_BOOT, 0, &regs);
}

/* Without the argument block there is no BIOS call; the screen is there. */
static void show_misplaced(void)
{
	static const char text[] =
	    "netchain: not started as COM32; use this file as .c32 or PXE "
	    "boot file. ";
	volatile uint16_t *screen = phys(0xb8000);
	unsigned int i;

	for (i = 0; i < sizeof(text) - 1; i++)
		screen[i] = (uint16_t)(0x0f00 | (uint8_t)text[i]);
}

/* Started by another program of ours, on its host. */
static int guest_main(const struct guest *guest)
{
	host = guest->host;
	pxe_find();
	return program_main(guest->cmdline);
}

int flat_main(const struct com32_sys_args *given)
{
	static uint8_t taken;
	static struct host flat = {
	    .kind = HOST_FLAT,
	    .intcall = flat_intcall,
	    .pxe_call = flat_pxe_call,
	    .putchar = console_bios_putchar,
	    .release = flat_release,
	    .exit_to_rom = flat_exit_to_rom,
	    .read_file = flat_read_file,
	    .stage = start_take,
	    .stage_free = start_give_back,
	    .taken = &taken,
	};
	com32sys_t regs;

	if (given->cs_sysargs == GUEST_MAGIC)
		return guest_main((const void *)given);
	if (given->cs_sysargs < MIN_SYSARGS ||
	    given->cs_sysargs > MAX_SYSARGS) {
		show_misplaced();
		return 1;
	}
	args = given;
	flat.lowmem = phys(((uint32_t)args->cs_bounce + 15) & ~15u);
	host = &flat;
	comboot(GET_VERSION, 0, &regs);
	is_pxelinux = regs.edx.b[0] == DERIVATIVE_PXELINUX;
	pxe_find();
	return program_main(args->cs_cmdline);
}
