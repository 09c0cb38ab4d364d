/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the menu's configuration comes from: names given, or a search.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "line.h"
#include "names.h"
#include "source.h"

int source_read_file(const struct source *source, const char *name, void *buf,
		     size_t len, size_t *ret_len)
{
	static char placed[MENU_MAX_COMMAND + 1];

	if (names_place(source->prefix, name, placed, sizeof(placed)) < 0)
		return ERR_MENU_COMMAND;
	return source->read(placed, buf, len, ret_len);
}

static int read_file(void *context, const char *name, void *buf, size_t len,
		     size_t *ret_len)
{
	static char expanded[MENU_MAX_COMMAND + 1];
	struct source *source = context;

	if (same_text(name, "~"))
		name = source->first;
	if (expand(name, strlen(name), source->facts,
		   is_url(name, strlen(name)) ? EXPAND_URL : 0, expanded,
		   sizeof(expanded)) < 0)
		return ERR_MENU_COMMAND;
	return source_read_file(source, expanded, buf, len, ret_len);
}

static void take_mistake(void *context, const struct mistake *mistake)
{
	struct source *source = context;

	if (!source->mistake[0])
		mistake_format(mistake, source->reason(mistake->error),
			       source->mistake, sizeof(source->mistake));
}

static int read_names(struct source *source, struct config *config,
		      const char *names)
{
	const struct config_io io = {
	    .read = read_file,
	    .mistake = take_mistake,
	    .context = source,
	};
	int rc;

	source->mistake[0] = '\0';
	rc = config_read(config, source->arena, source->arena_len, &io, names);
	if (!rc && config->fallback)
		text_format(source->fallback, sizeof(source->fallback), "%s",
			    config_text(config, config->fallback));
	return rc;
}

static int search(struct source *source, struct config *config)
{
	struct search names = {
	    .facts = source->facts,
	    .config_file = source->config_file,
	};
	size_t size = sizeof(source->first);
	uint32_t absent = 0;
	int rc = ERR_FILE_NONE;

	if (source->loaders_file) {
		text_format(source->first, size, "%s", source->loaders_file);
		return read_names(source, config, source->first);
	}
	if (names.config_file.len && search_next(&names, source->first, size))
		rc = read_names(source, config, source->first);
	if (rc == ERR_FILE_NONE && source->absent && !source->prefix.len)
		absent = source->absent(names);
	while (rc == ERR_FILE_NONE && search_next(&names, source->first, size))
		if (!(absent & 1u << names.step))
			rc = read_names(source, config, source->first);
	return rc;
}

int source_leads_on(const struct config *config, char *names, size_t size)
{
	const char *line = config_text(config, config->ui);
	const char *files;

	if (!config->ui) {
		line = config_text(config, config->default_line);
		if (config_find(config, line) != ENTRY_NONE)
			return 0;
	}
	files = config_menu_files(line);
	if (!files || same_text(files, "~") || same_text(files, names))
		return 0;
	text_format(names, size, "%s", files);
	return 1;
}

int source_read(struct source *source, struct config *config, const char *given)
{
	static char names[MENU_MAX_COMMAND + 1];
	unsigned int ways = 0;
	int rc;

	text_format(names, sizeof(names), "%s", given);
	if (names[0]) {
		text_format(source->first, sizeof(source->first), "%s", names);
		source->first[word_len(source->first)] = '\0';
		rc = read_names(source, config, names);
	} else {
		rc = search(source, config);
	}
	while (!rc && ways++ < SOURCE_MAX_WAYS &&
	       source_leads_on(config, names, sizeof(names)))
		rc = read_names(source, config, names);
	if (!rc && !config->count)
		rc = ERR_MENU_EMPTY;
	return rc;
}
