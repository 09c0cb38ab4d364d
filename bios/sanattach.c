/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attaching SAN disks through the gPXE or iPXE below us.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "bootsect.h"
#include "error.h"
#include "handoff.h"
#include "ipxeerror.h"
#include "ipxescript.h"
#include "pxe.h"
#include "sanattach.h"

/* A setting of our own, which keeps ${errno} while questions change it. */
#define ERRNO_KEPT "netchain-errno"

int san_carrier_is_gpxe(void)
{
	return pxe_exec("iseq 0 0") != 0;
}

void san_identify(const struct sanargs *args)
{
	unsigned int i;

	for (i = 0; i < SANARGS_TEXTS; i++)
		if (args->text[i].len)
			pxe_exec("set %s %S", ipxescript_settings[i],
				 &args->text[i]);
}

void san_forget(const struct sanargs *args)
{
	unsigned int i;

	for (i = 0; i < SANARGS_TEXTS; i++)
		if (args->text[i].len)
			pxe_exec("clear %s", ipxescript_settings[i]);
}

static void say_stages(int cause, uint32_t ticks)
{
	unsigned int tenths = bios_tenths(ticks);
	const char *passed;
	unsigned int i;

	for (i = 0; (passed = ipxeerror_passed(cause, i)) != NULL; i++)
		console_print("sanboot: %s\n", passed);
	if (!cause)
		console_print("sanboot: attached in %u.%u s\n", tenths / 10,
			      tenths % 10);
}

/* iPXE's error number as far as it can be told by asking; 0: not at all. */
static uint32_t find_errno(uint8_t status)
{
	unsigned int n;
	uint32_t value;

	for (n = 0; (value = ipxeerror_candidate(status, n)) != 0; n++)
		if (!pxe_exec("iseq ${" ERRNO_KEPT "} %08x", value))
			return value;
	return 0;
}

static void explain(int cause, uint8_t status, int is_gpxe)
{
	console_print("sanboot: %s\n", error_text_san(cause));
	console_print("  (gPXE/iPXE status 0x%02x)\n", status);
	if (is_gpxe)
		return;
	pxe_exec("echo Details: https://ipxe.org/${" ERRNO_KEPT "}");
	pxe_exec("clear " ERRNO_KEPT);
}

/*
 * gPXE has no sanhook: its sanboot attaches, checks and starts in one go,
 * reading the boot sector over whatever stands at 0000:7C00.
 */
static int gpxe_sanboot(const char *uris)
{
	uint8_t *saved = host->lowmem + LOWMEM_SECTOR;
	uint32_t vectors[HANDOFF_VECTORS];
	int status;

	memcpy(saved, phys(0x7c00), BOOTSECT_LEN);
	console_print("sanboot: no sanhook here; using gPXE's sanboot\n");
	handoff_vectors_to_bios(vectors);
	status = pxe_exec("sanboot%s", uris);
	handoff_vectors_back(vectors);
	memcpy(phys(0x7c00), saved, BOOTSECT_LEN);
	return status;
}

/* The addresses as one argument list; bounded by the command line's length. */
static void join_uris(const struct span *uri, unsigned int uris, char *buf,
		      size_t len)
{
	size_t used = 0;
	unsigned int i;

	buf[0] = '\0';
	for (i = 0; i < uris; i++)
		used += text_format(buf + used, len - used, " %S", &uri[i]);
}

int san_attach(uint8_t drive, const struct span *uri, unsigned int uris)
{
	char line[LOWMEM_STRING_LEN - 64];
	uint32_t start = phys_read32(BDA_TICKS);
	int is_gpxe = 0;
	int cause = 0;
	int status;

	join_uris(uri, uris, line, sizeof(line));
	console_print("sanboot: attaching as drive 0x%02x\n ", drive);
	console_print("%s\n", line);
	status = pxe_exec("sanhook --drive 0x%02x%s", drive, line);
	if (status) {
		pxe_exec("set " ERRNO_KEPT " ${errno:hexraw}");
		is_gpxe = san_carrier_is_gpxe();
	}
	if (is_gpxe && !host->at_7c00)
		status = gpxe_sanboot(line);
	if (status)
		cause = ipxeerror_cause(
		    (uint8_t)status, is_gpxe ? 0 : find_errno((uint8_t)status));
	say_stages(cause, phys_read32(BDA_TICKS) - start);
	if (cause)
		explain(cause, (uint8_t)status, is_gpxe);
	return cause;
}

void san_detach(uint8_t drive)
{
	pxe_exec("sanunhook --drive 0x%02x", drive);
}
