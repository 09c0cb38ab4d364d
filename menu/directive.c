/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a configuration: what each directive does.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "directives.h"
#include "line.h"
#include "parse.h"

enum kind {
	KIND_IGNORE,
	KIND_REFUSE,
	KIND_CONFIG_TEXT,
	KIND_CONFIG_TIME,
	KIND_CONFIG_FLAG,
	KIND_CONFIG_SET,
	KIND_MENU_TEXT,
	KIND_MENU_TIME,
	KIND_MENU_FLAG,
	KIND_PARAMETER,
	KIND_SCOPE_FLAG,
	KIND_LABEL,
	KIND_APPEND,
	KIND_SYSAPPEND,
	KIND_SERIAL,
	KIND_INCLUDE,
	KIND_TEXT,
	KIND_FKEY,
	KIND_FALLBACK,
	KIND_TITLE,
	KIND_MENU_LABEL,
	KIND_DEFAULT,
	KIND_HIDDENKEY,
	KIND_PASSWD,
	KIND_MASTER,
	KIND_SEPARATOR,
	KIND_BEGIN,
	KIND_END,
	KIND_START,
	KIND_COLOR,
	/* From here on only after a LABEL. */
	KIND_KERNEL,
	KIND_ENTRY_TEXT,
	KIND_ENTRY_FLAG,
	KIND_ACTION,
	KIND_GOTO,
	KIND_EXIT,
	KIND_INDENT,
};

/* Places of 32-bit members, as one byte. */
#define CONFIG_AT(member) (offsetof(struct config, member) / 4)
#define MENU_AT(member) (offsetof(struct menu, member) / 4)
#define ENTRY_AT(member) (offsetof(struct entry, member) / 4)

#define DIRECTIVE_NAME(name, kind, value, note) name "\0"
#define DIRECTIVE_DO(name, kind, value, note) {KIND_##kind, value},

struct directive {
	uint8_t kind;
	uint8_t value;
};

static const char names[] = DIRECTIVES(DIRECTIVE_NAME);
static const char menu_names[] = MENU_DIRECTIVES(DIRECTIVE_NAME);
static const struct directive directives[] = {DIRECTIVES(DIRECTIVE_DO)};
static const struct directive menu_directives[] = {
    MENU_DIRECTIVES(DIRECTIVE_DO)};

/* INCLUDE file [tag] */
static void include(struct parser *parser)
{
	char *name = cut_word(parser);

	if (!*name) {
		complain(parser, ERR_MENU_MISSING, name);
		return;
	}
	if (*parser->rest)
		begin_menu(parser, parser->rest);
	open_file(parser, name, *parser->rest != '\0');
}

/* A second TEXT HELP of the same entry is put behind the first. */
static text_ref join_help(struct parser *parser, text_ref first, char *second)
{
	struct config *config = parser->config;
	size_t first_len = strlen(config_text(config, first));
	size_t len = strlen(second) + 1;
	text_ref joined = config->low;

	if (!first)
		return ref_of(parser, second);
	if (first_len + len > room(config)) {
		complain(parser, ERR_MENU_MEMORY, second);
		return first;
	}
	memcpy(config->arena + joined, config_text(config, first), first_len);
	memcpy(config->arena + joined + first_len, second, len);
	config->low += (uint32_t)(first_len + len);
	return joined;
}

static void take_help(struct parser *parser)
{
	struct place begin = parser->place;
	char *kind = cut_word(parser);
	char *help = parser->source[parser->depth - 1].next;
	int is_help = find_name("help\0", kind, strlen(kind)) == 0;
	char *line;
	char *end;
	char *word;

	if (!is_help)
		complain(parser, ERR_MENU_UNKNOWN, kind);
	else if (!parser->open)
		complain(parser, ERR_MENU_NO_LABEL, kind);
	while ((line = cut_line(parser, &end))) {
		*end = '\0';
		word = skip_blanks(line);
		if (find_name("endtext\0", word, word_len(word)) == 0)
			break;
		*end = '\n';
	}
	if (!line) {
		parser->place = begin;
		complain(parser, ERR_MENU_NO_END, kind);
		line = parser->source[parser->depth - 1].end;
	}
	*line = '\0';
	if (is_help && parser->open && help < line)
		parser->entry.help =
		    join_help(parser, parser->entry.help, help);
}

static void take_text(struct parser *parser, text_ref *ret_text)
{
	if (*parser->rest)
		*ret_text = ref_of(parser, parser->rest);
	else
		complain(parser, ERR_MENU_MISSING, parser->rest);
}

