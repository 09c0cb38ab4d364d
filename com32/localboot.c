/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.c32: start this machine's own disk or next boot device.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include "bios.h"
#include "localboot.h"

int program_main(const char *cmdline)
{
	console_new_line();
	return localboot(cmdline);
}
