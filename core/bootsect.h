/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot sectors: may this sector be jumped to, and whose is it?
 *
 * Runs in: everywhere.
 */
#ifndef CORE_BOOTSECT_H
#define CORE_BOOTSECT_H

#include <stddef.h>
#include <stdint.h>

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

/* What is known of a loader by its first sector. */
struct bootsect_loader {
	const char *name;     /* as administrators call it: "GRUB", "BOOTMGR" */
	uint8_t wants_active; /* MBR code that starts the active partition */
	uint8_t not_bootable; /* only prints that it starts nothing */
};

/*
 * Whose boot sector (BOOTSECT_LEN bytes) is it? By the texts in it. Returns
 * a loader that stays valid, with name "unknown" when no text is known.
 */
const struct bootsect_loader *bootsect_identify(const void *sector);

/*
 * The hidden-sectors field of a volume's boot sector: of a BPB (FAT, NTFS;
 * 32 bits at 1Ch), or exFAT's PartitionOffset (64 bits at 40h; FFFFFFFFh
 * where it does not fit). Returns 1 and its value, or 0 when the sector has
 * neither.
 */
int bootsect_hidden(const void *sector, uint32_t *ret_hidden);

/* Write the field where bootsect_hidden() finds it; nothing elsewhere. */
void bootsect_set_hidden(void *sector, uint32_t hidden);

#endif /* CORE_BOOTSECT_H */
