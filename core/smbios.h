/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SMBIOS: what machine this is.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_SMBIOS_H
#define CORE_SMBIOS_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

/* Where the table is (SMBIOS 3.x, section 5.2). */
struct smbios_table {
	uint64_t address;
	uint32_t len;
};

/* Strings of the table, empty where it has none; they point into it. */
struct smbios {
	struct span vendor;	  /* type 1, manufacturer */
	struct span product;	  /* type 1, product name */
	struct span serial;	  /* type 1, serial number */
	struct span bios_vendor;  /* type 0 */
	struct span bios_version; /* type 0 */
};

/*
 * Find the entry point, "_SM3_" or "_SM_", on a paragraph of the BIOS area
 * (64 KiB from F0000h, or what was copied of it).
 * Returns 0 or ERR_SMBIOS_NONE.
 */
int smbios_find(const void *area, size_t len, struct smbios_table *ret_table);

/*
 * Read the table's structures. A damaged one ends the reading; what came
 * before it counts. Trailing and leading blanks are cut off the strings.
 * Returns 0, or ERR_SMBIOS_NONE when neither type 0 nor type 1 was there.
 */
int smbios_read(const void *table, size_t len, struct smbios *ret_smbios);

/* A string of the table, and the span of the caller's that it goes to. */
struct smbios_string {
	uint8_t type;
	uint8_t field; /* offset of the string's number in the structure */
	uint8_t span;
};

/*
 * Read the strings that count rows name into the caller's spans, as
 * smbios_read() does; those the table has not are left alone.
 * Returns as smbios_read().
 */
int smbios_read_strings(const void *table, size_t len,
			const struct smbios_string *rows, size_t count,
			struct span *ret_spans);

/*
 * The first structure of a type. Returns its bytes without its strings, and
 * their number; NULL when there is none.
 */
const uint8_t *smbios_structure(const void *table, size_t len, uint8_t type,
				size_t *ret_len);

#endif /* CORE_SMBIOS_H */
