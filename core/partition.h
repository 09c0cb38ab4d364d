/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partition tables: MBR with its chain of logical partitions, and GPT.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_PARTITION_H
#define CORE_PARTITION_H

#include <stddef.h>
#include <stdint.h>

#include "sectors.h"

/* Partitions that a walk visits at the most; the rest is left out. */
#define PARTITION_MAX 128
/* A GPT name: 36 UTF-16 units, here ASCII ('?' for the rest), and a NUL. */
#define PARTITION_NAME_LEN 37
#define PARTITION_GUID_LEN 16

enum partition_scheme {
	PARTITION_SCHEME_NONE, /* no table: no 55AA, or no usable entry */
	PARTITION_SCHEME_MBR,
	PARTITION_SCHEME_GPT, /* a protective or hybrid MBR, and a GPT */
};

struct partition_table {
	uint8_t scheme;			  /* enum partition_scheme */
	uint8_t backup;			  /* GPT: the primary was damaged */
	uint32_t signature;		  /* MBR: disk signature, offset 1B8h */
	uint8_t guid[PARTITION_GUID_LEN]; /* GPT: disk GUID, as on disk */
	uint64_t entries_lba;		  /* GPT: where the entries are */
	uint32_t entries;		  /* GPT: how many */
	uint32_t entry_len;		  /* GPT: bytes each */
};

struct partition {
	uint32_t number; /* as Linux counts: logical ones from 5 */
	uint8_t active;	 /* MBR: 80h in its first byte; GPT: legacy-boot bit */
	uint8_t type;	 /* MBR: system type; GPT: EEh */
	uint64_t first_lba;
	uint64_t sectors;
	uint8_t type_guid[PARTITION_GUID_LEN]; /* GPT, as on disk */
	uint8_t guid[PARTITION_GUID_LEN];      /* GPT, as on disk */
	char name[PARTITION_NAME_LEN];	       /* GPT */
};

/*
 * Read a drive's table (UEFI 2.10, sections 5.2 and 5.3). A GPT is recognised
 * by a partition of type EEh; a damaged primary (signature or checksums)
 * makes the backup in the last sector count, when sectors->count is known.
 *
 * Returns 0 (scheme NONE is no error), ERR_DRIVE_READ or ERR_GPT_DAMAGED.
 */
int partition_table_read(const struct sectors *sectors,
			 struct partition_table *ret_table);

/* A visitor: returns 0 to go on, another value to end the walk with it. */
typedef int (*partition_visitor)(void *context,
				 const struct partition *partition);

/*
 * Visit each partition, in the table's order; MBR logical ones after the four
 * primary ones. Extended partitions (types 05h, 0Fh, 85h) themselves and
 * empty entries (no type, size or beginning) are not visited. The visitor may
 * read the drive. A partition may lie beyond the drive, as far as that goes
 * to the end of what its numbers can hold.
 *
 * Returns 0 after the last one, the visitor's value, ERR_DRIVE_READ, or
 * ERR_PARTITION_CHAIN after all that came before the damage.
 */
int partition_walk(const struct sectors *sectors,
		   const struct partition_table *table,
		   partition_visitor visitor, void *context);

/*
 * The partition of a number. Returns 0, ERR_PARTITION_NONE,
 * ERR_PARTITION_TABLE (there is no table), or what partition_walk() returns.
 */
int partition_find(const struct sectors *sectors,
		   const struct partition_table *table, uint32_t number,
		   struct partition *ret_partition);

/*
 * Where the active partition of an MBR (512 bytes) begins, or 0 when none is.
 * As boot code sees it: of a hybrid MBR too, and an extended one counts.
 */
uint32_t partition_active(const uint8_t *sector);

/*
 * Write the 16-byte MBR entry that a boot sector finds at DS:SI: active, as
 * an MBR hands over no other; C/H/S are the "beyond" values FE FF FF; a size
 * beyond 32 bits is FFFFFFFFh. For a GPT partition too, with type EDh as the
 * hybrid hand-over does. Returns 0 or ERR_PARTITION_FAR, when the beginning
 * needs more than 32 bits; the entry is then untouched.
 */
int partition_entry(const struct partition *partition, uint8_t entry[16]);

/* 1 when the GPT type is the EFI system partition, or the MBR type EFh. */
int partition_is_esp(const struct partition *partition);

/*
 * Does a text name this GUID? Compared without regard to case, braces and
 * hyphens; the text is in the usual order (first three fields big-endian).
 */
int guid_is(const uint8_t guid[PARTITION_GUID_LEN], const char *text,
	    size_t len);

#endif /* CORE_PARTITION_H */
