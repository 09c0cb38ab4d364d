/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a Linux kernel, by iPXE, beside an attached SAN disk.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include "bios.h"
#include "bzimage.h"
#include "error.h"
#include "handoff.h"
#include "pxe.h"
#include "sankernel.h"

#define LINE_LEN (LOWMEM_STRING_LEN - 16)
#define HEADER_LEN 1024 /* of a Linux image, with its boot header */

static int complain(const struct span *name, const char *what)
{
	console_print("sanboot: %S", name);
	console_print(": %s\n", what);
	return 1;
}

/* Have iPXE fetch one file; says what failed. */
static int fetch(const char *command, const char *line, size_t name_len)
{
	const struct span name = {line, name_len};

	return pxe_exec("%s %s", command, line)
		   ? complain(&name, "cannot be fetched")
		   : 0;
}

/* iPXE would start whatever it does not know as a boot file. */
static int check_kernel(const char *line, size_t name_len)
{
	static uint8_t header[HEADER_LEN];
	static char name[LINE_LEN];
	const struct span shown = {line, name_len};
	struct bzimage image;
	int len;
	int rc;

	text_format(name, sizeof(name), "%S", &shown);
	len = pxe_fetch(name, header, sizeof(header));
	if (len < 0)
		return complain(&shown, "cannot be fetched");
	rc = bzimage_parse(header, (size_t)len, &image);
	return rc && rc != ERR_CARRIER_SHORT
		   ? complain(&shown, "no Linux kernel")
		   : 0;
}

/* initrd=A,B */
static int fetch_initrds(struct span list)
{
	static char line[LINE_LEN];
	struct span name;

	while (list.len) {
		span_cut(&list, ',', &name);
		text_format(line, sizeof(line), "%S", &name);
		if (name.len && fetch("initrd", line, name.len))
			return 1;
	}
	return 0;
}

int san_kernel(const struct span *words)
{
	static char line[LINE_LEN];
	static char copy[LINE_LEN];
	uint32_t vectors[HANDOFF_VECTORS];
	struct span initrds = {NULL, 0};
	const char *at = copy;
	size_t name_len = 0;
	struct span word;
	struct span value;
	size_t used = 0;
	int status;

	if (words->len >= sizeof(copy)) {
		console_print("sanboot: kernel: its arguments are too long\n");
		return 1;
	}
	text_format(copy, sizeof(copy), "%S", words);
	while (text_next_word(&at, &word)) {
		value = word;
		if (span_skip(&value, "initrd=")) {
			initrds = value;
			continue;
		}
		used += text_format(line + used, sizeof(line) - used, "%s%S",
				    used ? " " : "", &word);
		if (!name_len)
			name_len = word.len;
	}
	if (check_kernel(line, name_len))
		return 1;
	/* Else iPXE takes all it has loaded so far, us too, for initrds. */
	pxe_exec("imgfree");
	if (fetch("kernel", line, name_len) || fetch_initrds(initrds))
		return 1;
	console_print(
	    "sanboot: starting the kernel; the disk stays attached\n");
	handoff_vectors_to_bios(vectors);
	status = pxe_exec("boot");
	handoff_vectors_back(vectors);
	console_print("sanboot: the kernel cannot be started "
		      "(iPXE status 0x%02x)\n",
		      status);
	return 1;
}
