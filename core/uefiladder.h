/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.efi's arguments: the list of methods to try, as data, and the keys.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_UEFILADDER_H
#define CORE_UEFILADDER_H

#include "select.h"
#include "text.h"

#define UEFILADDER_MAX_RUNGS 16

enum uefi_method {
	UEFI_NEXT,     /* BootOrder, from behind BootCurrent and around */
	UEFI_DISK,     /* loaders on the internal disks */
	UEFI_CD,       /* the same on CDs and DVDs */
	UEFI_USB,      /* the same on USB and other removable disks */
	UEFI_BOOTNEXT, /* have the firmware start an entry, by a reset */
	UEFI_EXIT,     /* back, with the status of exit= */
	UEFI_MENU,     /* back to the loader that began us */
	UEFI_REBOOT,
	UEFI_POWEROFF,
	UEFI_METHODS,
	/* None, but a name for findings. */
	UEFI_SAN = UEFI_METHODS, /* sanboot's disk */
};

enum uefi_exit { UEFI_EXIT_NOTFOUND, UEFI_EXIT_SUCCESS, UEFI_EXIT_ABORTED };

/* Texts point into the line that was parsed. */
struct uefiladder {
	uint8_t rung[UEFILADDER_MAX_RUNGS]; /* enum uefi_method */
	unsigned int count;
	struct selector selector; /* guid= label= serial= size= internal= */
	uint8_t automatic;	  /* the list was not given: auto, or nothing */
	uint8_t exit;		  /* exit=: enum uefi_exit */
	struct span report;	  /* report=: URL; empty: none */
	struct span quirks;	  /* quirks=: file; empty: not given */
};

/* What localboot.efi does without an argument. */
#define UEFILADDER_DEFAULT "next,disk,bootnext,exit"
/* The same when a disk was asked for by its properties: no other one. */
#define UEFILADDER_DEFAULT_SELECTED "disk,menu"
/* The grammar, for the message about a bad argument. */
#define UEFILADDER_GRAMMAR                                                     \
	"auto, or a list of next disk cd usb bootnext exit menu reboot "       \
	"poweroff, comma-separated"
#define UEFILADDER_KEYS                                                        \
	"guid= label= serial= size=500G internal=yes "                         \
	"exit=notfound|success|aborted report=URL quirks=FILE"

/*
 * Parse a command line: a comma list of methods, and keys, in any order. An
 * empty list or "auto" is UEFILADDER_DEFAULT.
 *
 * Returns 0, or ERR_UEFI_METHOD, ERR_METHOD_MANY or ERR_KEY_VALUE with
 * *ret_word the word at fault. *ret_ladder and *ret_word are set only in their
 * case.
 */
int uefiladder_parse(const char *line, struct uefiladder *ret_ladder,
		     struct span *ret_word);

/*
 * Add what a quirk row says to what was asked for: its list and the disk it
 * asks for, where neither was given; its report=. Its exit= goes with its
 * list.
 */
void uefiladder_merge(struct uefiladder *ladder,
		      const struct uefiladder *quirk);

/* The name of a method as the user would write it. */
const char *uefiladder_name(uint8_t method);

#endif /* CORE_UEFILADDER_H */
