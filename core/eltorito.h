/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * El Torito: which boot image of a CD to start.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_ELTORITO_H
#define CORE_ELTORITO_H

#include <stdint.h>

#include "sectors.h"

#define ELTORITO_SECTOR_LEN 2048
/* Entries that are counted at the most, the default one among them. */
#define ELTORITO_MAX_ENTRIES 64
#define ELTORITO_PLATFORM_X86 0x00

struct eltorito_entry {
	uint8_t platform;	  /* 0: 80x86 */
	uint8_t media;		  /* 0: no emulation, 1-3 floppy, 4 hard disk */
	uint16_t load_segment;	  /* 07C0h where the catalogue says 0 */
	uint16_t virtual_sectors; /* of 512 bytes, to load; 4 for 0 */
	uint32_t lba;		  /* of the image, in sectors of 2048 bytes */
};

/*
 * Find a boot entry (El Torito 1.0, section 2): number 1 is the initial or
 * default entry, from 2 those of the section headers in their order;
 * entry 0 is the first bootable, no-emulation entry for 80x86, else the
 * default one. sectors->sector_len must be 2048.
 *
 * Returns 0, ERR_DRIVE_READ, ERR_CD_FORMAT (no boot record volume
 * descriptor), ERR_CD_CATALOG (keys or checksum of the validation entry, or
 * an image outside the disc), ERR_CD_ENTRY (no such entry),
 * ERR_CD_NOT_BOOTABLE, ERR_CD_PLATFORM or ERR_CD_EMULATION.
 */
int eltorito_find(const struct sectors *sectors, unsigned int entry,
		  struct eltorito_entry *ret_entry);

#endif /* CORE_ELTORITO_H */
