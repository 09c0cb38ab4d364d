/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running another program of ours in this one's place for a while.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_GUEST_H
#define BIOS_GUEST_H

#include <stddef.h>
#include <stdint.h>

enum guest_end {
	GUEST_UNKNOWN, /* it is no program of ours; nothing was run */
	GUEST_BACK,    /* it came back, or could not be read */
	GUEST_EXIT,    /* it wants this program to end: the way to the ROM */
};

/* A .c32 file, by its name on the server. */
struct guest_file {
	const char *name;
	const uint8_t *bytes; /* it is here, or NULL: to be read */
	size_t len;
};

/* The reason's text after GUEST_UNKNOWN. */
#define GUEST_TEXT_UNKNOWN "not one of netchain's programs"

/*
 * Load a .c32 file to above 1 MiB and run it as a flat COM32 program on this
 * program's host (bios/host.h: struct guest), with a stack of its own.
 *
 * *ret_reason: "" when it came back without a failure, else a reason
 * (bios/reason.h).
 */
enum guest_end guest_run(const struct guest_file *file, const char *arguments,
			 const char **ret_reason);

#endif /* BIOS_GUEST_H */
