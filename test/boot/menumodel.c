/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What menu/ makes of a PXELINUX tree: all menus and their rows, as lines of
 * words between tabs, for test_menus.py to compare with a real screen.
 *
 * menumodel ROOT [NAME=VALUE...], with the names mac, ip, server, gateway,
 * netmask and uuid. Lines: "name FILE" for each name looked for; "mistake
 * TEXT"; "hidden TEXT" is what a hidden menu shows; "start MENU"; "menu MENU
 * PARENT DEFAULT-ROW SELECTED-COLOUR MASTER-PASSWORD TITLE" and behind it its
 * "row ACTION TARGET PASSWORD TITLE COMMAND"; "default COMMAND" is what starts
 * when nobody presses a key.
 *
 * Runs in: host.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"
#include "list.h"
#include "run.h"
#include "search.h"

#define ARENA_LEN (2u << 20)
#define NAME_LEN 512

static const char *const actions[] = {
    "run", "disabled", "submenu", "goto", "exit", "quit", "help",
};

struct tree {
	const char *root;
	char first[NAME_LEN]; /* the file that "~" is */
};

static FILE *open_below(const struct tree *tree, const char *name)
{
	char path[2 * NAME_LEN];

	if (strcmp(name, "~") == 0)
		name = tree->first;
	snprintf(path, sizeof(path), "%s/%s", tree->root, name);
	return fopen(path, "rb");
}

static int read_file(void *context, const char *name, void *buf, size_t len,
		     size_t *ret_len)
{
	FILE *file = open_below(context, name);
	int rc = -1;

	if (!file)
		return rc;
	*ret_len = fread(buf, 1, len, file);
	if (fgetc(file) == EOF)
		rc = 0;
	fclose(file);
	return rc;
}

static void print_mistake(void *context, const struct mistake *mistake)
{
	const char *text = mistake_text(mistake->error);
	char line[256];

	(void)context;
	mistake_format(mistake, text ? text : "cannot be read", line,
		       sizeof(line));
	printf("mistake\t%s\n", line);
}

static void find_first(struct tree *tree, const struct facts *facts)
{
	struct search search = {facts, {"", 0}, {"", 0}, 0};
	FILE *file = NULL;

	while (!file && search_next(&search, tree->first, NAME_LEN)) {
		printf("name\t%s\n", tree->first);
		file = open_below(tree, tree->first);
	}
	if (!file)
		exit(1);
	fclose(file);
}

/* As sanmenu does: a UI line that names files is another configuration. */
static int read_tree(struct tree *tree, struct config *config, void *arena)
{
	const struct config_io io = {read_file, print_mistake, tree};
	char files[NAME_LEN];
	const char *found;
	int rc = config_read(config, arena, ARENA_LEN, &io, "~");

	found = config_menu_files(config_text(
	    config, config->ui ? config->ui : config->default_line));
	if (rc || !found || strcmp(found, "~") == 0)
		return rc;
	snprintf(files, sizeof(files), "%s", found);
	return config_read(config, arena, ARENA_LEN, &io, files);
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
	struct tree tree = {argc > 1 ? argv[1] : ".", ""};
	void *arena = malloc(ARENA_LEN);
	menu_ref ref;
	int i;

	for (i = 2; i < argc; i++)
		if (!take_fact(&facts, argv[i]))
			return 2;
	find_first(&tree, &facts);
	if (!arena || read_tree(&tree, &config, arena))
		return 1;
	model_start(&model, &config, &facts, 1, 0);
	print_hidden(&model);
	printf("start\t%lu\n", (unsigned long)model.menu);
	for (ref = config.top; ref; ref = config_menu(&config, ref)->next)
		print_menu(&model, ref);
	print_default(&model);
	free(arena);
	return 0;
}
