/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The menu without its picture: state + key + time -> action.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_MODEL_H
#define MENU_MODEL_H

#include "config.h"
#include "edit.h"
#include "expand.h"
#include "key.h"

enum model_state {
	MODEL_HIDDEN,	/* MENU HIDDEN: only the countdown is to be seen */
	MODEL_LIST,	/* choosing an entry */
	MODEL_FILTER,	/* the same, typing what entries must contain */
	MODEL_EDIT,	/* editing an entry's line */
	MODEL_PROMPT,	/* typing a line */
	MODEL_PASSWORD, /* a password is asked for */
	MODEL_FILE,	/* the program shows a file, any key goes on */
};

enum action_kind {
	ACTION_NONE,	/* draw again: something may have changed */
	ACTION_RUN,	/* start .entry */
	ACTION_COMMAND, /* run the line .text */
	/*
	 * Show the file .text as long as the state is MODEL_FILE: the next
	 * key ends it, or the time.
	 */
	ACTION_SHOW,
	ACTION_LEAVE, /* end: back to the loader */
};

enum action_flag {
	ACTION_AUTOMATIC = 1, /* nobody pressed a key for it */
	ACTION_ONCE = 2,      /* ONCE named it: to be acknowledged */
	ACTION_SAVE = 4,      /* MENU SAVE: the choice is to be remembered */
	ACTION_ONERROR = 8,   /* what ONERROR says */
};

struct action {
	uint8_t kind;	/* enum action_kind */
	uint8_t flags;	/* enum action_flag */
	uint16_t entry; /* ACTION_RUN: entry; ACTION_COMMAND: it or NONE */
	const char *text;
};

struct model {
	struct config *config;
	const struct facts *facts;
	uint8_t state;	/* enum model_state */
	uint8_t behind; /* MODEL_PASSWORD, _FILE: the state before */
	menu_ref menu;	/* the one shown */

	/* The list: numbers of entries in config->rows. */
	uint16_t count;
	uint16_t row;  /* chosen; 0 when there are none */
	uint16_t top;  /* the first on the screen */
	uint16_t page; /* rows on the screen, at least 1 */

	struct edit edit; /* MODEL_EDIT, _PROMPT */
	char filter[MENU_MAX_FILTER + 1];
	char password[MENU_MAX_PASSWORD + 1];
	uint8_t filter_len;
	uint8_t password_len;		  /* as many stars are to be seen */
	char status[MENU_MAX_STATUS + 1]; /* what went wrong, or "" */

	/* Times, in milliseconds of the caller's clock, which may wrap. */
	uint8_t counting;   /* a countdown runs, from since_ms on */
	uint8_t wrong;	    /* passwords, one after the other */
	uint8_t waiting;    /* after a wrong one, until wait_ms are over */
	uint8_t wanted;	    /* what the password is for */
	uint8_t failures;   /* one after the other */
	uint8_t last_flags; /* of the last ACTION_RUN or ACTION_COMMAND */
	uint8_t last_kind;
	uint16_t last_entry;
	uint16_t line_entry; /* that the line typed names */
	uint32_t total_ms;   /* from here on TOTALTIMEOUT counts */
	uint32_t since_ms;
	uint32_t length_ms; /* of the countdown */
	uint32_t key_ms;    /* the last key */
	uint32_t wait_since_ms;
	uint32_t wait_ms;

	struct history history;
	char command[MENU_MAX_COMMAND + 1]; /* ACTION_COMMAND's text */
};

/* The countdown after a failed automatic start that had none. */
#define MODEL_RETRY_MS 10000

/*
 * Begin. shift: a Shift or Alt key is held, or Caps or Scroll Lock is on.
 * Returns what ONCE or MENU SHIFTKEY start at once, or ACTION_NONE.
 */
struct action model_start(struct model *model, struct config *config,
			  const struct facts *facts, int shift,
			  uint32_t now_ms);

/* The rows the screen has for the list, at least 1. */
void model_set_page(struct model *model, unsigned int rows);

/* A key (key.h). */
struct action model_key(struct model *model, unsigned int key, uint32_t now_ms);

/* Time has gone on; call at least once a second. */
struct action model_tick(struct model *model, uint32_t now_ms);

/*
 * What the last action started came back. reason goes to the status line;
 * NULL: no failure, only back to the menu. Gives ONERROR's command, or
 * ACTION_NONE; then the countdown to DEFAULT runs again, when there was one or
 * nobody had pressed a key, longer by a pause of 0, 10, 20, 40.. seconds, up
 * to MENU_MAX_PAUSE_MS.
 */
struct action model_failed(struct model *model, const char *reason,
			   uint32_t now_ms);

/* Put a text on the status line, until something is started. */
void model_set_status(struct model *model, const char *text);

/* The entry chosen, or ENTRY_NONE when the list is empty. */
uint16_t model_entry(const struct model *model);

/* Milliseconds left of the countdown, or -1 when none runs. */
int32_t model_left_ms(const struct model *model, uint32_t now_ms);

/*
 * MENU AUTOBOOT's message for so many seconds: '#' is the number, and
 * {one,two,many} the word that goes with it. Returns the characters written
 * without the NUL.
 */
size_t model_autoboot(const char *message, unsigned int seconds, char *buf,
		      size_t size);

/*
 * May lines be edited here, and is it MESSAGE_TAB that says so (else
 * MESSAGE_NO_TAB)? Not when ALLOWOPTIONS forbids it or a master password
 * is asked for.
 */
int model_may_edit(const struct model *model);

/*
 * Compose an entry's command line: config_command(), its SYSAPPEND words,
 * names expanded.
 * Returns its length, or ERR_MENU_COMMAND.
 */
int model_command(const struct model *model, uint16_t entry, char *buf,
		  size_t size);

#endif /* MENU_MODEL_H */
