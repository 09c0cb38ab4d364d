/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What machine this is, and what localboot.quirks says of it.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_MACHINE_H
#define LOADER_MACHINE_H

#include "smbios.h"
#include "uefiladder.h"

/* Where the firmware has its SMBIOS table. Returns 1, or 0: nowhere. */
int machine_table(struct smbios_table *ret_table);

/* Read the machine's SMBIOS strings; empty where there are none. */
void machine_read(struct smbios *ret_smbios);

/*
 * Merge the row for this machine, if there is one, into the ladder. Of several
 * rows that fit, the first that is for UEFI: a row with the methods of
 * localboot.c32 is for the same machine as a BIOS.
 */
void machine_take_quirks(const struct smbios *smbios,
			 struct uefiladder *ladder);

#endif /* LOADER_MACHINE_H */
