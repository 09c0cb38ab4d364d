/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An attached SAN disk: finding it, looking at it, and at the iBFT.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_SANDISK_H
#define LOADER_SANDISK_H

#include "drives.h"
#include "sanargs.h"

/*
 * The SAN disk of these addresses, or (uris: 0) the first one there is.
 * Returns 0, or ERR_UEFI_NO_DISK.
 */
int sandisk_find(const struct span *uri, unsigned int uris,
		 struct efi_drive *ret_drive);

/*
 * Say what it is, and read its first and last block. Returns 0, or why it
 * cannot be read, which has been said.
 */
int sandisk_check(const struct efi_drive *drive);

/*
 * The iBFT: change the gateway as args says, and say what a system would trip
 * over. The addresses are those that were attached.
 */
void sandisk_check_ibft(const struct efi_drive *drive,
			const struct sanargs *args, const struct span *uri,
			unsigned int uris);

/* Print all of the iBFT. Returns 0, or ERR_IBFT_* when there is none. */
int sandisk_show_ibft(void);

#endif /* LOADER_SANDISK_H */
