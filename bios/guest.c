/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running another program of ours.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "error.h"
#include "guest.h"
#include "handoff.h"
#include "ourfile.h"
#include "place.h"
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

/* Returns its length, or ERR_FILE_*. */
static int put(const struct guest_file *file, uint8_t *to)
{
	if (!file->bytes)
		return host->read_file(place_for_host(file->name), to,
				       GUEST_MAX);
	memcpy(to, file->bytes, file->len);
	return (int)file->len;
}

static enum guest_end run(const struct guest_file *file, const char *arguments,
			  uint8_t *to, const char **ret_reason)
{
	struct guest guest = {.magic = GUEST_MAGIC, .cmdline = arguments};
	struct host *guest_host;
	const char *heard;
	uint32_t memory;
	int exits;
	int status;
	int len;

	len = put(file, to);
	if (len < 0) {
		*ret_reason = reason_of_name(file->name, error_text_local(len));
		return GUEST_BACK;
	}
	if (!ourfile_parse(to, (size_t)len, &memory) || memory > GUEST_MAX) {
		*ret_reason = reason_of_name(file->name, GUEST_TEXT_UNKNOWN);
		return GUEST_UNKNOWN;
	}
	guest_host = reason_listen();
	guest_host->program = place(file->name);
	guest.host = guest_host;
	status = call(to, &guest, memory);
	heard = reason_heard(file->name, &exits);
	*ret_reason = status ? heard : "";
	return exits ? GUEST_EXIT : GUEST_BACK;
}

enum guest_end guest_run(const struct guest_file *file, const char *arguments,
			 const char **ret_reason)
{
	uint8_t *stage = host->stage(GUEST_MAX + ALIGNMENT);
	uint32_t to = ((uint32_t)stage + ALIGNMENT - 1) & ~(ALIGNMENT - 1u);
	enum guest_end end;

	if (!stage) {
		*ret_reason = reason_of_name(file->name, "too little memory");
		return GUEST_BACK;
	}
	handoff_a20_on();
	end = run(file, arguments, phys(to), ret_reason);
	host->stage_free(stage, GUEST_MAX + ALIGNMENT);
	return end;
}
