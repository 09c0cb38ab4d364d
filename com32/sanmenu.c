/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanmenu.c32: the boot menu.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include "bios.h"
#include "menu.h"

int program_main(const char *cmdline)
{
	console_new_line();
	return menu(cmdline);
}
