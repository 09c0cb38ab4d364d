/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Syslinux configuration language: files in, menus and entries out.
 *
 * What it knows is in directives.h. All texts stay in the files, which are
 * read into the caller's arena: files and menus grow from its beginning,
 * entries from its end.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_CONFIG_H
#define MENU_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "bounds.h"
#include "mistake.h"

/* Where in the arena a NUL-terminated text is; 0: it was not given. */
typedef uint32_t text_ref;
/* Where in the arena a struct menu is; 0: none. */
typedef uint32_t menu_ref;

/* No entry. */
#define ENTRY_NONE 0xffff

enum entry_action {
	ENTRY_RUN,
	ENTRY_DISABLED, /* cannot be chosen: MENU DISABLE, SEPARATOR */
	ENTRY_SUBMENU,	/* goes to .target */
	ENTRY_GOTO,	/* the same; before the end of reading, to a tag */
	ENTRY_EXIT,	/* the same */
	ENTRY_QUIT,
	ENTRY_HELP, /* shows the file .kernel */
};

/* In the order of their names: config_kernel_name(). */
enum kernel_type {
	KERNEL_ANY, /* KERNEL: by the file's name */
	KERNEL_LINUX,
	KERNEL_BOOT,
	KERNEL_BSS,
	KERNEL_PXE,
	KERNEL_FDIMAGE,
	KERNEL_COM32,
	KERNEL_CONFIG,
	KERNEL_LOCALBOOT,
	KERNEL_TYPES,
	/* Only by a file's name: kernel.h */
	KERNEL_SCRIPT = KERNEL_TYPES, /* for iPXE or gPXE */
	KERNEL_UEFI,
};

enum entry_flag {
	ENTRY_SAVE = 1,	     /* MENU SAVE, here or around it */
	ENTRY_IMMEDIATE = 2, /* its hot key starts it */
	ENTRY_HIDDEN = 4,    /* MENU HIDE */
	ENTRY_DEFAULT = 8,   /* MENU DEFAULT */
};

struct entry {
	text_ref label;	 /* its first word is the name; 0 for a submenu */
	text_ref title;	 /* MENU LABEL; 0: as label */
	text_ref kernel; /* KERNEL and its like; else the label */
	text_ref append; /* its own, or the one for all; 0: none, or "-" */
	text_ref initrd;
	text_ref passwd;
	text_ref help;	    /* TEXT HELP: lines with LF or CR LF */
	uint32_t sysappend; /* bit mask */
	menu_ref menu;	    /* the one it stands in */
	menu_ref target;    /* ENTRY_SUBMENU, _GOTO, _EXIT */
	uint16_t chain;
	uint8_t action; /* enum entry_action */
	uint8_t type;	/* enum kernel_type */
	uint8_t flags;	/* enum entry_flag */
	uint8_t indent; /* blanks before it */
	uint8_t hotkey; /* capital letter or other character; 0: none */
	/* 0, or the program's own number for why it cannot be run here */
	uint8_t grey;
};

/* Places on the screen. */
enum parameter {
	PARAM_WIDTH, /* 0: the screen's */
	PARAM_MARGIN,
	PARAM_ROWS,
	PARAM_HSHIFT,
	PARAM_VSHIFT,
	PARAM_HIDDEN_ROW, /* negative: from the screen's end */
	PARAMS,
};

enum message {
	MESSAGE_AUTOBOOT, /* "Automatic boot in # second{,s}..." */
	MESSAGE_TAB,
	MESSAGE_NO_TAB,
	MESSAGE_PASSWORD,
	MESSAGES,
};

/* Elements that have a colour. */
enum color {
	COLOR_SCREEN,
	COLOR_BORDER,
	COLOR_TITLE,
	COLOR_UNSELECTED,
	COLOR_HOTKEY,
	COLOR_SELECTED,
	COLOR_HOTKEY_SELECTED,
	COLOR_SCROLLBAR,
	COLOR_TABMSG,
	COLOR_CMDMARK,
	COLOR_CMDLINE,
	COLOR_PASSWORD_BORDER,
	COLOR_PASSWORD_HEADER,
	COLOR_PASSWORD_ENTRY,
	COLOR_TIMEOUT_MESSAGE,
	COLOR_TIMEOUT,
	COLOR_HELP,
	COLOR_DISABLED,
	COLORS,
};

enum menu_flag {
	MENU_SAVE = ENTRY_SAVE,
	MENU_IMMEDIATE = ENTRY_IMMEDIATE,
	MENU_OPTIONS = 4,     /* ALLOWOPTIONS: lines may be edited */
	MENU_LABEL_TITLE = 8, /* the title is the entry's MENU LABEL */
};

#define MENU_FKEYS 12
/* MENU RETIMEOUT, when the configuration says nothing. */
#define MENU_RETIMEOUT_MS 30000

struct menu {
	menu_ref next;	 /* in the order of MENU BEGIN */
	menu_ref parent; /* 0: the top menu */
	text_ref tag;
	text_ref title;
	text_ref ontimeout;
	text_ref onerror;
	text_ref master; /* MENU MASTER PASSWD */
	text_ref message[MESSAGES];
	text_ref fkey[MENU_FKEYS]; /* file names */
	uint32_t timeout_ms;	   /* 0: no countdown */
	uint32_t retimeout_ms;	   /* 0: a key ends the countdown */
	uint32_t hotkeys[3];	   /* characters 20h to 7Fh in use */
	uint16_t entry;		   /* that leads here; ENTRY_NONE */
	uint16_t initial;	   /* entry chosen at first; ENTRY_NONE */
	uint16_t current; /* the model's: entry chosen last; ENTRY_NONE */
	int16_t param[PARAMS];
	uint8_t color[COLORS]; /* text mode attributes */
	uint8_t flags;	       /* enum menu_flag */
};

