/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a file, and where to, on each host. Apart from struct host, so that a
 * program that reads none carries none of it.
 *
 * Runs in: flat 32-bit.
 */
#include "error.h"
#include "host.h"
#include "image.h"
#include "pxe.h"
#include "start.h"

int host_read_file(const char *name, void *buf, size_t len)
{
	switch (host->kind) {
	case HOST_ELF:
		return elf_read_file(name, buf, len);
	case HOST_FLAT:
		return flat_read_file(name, buf, len);
	case HOST_NBP:
		return pxe_read_file(name, buf, len);
	}
	return ERR_FILE_NONE;
}

uint8_t *host_stage(size_t len)
{
	return host->kind == HOST_ELF ? elf_alloc(len) : start_stage(len);
}

void host_stage_free(uint8_t *stage)
{
	if (host->kind == HOST_ELF)
		elf_free(stage);
}
