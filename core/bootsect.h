/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot sectors: may this sector be jumped to?
 *
 * Runs in: everywhere.
 */
#ifndef CORE_BOOTSECT_H
#define CORE_BOOTSECT_H

#include <stddef.h>

#define BOOTSECT_LEN 512

/*
 * Check the first sector of a disk (len bytes were read). Every PC BIOS since
 * 1984 wants 55h AAh at offset 510 (BIOS Boot Specification 1.01, 6.5.1);
 * without it the bytes are data, and jumping there hangs the machine.
 *
 * Returns 0, ERR_SECTOR_SHORT, ERR_SECTOR_EMPTY (the boot code is all zero,
 * whatever stands at offset 510), or ERR_SECTOR_SIGNATURE.
 */
int bootsect_check(const void *sector, size_t len);

#endif /* CORE_BOOTSECT_H */
