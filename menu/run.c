/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the menu starts: an entry, a line, the default, ONERROR.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "line.h"
#include "list.h"
#include "run.h"

/* So many menus one in another are gone through for the default. */
#define MAX_WAYS 16

const struct action nothing = {ACTION_NONE, 0, ENTRY_NONE, ""};

int model_command(const struct model *model, uint16_t number, char *buf,
		  size_t size)
{
	const struct entry *entry = config_entry(model->config, number);
	char line[MENU_MAX_COMMAND + 1];
	int len = config_command(model->config, entry, line, sizeof(line));

	if (len >= 0)
		len = expand(line, (size_t)len, model->facts, 0, buf, size);
	if (len >= 0)
		len = sysappend(entry->sysappend, model->facts, buf,
				(size_t)len, size);
	return len;
}

void go_home(struct model *model)
{
	if (model->state == MODEL_EDIT || model->state == MODEL_PROMPT)
		history_add(&model->history, model->edit.text);
	memset(model->password, 0, sizeof(model->password));
	model->state = MODEL_LIST;
	home_of(model)->current = ENTRY_NONE;
	list_show(model, model->config->start);
}

static struct action started(struct model *model, struct action action)
{
	model->counting = 0;
	model->last_kind = action.kind;
	model->last_flags = action.flags;
	model->last_entry = action.entry;
	model->status[0] = '\0';
	if (model->state != MODEL_HIDDEN)
		to_list(model);
	return action;
}

struct action run_entry(struct model *model, uint16_t number,
			unsigned int flags)
{
	const struct entry *entry = config_entry(model->config, number);
	struct action action = {ACTION_RUN, (uint8_t)flags, number, ""};

	if (entry->flags & ENTRY_SAVE && !entry->passwd &&
	    !(flags & ACTION_AUTOMATIC))
		action.flags |= ACTION_SAVE;
	return started(model, action);
}

struct action run_text(struct model *model, uint16_t number, unsigned int flags)
{
	const struct action action = {ACTION_COMMAND, (uint8_t)flags, number,
				      model->command};

	return started(model, action);
}

struct action too_long(struct model *model)
{
	if (model->state == MODEL_HIDDEN)
		model->state = MODEL_LIST;
	model_set_status(model, mistake_text(ERR_MENU_COMMAND));
	return nothing;
}

/*
 * Compose what a line stands for into buf: a label and words behind it are
 * the entry's command and these words. *ret_entry is the entry, or
 * ENTRY_NONE. Returns the length or ERR_MENU_COMMAND.
 */
static int resolve(const struct model *model, const char *line, char *buf,
		   size_t size, uint16_t *ret_entry)
{
	uint16_t number = config_find(model->config, line);
	size_t name_len = word_len(line);
	char *end = buf;
	int at = 0;
	int len;

	*ret_entry = ENTRY_NONE;
	if (number != ENTRY_NONE &&
	    config_entry(model->config, number)->action == ENTRY_RUN) {
		*ret_entry = number;
		at = model_command(model, number, buf, size);
		if (at < 0)
			return at;
		end = buf + at;
		line += name_len;
	}
	len =
	    expand(line, strlen(line), model->facts, 0, end, size - (size_t)at);
	return len < 0 ? len : at + len;
}

struct action run_line(struct model *model, const char *line,
		       unsigned int flags)
{
	uint16_t number;

	if (resolve(model, line, model->command, sizeof(model->command),
		    &number) < 0)
		return too_long(model);
	if (number != ENTRY_NONE && !line[word_len(line)])
		return run_entry(model, number, flags);
	return run_text(model, number, flags);
}

struct action run_default(struct model *model)
{
	const struct config *config = model->config;
	menu_ref menu = config->start;
	const struct entry *entry;
	unsigned int ways;
	uint16_t number;

	for (ways = 0; ways < MAX_WAYS; ways++) {
		number = list_default(config, menu);
		if (number == ENTRY_NONE)
			break;
		entry = config_entry(config, number);
		if (entry->action == ENTRY_RUN)
			return run_entry(model, number, ACTION_AUTOMATIC);
		if (entry->action == ENTRY_QUIT)
			return started(model, (struct action){ACTION_LEAVE,
							      ACTION_AUTOMATIC,
							      number, ""});
		if (entry->action == ENTRY_HELP)
			break;
		menu = entry->target;
	}
	model->state = MODEL_LIST;
	model_set_status(model, "no entry to start by itself");
	return nothing;
}

struct action run_timeout(struct model *model, uint32_t now_ms)
{
	const char *line =
	    config_text(model->config, home_of(model)->ontimeout);

	model->counting = 0;
	model->total_ms = now_ms;
	model->key_ms = now_ms;
	if (model->state != MODEL_HIDDEN)
		go_home(model);
	return *line ? run_line(model, line, ACTION_AUTOMATIC)
		     : run_default(model);
}

int compose_onerror(struct model *model, const char *line, uint16_t *ret_entry)
{
	char *text = model->edit.text;
	size_t size = sizeof(model->edit.text);
	int at = resolve(model, line, text, size, ret_entry);

	if (model->last_kind == ACTION_RUN &&
	    model_command(model, model->last_entry, model->command,
			  sizeof(model->command)) < 0)
		at = ERR_MENU_COMMAND;
	at = line_add_text(text, at, size, " ");
	at = line_add_text(text, at, size, model->command);
	if (at >= 0)
		memcpy(model->command, text, (size_t)at + 1);
	edit_begin(&model->edit, "");
	return at >= 0;
}
