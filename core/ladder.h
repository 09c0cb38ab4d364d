/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot's argument: the list of methods to try, as data.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_LADDER_H
#define CORE_LADDER_H

#include "text.h"

#define LADDER_MAX_RUNGS 16

enum method {
	METHOD_DRIVE, /* boot sector of an INT 13h drive */
	METHOD_HD, /* the first fixed disk that is bootable and no SAN disk */
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
	uint8_t drive;	/* METHOD_DRIVE: BIOS drive number */
};

struct ladder {
	struct rung rung[LADDER_MAX_RUNGS];
	unsigned int count;
};

/* What localboot does without an argument. */
#define LADDER_DEFAULT "hd,int19,int18,menu"
/* The grammar, for the message about a bad argument. */
#define LADDER_GRAMMAR                                                         \
	"auto, or a list of hd hd0 hd1.. 0x80 0x81.. int19 int18 exit menu "   \
	"reboot poweroff, comma-separated"

/*
 * Parse a comma list of methods: hd, hdN or 0xNN (hexadecimal drive number
 * from 0x80), int19, int18, exit, menu, reboot, poweroff. An empty line or
 * "auto" is LADDER_DEFAULT.
 *
 * Returns 0, or ERR_METHOD, ERR_METHOD_DRIVE, ERR_METHOD_MANY with *ret_word
 * the word at fault. *ret_ladder and *ret_word are set only in their case.
 */
int ladder_parse(const char *line, struct ladder *ret_ladder,
		 struct span *ret_word);

/*
 * The rung to begin with when a cookie says that rung number `rung`, a
 * `method`, was handed the machine and it came back: the one after it. In
 * another list than the cookie's, the one after that method's last place
 * (after an earlier one it would come back again), or 0 when the method is
 * not in this list.
 */
unsigned int ladder_resume(const struct ladder *ladder, uint8_t method,
			   uint8_t rung);

/* The name of a rung as the user would write it (buf: 9 bytes are enough). */
void ladder_name(const struct rung *rung, char *buf, size_t len);

#endif /* CORE_LADDER_H */
