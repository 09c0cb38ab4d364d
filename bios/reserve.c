/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.c32 kept in memory, for when its server does not answer any more.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include "bios.h"
#include "error.h"
#include "handoff.h"
#include "keyboard.h"
#include "ourfile.h"
#include "reason.h"
#include "reserve.h"

#define PAUSE_S 5

static uint8_t *kept;
static size_t kept_len;
static uint32_t kept_sum;

static uint32_t sum(void)
{
	uint32_t value = 0;
	size_t i;

	for (i = 0; i < kept_len; i++)
		value = (value << 1 | value >> 31) + kept[i];
	return value;
}

void reserve_start(uint8_t *memory)
{
	kept = memory;
}

const char *reserve_fetch(const char *file)
{
	uint32_t memory;
	int len;

	/* A file that the loader has read for an entry may lie over it. */
	if (kept_len && sum() == kept_sum)
		return NULL;
	kept_len = 0;
	len = host->read_file(file, kept, RESERVE_LEN);
	if (len < 0)
		return reason_of_name(file, error_text_local(len));
	if (!ourfile_parse(kept, (size_t)len, &memory))
		return reason_of_name(file, GUEST_TEXT_UNKNOWN);
	kept_len = (size_t)len;
	kept_sum = sum();
	return NULL;
}

enum guest_end reserve_run(const char *file, const char *arguments,
			   const char **ret_reason)
{
	const char *wrong = reserve_fetch(file);
	const struct guest_file kept_file = {file, kept, kept_len};

	if (!wrong)
		return guest_run(&kept_file, arguments, ret_reason);
	*ret_reason = wrong;
	return GUEST_UNKNOWN;
}

void reserve_int18(const char *reason)
{
	keyboard_drop();
	console_print("%s\nThe BIOS's next boot device instead (INT 18h)\n",
		      reason);
	keyboard_wait(PAUSE_S);
	handoff_release();
	handoff_interrupt(0x18);
}
