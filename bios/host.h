/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program needs of the loader that started it, the same for each.
 *
 * Runs in: flat 32-bit, paging off, base 0.
 */
#ifndef BIOS_HOST_H
#define BIOS_HOST_H

#include <com32.h>

/* Memory below 1 MiB that a program may use until it gives up the machine. */
enum lowmem_layout {
	LOWMEM_SECTOR = 0x0000, /* one disk sector of up to 4096 bytes */
	LOWMEM_PARAM = 0x1000,	/* parameters of one PXE or INT 13h call */
	LOWMEM_STRING = 0x1100, /* a command line, a URL or DHCP packet */
	LOWMEM_STRING_LEN = 0x800,
	LOWMEM_HANDOFF = 0x1900, /* bios/handoff.asm while it runs */
	LOWMEM_HANDOFF_LEN = 0x300,
	LOWMEM_GUARD = 0x1c00, /* bios/guard.asm */
	LOWMEM_GUARD_LEN = 0x100,
	LOWMEM_LEN = 0x1d00,
};

enum host_kind { HOST_ELF, HOST_FLAT, HOST_NBP };

struct host {
	enum host_kind kind;
	uint8_t *lowmem; /* LOWMEM_LEN bytes, 16-byte aligned */
	const void *pxe; /* the !PXE structure the loader got, or NULL */
	int at_7c00;	 /* we stand where boot sectors are loaded */
	int menu;	 /* a menu will be painted over what we say */

	/* As com32.h's __intcall. */
	void (*intcall)(uint8_t vector, const com32sys_t *in, com32sys_t *out);

	/*
	 * Call the PXE API (PXE 2.1, section 4.3). entry is the far address
	 * in !PXE; param lies in low memory. A loader with a PXE call of its
	 * own uses that. Returns AX: 0, or not when the call failed.
	 */
	uint16_t (*pxe_call)(far_ptr_t entry, uint16_t opcode, void *param);

	/* Show a character the way the loader shows its own. */
	void (*putchar)(char c);

	/*
	 * Take the loader's own hooks out of the machine; keep_pxe leaves
	 * the PXE stack alive below a SAN disk. Returns 1 when the loader
	 * unloaded the PXE stack as well, 0 when that is left to pxe_unload().
	 * From here on there is no way back to the loader.
	 */
	int (*release)(int keep_pxe);

	/* Go back to the PXE ROM; returns when this loader has no such way. */
	void (*exit_to_rom)(void);

	/*
	 * Read a file from where the loader reads its own. Returns the bytes
	 * read, at most len of them, or ERR_FILE_*.
	 */
	int (*read_file)(const char *name, void *buf, size_t len);

	/*
	 * A place above 1 MiB for len bytes, at most 4 MiB, that neither the
	 * program nor the loader uses, from here on to the hand-off. NULL when
	 * there is none. Give it back, with its length, when the loader gets
	 * the machine back; NULL is accepted.
	 */
	uint8_t *(*stage)(size_t len);
	void (*stage_free)(uint8_t *stage, size_t len);
	uint8_t *taken; /* bios/start.h:start_places() that have a stage */

	/*
	 * Our own file, as struct ipxescript has it, when another program of
	 * ours has started us; else NULL.
	 */
	const char *program;
};

/* The host that started this program; set before program_main runs. */
extern const struct host *host;

/*
 * The configuration file that Syslinux has read, or NULL. To be called on
 * HOST_ELF alone; a program that does not is not to carry it.
 */
const char *elf_config_file(void) __attribute__((weak));

/*
 * Run a command line with the loader's own means; its type stands before it,
 * as ".linux ". Returns when that failed, at once where
 * host_can_execute() is 0. Not in struct host, for most programs run nothing.
 */
void host_execute(const char *line);
int host_can_execute(void);

/* This program is a menu itself: the loader is not to show one after it. */
extern int host_is_menu;

/*
 * Called again and again while a file is read, as far as the loader lets go;
 * NULL: nobody wants to know.
 */
extern void (*host_progress)(void);

static inline void host_note_progress(void)
{
	if (host_progress)
		host_progress();
}

/*
 * What a program of ours gives to another one that it starts as a flat COM32
 * program: this instead of struct com32_sys_args. The number names the layout
 * of struct host too; a program that knows another one refuses.
 */
#define GUEST_MAGIC 0x4e634701 /* "NcG", 1 */

struct guest {
	uint32_t magic; /* in cs_sysargs' place */
	const char *cmdline;
	const struct host *host;
};

_Static_assert(sizeof(struct host) == 60, "a new struct host: GUEST_MAGIC");

/*
 * The program: its steps, given what stands after its name. Returns the
 * status the caller gets: 0, or 1 for a failure that was explained.
 */
int program_main(const char *cmdline);

#endif /* BIOS_HOST_H */
