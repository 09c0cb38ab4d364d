/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entering an entry, its line, or the prompt; passwords.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_ENTER_H
#define MENU_ENTER_H

#include "model.h"

/* What may need a password. */
enum wanted {
	WANTED_RUN,  /* the entry chosen */
	WANTED_EDIT, /* its line */
	WANTED_PROMPT,
	WANTED_LINE, /* the line typed */
};

/* Do what is wanted, at once or after a password. */
struct action want(struct model *model, unsigned int wanted);

/* A key while a password is typed. After a wrong one keys are dead a while. */
struct action password_key(struct model *model, unsigned int key,
			   uint32_t now_ms);

/* Show a file, when there is one. */
struct action show_file(struct model *model, text_ref file);

#endif /* MENU_ENTER_H */