/* Tenths of a second, kept as milliseconds. */
static void take_time(struct parser *parser, uint32_t *ret_ms)
{
	int32_t tenths;

	if (take_last_number(parser, 10, 0, INT32_MAX / 100, &tenths))
		*ret_ms = (uint32_t)tenths * 100;
}

static void take_flag(struct parser *parser, unsigned int flag,
		      unsigned int *flags)
{
	int32_t value;

	if (take_last_number(parser, 10, INT32_MIN, INT32_MAX, &value))
		*flags = value ? *flags | flag : *flags & ~flag;
}

static void take_menu_flag(struct parser *parser, struct menu *menu,
			   unsigned int flag)
{
	unsigned int flags = menu->flags;

	take_flag(parser, flag, &flags);
	menu->flags = (uint8_t)flags;
}

/* MENU SAVE and its like: bit 7 says whether the flag is set. */
static void scope_flag(struct parser *parser, struct menu *menu,
		       unsigned int value)
{
	uint8_t *flags = parser->open ? &parser->entry.flags : &menu->flags;
	uint8_t flag = value & 0x7f;

	*flags = (uint8_t)(value & 0x80 ? *flags | flag : *flags & ~flag);
	if (parser->open)
		parser->own_flags |= flag;
}

static void take_passwd(struct parser *parser, const struct menu *menu)
{
	text_ref passwd = ref_of(parser, parser->rest);

	if (parser->open)
		parser->entry.passwd = passwd;
	else if (menu->entry != ENTRY_NONE)
		config_entry(parser->config, menu->entry)->passwd = passwd;
	else
		complain(parser, ERR_MENU_NO_LABEL, parser->rest);
}

static void take_master(struct parser *parser, struct menu *menu)
{
	const char *word = cut_word(parser);

	if (find_name("passwd\0", word, strlen(word)) < 0)
		complain(parser, ERR_MENU_UNKNOWN, word);
	else
		take_text(parser, &menu->master);
}

static void menu_default(struct parser *parser, const struct menu *menu)
{
	if (parser->open)
		parser->entry.flags |= ENTRY_DEFAULT;
	else if (menu->entry != ENTRY_NONE)
		config_menu(parser->config, menu->parent)->initial =
		    menu->entry;
	else
		complain(parser, ERR_MENU_NO_LABEL, parser->rest);
}

static void take_sysappend(struct parser *parser)
{
	take_mask(parser,
		  parser->open ? &parser->entry.sysappend : &parser->sysappend);
}

static void take_fallback(struct parser *parser)
{
	const char *word = parser->rest;

	if (find_name("localboot\0none\0", word, word_len(word)) < 0)
		complain(parser, ERR_MENU_VALUE, word);
	else
		parser->config->fallback = ref_of(parser, word);
}

static void config_line(struct parser *parser, text_ref *field)
{
	take_text(parser, field);
	if (field == &parser->config->default_line)
		parser->default_place = parser->place;
	else if (field == &parser->config->once)
		parser->once_place = parser->place;
	else if (field == &parser->config->ui)
		parser->config->flags |= CONFIG_UI;
}

static void set_action(struct parser *parser, unsigned int action)
{
	if (parser->entry.action != ENTRY_DISABLED)
		parser->entry.action = (uint8_t)action;
}

/* MENU GOTO tag, MENU EXIT tag, MENU HELP file. */
static void go_to(struct parser *parser, unsigned int action)
{
	set_action(parser, action);
	parser->goto_place = parser->place;
	parser->entry.target = 0;
	if (action == ENTRY_HELP)
		parser->rest = cut_word(parser);
	take_text(parser, &parser->entry.kernel);
}

static void go_out(struct parser *parser, const struct menu *menu,
		   unsigned int action)
{
	if (!menu->parent) {
		complain(parser, ERR_MENU_NO_SUBMENU, parser->rest);
		return;
	}
	if (*parser->rest) {
		go_to(parser, action);
		return;
	}
	set_action(parser, action);
	parser->entry.target = menu->parent;
}

/* Directives of an entry. */
static void do_entry(struct parser *parser, const struct menu *menu,
		     const struct directive *directive)
{
	struct entry *entry = &parser->entry;
	text_ref *field = (text_ref *)(void *)entry + directive->value;
	int32_t value;

	switch (directive->kind) {
	case KIND_KERNEL:
		entry->type = directive->value;
		take_text(parser, &entry->kernel);
		break;
	case KIND_ENTRY_TEXT:
		take_text(parser, field);
		break;
	case KIND_ENTRY_FLAG:
		entry->flags |= directive->value;
		break;
	case KIND_ACTION:
		set_action(parser, directive->value);
		break;
	case KIND_GOTO:
		go_to(parser, directive->value);
		break;
	case KIND_EXIT:
		go_out(parser, menu, directive->value);
		break;
	case KIND_INDENT:
		if (take_last_number(parser, 10, 0, MENU_MAX_INDENT, &value))
			entry->indent = (uint8_t)value;
		break;
	}
}

