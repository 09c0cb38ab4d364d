/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The note that keeps localboot.efi from setting BootNext for ever.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_BOOTGUARD_H
#define CORE_BOOTGUARD_H

#include <stddef.h>
#include <stdint.h>

/* Entries that are remembered; then no other is to be started so. */
#define BOOTGUARD_MAX 8
#define BOOTGUARD_LEN (4 + 8 + 2 * BOOTGUARD_MAX)
/* How long an entry that was started so is not started again. */
#define BOOTGUARD_SECONDS 600

/* Which entries were started by BootNext, and when the last was. */
struct bootguard {
	uint64_t time; /* seconds; 0: the machine has no clock */
	unsigned int count;
	uint16_t entry[BOOTGUARD_MAX];
};

/*
 * Read the note of len bytes. One that is damaged, of another version, older
 * than BOOTGUARD_SECONDS or from the future is empty. Without a clock (time 0,
 * now or then) it counts, whatever its age.
 */
void bootguard_read(const void *note, size_t len, uint64_t now,
		    struct bootguard *ret_guard);

/* Was this entry started? */
int bootguard_has(const struct bootguard *guard, uint16_t entry);

/* Add an entry, and write the note. Returns 0 when there is no room for it. */
int bootguard_add(struct bootguard *guard, uint16_t entry, uint64_t now,
		  uint8_t note[BOOTGUARD_LEN]);

/*
 * Seconds from the beginning of 2000 to a date of the Gregorian calendar (as
 * of EFI_TIME, UEFI 2.10 section 8.3), or 0 when it is none, or before 2000.
 */
uint64_t bootguard_seconds(unsigned int year, unsigned int month,
			   unsigned int day, unsigned int hour,
			   unsigned int minute, unsigned int second);

#endif /* CORE_BOOTGUARD_H */
