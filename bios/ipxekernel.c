/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a Linux kernel by the gPXE or iPXE below us.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "bzimage.h"
#include "error.h"
#include "handoff.h"
#include "ipxekernel.h"
#include "pxe.h"

#define HEADER_LEN 1024 /* of a Linux image, with its boot header */
/* Characters that a command has beside file, file and arguments. */
#define COMMAND_LEN sizeof("kernel  BOOT_IMAGE= ")

static const char unfetched[] = "cannot be fetched";
const char ipxekernel_script[] = "no Linux kernel, but a script";

/*
 * iPXE would start whatever it does not know as a boot file. Returns what is
 * wrong, or NULL.
 */
static const char *check_kernel(const char *file)
{
	static uint8_t header[HEADER_LEN];
	struct bzimage image;
	int len;
	int rc;

	len = pxe_fetch(file, header, sizeof(header));
	if (len < 0)
		return unfetched;
	rc = bzimage_parse(header, (size_t)len, &image);
	if (!rc || rc == ERR_CARRIER_SHORT)
		return NULL;
	if (len > 6 && (memcmp(header, "#!ipxe", 6) == 0 ||
			memcmp(header, "#!gpxe", 6) == 0))
		return ipxekernel_script;
	return "no Linux kernel";
}

/* Returns what is wrong with *ret_file, or NULL. */
static const char *fetch_all(const struct ipxekernel *kernel,
			     struct span *ret_file)
{
	struct span rest = kernel->initrds;

	/* Else iPXE takes all it has loaded so far, us too, for initrds. */
	pxe_exec("imgfree");
	if (pxe_exec("kernel %s BOOT_IMAGE=%s %s", kernel->file, kernel->name,
		     kernel->arguments))
		return unfetched;
	while (rest.len) {
		span_cut(&rest, ',', ret_file);
		if (ret_file->len && pxe_exec("initrd %S", ret_file))
			return unfetched;
	}
	return NULL;
}

const char *ipxekernel_load(const struct ipxekernel *kernel,
			    struct span *ret_file)
{
	const char *wrong;

	ret_file->text = kernel->file;
	ret_file->len = strlen(kernel->file);
	if (ret_file->len + strlen(kernel->name) + strlen(kernel->arguments) +
		COMMAND_LEN >
	    LOWMEM_STRING_LEN)
		return "its arguments are too long";
	wrong = check_kernel(kernel->file);
	return wrong ? wrong : fetch_all(kernel, ret_file);
}

int ipxekernel_boot(void)
{
	uint32_t vectors[HANDOFF_VECTORS];
	int status;

	handoff_vectors_to_bios(vectors);
	status = pxe_exec("boot");
	handoff_vectors_back(vectors);
	return status;
}
