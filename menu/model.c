/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The menu without its picture: state + key + time -> action.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "enter.h"
#include "line.h"
#include "list.h"
#include "run.h"

#define PAUSE_MS 10000

void model_set_status(struct model *model, const char *text)
{
	text_format(model->status, sizeof(model->status), "%s", text);
}

uint16_t model_entry(const struct model *model)
{
	return model->count ? model->config->rows[model->row] : ENTRY_NONE;
}

void model_set_page(struct model *model, unsigned int rows)
{
	model->page = (uint16_t)(rows ? rows : 1);
	list_choose(model, model_entry(model));
}

int model_may_edit(const struct model *model)
{
	const struct menu *menu = menu_of(model);

	return menu->flags & MENU_OPTIONS && !menu->master;
}

/* --- Countdown ------------------------------------------------------------ */

static uint32_t pause_ms(const struct model *model)
{
	unsigned int doublings = model->failures;

	if (doublings < 2)
		return 0;
	doublings -= 2;
	if (doublings > 6 || PAUSE_MS << doublings > MENU_MAX_PAUSE_MS)
		return MENU_MAX_PAUSE_MS;
	return PAUSE_MS << doublings;
}

static void start_countdown(struct model *model, uint32_t length_ms,
			    uint32_t now_ms)
{
	model->counting = length_ms != 0;
	model->length_ms = length_ms + pause_ms(model);
	model->since_ms = now_ms;
}

int32_t model_left_ms(const struct model *model, uint32_t now_ms)
{
	uint32_t gone = now_ms - model->since_ms;

	if (!model->counting)
		return -1;
	return (int32_t)(gone < model->length_ms ? model->length_ms - gone : 0);
}

/* A key puts the countdown off; or, with MENU RETIMEOUT 0, back. */
static void touch(struct model *model, uint32_t now_ms)
{
	model->key_ms = now_ms;
	model->since_ms = now_ms;
	if (home_of(model)->retimeout_ms)
		model->counting = 0;
}

/* As in Syslinux: only on the default entry the countdown goes on. */
static void end_countdown_elsewhere(struct model *model)
{
	const struct config *config = model->config;

	if (model->state != MODEL_LIST || model->menu != config->start ||
	    model_entry(model) != list_default(config, config->start))
		model->counting = 0;
}

/* --- Keys ----------------------------------------------------------------- */

static struct action submit(struct model *model)
{
	struct edit *edit = &model->edit;
	const char *line;
	uint16_t number;

	history_add(&model->history, edit->text);
	if (model->state == MODEL_EDIT) {
		number = model_entry(model);
		if (expand(edit->text, edit->len, model->facts, 0,
			   model->command, sizeof(model->command)) < 0)
			return too_long(model);
		return run_text(model, number, 0);
	}
	line = edit->text + blank_len(edit->text);
	if (!*line) {
		to_list(model);
		return nothing;
	}
	number = config_find(model->config, line);
	if (number == ENTRY_NONE && !(model->config->flags & CONFIG_IMPLICIT)) {
		model_set_status(model, mistake_text(ERR_MENU_LABEL));
		return nothing;
	}
	model->line_entry = number;
	return want(model, WANTED_LINE);
}

static struct action line_key(struct model *model, unsigned int key)
{
	switch (key) {
	case KEY_ENTER:
	case KEY_CTRL('J'):
		return submit(model);
	case KEY_ESC:
	case KEY_CTRL('C'):
		history_add(&model->history, model->edit.text);
		to_list(model);
		break;
	default:
		edit_key(&model->edit, &model->history, key);
		break;
	}
	return nothing;
}

/* Esc: to the menu around this one; from the top one to the prompt. */
static struct action go_back(struct model *model)
{
	const struct menu *menu = menu_of(model);

	if (menu->parent)
		list_show(model, menu->parent);
	else if (menu->flags & MENU_OPTIONS &&
		 !(model->config->flags & CONFIG_NOESCAPE))
		return want(model, WANTED_PROMPT);
	return nothing;
}

