/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running a command line of the loader's. Apart from struct host, so that a
 * program that runs none carries none of it.
 *
 * Runs in: flat 32-bit.
 */
#include "host.h"
#include "image.h"

int host_can_execute(void)
{
	return host->kind == HOST_ELF ||
	       (host->kind == HOST_FLAT && flat_can_execute());
}

void host_execute(const char *line)
{
	if (host->kind == HOST_ELF)
		elf_execute(line);
	else if (host_can_execute())
		flat_execute(line);
}
