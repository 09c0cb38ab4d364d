/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot loaders on the machine's disks, whatever the boot entries say.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_DISKS_H
#define LOADER_DISKS_H

#include "drives.h"
#include "select.h"

/*
 * Look at each drive of the kind that the method means (UEFI_DISK: internal
 * ones, UEFI_CD: optical ones, UEFI_USB: USB and other removable ones) and
 * that fits the selector, and start what is found on its EFI system
 * partitions, then on other FAT file systems with \EFI: loaders that BootOrder
 * names, known ones, the default file name. Returns when all came back.
 */
void disks_start(uint8_t method, const struct selector *selector);

/*
 * The same for one drive, whatever it is. Returns 0 when all loaders on it
 * came back or could not be started, or why there is none: ERR_*. Both have
 * been told as findings.
 */
int disks_start_drive(uint8_t method, const struct efi_drive *drive,
		      const struct selector *selector);

#endif /* LOADER_DISKS_H */