enum config_flag {
	CONFIG_HIDDEN = 1,   /* MENU HIDDEN */
	CONFIG_SHIFTKEY = 2, /* MENU SHIFTKEY */
	CONFIG_NOESCAPE = 4,
	CONFIG_IMPLICIT = 8, /* lines need not begin with a label */
	CONFIG_CONSOLE = 16, /* the screen is used */
	CONFIG_UI = 32,
};

struct config_serial {
	uint32_t baud; /* 0: there was no SERIAL */
	uint16_t port; /* 0 to 3, or an I/O address */
	uint16_t flow; /* Syslinux's bits */
};

struct hidden_key {
	uint16_t key; /* key.h */
	text_ref command;
};

struct config {
	uint8_t *arena;
	uint32_t low;  /* first free byte */
	uint32_t high; /* first byte of the entries */
	uint32_t end;
	menu_ref top;
	menu_ref start;	       /* the menu shown at first */
	uint16_t count;	       /* of entries */
	uint16_t *rows;	       /* room for count numbers: the model's */
	text_ref default_line; /* DEFAULT, with its options */
	text_ref ui;	       /* UI */
	text_ref once;
	text_ref save_url;
	text_ref fallback; /* "localboot..." or "none" */
	uint32_t mistakes; /* how many were told of */
	uint32_t total_timeout_ms;
	uint32_t flags; /* enum config_flag */
	struct config_serial serial;
	uint16_t hidden_keys;
	struct hidden_key hidden_key[MENU_MAX_HIDDENKEYS];
};

struct config_io {
	/*
	 * Read a whole file into buf (len bytes). name is as INCLUDE gave
	 * it; "~" is the file that was read first. Returns 0 with its length
	 * (not above len), or a negative code, which the mistake is told
	 * with.
	 */
	int (*read)(void *context, const char *name, void *buf, size_t len,
		    size_t *ret_len);
	/* A line at fault; reading goes on behind it. */
	void (*mistake)(void *context, const struct mistake *mistake);
	void *context;
};

/*
 * Read configuration files, one after the other as if they were one. names
 * are separated by blanks. config is all zero, or one that was read before:
 * of that SERIAL and CONSOLE stay until they are given anew, as in Syslinux
 * (doc/syslinux.txt). The arena is to be aligned for uint32_t and stays
 * in use as long as the configuration; it needs the files' bytes, 50 for an
 * entry and 260 for a menu.
 *
 * Returns 0 when at least one file could be read; else what the reader
 * returned for the last one: then there is a top menu without entries; or
 * ERR_MENU_MEMORY: then the configuration cannot be used.
 */
int config_read(struct config *config, void *arena, size_t len,
		const struct config_io *io, const char *names);

static inline const char *config_text(const struct config *config, text_ref ref)
{
	return (const char *)config->arena + ref;
}

static inline struct menu *config_menu(const struct config *config,
				       menu_ref ref)
{
	return (struct menu *)(void *)(config->arena + ref);
}

static inline struct entry *config_entry(const struct config *config,
					 uint16_t number)
{
	return (struct entry *)(void *)(config->arena + config->end) - 1 -
	       number;
}

/*
 * The first entry whose LABEL is the first word of line (case matters; no
 * disabled one), or ENTRY_NONE.
 */
uint16_t config_find(const struct config *config, const char *line);

/*
 * Make the entry with this label the one its menu begins with, and its menu
 * the first (DEFAULT; a choice remembered by MENU SAVE).
 * Returns 0, ERR_MENU_LABEL, or ERR_MENU_DEFAULT.
 */
int config_set_default(struct config *config, const char *label);

/*
 * The text to show for an entry, without NUL: indented, '^' left out.
 * *ret_hot is where the hot key stands in it, or -1. Returns the characters
 * written; what does not fit into size is left out.
 */
size_t config_title(const struct config *config, const struct entry *entry,
		    char *buf, size_t size, int *ret_hot);

/*
 * A menu's title: MENU TITLE, or the MENU LABEL of its entry without '^'.
 * Returns the characters written, as config_title().
 */
size_t config_menu_title(const struct config *config, const struct menu *menu,
			 char *buf, size_t size);

/*
 * The command line of an entry, as Syslinux composes it: ".TYPE " unless
 * the type is KERNEL_ANY, kernel, append, and " initrd=". SYSAPPEND is
 * expand.h's.
 * Returns its length without the NUL, or ERR_MENU_COMMAND.
 */
int config_command(const struct config *config, const struct entry *entry,
		   char *buf, size_t size);

/* "linux" for KERNEL_LINUX, and so on; "kernel" for KERNEL_ANY. */
const char *config_kernel_name(unsigned int type);

/*
 * Take ".linux " or the like off the front of a command line.
 * Returns the type; KERNEL_ANY when there is none.
 */
unsigned int config_kernel_type(const char **line);

/*
 * When a command line runs menu.c32, vesamenu.c32 (both also without ".c32",
 * which Syslinux adds) or sanmenu.c32: the files it is to read instead, "~"
 * when it names none; else NULL. Of a UI line or of an entry's; a path before
 * the name does not matter.
 */
const char *config_menu_files(const char *line);

#endif /* MENU_CONFIG_H */
