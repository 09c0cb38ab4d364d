/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drives over INT 13h.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#ifndef BIOS_DISK_H
#define BIOS_DISK_H

#include "drive.h"

/* Fixed disks the BIOS knows: drives 0x80 to 0x80 + count - 1. At most 128. */
unsigned int disk_count(void);

/*
 * The number of the CD drive `index`, from 0: the drives with packet access
 * and sectors of 2048 bytes among those numbers that BIOSes give to CDs.
 * DRIVE_NONE when there are no more.
 */
uint8_t disk_cd(unsigned int index);

/*
 * A drive, ready to be read into the sector buffer (host->lowmem +
 * LOWMEM_SECTOR), with INT 13h extensions where it has them, else by CHS;
 * three tries with a reset between them. All calls for a drive share a time
 * limit of 30 s; a drive that fails, or a BIOS that does not come back
 * within it, is not asked again.
 *
 * Returns 0, or ERR_DRIVE_NONE.
 */
int disk_open(uint8_t number, struct drive *ret_drive);

/* Model, serial number, bus and place, as far as they can be found out. */
void disk_identify(struct drive *drive);

/*
 * Read sectors (127 at most) of a SAN disk to memory above 1 MiB, in one
 * call: EDD 3.0's 64-bit buffer address, which iPXE knows and BIOSes seldom
 * do. Returns 0, or -1 when that does not work.
 */
int disk_read_high(uint8_t number, uint64_t lba, unsigned int sectors,
		   void *buf);

/*
 * Why a drive could not be read: ERR_DRIVE_READ, ERR_DRIVE_EMPTY or
 * ERR_DRIVE_HUNG; and a text with the BIOS's status, valid until the next
 * call, or NULL when the error says it all.
 */
int disk_error(uint8_t number, const char **ret_text);

#endif /* BIOS_DISK_H */