static struct action hotkey(struct model *model, unsigned int key)
{
	uint16_t number = list_hotkey(model, key);

	if (number == ENTRY_NONE) {
		if (key == '/')
			model->state = MODEL_FILTER;
		return nothing;
	}
	list_choose(model, number);
	model->counting = 0;
	if (config_entry(model->config, number)->flags & ENTRY_IMMEDIATE)
		return want(model, WANTED_RUN);
	return nothing;
}

static struct action list_state_key(struct model *model, unsigned int key)
{
	uint16_t number = model_entry(model);

	switch (key) {
	case KEY_ENTER:
	case KEY_CTRL('J'):
		return number == ENTRY_NONE ? nothing : want(model, WANTED_RUN);
	case KEY_TAB:
		if (number == ENTRY_NONE ||
		    !(menu_of(model)->flags & MENU_OPTIONS) ||
		    config_entry(model->config, number)->action != ENTRY_RUN)
			return nothing;
		return want(model, WANTED_EDIT);
	case KEY_ESC:
	case KEY_CTRL('C'):
		return go_back(model);
	}
	if (list_hotkey(model, key) == ENTRY_NONE && list_key(model, key))
		return nothing;
	return hotkey(model, key);
}

static struct action filter_key(struct model *model, unsigned int key)
{
	switch (key) {
	case KEY_ESC:
	case KEY_CTRL('C'):
	case KEY_CTRL('U'):
		model->filter_len = 0;
		break;
	case KEY_BACKSPACE:
	case KEY_RUBOUT:
		if (model->filter_len)
			model->filter_len--;
		break;
	case KEY_ENTER:
	case KEY_CTRL('J'):
	case KEY_TAB:
		return list_state_key(model, key);
	default:
		if (key < ' ' || key > 0xff) {
			list_key(model, key);
			return nothing;
		}
		if (model->filter_len == MENU_MAX_FILTER)
			return nothing;
		model->filter[model->filter_len++] = (char)key;
		break;
	}
	model->filter[model->filter_len] = '\0';
	to_list(model);
	list_filter(model);
	return nothing;
}

/* Any key ends MENU HIDDEN; one with a MENU HIDDENKEY does that. */
static struct action hidden_key(struct model *model, unsigned int key)
{
	const struct config *config = model->config;
	unsigned int i;

	model->state = MODEL_LIST;
	model->counting = 0;
	for (i = 0; i < config->hidden_keys; i++)
		if (config->hidden_key[i].key == key)
			return run_line(
			    model,
			    config_text(config, config->hidden_key[i].command),
			    0);
	return nothing;
}

static struct action state_key(struct model *model, unsigned int key,
			       uint32_t now_ms)
{
	if (model->state == MODEL_HIDDEN)
		return hidden_key(model, key);
	if (model->state == MODEL_PASSWORD)
		return password_key(model, key, now_ms);
	if (key >= KEY_F1 && key <= KEY_F12) {
		if (model->state == MODEL_FILE)
			model->state = model->behind;
		return show_file(model, menu_of(model)->fkey[key - KEY_F1]);
	}
	switch (model->state) {
	case MODEL_LIST:
		return list_state_key(model, key);
	case MODEL_FILTER:
		return filter_key(model, key);
	case MODEL_FILE:
		model->state = model->behind;
		return nothing;
	default:
		return line_key(model, key);
	}
}

struct action model_key(struct model *model, unsigned int key, uint32_t now_ms)
{
	struct action action;

	if (key == KEY_NONE)
		return nothing;
	touch(model, now_ms);
	action = state_key(model, key, now_ms);
	end_countdown_elsewhere(model);
	return action;
}

/* --- Time ----------------------------------------------------------------- */

/* Does a menu that nobody uses go on by itself? */
static int goes_on(const struct model *model)
{
	return home_of(model)->timeout_ms ||
	       (model->failures && model->last_flags & ACTION_AUTOMATIC);
}

