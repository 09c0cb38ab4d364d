/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The drives that the firmware has.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_DRIVES_H
#define LOADER_DRIVES_H

#include "drive.h"
#include "paths.h"

enum drive_kind { DRIVE_KIND_DISK, DRIVE_KIND_CD, DRIVE_KIND_REMOVABLE };

struct efi_drive {
	struct drive drive; /* first, so that read() finds its drive */
	EFI_BLOCK_IO *block;
	const path_t *path;
	uint8_t kind; /* enum drive_kind */
};

/*
 * Describe the drive of a handle: place, kind, size; serial number and model
 * where the firmware tells them (SATA, IDE, NVMe).
 * Returns 0 when the handle is a partition or no drive.
 */
int drive_open(EFI_HANDLE handle, struct efi_drive *ret_drive);

#endif /* LOADER_DRIVES_H */
