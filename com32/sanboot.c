/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanboot.c32: attach a SAN disk through gPXE/iPXE, and start it or go on.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include "bios.h"
#include "sanboot.h"

int program_main(const char *cmdline)
{
	console_new_line();
	return sanboot(cmdline);
}
