/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Model and serial number of a drive, which INT 13h does not tell: asked of
 * the drive itself, beside the BIOS, and everything left as it was.
 *
 * Runs in: flat 32-bit.
 */
#ifndef BIOS_IDENTIFY_H
#define BIOS_IDENTIFY_H

#include <stdint.h>

/*
 * What a drive says of itself (ATA8-ACS, IDENTIFY DEVICE, words 27-46 and
 * 10-19): without blanks around, '?' for what is not ASCII; may be empty.
 */
struct identity {
	char model[41];
	char serial[21];
	const char *bus; /* "AHCI" or "IDE" */
};

/*
 * Both return 1 and the identity, or 0 and leave *ret alone. A drive that does
 * not answer is given one to two seconds a step.
 *
 * Ask AHCI first: it knows the drive by its content, while IDE believes the
 * ports the BIOS names, and a BIOS may name those of another controller for a
 * drive that is not IDE.
 */

/*
 * Ask the one drive on AHCI that has this content.
 *
 * sectors: of 512 bytes, as INT 13h AH=48h tells them; 0 when not known.
 * first: the drive's first 512 bytes.
 *
 * 0 as well when two drives on AHCI have this content. Another controller's
 * drive may have it too: when two INT 13h drives get the same serial number,
 * believe neither. Not asked are ports that the BIOS has not started, and
 * drives with sectors of more than 512 bytes.
 */
int identify_ahci(uint64_t sectors, const uint8_t *first, struct identity *ret);

/*
 * Ask the drive that a device parameter table extension leads to: 16 bytes
 * (EDD-4, section 8.20.4), copied from where INT 13h AH=48h points to at
 * offset 26, for the next INT 13h may change them there. A table that is wrong
 * in its checksum or fixed bits is not believed.
 */
int identify_ide(const void *dpte, struct identity *ret);

#endif /* BIOS_IDENTIFY_H */
