/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware's boot entries: starting them, or having them started.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_ENTRIES_H
#define LOADER_ENTRIES_H

#include "bootorder.h"
#include "loadoption.h"
#include "paths.h"

/* Room for 'Boot0001 "debian"'. */
#define ENTRY_TEXT_LEN (BOOTORDER_NAME_LEN + 2 + LOADOPTION_NAME_LEN)

/* An entry of BootOrder, read. */
struct entry {
	uint16_t number;
	uint8_t *variable; /* what option points into; NULL: not there */
	struct loadoption option;
	char text[ENTRY_TEXT_LEN];
};

/* Called for each; returns 0 to go on. verdict: why it is not to be started. */
typedef int (*entry_visitor)(void *context, const struct entry *entry,
			     int verdict);

/*
 * Visit the entries of BootOrder from behind BootCurrent and around.
 * Returns the visitor's value, or 0 behind the last.
 */
int entries_walk(entry_visitor visitor, void *context);

/* Start one entry after the other. Returns when all came back. */
void entries_start(void);

/*
 * Have the firmware start the first entry that can be, by BootNext and a
 * reset. Returns when there is none, or the firmware does not do it.
 */
void entries_boot_next(void);

#endif /* LOADER_ENTRIES_H */
