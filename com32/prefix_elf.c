/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entry as a module of Syslinux 5 and 6.
 *
 * Runs in: flat 32-bit, loaded by Syslinux, which has filled in the imports.
 */
#include "image.h"

void writechr(char c);

int main(int argc, char **argv) __attribute__((visibility("default")));

int main(int argc, char **argv)
{
	const char *text;

	(void)argc;
	(void)argv;
	if (image_unpack())
		return elf_main();
	for (text = damaged_text; *text; text++)
		writechr(*text);
	return 1;
}