/* Directives of a menu, or of what is being read, entry or menu. */
static void do_menu(struct parser *parser, struct menu *menu,
		    const struct directive *directive)
{
	uint32_t *field = (uint32_t *)(void *)menu + directive->value;
	int32_t value;

	switch (directive->kind) {
	case KIND_MENU_TEXT:
		*field = ref_of(parser, parser->rest);
		break;
	case KIND_MENU_TIME:
		take_time(parser, field);
		break;
	case KIND_MENU_FLAG:
		take_menu_flag(parser, menu, directive->value);
		break;
	case KIND_PARAMETER:
		if (take_last_number(parser, 10, INT16_MIN, INT16_MAX, &value))
			menu->param[directive->value] = (int16_t)value;
		break;
	case KIND_SCOPE_FLAG:
		scope_flag(parser, menu, directive->value);
		break;
	case KIND_FKEY:
		menu->fkey[directive->value] = ref_of(parser, cut_word(parser));
		break;
	case KIND_DEFAULT:
		menu_default(parser, menu);
		break;
	case KIND_PASSWD:
		take_passwd(parser, menu);
		break;
	case KIND_MASTER:
		take_master(parser, menu);
		break;
	default:
		do_entry(parser, menu, directive);
		break;
	}
}

static void do_other(struct parser *parser, const struct directive *directive)
{
	struct config *config = parser->config;
	uint32_t *field = (uint32_t *)(void *)config + directive->value;

	switch (directive->kind) {
	case KIND_IGNORE:
		break;
	case KIND_REFUSE:
		complain(parser, ERR_MENU_REFUSED, parser->rest);
		parser->entry.action = ENTRY_DISABLED;
		break;
	case KIND_CONFIG_TEXT:
		config_line(parser, field);
		break;
	case KIND_CONFIG_TIME:
		take_time(parser, field);
		break;
	case KIND_CONFIG_FLAG:
		take_flag(parser, directive->value, &config->flags);
		break;
	case KIND_CONFIG_SET:
		config->flags |= directive->value;
		break;
	case KIND_LABEL:
		open_label(parser);
		break;
	case KIND_APPEND:
		*(parser->open ? &parser->entry.append : &parser->append) =
		    ref_of(parser, parser->rest);
		break;
	case KIND_SYSAPPEND:
		take_sysappend(parser);
		break;
	case KIND_SERIAL:
		take_serial(parser);
		break;
	case KIND_INCLUDE:
		include(parser);
		break;
	case KIND_TEXT:
		take_help(parser);
		break;
	case KIND_FALLBACK:
		take_fallback(parser);
		break;
	case KIND_TITLE:
		set_title(parser);
		break;
	case KIND_MENU_LABEL:
		set_label(parser);
		break;
	case KIND_HIDDENKEY:
		take_hidden_key(parser);
		break;
	case KIND_SEPARATOR:
		add_separator(parser);
		break;
	case KIND_BEGIN:
		begin_menu(parser, parser->rest);
		break;
	case KIND_END:
		end_menu(parser);
		break;
	case KIND_START:
		config->start = parser->menu;
		break;
	case KIND_COLOR:
		take_color(parser);
		break;
	default:
		do_menu(parser, config_menu(config, parser->menu), directive);
		break;
	}
}

void do_line(struct parser *parser, char *line)
{
	const struct directive *directive;
	char *word = line;
	size_t len = word_len(line);
	int is_menu = find_name("menu\0", word, len) == 0;
	int number;

	if (!len || *line == '#')
		return;
	if (is_menu) {
		word = skip_blanks(line + len);
		len = word_len(word);
	}
	number = find_name(is_menu ? menu_names : names, word, len);
	if (number < 0) {
		complain(parser, ERR_MENU_UNKNOWN, word);
		return;
	}
	directive = &(is_menu ? menu_directives : directives)[number];
	if (directive->kind >= KIND_KERNEL && !parser->open) {
		complain(parser, ERR_MENU_NO_LABEL, word);
		return;
	}
	parser->rest = skip_blanks(word + len);
	do_other(parser, directive);
}
