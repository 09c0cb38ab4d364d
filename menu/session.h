/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A menu from its configuration to its end: the program's main loop.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_SESSION_H
#define MENU_SESSION_H

#include "source.h"
#include "view.h"

#define SESSION_VIEWS 2
/* So many attempts are remembered, one for each entry: see struct attempt. */
#define SESSION_ATTEMPTS 8

/*
 * What the last attempt at an entry said, for its details; "": it came back
 * without a failure, or was never tried. That of entry n is n modulo
 * SESSION_ATTEMPTS, so that one looks at several, and goes back to the first.
 */
struct attempt {
	uint16_t entry;
	char text[MENU_MAX_STATUS + 1];
};

struct session {
	/* What the platform does; all are to be there. */

	/* Milliseconds from anywhere, which may wrap. */
	uint32_t (*now_ms)(void);
	/*
	 * The next key (key.h); KEY_NONE when none came for 50 ms or so. The
	 * menu is on the screens.
	 */
	unsigned int (*key)(void);
	/* Take the screens: view_start() them. Returns how many. */
	unsigned int (*open)(const struct config *config, struct view *views);
	/* Give them back, blank. Text of the program may follow. */
	void (*close)(void);
	/* Why an entry cannot run here, or NULL. */
	const char *(*refusal)(unsigned int type, const char *kernel);
	/*
	 * Start a command line (config_command()). Returns when it comes back:
	 * a reason; "": without failure; NULL: end the program.
	 */
	const char *(*run)(const char *line);
	/*
	 * Start this machine's own disk with these arguments of localboot.
	 * Returns as run().
	 */
	const char *(*localboot)(const char *arguments);
	/* Tell what went wrong; wait. Returns 0 when Esc was pressed. */
	int (*pause)(const char *text, unsigned int seconds);
	/* A Shift key, Alt, Caps or Scroll Lock: MENU SHIFTKEY's. */
	int (*shift)(void);

	/* The caller fills what is his. read() is called without screens. */
	struct source source;

	/* Its own. */
	struct config config;
	struct model model;
	struct view views[SESSION_VIEWS];
	unsigned int view_count;
	uint8_t is_over;
	uint16_t entry; /* that an action is about, or ENTRY_NONE */
	struct attempt attempts[SESSION_ATTEMPTS];
	char current[MENU_MAX_COMMAND + 1]; /* names of files; "": search */
	char reason[MENU_MAX_STATUS + 1];
};

/*
 * Read the configuration that the arguments name, or (none) that PXELINUX
 * would read, and show its menu until it is left. When there is none, it is
 * tried again, and after each third time the machine's own disk, as FALLBACK
 * has it.
 */
void session_run(struct session *session, const char *arguments);

#endif /* MENU_SESSION_H */
