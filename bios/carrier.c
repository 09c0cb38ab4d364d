/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Going on in an iPXE from the TFTP server.
 *
 * Runs in: flat 32-bit, over struct host; ends in real mode.
 */
#include <string.h>

#include "bios.h"
#include "bootfile.h"
#include "bytes.h"
#include "bzimage.h"
#include "carrier.h"
#include "error.h"
#include "ipxenbp.h"
#include "ipxescript.h"
#include "pxe.h"
#include "start.h"

/* The stage: the file, and then the script. */
#define FILE_MAX 0x180000
#define SCRIPT_MAX 0x2000
#define STAGE_LEN (FILE_MAX + SCRIPT_MAX)

/* Where the script goes: clear of iPXE while it unpacks itself above 1 MiB. */
#define SCRIPT_LOWEST 0x500000
#define SCRIPT_MIDDLE 0x1000000

struct staged {
	uint8_t *file;
	uint32_t len;
	uint32_t script_len; /* with its NUL */
};

static int write_script(const struct carrier *carrier, struct staged *staged)
{
	struct pxe_boot_file boot;
	struct ipxescript script;
	int len;

	if (pxe_boot_file(&boot))
		return ERR_CARRIER_DHCP;
	script.ack = pxe_dhcp_ack(&script.ack_len);
	if (!script.ack)
		return ERR_CARRIER_DHCP;
	memcpy(script.server, boot.server, sizeof(script.server));
	script.boot.text = boot.path;
	script.boot.len = strlen(boot.path);
	script.program = host->program;
	if (!script.program && host->kind != HOST_NBP)
		script.program = carrier->program;
	script.arguments = carrier->arguments;
	len = ipxescript_write(&script, (char *)staged->file + FILE_MAX,
			       SCRIPT_MAX);
	if (len < 0)
		return len;
	staged->script_len = (uint32_t)len + 1;
	return 0;
}

/* The block that is copied last: nothing else may land on it. */
static struct handoff_block script_block(const struct staged *staged,
					 uint32_t to)
{
	const struct handoff_block block = {
	    .from = (uint32_t)staged->file + FILE_MAX,
	    .to = to,
	    .len = staged->script_len,
	};

	return block;
}

/*
 * iPXE moves itself to the highest place below its initrd: let that be all
 * there is. Returns only with an error.
 */
static int start_lkrn(const struct staged *staged)
{
	struct handoff_block script;
	struct bzimage kernel;
	uint32_t to = start_memory_end() - SCRIPT_MAX;
	int rc;

	rc = bzimage_parse(staged->file, staged->len, &kernel);
	if (!rc && kernel.code32_start)
		rc = ERR_CARRIER_IMAGE; /* some other Linux image */
	if (rc)
		return rc;
	if (to > kernel.initrd_max)
		to = kernel.initrd_max - SCRIPT_MAX;
	to &= ~0xfffu;
	if (to < SCRIPT_LOWEST)
		return ERR_CARRIER_MEMORY;
	bzimage_set_initrd(staged->file, to, staged->script_len - 1);
	script = script_block(staged, to);
	bootfile_linux(staged->file, &kernel, &script);
}

/*
 * iPXE moves itself to the top of memory and unpacks at 1 MiB: let the script
 * be between. Returns only with an error.
 */
static int start_undionly(const struct staged *staged)
{
	uint32_t to = (0x100000 + start_memory_end()) / 2 & ~0xfffu;
	struct handoff_block script;
	uint32_t variable;
	int rc;

	rc = ipxenbp_parse(staged->file, staged->len, &variable);
	if (rc)
		return rc;
	if (to > SCRIPT_MIDDLE)
		to = SCRIPT_MIDDLE;
	if (to < SCRIPT_LOWEST)
		return ERR_CARRIER_MEMORY;
	put_le32(staged->file + variable, to);
	script = script_block(staged, to);
	bootfile_pxe(staged->file, staged->len, &script);
}

/* Returns only with an error. */
static int start_file(const char *name, struct staged *staged)
{
	int len = host->read_file(name, staged->file, FILE_MAX);
	int rc;

	if (len == ERR_FILE_NONE)
		return ERR_CARRIER_FILE;
	if (len < 0 || len == FILE_MAX)
		return ERR_CARRIER_READ;
	staged->len = (uint32_t)len;
	rc = start_lkrn(staged);
	return rc == ERR_CARRIER_IMAGE ? start_undionly(staged) : rc;
}

static int start_any(const struct carrier *carrier, struct staged *staged)
{
	int worst = ERR_CARRIER_FILE;
	const char *name;
	size_t i;
	int rc;

	console_print("sanboot: the PXE stack here is neither gPXE nor iPXE");
	for (i = 0; i < CARRIER_FILES; i++) {
		name = carrier->file[i];
		if (!name)
			continue;
		console_print("; loading %s\n", name);
		rc = start_file(name, staged);
		console_print("sanboot: %s: %s", name, error_text_san(rc));
		if (worst == ERR_CARRIER_FILE)
			worst = rc;
	}
	console_print(
	    "\n  Copy ipxe.lkrn or undionly.kpxe (both in the package "
	    "ipxe) to the server,\n  beside the file that DHCP "
	    "names.\n");
	return worst;
}

int carrier_start(const struct carrier *carrier)
{
	struct staged staged;
	int rc;

	staged.file = host->stage(STAGE_LEN);
	if (!staged.file)
		rc = ERR_CARRIER_MEMORY;
	else
		rc = write_script(carrier, &staged);
	if (rc)
		console_print("sanboot: iPXE is needed: %s\n",
			      error_text_san(rc));
	else
		rc = start_any(carrier, &staged);
	host->stage_free(staged.file, STAGE_LEN);
	return rc;
}
