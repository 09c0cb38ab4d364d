/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot's arguments: the list of methods to try, as data, and the keys.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_LADDER_H
#define CORE_LADDER_H

#include "select.h"
#include "text.h"

#define LADDER_MAX_RUNGS 16
/* The longest name of a rung, "part=hd127,65535", and a NUL. */
#define LADDER_NAME_LEN 17

enum method {
	METHOD_DRIVE, /* boot sector of an INT 13h drive */
	METHOD_HD,    /* the first disk that is bootable and no SAN disk */
	METHOD_PART,  /* boot sector of a partition */
	METHOD_CD,    /* the first CD or DVD that boots (El Torito) */
	METHOD_FD,    /* boot sector of the first floppy drive */
	METHOD_INT19, /* BIOS bootstrap from the start of the boot order */
	METHOD_INT18, /* BIOS: this device failed, take the next one */
	METHOD_EXIT,  /* back to the PXE ROM, or to the script that began us */
	METHOD_MENU,  /* back to the loader that began us */
	METHOD_REBOOT,
	METHOD_POWEROFF,
	METHODS,
};

struct rung {
	uint8_t method; /* enum method */
	/* METHOD_DRIVE, _PART: INT 13h drive; 0: the first that fits */
	uint8_t drive;
	uint16_t partition; /* METHOD_PART: its number, from 1 */
};

/* Texts point into the line that was parsed. */
struct ladder {
	struct rung rung[LADDER_MAX_RUNGS];
	unsigned int count;
	struct selector selector; /* guid= label= serial= size= internal= */
	uint8_t automatic;	  /* the list was not given: auto, or nothing */
	uint8_t map;		  /* map=: drive number to take; 0: its own */
	uint8_t entry;		  /* entry=: of a CD's catalogue; 0: choose */
	struct span report;	  /* report=: URL; empty: none */
	struct span quirks;	  /* quirks=: file; empty: not given */
};

/* What localboot does without an argument. */
#define LADDER_DEFAULT "hd,cd,int19,int18,menu"
/* The same when a disk was asked for by its properties: no other one. */
#define LADDER_DEFAULT_SELECTED "hd,menu"
/* The grammar, for the message about a bad argument. */
#define LADDER_GRAMMAR                                                         \
	"auto, or a list of hd hd0 hd1.. 0x80 0x81.. part=hd0,1 cd fd int19 "  \
	"int18 exit menu reboot poweroff, comma-separated"
#define LADDER_KEYS                                                            \
	"guid= label= serial= size=500G internal=yes map=0x80 entry=1 "        \
	"report=URL quirks=FILE"

/*
 * Parse a command line: a comma list of methods, and keys, in any order. An
 * empty list or "auto" is LADDER_DEFAULT. In "part=hd0,1" the number behind
 * the comma is the partition's; "part=hd,1" takes the first disk that fits.
 *
 * Returns 0, or ERR_METHOD, ERR_METHOD_DRIVE, ERR_METHOD_MANY,
 * ERR_METHOD_PART, ERR_KEY_VALUE with *ret_word the word at fault.
 * *ret_ladder and *ret_word are set only in their case.
 */
int ladder_parse(const char *line, struct ladder *ret_ladder,
		 struct span *ret_word);

/*
 * The rung to go on at when a cookie says that rung number `rung`, a
 * `method`, was handed the machine and it came back: that rung itself for a
 * method that has several drives (which then goes on after the drive it had),
 * else the one after it. In another list than the cookie's, the last place of
 * that method counts (an earlier one would come back again).
 *
 * Returns 1 and the number of the rung that came back, or 0 when the method
 * is not in this list.
 */
int ladder_resume(const struct ladder *ladder, uint8_t method, uint8_t rung,
		  unsigned int *ret_rung);

/*
 * Add what a quirk row says to what was asked for: its list and the disk it
 * asks for, where neither was given; its other keys where they were not.
 */
void ladder_merge(struct ladder *ladder, const struct ladder *quirk);

/* The name of a rung as the user would write it. */
void ladder_name(const struct rung *rung, char name[LADDER_NAME_LEN]);

#endif /* CORE_LADDER_H */
