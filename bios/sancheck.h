/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking at an attached SAN disk, and at what a system is told of it.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_SANCHECK_H
#define BIOS_SANCHECK_H

#include "probe.h"
#include "sanargs.h"

/* How the NIC is configured; says so. */
void san_show_address(void);

/*
 * The drive: size, blocks, partition table, boot sector, last block. Says
 * what it finds. must_boot: say also why it cannot be started.
 *
 * Returns 0, or ERR_DRIVE_* when it cannot be read, or (must_boot) why it
 * cannot be started. *ret_start is set when it can be.
 */
int san_check_drive(uint8_t number, int must_boot, struct start *ret_start);

/* Can its first block still be read? Returns 0 or ERR_DRIVE_*. */
int san_check_again(uint8_t number);

/*
 * The iBFT: change the gateway as asked, and say what a system would trip
 * over. The addresses are those that were attached.
 */
void san_check_ibft(const struct sanargs *args, const struct span *uri,
		    unsigned int uris);

/* Print all of the iBFT. Returns 0, or 1 when there is none. */
int san_show_ibft(void);

/* Measure and say how fast the drive can be read. */
void san_measure(uint8_t number);

#endif /* BIOS_SANCHECK_H */
