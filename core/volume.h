/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * File systems: what kind one is, and its label.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_VOLUME_H
#define CORE_VOLUME_H

#include <stdint.h>

#include "sectors.h"

/* The longest label kept: NTFS's 32 characters and a NUL. */
#define VOLUME_LABEL_LEN 33

struct volume {
	const char *type;	      /* "FAT", "exFAT", ... NULL: not known */
	char label[VOLUME_LABEL_LEN]; /* empty when it has none */
};

/*
 * Look at the file system that begins at first_lba: "FAT" (12, 16 and 32; the
 * label in the root directory's first sector, which is the one that Windows
 * changes, else in the boot sector), "exFAT" (in the root directory), "NTFS"
 * (the $Volume record), "ext" (2 to 4), "XFS". A label without trailing
 * blanks; characters beyond ASCII are '?'. There is no label where the file
 * system's sectors are not as long as the drive's, nor behind a field that
 * leads beyond the drive.
 *
 * Returns 0, with type NULL when it is none of them, or ERR_DRIVE_READ.
 */
int volume_read(const struct sectors *sectors, uint64_t first_lba,
		struct volume *ret_volume);

#endif /* CORE_VOLUME_H */
