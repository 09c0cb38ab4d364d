/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running another program of ours.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <stddef.h>

#include "bios.h"
#include "error.h"
#include "guest.h"
#include "handoff.h"
#include "ourfile.h"
#include "reason.h"

/* The longest program in memory, and what rounding up may take. */
#define GUEST_MAX 0x40000
#define ALIGNMENT 16

/*
 * Call it as COM32 loaders do, its arguments lying on its own stack, which is
 * the end of its memory.
 */
static int call(uint8_t *entry, const struct guest *guest, uint32_t memory)
{
	struct guest *stack = (void *)(entry + (memory & ~3u));
	int status;

	*--stack = *guest;
	__asm__ volatile("movl %%esp, %%ebx\n\t"
			 "movl %1, %%esp\n\t"
			 "call *%2\n\t"
			 "movl %%ebx, %%esp"
			 : "=a"(status)
			 : "S"(stack), "D"(entry)
			 : "ebx", "ecx", "edx", "memory", "cc");
	return status;
}

static const char *run(const char *file, const char *arguments, uint8_t *place)
{
	struct guest guest = {.magic = GUEST_MAGIC, .cmdline = arguments};
	struct host *guest_host;
	const char *heard;
	uint32_t memory;
	int exits;
	int status;
	int len;

	len = host->read_file(file, place, GUEST_MAX);
	if (len < 0)
		return reason_of_name(file, error_text_local(len));
	if (!ourfile_parse(place, (size_t)len, &memory) || memory > GUEST_MAX)
		return NULL;
	guest_host = reason_listen();
	guest_host->program = file;
	guest.host = guest_host;
	status = call(place, &guest, memory);
	heard = reason_heard(file, &exits);
	return status ? heard : "";
}

const char *guest_run(const char *file, const char *arguments)
{
	uint8_t *stage = host->stage(GUEST_MAX + ALIGNMENT);
	uint32_t place = ((uint32_t)stage + ALIGNMENT - 1) & ~(ALIGNMENT - 1u);
	const char *reason;

	if (!stage)
		return reason_of_name(file, "too little memory");
	handoff_a20_on();
	reason = run(file, arguments, phys(place));
	host->stage_free(stage, GUEST_MAX + ALIGNMENT);
	return reason;
}
