/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A drive as the firmware serves it, and what was found on it.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_DRIVE_H
#define CORE_DRIVE_H

#include <stdint.h>

#include "sectors.h"

#define DRIVE_FIRST_DISK 0x80
#define DRIVE_NONE 0xff /* a finding that is about no drive */

/* Does it sit inside the machine? */
enum drive_place { DRIVE_PLACE_UNKNOWN, DRIVE_INTERNAL, DRIVE_EXTERNAL };

struct drive {
	struct sectors sectors; /* first, so that read() finds its drive */
	uint8_t number;		/* INT 13h DL */
	uint8_t san;		/* hooked by gPXE/iPXE: on the network */
	uint8_t place;		/* enum drive_place */
	uint8_t packet;		/* INT 13h extensions: read by LBA */
	char bus[9];		/* "IDE", "SCSI", "USB"; empty: not told */
	char model[41];		/* empty: not told */
	char serial[21];	/* empty: not told */
};

#endif /* CORE_DRIVE_H */
