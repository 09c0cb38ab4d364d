/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host: a module of Syslinux 5 and 6 (PXELINUX, ISOLINUX, EXTLINUX).
 *
 * Imports only what the core itself exports, so that no library module is
 * loaded; com32/c32check.py holds the list.
 *
 * Runs in: flat 32-bit.
 */
#include <com32.h>
#include <string.h>

#include "bios.h"
#include "error.h"
#include "image.h"
#include "keyboard.h"
#include "pxe.h"
#include "start.h"
#include "text.h"

void writechr(char c);
const char *com32_cmdline(void);
void cleanup_hardware(void);
void *fopen(const char *name, const char *mode);
size_t _fread(void *buf, size_t len, void *file);
int fclose(void *file);
void *malloc(size_t len);
void free(void *memory);

/*
 * Only PXELINUX has these; elsewhere the loader binds them to
 * undefined_symbol().
 */
void unload_pxe(uint16_t flags) __attribute__((weak));
void local_boot(int16_t type) __attribute__((weak));
void undefined_symbol(void) __attribute__((weak));

/* ldlinux.c32's; it takes the type off the line. sys/exec.h, syslinux/boot.h */
void execute(const char *line, uint32_t type, _Bool sysappend)
    __attribute__((weak));

/* ldlinux.c32's: what UI or DEFAULT names, which Enter at its prompt starts. */
extern const char *default_cmd __attribute__((weak));

/* The core's: the file it has read its configuration from. */
extern char ConfigName[] __attribute__((weak));

/* com32/entry.asm */
int guarded_cfarcall(uint16_t seg, uint16_t off, const void *stack,
		     uint32_t stack_len,
		     __typeof__(__cfarcall) *cfarcall) HIDDEN;

/* Read at a time: between, one hears of it. */
#define READ_LEN 0x10000

static int is_pxelinux(void)
{
	return (void (*)(void))unload_pxe != undefined_symbol;
}

/* By a function, for the loader can relocate nothing that is packed. */
static void elf_putchar(char c)
{
	writechr(c);
}

static void elf_intcall(uint8_t vector, const com32sys_t *in, com32sys_t *out)
{
	__intcall(vector, in, out);
}

static uint16_t elf_pxe_call(far_ptr_t entry, uint16_t opcode, void *param)
{
	uint16_t stack[3];

	stack[0] = opcode;
	stack[1] = OFFS(param);
	stack[2] = SEG(param);
	return (uint16_t)guarded_cfarcall(entry.seg, entry.offs, stack,
					  sizeof(stack), __cfarcall);
}

void elf_execute(const char *line)
{
	execute(line, 0, 0);
}

/* The core does not tell why it cannot open a file; "no" comes sooner. */
#define SILENT_S 10

static int elf_read_file(const char *name, void *buf, size_t len)
{
	uint32_t start = phys_read32(BDA_TICKS);
	uint8_t *bytes = buf;
	size_t used = 0;
	size_t part;
	size_t got;
	void *file;

	file = fopen(name, "r");
	if (!file)
		return phys_read32(BDA_TICKS) - start < bios_ticks(SILENT_S)
			   ? ERR_FILE_NONE
			   : ERR_FILE_SILENT;
	do {
		part = len - used < READ_LEN ? len - used : READ_LEN;
		got = part ? _fread(bytes + used, part, file) : 0;
		if (got > part)
			break;
		used += got;
		host_note_progress();
	} while (got);
	fclose(file);
	return got <= part ? (int)used : ERR_FILE_READ;
}

static uint8_t taken;

/* The core's heap is all of memory that nobody has. */
static uint8_t *elf_stage(size_t len)
{
	uint8_t *stage = malloc(len);

	if (stage)
		taken |= start_places(stage, len);
	return stage;
}

static void elf_stage_free(uint8_t *stage, size_t len)
{
	start_give_back(stage, len);
	free(stage);
}

static int elf_release(int keep_pxe)
{
	if (is_pxelinux())
		unload_pxe(keep_pxe ? 1 : 0);
	cleanup_hardware();
	return is_pxelinux();
}

/* LOCALBOOT 0 of PXELINUX; the other derivatives came from no ROM. */
static void elf_exit_to_rom(void)
{
	if (is_pxelinux())
		local_boot(0);
}

/*
 * Does a menu program stand between the loader and us? It is gone by now, and
 * the loader would come back to its prompt.
 */
static int came_from_menu(void)
{
	static const char suffix[] = "menu.c32";
	const char *line;
	struct span word;

	if ((const void *)&default_cmd == (const void *)undefined_symbol ||
	    !default_cmd)
		return 0;
	line = default_cmd;
	return text_next_word(&line, &word) && word.len >= sizeof(suffix) - 1 &&
	       memcmp(word.text + word.len - (sizeof(suffix) - 1), suffix,
		      sizeof(suffix) - 1) == 0;
}

const char *elf_config_file(void)
{
	return (const void *)ConfigName != (const void *)undefined_symbol &&
		       ConfigName[0]
		   ? ConfigName
		   : NULL;
}

int elf_main(void)
{
	static struct host elf = {
	    .kind = HOST_ELF,
	    .intcall = elf_intcall,
	    .pxe_call = elf_pxe_call,
	    .putchar = elf_putchar,
	    .release = elf_release,
	    .exit_to_rom = elf_exit_to_rom,
	    .read_file = elf_read_file,
	    .stage = elf_stage,
	    .stage_free = elf_stage_free,
	    .taken = &taken,
	};
	const char *cmdline;
	uint8_t *low;
	int status;

	low = lmalloc(LOWMEM_LEN + 16);
	if (!low)
		return 1;
	elf.lowmem = phys(((uint32_t)low + 15) & ~15u);
	elf.menu = came_from_menu();
	host = &elf;
	pxe_find();
	cmdline = com32_cmdline();
	status = program_main(cmdline ? cmdline : "");
	if (elf.menu && !host_is_menu)
		keyboard_put(KEYBOARD_ENTER); /* the prompt starts it anew */
	lfree(low);
	return status;
}
