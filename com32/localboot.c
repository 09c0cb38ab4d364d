/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.c32: start this machine's own disk or next boot device.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include "bios.h"
#include "bootsect.h"
#include "cookie.h"
#include "error.h"
#include "handoff.h"
#include "ladder.h"

#define TRY_NEXT 1 /* a rung's answer: this one failed, and said why */

static uint8_t current_rung;

static int try_drive(const struct rung *rung, const char *name)
{
	uint8_t status = 0;
	int rc;

	rc = disk_read_first(rung->drive, &status);
	if (!rc)
		rc = bootsect_check(host->lowmem + LOWMEM_SECTOR, BOOTSECT_LEN);
	if (rc == ERR_DRIVE_READ) {
		console_print("%s: drive 0x%02x %s: %s (INT 13h status "
			      "0x%02x)\n",
			      name, rung->drive, error_text(rc),
			      disk_status_text(status), status);
		return TRY_NEXT;
	}
	if (rc) {
		console_print("%s: drive 0x%02x: %s\n", name, rung->drive,
			      error_text(rc));
		return TRY_NEXT;
	}
	console_print("%s: starting drive 0x%02x\n", name, rung->drive);
	handoff_release();
	handoff_sector(rung->drive);
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

static int (*const attempts[])(const struct rung *rung, const char *name) = {
    [METHOD_DRIVE] = try_drive,
    [METHOD_INT19] = try_int19,
    [METHOD_INT18] = try_int18,
    [METHOD_EXIT] = try_exit,
};

/* The rung to begin with: past an interrupt that came back by the network. */
static unsigned int first_rung(const struct ladder *ladder)
{
	struct cookie cookie;
	unsigned int first;
	char name[8];

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
	char name[8];
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
		if (attempts[ladder.rung[i].method](&ladder.rung[i], name) !=
		    TRY_NEXT)
			return 0;
	}
	console_print("localboot: nothing more to try\n");
	return 1;
}
