/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What menu/ makes of a PXELINUX tree: all menus and their rows, as lines of
 * words between tabs, for test_menus.py to compare with a real screen.
 *
 * menumodel ROOT [NAME=VALUE...], with the names mac, ip, server, gateway,
 * netmask and uuid. Lines: "name FILE" for each name looked for; "hidden TEXT"
 * is what a hidden menu shows; "start MENU"; "menu MENU PARENT DEFAULT-ROW
 * SELECTED-COLOUR MASTER-PASSWORD TITLE" and behind it its "row ACTION TARGET
 * PASSWORD TITLE COMMAND"; "default COMMAND" is what starts when nobody presses
 * a key.
 *
 * Runs in: host.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "line.h"
#include "list.h"
#include "run.h"
#include "source.h"

#define ARENA_LEN (2u << 20)
#define NAME_LEN 4096

static const char *const actions[] = {
    "run", "disabled", "submenu", "goto", "exit", "quit", "help",
};

static const char *root;
static int is_found; /* the first file */

static int read_file(const char *name, void *buf, size_t len, size_t *ret_len)
{
	char path[NAME_LEN];
	FILE *file;
	int rc;

	if (!is_found)
		printf("name\t%s\n", name);
	snprintf(path, sizeof(path), "%s/%s", root, name);
	file = fopen(path, "rb");
	if (!file)
		return ERR_FILE_NONE;
	is_found = 1;
	*ret_len = fread(buf, 1, len, file);
	rc = fgetc(file) == EOF ? 0 : ERR_MENU_MEMORY;
	fclose(file);
	return rc;
}

static const char *reason(int rc)
{
	const char *text = mistake_text(rc);

	return text ? text : "cannot be read";
}

static void print_row(const struct model *model, unsigned int row)
{
	const struct config *config = model->config;
	uint16_t number = config->rows[row];
	const struct entry *entry = config_entry(config, number);
	char command[MENU_MAX_COMMAND + 1] = "";
	char title[256];
	int hot;
	size_t len = config_title(config, entry, title, sizeof(title), &hot);

	if (entry->action == ENTRY_RUN)
		model_command(model, number, command, sizeof(command));
	printf("row\t%s\t%lu\t%s\t%.*s\t%s\n", actions[entry->action],
	       (unsigned long)entry->target, config_text(config, entry->passwd),
	       (int)len, title, command);
}

static void print_menu(struct model *model, menu_ref ref)
{
	const struct menu *menu = config_menu(model->config, ref);
	char title[256];
	size_t len =
	    config_menu_title(model->config, menu, title, sizeof(title));
	unsigned int row;

	list_show(model, ref);
	printf("menu\t%lu\t%lu\t%u\t%u\t%s\t%.*s\n", (unsigned long)ref,
	       (unsigned long)menu->parent, model->row,
	       menu->color[COLOR_SELECTED],
	       config_text(model->config, menu->master), (int)len, title);
	for (row = 0; row < model->count; row++)
		print_row(model, row);
}

/* Without its number of seconds, which changes. */
static void print_hidden(const struct model *model)
{
	const struct menu *menu = home_of(model);
	const char *text =
	    config_text(model->config, menu->message[MESSAGE_AUTOBOOT]);

	if (model->config->flags & CONFIG_HIDDEN)
		printf("hidden\t%.*s\n", (int)strcspn(text, "#"), text);
}

static void print_default(struct model *model)
{
	char command[MENU_MAX_COMMAND + 1] = "";
	struct action action = run_timeout(model, 0);

	if (action.kind == ACTION_RUN)
		model_command(model, action.entry, command, sizeof(command));
	printf("default\t%s\n",
	       action.kind == ACTION_COMMAND ? action.text : command);
}

static int take_fact(struct facts *facts, const char *argument)
{
	static const char names[] = "mac\0ip\0server\0gateway\0netmask\0uuid\0";
	struct span *const values[] = {
	    &facts->mac,     &facts->ip,      &facts->server,
	    &facts->gateway, &facts->netmask, &facts->uuid,
	};
	size_t len = strcspn(argument, "=");
	int number = find_name(names, argument, len);

	if (number < 0 || !argument[len])
		return 0;
	values[number]->text = argument + len + 1;
	values[number]->len = strlen(argument + len + 1);
	return 1;
}

int main(int argc, char **argv)
{
	static struct model model;
	static struct config config;
	struct facts facts = {.arp_type = 1};
	static struct source source = {
	    .arena_len = ARENA_LEN, .read = read_file, .reason = reason};
	menu_ref ref;
	int i;

	for (i = 2; i < argc; i++)
		if (!take_fact(&facts, argv[i]))
			return 2;
	root = argc > 1 ? argv[1] : ".";
	source.facts = &facts;
	source.prefix.text = "";
	source.arena = malloc(ARENA_LEN);
	if (!source.arena || source_read(&source, &config, ""))
		return 1;
	model_start(&model, &config, &facts, 1, 0);
	print_hidden(&model);
	printf("start\t%lu\n", (unsigned long)model.menu);
	for (ref = config.top; ref; ref = config_menu(&config, ref)->next)
		print_menu(&model, ref);
	print_default(&model);
	free(source.arena);
	return 0;
}
