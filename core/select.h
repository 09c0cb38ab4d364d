/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which disk is meant: guid=, label=, serial=, size=, internal=yes.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_SELECT_H
#define CORE_SELECT_H

#include "drive.h"
#include "partition.h"
#include "text.h"

/* All that are given must fit. Empty spans and zeros are not given. */
struct selector {
	struct span guid;   /* of the disk or of one of its partitions; or
			       the 8 digits of an MBR disk signature */
	struct span label;  /* a GPT partition's name, or a volume's label */
	struct span serial; /* the drive's serial number */
	uint64_t size_min;  /* bytes */
	uint64_t size_max;  /* bytes; 0: size= not given */
	uint8_t internal;
};

/* 1 when anything is asked for. */
int selector_given(const struct selector *selector);

/*
 * Take guid='s value: 32 hexadecimal digits with or without hyphens and
 * braces, or 8 of them. Returns 0 or ERR_KEY_VALUE.
 */
int selector_guid(struct selector *selector, const struct span *value);

/*
 * Read size='s value: a number with M, G or T, which fits what is sold as
 * that and what has that many binary units, with 3 % to spare; or a range
 * 100G-600G, 100G-, -600G. Returns 0 or ERR_KEY_VALUE.
 */
int selector_size(struct selector *selector, const struct span *value);

/*
 * Is this the disk? The drive must be identified (model, serial, place) when
 * serial or internal are given. Label and guid read the drive.
 *
 * Returns 0, ERR_SELECT_OTHER, ERR_SELECT_UNKNOWN (the drive does not tell),
 * or ERR_DRIVE_READ.
 */
int selector_match(const struct selector *selector, const struct drive *drive,
		   const struct partition_table *table);

#endif /* CORE_SELECT_H */
