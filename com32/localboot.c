/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.c32: start this machine's own disk or next boot device.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "bootsect.h"
#include "cookie.h"
#include "error.h"
#include "handoff.h"
#include "ladder.h"
#include "pxe.h"

#define FIRST_DISK 0x80

/* A rung's answer; 0 ends the ladder with success. */
#define TRY_NEXT 1 /* this one failed, and said why */
#define GIVE_UP 2  /* the list ends here, after others have failed */

static uint8_t current_rung;

/* Start a drive's boot sector; returns when there is nothing to start. */
static void boot_drive(uint8_t drive, const char *name)
{
	uint8_t status = 0;
	int rc;

	rc = disk_read_first(drive, &status);
	if (!rc)
		rc = bootsect_check(host->lowmem + LOWMEM_SECTOR, BOOTSECT_LEN);
	if (rc == ERR_DRIVE_READ) {
		console_print("%s: drive 0x%02x %s: %s (INT 13h status "
			      "0x%02x)\n",
			      name, drive, error_text(rc),
			      disk_status_text(status), status);
		return;
	}
	if (rc) {
		console_print("%s: drive 0x%02x: %s\n", name, drive,
			      error_text(rc));
		return;
	}
	console_print("%s: starting drive 0x%02x\n", name, drive);
	handoff_release();
	handoff_sector(drive);
}

static int try_drive(const struct rung *rung, const char *name)
{
	boot_drive(rung->drive, name);
	return TRY_NEXT;
}

static int try_hd(const struct rung *rung, const char *name)
{
	unsigned int count = disk_count();
	int san = pxe_holds_san();
	unsigned int i;

	(void)rung;
	if (!count)
		console_print("%s: the BIOS knows no fixed disk\n", name);
	for (i = 0; i < count; i++) {
		if (san && disk_is_virtual((uint8_t)(FIRST_DISK + i)))
			console_print("%s: drive 0x%02x is a SAN disk, left "
				      "out\n",
				      name, FIRST_DISK + i);
		else
			boot_drive((uint8_t)(FIRST_DISK + i), name);
	}
	return TRY_NEXT;
}

/* So that the next run knows what brought it here, should it come to that. */
static void leave_cookie(uint8_t method)
{
	const struct cookie cookie = {.method = method, .rung = current_rung};

	cookie_write(phys(COOKIE_ADDRESS), &cookie, phys_read32(BDA_TICKS));
}

static int try_int19(const struct rung *rung, const char *name)
{
	(void)rung;
	console_print("%s: starting the BIOS boot order from its beginning\n",
		      name);
	handoff_release();
	leave_cookie(METHOD_INT19);
	handoff_interrupt(0x19);
}

static int try_int18(const struct rung *rung, const char *name)
{
	(void)rung;
	console_print("%s: asking the BIOS for the next boot device\n", name);
	handoff_release();
	leave_cookie(METHOD_INT18);
	handoff_interrupt(0x18);
}

static int try_exit(const struct rung *rung, const char *name)
{
	(void)rung;
	console_print("%s: back to the boot ROM\n", name);
	host->exit_to_rom();
	return 0;
}

static int try_menu(const struct rung *rung, const char *name)
{
	(void)rung;
	console_print("%s: back to the loader\n", name);
	return current_rung ? GIVE_UP : 0;
}

static int try_reboot(const struct rung *rung, const char *name)
{
	(void)rung;
	console_print("%s: restarting the machine\n", name);
	handoff_release();
	handoff_interrupt(HANDOFF_RESTART);
}

/* APM 1.2: connect to real mode, announce 1.2, all devices off. */
static int try_poweroff(const struct rung *rung, const char *name)
{
	static const uint16_t calls[][3] = {
	    /* AX, BX, CX */
	    {0x5301, 0x0000, 0x0000},
	    {0x530e, 0x0000, 0x0102},
	    {0x5307, 0x0001, 0x0003},
	};
	com32sys_t regs;
	size_t i;

	(void)rung;
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		memset(&regs, 0, sizeof(regs));
		regs.eax.w[0] = calls[i][0];
		regs.ebx.w[0] = calls[i][1];
		regs.ecx.w[0] = calls[i][2];
		host->intcall(0x15, &regs, NULL);
	}
	console_print("%s: this BIOS has no APM to switch off by\n", name);
	return TRY_NEXT;
}

_Static_assert(METHODS == 8, "a method without an attempt");
static int (*const attempts[METHODS])(const struct rung *rung,
				      const char *name) = {
    [METHOD_DRIVE] = try_drive,	  [METHOD_HD] = try_hd,
    [METHOD_INT19] = try_int19,	  [METHOD_INT18] = try_int18,
    [METHOD_EXIT] = try_exit,	  [METHOD_MENU] = try_menu,
    [METHOD_REBOOT] = try_reboot, [METHOD_POWEROFF] = try_poweroff,
};

/* The rung to begin with: past an interrupt that came back by the network. */
static unsigned int first_rung(const struct ladder *ladder)
{
	struct cookie cookie;
	unsigned int first;
	char name[9];

	if (cookie_read(phys(COOKIE_ADDRESS), phys_read32(BDA_TICKS), &cookie))
		return 0;
	cookie_clear(phys(COOKIE_ADDRESS));
	first = ladder_resume(ladder, cookie.method, cookie.rung);
	if (first) {
		ladder_name(&ladder->rung[first - 1], name, sizeof(name));
		console_print("%s: came back here through the network; going "
			      "on after it\n",
			      name);
	}
	return first;
}

int program_main(const char *cmdline)
{
	struct ladder ladder;
	struct span word;
	char name[9];
	unsigned int i;
	int rc;

	console_new_line();
	rc = ladder_parse(cmdline, &ladder, &word);
	if (rc) {
		console_print("localboot: \"%S", &word);
		console_print("\": %s\n  Nothing was booted. "
			      "Methods: " LADDER_GRAMMAR "\n",
			      error_text(rc));
		return 1;
	}
	for (i = first_rung(&ladder); i < ladder.count; i++) {
		current_rung = (uint8_t)i;
		ladder_name(&ladder.rung[i], name, sizeof(name));
		rc = attempts[ladder.rung[i].method](&ladder.rung[i], name);
		if (rc != TRY_NEXT)
			return rc == GIVE_UP;
	}
	console_print("localboot: nothing more to try\n");
	return 1;
}
