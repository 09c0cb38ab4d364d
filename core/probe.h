/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking at one drive for one rung: can it be started, and if not, why?
 *
 * Runs in: everywhere; the machine is what struct machine says.
 */
#ifndef CORE_PROBE_H
#define CORE_PROBE_H

#include "drive.h"
#include "ladder.h"
#include "partition.h"

/* Where a BIOS loads a boot sector: 0000:7C00. */
#define BOOT_SEGMENT 0x07c0

/* What is to be started. */
struct start {
	uint8_t drive;	  /* INT 13h number it is read from */
	uint8_t map;	  /* number it must have; 0: its own */
	uint8_t method;	  /* METHOD_CD: sectors of a CD */
	uint16_t segment; /* where the code goes, with offset 0 */
	uint32_t sector_len;
	uint32_t sectors;
	uint64_t lba;
	uint8_t has_entry;  /* a partition is started */
	uint8_t set_hidden; /* its hidden-sectors field is to be changed */
	uint32_t hidden;    /* to this */
	uint8_t entry[16];  /* what DS:SI shall point to */
};

/*
 * The machine, as portable code uses it. Functions that give the machine
 * away return only when that was impossible (or in a test).
 */
struct machine {
	/* Fixed disks: drives 80h to 80h + count - 1. */
	unsigned int (*disk_count)(void);
	/* Drive number of the CD drive `index`, from 0; DRIVE_NONE: no more. */
	uint8_t (*cd_drive)(unsigned int index);
	/* Returns 0 and the drive; or ERR_DRIVE_NONE, with it untouched. */
	int (*drive)(uint8_t number, struct drive *ret_drive);
	/* Fill in model, serial, bus and place, as far as they are told. */
	void (*identify)(struct drive *drive);
	/* Why the last read failed: ERR_DRIVE_*, and the status's text. */
	int (*read_error)(uint8_t number, const char **ret_text);
	/* Where free base memory ends: a linear address. */
	uint32_t (*room)(void);
	void (*start)(const struct start *start, unsigned int rung);
	/* int19, int18, exit, menu, reboot, poweroff. */
	void (*leave)(uint8_t method, unsigned int rung);
	void (*say)(const char *format, ...);
};

/* What was found at one drive, or of a rung without one. */
struct finding {
	unsigned int rung;
	const struct drive *drive;    /* NULL: about no drive */
	int verdict;		      /* 0: can be started, or ERR_* */
	const char *status;	      /* text of a read error, or NULL */
	const char *loader;	      /* whose boot sector, or NULL */
	uint8_t looked;		      /* the table was read */
	struct partition_table table; /* of a disk */
	struct start start;	      /* when the verdict is 0 */
};

/*
 * The drive number of a rung's drive `index`, from 0; -1 when it has no more,
 * or none at all (int19, menu ...).
 */
int probe_candidate(const struct rung *rung, const struct machine *machine,
		    unsigned int index);

/*
 * Look at a drive. *drive is written, and finding->drive points to it.
 * identify: also ask for what only a report wants to know.
 */
void probe_drive(const struct ladder *ladder, unsigned int rung,
		 const struct machine *machine, uint8_t number, int identify,
		 struct drive *drive, struct finding *finding);

#endif /* CORE_PROBE_H */
