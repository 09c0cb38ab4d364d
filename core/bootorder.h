/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BootOrder, BootNext and the names of Boot#### variables.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_BOOTORDER_H
#define CORE_BOOTORDER_H

#include <stddef.h>
#include <stdint.h>

/* Entries that are looked at; firmware has some 10, at times 30. */
#define BOOTORDER_MAX 128
#define BOOTORDER_MAX_LEN (2 * BOOTORDER_MAX)
/* "Boot####" and a NUL. */
#define BOOTORDER_NAME_LEN 9
/* In place of the number of an entry. */
#define BOOTORDER_NO_ENTRY 0x10000

/*
 * The order in which to try: BootOrder's entries (UEFI 2.10, section 3.1.1)
 * from behind the current one and then around; a number that stands twice
 * counts once, where it comes first. The current one is left out; when it is
 * not in the order (or BOOTORDER_NO_ENTRY), the order begins at its beginning.
 * Of an odd length the last byte is left out.
 * Returns how many were written to ret_entry, at most BOOTORDER_MAX.
 */
unsigned int bootorder_walk(const void *order, size_t len, uint32_t current,
			    uint16_t ret_entry[BOOTORDER_MAX]);

/*
 * Make sure that the entry is in the order of len bytes: append it where it is
 * not. Returns the length then; or 0 when there is no room (max bytes).
 */
size_t bootorder_add(void *order, size_t len, size_t max, uint16_t entry);

/* The name of an entry's variable, as UTF-16. */
void bootorder_name(uint16_t entry, uint16_t name[BOOTORDER_NAME_LEN]);

#endif /* CORE_BOOTORDER_H */