struct action model_tick(struct model *model, uint32_t now_ms)
{
	const struct menu *home = home_of(model);
	uint32_t total = model->config->total_timeout_ms;

	if (model->waiting && now_ms - model->wait_since_ms >= model->wait_ms) {
		model->waiting = 0;
		model->status[0] = '\0';
	}
	if ((total && now_ms - model->total_ms >= total) ||
	    (model->counting && model_left_ms(model, now_ms) == 0))
		return run_timeout(model, now_ms);
	if (!model->counting && home->retimeout_ms && goes_on(model) &&
	    now_ms - model->key_ms >= home->retimeout_ms) {
		go_home(model);
		start_countdown(
		    model, home->timeout_ms ? home->timeout_ms : MODEL_RETRY_MS,
		    now_ms);
	}
	return nothing;
}

struct action model_start(struct model *model, struct config *config,
			  const struct facts *facts, int shift, uint32_t now_ms)
{
	uint16_t once = config_find(config, config_text(config, config->once));

	memset(model, 0, sizeof(*model));
	model->config = config;
	model->facts = facts;
	model->total_ms = now_ms;
	model->key_ms = now_ms;
	list_show(model, config->start);
	model_set_page(model,
		       (unsigned int)home_of(model)->param[PARAM_ROWS] & 0xff);
	model->state =
	    config->flags & CONFIG_HIDDEN ? MODEL_HIDDEN : MODEL_LIST;
	start_countdown(model, home_of(model)->timeout_ms, now_ms);
	if (once != ENTRY_NONE)
		return run_entry(model, once, ACTION_AUTOMATIC | ACTION_ONCE);
	if (config->flags & CONFIG_SHIFTKEY &&
	    (!shift || config->flags & CONFIG_NOESCAPE))
		return run_default(model);
	return nothing;
}

struct action model_failed(struct model *model, const char *reason,
			   uint32_t now_ms)
{
	const struct menu *home = home_of(model);
	const char *onerror =
	    config_text(model->config, menu_of(model)->onerror);
	uint8_t flags = model->last_flags;
	uint32_t length_ms = home->timeout_ms;
	struct action action;
	uint16_t number;

	list_show(model, model->menu);
	model->state = MODEL_LIST;
	model->key_ms = now_ms;
	model->total_ms = now_ms;
	if (!reason) {
		model->failures = 0;
		return nothing;
	}
	if (*onerror && !(flags & ACTION_ONERROR) &&
	    compose_onerror(model, onerror, &number)) {
		action = run_text(model, number,
				  ACTION_ONERROR | (flags & ACTION_AUTOMATIC));
		model_set_status(model, reason);
		return action;
	}
	model_set_status(model, reason);
	if (model->failures < UINT8_MAX)
		model->failures++;
	if (flags & ACTION_AUTOMATIC) {
		go_home(model);
		if (!length_ms)
			length_ms = MODEL_RETRY_MS;
	}
	start_countdown(model, length_ms, now_ms);
	return nothing;
}

size_t model_autoboot(const char *message, unsigned int seconds, char *buf,
		      size_t size)
{
	/* Of {one,two,many} the one that fits, or the last there is. */
	unsigned int wanted = seconds && seconds < 3 ? seconds - 1 : 2;
	unsigned int word = 0;
	unsigned int words = 0;
	size_t used = 0;
	const char *p;
	int inside = 0;

	for (; *message; message++) {
		if (!inside && *message == '{') {
			inside = 1;
			word = 0;
			words = 0;
			for (p = message; *p && *p != '}'; p++)
				words += *p == ',' && words < 2;
			if (words > wanted)
				words = wanted;
		} else if (inside && *message == '}') {
			inside = 0;
		} else if (inside && *message == ',' && word < 2) {
			word++;
		} else if (inside && word != words) {
			continue;
		} else if (!inside && *message == '#') {
			used +=
			    text_format(buf + used, size - used, "%u", seconds);
		} else {
			used += text_format(buf + used, size - used, "%c",
					    *message);
		}
	}
	return used;
}
