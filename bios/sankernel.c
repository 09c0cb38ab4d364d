/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a Linux kernel, by iPXE, beside an attached SAN disk.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include "bios.h"
#include "ipxekernel.h"
#include "sankernel.h"

static int complain(const struct span *name, const char *what)
{
	console_print("sanboot: %S", name);
	console_print(": %s\n", what);
	return 1;
}

int san_kernel(const struct span *words)
{
	static char copy[LOWMEM_STRING_LEN];
	static char file[LOWMEM_STRING_LEN];
	static char line[LOWMEM_STRING_LEN];
	struct ipxekernel kernel = {
	    .file = file, .name = file, .arguments = line};
	struct span wrong_file = {"kernel", 6};
	const char *wrong = "its arguments are too long";
	const char *at = copy;
	struct span word;
	struct span value;
	size_t used = 0;

	if (words->len >= sizeof(copy))
		return complain(&wrong_file, wrong);
	text_format(copy, sizeof(copy), "%S", words);
	if (text_next_word(&at, &word))
		text_format(file, sizeof(file), "%S", &word);
	while (text_next_word(&at, &word)) {
		value = word;
		if (span_skip(&value, "initrd="))
			kernel.initrds = value;
		else
			used += text_format(line + used, sizeof(line) - used,
					    "%s%S", used ? " " : "", &word);
	}
	wrong = ipxekernel_load(&kernel, &wrong_file);
	if (wrong)
		return complain(&wrong_file, wrong);
	console_print(
	    "sanboot: starting the kernel; the disk stays attached\n");
	console_print("sanboot: the kernel cannot be started "
		      "(iPXE status 0x%02x)\n",
		      ipxekernel_boot());
	return 1;
}
