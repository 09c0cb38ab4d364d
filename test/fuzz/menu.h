/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the menu's fuzz targets share: files out of the input, and what holds
 * for every configuration.
 *
 * Runs in: host.
 */
#ifndef FUZZ_MENU_H
#define FUZZ_MENU_H

#include <string.h>

#include "config.h"
#include "fuzz.h"

#define MENU_INPUT_FILES 4
/* Between two files of the input. */
#define MENU_INPUT_END 0x1c

struct menu_input {
	const uint8_t *text[MENU_INPUT_FILES];
	size_t len[MENU_INPUT_FILES];
	const uint8_t *arena;
	size_t arena_len;
	unsigned int mistakes;
	unsigned int reads;
};

/* Cut the input into files, called "m", "n", "o", "p". */
static inline void menu_input_cut(struct menu_input *input, const uint8_t *data,
				  size_t len)
{
	unsigned int i;
	const uint8_t *end;

	for (i = 0; i < MENU_INPUT_FILES; i++) {
		end = len ? memchr(data, MENU_INPUT_END, len) : NULL;
		input->text[i] = data;
		input->len[i] = end ? (size_t)(end - data) : len;
		data = end ? end + 1 : data + len;
		len -= input->len[i] + (end != NULL);
	}
}

static inline int menu_input_read(void *context, const char *name, void *buf,
				  size_t len, size_t *ret_len)
{
	struct menu_input *input = context;
	unsigned int i = (unsigned int)(name[0] - 'm');

	input->reads++;
	REQUIRE(input->reads <= MENU_MAX_FILES);
	REQUIRE((const uint8_t *)buf >= input->arena &&
		(const uint8_t *)buf + len <= input->arena + input->arena_len);
	if (i >= MENU_INPUT_FILES || name[1] || input->len[i] > len)
		return -9;
	if (input->len[i])
		memcpy(buf, input->text[i], input->len[i]);
	*ret_len = input->len[i];
	return 0;
}

static inline void menu_input_mistake(void *context,
				      const struct mistake *mistake)
{
	struct menu_input *input = context;
	char buf[64];

	input->mistakes++;
	REQUIRE(mistake->error == -9 || mistake_text(mistake->error));
	REQUIRE(!mistake->word.len ||
		lies_inside(mistake->word.text, mistake->word.len,
			    (const char *)input->arena, input->arena_len));
	REQUIRE(mistake_format(mistake, "x", buf, sizeof(buf)) < sizeof(buf));
}

/* A text is there, and its NUL before the texts' end. */
static inline void menu_check_text(const struct config *config, text_ref ref)
{
	REQUIRE(ref < config->low);
	REQUIRE(memchr(config->arena + ref, '\0', config->low - ref));
}

static inline void menu_check_menu(const struct config *config, menu_ref ref)
{
	menu_ref at;

	for (at = config->top; at != ref; at = config_menu(config, at)->next)
		REQUIRE(at);
}

static inline void menu_check_entry(const struct config *config,
				    const struct entry *entry)
{
	char buf[MENU_MAX_COMMAND + 1];
	int hot;
	int len;

	menu_check_text(config, entry->label);
	menu_check_text(config, entry->title);
	menu_check_text(config, entry->kernel);
	menu_check_text(config, entry->append);
	menu_check_text(config, entry->initrd);
	menu_check_text(config, entry->passwd);
	menu_check_text(config, entry->help);
	REQUIRE(entry->action <= ENTRY_HELP && entry->type < KERNEL_TYPES);
	if (entry->menu)
		menu_check_menu(config, entry->menu);
	else
		REQUIRE(entry->flags & ENTRY_HIDDEN);
	if (entry->action >= ENTRY_SUBMENU && entry->action <= ENTRY_EXIT) {
		REQUIRE(entry->target);
		menu_check_menu(config, entry->target);
	}
	len = (int)config_title(config, entry, buf, 40, &hot);
	REQUIRE(len <= 40 && hot < len && hot >= -1);
	len = config_command(config, entry, buf, sizeof(buf));
	REQUIRE(len < 0 || (size_t)len == strlen(buf));
}

static inline void menu_check(const struct config *config)
{
	const struct menu *menu;
	menu_ref ref;
	uint16_t i;
	char title[20];

	REQUIRE(config->low <= config->high && config->high <= config->end);
	REQUIRE((uint8_t *)(config->rows + config->count) <=
		config->arena + config->high);
	for (i = 0; i < config->count; i++)
		menu_check_entry(config, config_entry(config, i));
	for (ref = config->top; ref; ref = menu->next) {
		menu = config_menu(config, ref);
		REQUIRE(menu->entry == ENTRY_NONE ||
			menu->entry < config->count);
		REQUIRE(menu->initial == ENTRY_NONE ||
			(menu->initial < config->count &&
			 config_entry(config, menu->initial)->menu == ref));
		REQUIRE(config_menu_title(config, menu, title, 20) <= 20);
		menu_check_text(config, menu->tag);
		menu_check_text(config, menu->ontimeout);
		menu_check_text(config, menu->onerror);
		menu_check_text(config, menu->master);
		menu_check_text(config, menu->message[MESSAGE_AUTOBOOT]);
		menu_check_text(config, menu->fkey[11]);
	}
	menu_check_menu(config, config->start);
}

/* Read the input's file "m", and "n" when two are wanted. */
static inline int menu_input_load(struct menu_input *input,
				  struct config *config, uint8_t *arena,
				  size_t arena_len, const char *names)
{
	const struct config_io io = {menu_input_read, menu_input_mistake,
				     input};
	int rc;

	input->arena = arena;
	input->arena_len = arena_len;
	memset(config, 0, sizeof(*config));
	rc = config_read(config, arena, arena_len, &io, names);
	if (rc != ERR_MENU_MEMORY)
		menu_check(config);
	REQUIRE(config->mistakes == input->mistakes);
	return rc;
}

#endif /* FUZZ_MENU_H */
