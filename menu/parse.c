/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a configuration: files, lines, directives.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "line.h"
#include "parse.h"

void complain(struct parser *parser, int error, const char *text)
{
	struct mistake mistake = {parser->place.file,
				  parser->place.line,
				  error,
				  {text, word_len(text)}};

	parser->config->mistakes++;
	parser->io->mistake(parser->io->context, &mistake);
}

size_t room(const struct config *config)
{
	/* The list's numbers come at the end, aligned. */
	size_t rows = (size_t)config->count * sizeof(uint16_t) + 8;
	size_t used = config->low + rows;

	return config->high > used ? config->high - used : 0;
}

char *cut_word(struct parser *parser)
{
	char *word = parser->rest;
	char *end = word + word_len(word);

	parser->rest = skip_blanks(end);
	*end = '\0';
	return word;
}

/* Is this file open already, or too much open or read? */
static int may_open(const struct parser *parser, const char *name)
{
	unsigned int i;

	for (i = 0; i < parser->depth; i++)
		if (same_text(parser->source[i].name, name))
			return ERR_MENU_LOOP;
	if (parser->depth == MENU_MAX_DEPTH)
		return ERR_MENU_DEPTH;
	return parser->files == MENU_MAX_FILES ? ERR_MENU_FILES : 0;
}

void open_file(struct parser *parser, const char *name, int closes)
{
	struct config *config = parser->config;
	char *text = (char *)config->arena + config->low;
	struct source *source;
	size_t max = room(config);
	size_t len = 0;
	int rc = may_open(parser, name);

	if (!rc && !max)
		rc = ERR_MENU_MEMORY;
	if (!rc) {
		parser->files++;
		rc = parser->io->read(parser->io->context, name, text, max - 1,
				      &len);
	}
	if (!rc && len >= max)
		rc = ERR_MENU_MEMORY;
	parser->rc = rc;
	if (rc) {
		complain(parser, rc, name);
		if (closes)
			end_menu(parser);
		return;
	}
	config->low += (uint32_t)len + 1;
	source = &parser->source[parser->depth++];
	text[len] = '\0';
	*source = (struct source){text, text + len, name, 0, (uint8_t)closes};
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		source->next += 3;
}

/* End the line where Syslinux ends it: at the first CR or NUL. */
static void trim_line(struct parser *parser, char *line, size_t max)
{
	size_t len;
	size_t i;

	for (len = 0; len < max && line[len] != '\r' && line[len]; len++)
		;
	for (i = len; i < max && is_blank(line[i]); i++)
		;
	line[len] = '\0';
	if (i < max)
		complain(parser, ERR_MENU_CONTROL, skip_blanks(line));
	while (len && is_blank(line[len - 1]))
		line[--len] = '\0';
}

char *cut_line(struct parser *parser, char **ret_end)
{
	struct source *source = &parser->source[parser->depth - 1];
	char *line = source->next;
	char *end;

	if (line >= source->end)
		return NULL;
	for (end = line; end < source->end && *end != '\n'; end++)
		;
	source->next = end + 1;
	source->line++;
	parser->place = (struct place){source->name, source->line};
	*ret_end = end;
	return line;
}

/* The next line of the innermost file that has one, without blanks around. */
static char *next_line(struct parser *parser)
{
	size_t len;
	char *line;
	char *end;

	while (parser->depth) {
		line = cut_line(parser, &end);
		if (line) {
			len = (size_t)(end - line);
			if (len > MENU_MAX_LINE) {
				len = MENU_MAX_LINE;
				complain(parser, ERR_MENU_LINE,
					 skip_blanks(line));
			}
			line[len] = '\0';
			trim_line(parser, line, len);
			return skip_blanks(line);
		}
		if (parser->source[--parser->depth].closes)
			end_menu(parser);
	}
	return NULL;
}

static void read_files(struct parser *parser, char *names_left)
{
	int none = 1;
	int rc = 0;
	char *line;
	char *name;

	parser->rest = skip_blanks(names_left);
	while (*(name = cut_word(parser))) {
		char *others = parser->rest;

		parser->place = (struct place){name, 0};
		open_file(parser, name, 0);
		rc = parser->rc;
		none &= rc != 0;
		while ((line = next_line(parser)))
			do_line(parser, line);
		parser->rest = others;
	}
	parser->rc = none ? rc : 0;
}

int config_read(struct config *config, void *arena, size_t len,
		const struct config_io *io, const char *list)
{
	const struct config sticky = *config;
	struct parser parser;
	size_t list_len = strlen(list) + 1;
	char *copy;

	memset(config, 0, sizeof(*config));
	memset(&parser, 0, sizeof(parser));
	parser.config = config;
	parser.io = io;
	parser.place.file = list;
	config->arena = arena;
	config->end = (uint32_t)(len > INT32_MAX ? INT32_MAX : len) & ~3u;
	config->high = config->end;
	if (build_start(&parser) || list_len > room(config))
		return ERR_MENU_MEMORY;
	config->serial = sticky.serial;
	if (sticky.arena && !(sticky.flags & CONFIG_CONSOLE))
		config->flags &= ~(uint32_t)CONFIG_CONSOLE;
	copy = (char *)config->arena + config->low;
	memcpy(copy, list, list_len);
	config->low += (uint32_t)list_len;
	read_files(&parser, copy);
	build_finish(&parser);
	return parser.rc;
}
