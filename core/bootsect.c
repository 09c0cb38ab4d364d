/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot sectors: may this sector be jumped to?
 *
 * Runs in: everywhere.
 */
#include <stdint.h>

#include "bootsect.h"
#include "error.h"

#define SIGNATURE_OFFSET 510
/* The partition table begins here; boot code stands before it. */
#define BOOT_CODE_LEN 440

int bootsect_check(const void *sector, size_t len)
{
	const uint8_t *bytes = sector;
	size_t i;

	if (len < BOOTSECT_LEN)
		return ERR_SECTOR_SHORT;
	for (i = 0; i < BOOT_CODE_LEN && !bytes[i]; i++)
		;
	if (i == BOOT_CODE_LEN)
		return ERR_SECTOR_EMPTY;
	if (bytes[SIGNATURE_OFFSET] != 0x55 ||
	    bytes[SIGNATURE_OFFSET + 1] != 0xaa)
		return ERR_SECTOR_SIGNATURE;
	return 0;
}
