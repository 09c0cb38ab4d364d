/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entering an entry, its line, or the prompt; passwords.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "enter.h"
#include "line.h"
#include "list.h"
#include "passwd.h"
#include "run.h"

#define WRONG_MS 1000
#define MAX_WRONG 5 /* doublings of it */

struct action show_file(struct model *model, text_ref file)
{
	struct action action = {ACTION_SHOW, 0, ENTRY_NONE,
				config_text(model->config, file)};

	if (!*action.text)
		return nothing;
	if (model->state != MODEL_FILE)
		model->behind = model->state;
	model->state = MODEL_FILE;
	return action;
}

/* Enter on the entry chosen, its password known. */
static struct action do_entry(struct model *model, uint16_t number)
{
	const struct entry *entry = config_entry(model->config, number);

	to_list(model);
	switch (entry->action) {
	case ENTRY_RUN:
		return run_entry(model, number, 0);
	case ENTRY_QUIT:
		return (struct action){ACTION_LEAVE, 0, number, ""};
	case ENTRY_HELP:
		return show_file(model, entry->kernel);
	case ENTRY_SUBMENU:
	case ENTRY_GOTO:
	case ENTRY_EXIT:
		list_show(model, entry->target);
		to_list(model);
		break;
	}
	return nothing;
}

/* The entry that a password is for, or ENTRY_NONE. */
static uint16_t wanted_entry(const struct model *model)
{
	if (model->wanted == WANTED_PROMPT)
		return ENTRY_NONE;
	if (model->wanted == WANTED_LINE)
		return model->line_entry;
	return model_entry(model);
}

static struct action edit_entry(struct model *model)
{
	if (model_command(model, model_entry(model), model->command,
			  sizeof(model->command)) < 0)
		return too_long(model);
	edit_begin(&model->edit, model->command);
	model->state = MODEL_EDIT;
	return nothing;
}

static struct action granted(struct model *model)
{
	const char *line;

	switch (model->wanted) {
	case WANTED_RUN:
		return do_entry(model, model_entry(model));
	case WANTED_EDIT:
		return edit_entry(model);
	case WANTED_PROMPT:
		edit_begin(&model->edit, "");
		model->state = MODEL_PROMPT;
		return nothing;
	default:
		line = model->edit.text;
		return run_line(model, line + blank_len(line), 0);
	}
}

/*
 * The password that the entry itself has: 0 when there is none, or a master
 * password is needed anyhow.
 */
static text_ref entry_passwd(const struct model *model)
{
	uint16_t number = wanted_entry(model);

	if (number == ENTRY_NONE ||
	    (model->wanted == WANTED_EDIT && menu_of(model)->master))
		return 0;
	return config_entry(model->config, number)->passwd;
}

struct action want(struct model *model, unsigned int wanted)
{
	int master = wanted == WANTED_EDIT || wanted == WANTED_PROMPT;

	model->wanted = (uint8_t)wanted;
	if (!(master && menu_of(model)->master) && !entry_passwd(model))
		return granted(model);
	model->behind = model->state;
	model->state = MODEL_PASSWORD;
	model->password_len = 0;
	return nothing;
}

static int is_right(const struct model *model)
{
	const struct config *config = model->config;
	text_ref master = menu_of(model)->master;
	text_ref own = entry_passwd(model);

	return (master &&
		passwd_matches(config_text(config, master), model->password,
			       model->password_len)) ||
	       (own && passwd_matches(config_text(config, own), model->password,
				      model->password_len));
}

static struct action check_password(struct model *model, uint32_t now_ms)
{
	int right = is_right(model);
	int empty = !model->password_len;

	memset(model->password, 0, sizeof(model->password));
	model->password_len = 0;
	if (right || empty) {
		model->state = model->behind;
		model->wrong = right ? 0 : model->wrong;
		return right ? granted(model) : nothing;
	}
	model->waiting = 1;
	model->wait_since_ms = now_ms;
	model->wait_ms = (uint32_t)WRONG_MS << model->wrong;
	if (model->wrong < MAX_WRONG)
		model->wrong++;
	model_set_status(model, "wrong password");
	return nothing;
}

struct action password_key(struct model *model, unsigned int key,
			   uint32_t now_ms)
{
	if (model->waiting && now_ms - model->wait_since_ms < model->wait_ms)
		return nothing;
	model->waiting = 0;
	switch (key) {
	case KEY_ENTER:
	case KEY_CTRL('J'):
		return check_password(model, now_ms);
	case KEY_ESC:
	case KEY_CTRL('C'):
		model->password_len = 0;
		return check_password(model, now_ms);
	case KEY_CTRL('U'):
		model->password_len = 0;
		break;
	case KEY_BACKSPACE:
	case KEY_RUBOUT:
	case KEY_DELETE:
		model->password_len -= model->password_len != 0;
		break;
	default:
		if (key >= ' ' && key <= 0xff &&
		    model->password_len < MENU_MAX_PASSWORD)
			model->password[model->password_len++] = (char)key;
		break;
	}
	return nothing;
}
