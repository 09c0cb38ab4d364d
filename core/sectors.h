/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How portable code reads a drive.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_SECTORS_H
#define CORE_SECTORS_H

#include <stdint.h>

/* The largest sector that is read; 2048 is a CD's. */
#define SECTORS_MAX_LEN 4096

struct sectors {
	/*
	 * Read one sector. Returns its sector_len bytes, valid until the next
	 * read of any drive, or NULL when it could not be read.
	 */
	const uint8_t *(*read)(const struct sectors *sectors, uint64_t lba);
	uint32_t sector_len; /* 512 to SECTORS_MAX_LEN */
	uint64_t count;	     /* how many there are; 0 when not known */
};

/* Is it a sector of the drive? Where not, a damaged field led there. */
static inline int sectors_has(const struct sectors *sectors, uint64_t lba)
{
	return !sectors->count || lba < sectors->count;
}

#endif /* CORE_SECTORS_H */
