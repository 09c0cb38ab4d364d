/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of the menu that is shown: its rows, the one chosen, the filter.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "list.h"

/* So much of a title is looked through for the filter's text. */
#define TITLE_LEN 160

static struct entry *entry_of(const struct model *model, unsigned int row)
{
	return config_entry(model->config, model->config->rows[row]);
}

static int can_choose(const struct model *model, unsigned int row)
{
	return entry_of(model, row)->action != ENTRY_DISABLED;
}

static char to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Does the title contain the filter's text, in whatever case? */
static int passes(const struct model *model, const struct entry *entry)
{
	char title[TITLE_LEN];
	size_t len;
	size_t at;
	size_t i;
	int hot;

	if (!model->filter_len)
		return 1;
	if (entry->action == ENTRY_DISABLED)
		return 0;
	len = config_title(model->config, entry, title, TITLE_LEN, &hot);
	for (at = 0; at + model->filter_len <= len; at++) {
		for (i = 0; i < model->filter_len; i++)
			if (to_lower(title[at + i]) !=
			    to_lower(model->filter[i]))
				break;
		if (i == model->filter_len)
			return 1;
	}
	return 0;
}

/* The row chosen is on the screen, and no more rows below than there are. */
static void scroll(struct model *model)
{
	int count = model->count;
	int page = model->page;
	int top = model->top;

	if (top > count - page)
		top = count - page;
	if (top > model->row)
		top = model->row;
	if (top < model->row - page + 1)
		top = model->row - page + 1;
	model->top = (uint16_t)(top < 0 ? 0 : top);
}

/* From row on, one way and then the other, the first that can be chosen. */
static void choose_row(struct model *model, int row, int step)
{
	int count = model->count;
	int at;

	if (row >= count)
		row = count - 1;
	if (row < 0)
		row = 0;
	for (at = row; at >= 0 && at < count && !can_choose(model, at);)
		at += step;
	if (at < 0 || at >= count)
		for (at = row; at >= 0 && at < count && !can_choose(model, at);)
			at -= step;
	if (at >= 0 && at < count)
		model->row = (uint16_t)at;
	scroll(model);
	if (count)
		config_menu(model->config, model->menu)->current =
		    model->config->rows[model->row];
}

void list_filter(struct model *model)
{
	struct config *config = model->config;
	uint16_t chosen = model_entry(model);
	const struct entry *entry;
	uint16_t i;

	model->count = 0;
	for (i = 0; i < config->count; i++) {
		entry = config_entry(config, i);
		if (entry->menu == model->menu && passes(model, entry))
			config->rows[model->count++] = i;
	}
	model->row = 0;
	model->top = 0;
	list_choose(model, chosen);
}

void list_choose(struct model *model, uint16_t entry)
{
	unsigned int row;

	for (row = 0; row < model->count; row++)
		if (model->config->rows[row] == entry)
			break;
	choose_row(model, row < model->count ? (int)row : 0, 1);
}

uint16_t list_default(const struct config *config, menu_ref menu)
{
	uint16_t number = config_menu(config, menu)->initial;
	const struct entry *entry;

	if (number != ENTRY_NONE &&
	    config_entry(config, number)->action != ENTRY_DISABLED)
		return number;
	for (number = 0; number < config->count; number++) {
		entry = config_entry(config, number);
		if (entry->menu == menu && entry->action != ENTRY_DISABLED)
			return number;
	}
	return ENTRY_NONE;
}

void list_show(struct model *model, menu_ref menu)
{
	uint16_t chosen = config_menu(model->config, menu)->current;

	if (chosen == ENTRY_NONE)
		chosen = list_default(model->config, menu);
	model->menu = menu;
	model->filter_len = 0;
	model->filter[0] = '\0';
	model->count = 0;
	list_filter(model);
	list_choose(model, chosen);
}

/* Move so many rows; the picture moves with them when it is a page. */
static void move(struct model *model, int step, int scrolled)
{
	int top = model->top + scrolled;

	model->top = (uint16_t)(top < 0 ? 0 : top);
	choose_row(model, model->row + step, step < 0 ? -1 : 1);
}

int list_key(struct model *model, unsigned int key)
{
	int page = model->page;

	switch (key) {
	case KEY_UP:
	case KEY_CTRL('P'):
		move(model, -1, 0);
		return 1;
	case KEY_DOWN:
	case KEY_CTRL('N'):
		move(model, 1, 0);
		return 1;
	case '-':
		move(model, -1, -1);
		return 1;
	case '+':
		move(model, 1, 1);
		return 1;
	case KEY_PAGE_UP:
	case KEY_LEFT:
	case KEY_CTRL('B'):
	case '<':
		move(model, -page, -page);
		return 1;
	case KEY_PAGE_DOWN:
	case KEY_RIGHT:
	case KEY_CTRL('F'):
	case '>':
	case ' ':
		move(model, page, page);
		return 1;
	case KEY_HOME:
	case KEY_CTRL('A'):
		choose_row(model, 0, 1);
		return 1;
	case KEY_END:
	case KEY_CTRL('E'):
		choose_row(model, model->count - 1, -1);
		return 1;
	}
	return 0;
}

uint16_t list_hotkey(const struct model *model, unsigned int key)
{
	unsigned int row;

	if (key >= 'a' && key <= 'z')
		key &= ~0x20u;
	for (row = 0; key && row < model->count; row++)
		if (entry_of(model, row)->hotkey == key)
			return model->config->rows[row];
	return ENTRY_NONE;
}
