/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entries and menus of a configuration that is being read.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "kernel.h"
#include "parse.h"

/* Syslinux's places on the screen (doc/menu.txt), in enum parameter's order. */
static const int8_t default_param[PARAMS] = {0, 10, 12, 0, 0, -2};

/* enum message's, one after the other. */
static const char default_messages[] = "Automatic start in # second{,s}\0"
				       "[Tab] edits the line\0"
				       "\0"
				       "Password";

static void *take_low(struct config *config, size_t len)
{
	uint8_t *memory;

	config->low = (config->low + 3) & ~3u;
	memory = config->arena + config->low;
	if (len > room(config))
		return NULL;
	memset(memory, 0, len);
	config->low += (uint32_t)len;
	return memory;
}

static struct menu *add_menu(struct parser *parser)
{
	struct config *config = parser->config;
	struct menu *menu = take_low(config, sizeof(*menu));
	menu_ref ref;

	if (!menu)
		return NULL;
	ref = (menu_ref)((uint8_t *)menu - config->arena);
	if (parser->last_menu)
		config_menu(config, parser->last_menu)->next = ref;
	else
		config->top = ref;
	parser->last_menu = ref;
	return menu;
}

int build_start(struct parser *parser)
{
	struct config *config = parser->config;
	struct menu *menu;
	text_ref text;
	char *texts;
	unsigned int i;

	config->low = sizeof(text_ref); /* 0 is no text's place, and "" */
	texts = take_low(config, sizeof(default_messages) + 5);
	menu = add_menu(parser);
	if (!menu || !texts)
		return ERR_MENU_MEMORY;
	memset(config->arena, 0, sizeof(text_ref));
	memcpy(texts, default_messages, sizeof(default_messages));
	memcpy(texts + sizeof(default_messages), ".top", 5);
	menu->tag = ref_of(parser, texts) + sizeof(default_messages);
	text = ref_of(parser, texts);
	for (i = 0; i < MESSAGES; i++) {
		menu->message[i] = text;
		text += (text_ref)strlen(config_text(config, text)) + 1;
	}
	for (i = 0; i < PARAMS; i++)
		menu->param[i] = default_param[i];
	default_colors(menu->color);
	menu->flags = MENU_OPTIONS;
	menu->retimeout_ms = MENU_RETIMEOUT_MS;
	menu->entry = ENTRY_NONE;
	menu->initial = ENTRY_NONE;
	menu->current = ENTRY_NONE;
	config->start = config->top;
	parser->menu = config->top;
	config->flags = CONFIG_IMPLICIT | CONFIG_CONSOLE;
	memset(parser->bucket, 0xff, sizeof(parser->bucket));
	return 0;
}

uint16_t add_entry(struct parser *parser, const struct entry *entry)
{
	struct config *config = parser->config;
	uint16_t number = config->count;
	int error = 0;

	if (number == MENU_MAX_ENTRIES)
		error = ERR_MENU_ENTRIES;
	else if (room(config) < sizeof(*entry) + sizeof(uint16_t))
		error = ERR_MENU_MEMORY;
	if (error) {
		complain(parser, error,
			 config_text(config, entry->label ? entry->label
							  : entry->title));
		return ENTRY_NONE;
	}
	config->count++;
	config->high -= (uint32_t)sizeof(*entry);
	*config_entry(config, number) = *entry;
	return number;
}

/* Give the entry the character behind its first '^', if none has it yet. */
static void take_hotkey(const struct config *config, struct menu *menu,
			struct entry *entry)
{
	const char *title = config_text(config, entry->title);
	unsigned char key;
	uint32_t *bits;
	uint32_t bit;

	while (*title && *title != '^')
		title++;
	key = *title ? (unsigned char)title[1] : 0;
	if (key >= 'a' && key <= 'z')
		key = (unsigned char)(key & ~0x20);
	if (key <= ' ' || key >= 0x7f || entry->action == ENTRY_DISABLED)
		return;
	bits = &menu->hotkeys[key / 32 - 1];
	bit = (uint32_t)1 << key % 32;
	if (*bits & bit)
		return;
	*bits |= bit;
	entry->hotkey = key;
}

static uint16_t *bucket_of(struct parser *parser, const char *name)
{
	unsigned int hash = 0;

	while (!is_blank(*name))
		hash = hash * 31 + (unsigned char)*name++;
	return &parser->bucket[hash % LABEL_BUCKETS];
}

/* Put the entry into its bucket, and tell when its name was there before. */
static void register_name(struct parser *parser, uint16_t number)
{
	const struct config *config = parser->config;
	struct entry *entry = config_entry(config, number);
	const char *name = config_text(config, entry->label);
	uint16_t *bucket = bucket_of(parser, name);
	const struct entry *other;
	uint16_t i;

	for (i = *bucket; i != ENTRY_NONE; i = other->chain) {
		other = config_entry(config, i);
		if (same_word(config_text(config, other->label), name)) {
			complain(parser, ERR_MENU_DUPLICATE, name);
			break;
		}
	}
	entry->chain = *bucket;
	*bucket = number;
}

static int can_be_default(const struct entry *entry)
{
	return entry->menu &&
	       (entry->action == ENTRY_RUN || entry->action == ENTRY_GOTO);
}

/* Does it lead to another menu? */
static int is_way(const struct entry *entry)
{
	return entry->action >= ENTRY_SUBMENU && entry->action <= ENTRY_EXIT;
}

void open_label(struct parser *parser)
{
	struct entry *entry = &parser->entry;

	close_label(parser);
	if (!*parser->rest)
		complain(parser, ERR_MENU_MISSING, parser->rest);
	memset(entry, 0, sizeof(*entry));
	entry->label = ref_of(parser, parser->rest);
	entry->kernel = entry->label;
	entry->sysappend = parser->sysappend;
	parser->own_flags = 0;
	parser->open = 1;
}

/* To a configuration: what all kernels are to have is no file of it. */
static int leads_on(const struct config *config, const struct entry *entry)
{
	return entry->type == KERNEL_CONFIG ||
	       config_menu_files(config_text(config, entry->kernel));
}

void close_label(struct parser *parser)
{
	struct config *config = parser->config;
	struct menu *menu = config_menu(config, parser->menu);
	struct entry *entry = &parser->entry;
	const char *append;
	uint16_t number;

	if (!parser->open)
		return;
	parser->open = 0;
	entry->flags |=
	    menu->flags & (ENTRY_SAVE | ENTRY_IMMEDIATE) & ~parser->own_flags;
	entry->menu = entry->flags & ENTRY_HIDDEN ? 0 : parser->menu;
	/* localboot would refuse words that are for kernels. */
	if (entry->type == KERNEL_LOCALBOOT || leads_on(config, entry))
		entry->sysappend = 0;
	else if (!entry->append)
		entry->append = parser->append;
	append = config_text(config, entry->append);
	if (append[0] == '-' && !append[1])
		entry->append = 0;
	if (is_way(entry) && !entry->target) {
		/* Not needed otherwise; for resolve_tags. */
		entry->append = ref_of(parser, parser->goto_place.file);
		entry->sysappend = parser->goto_place.line;
	}
	if (entry->title && entry->menu)
		take_hotkey(config, menu, entry);
	number = add_entry(parser, entry);
	if (number == ENTRY_NONE)
		return;
	if (entry->action != ENTRY_DISABLED)
		register_name(parser, number);
	if (entry->flags & ENTRY_DEFAULT && can_be_default(entry))
		menu->initial = number;
	else if (entry->flags & ENTRY_DEFAULT)
		complain(parser, ERR_MENU_DEFAULT,
			 config_text(config, entry->label));
}

void add_separator(struct parser *parser)
{
	struct entry entry;

	close_label(parser);
	memset(&entry, 0, sizeof(entry));
	entry.menu = parser->menu;
	entry.action = ENTRY_DISABLED;
	add_entry(parser, &entry);
}

void begin_menu(struct parser *parser, const char *tag)
{
	struct config *config = parser->config;
	struct entry entry;
	struct menu *menu;

	close_label(parser);
	menu = add_menu(parser);
	if (!menu) {
		complain(parser, ERR_MENU_MEMORY, tag);
		parser->lost++;
		return;
	}
	*menu = *config_menu(config, parser->menu);
	memset(menu->hotkeys, 0, sizeof(menu->hotkeys));
	menu->next = 0;
	menu->parent = parser->menu;
	menu->tag = *tag ? ref_of(parser, tag) : 0;
	menu->title = 0;
	menu->initial = ENTRY_NONE;
	menu->flags &= (uint8_t)~MENU_LABEL_TITLE;
	memset(&entry, 0, sizeof(entry));
	entry.title = menu->tag;
	entry.menu = parser->menu;
	entry.action = ENTRY_SUBMENU;
	entry.target = parser->last_menu;
	menu->entry = add_entry(parser, &entry);
	parser->menu = parser->last_menu;
}

void end_menu(struct parser *parser)
{
	menu_ref parent = config_menu(parser->config, parser->menu)->parent;

	close_label(parser);
	if (parser->lost)
		parser->lost--;
	else if (parent)
		parser->menu = parent;
	else
		complain(parser, ERR_MENU_NO_SUBMENU, parser->rest);
}

void set_label(struct parser *parser)
{
	struct config *config = parser->config;
	struct menu *menu = config_menu(config, parser->menu);
	text_ref text = ref_of(parser, parser->rest);
	struct entry *entry;

	if (parser->open) {
		parser->entry.title = text;
		return;
	}
	if (menu->entry == ENTRY_NONE) {
		complain(parser, ERR_MENU_NO_LABEL, parser->rest);
		return;
	}
	entry = config_entry(config, menu->entry);
	entry->title = text;
	take_hotkey(config, config_menu(config, menu->parent), entry);
	if (!menu->title) {
		menu->title = text;
		menu->flags |= MENU_LABEL_TITLE;
	}
}

void set_title(struct parser *parser)
{
	struct config *config = parser->config;
	struct menu *menu = config_menu(config, parser->menu);
	struct entry *entry;

	menu->title = ref_of(parser, parser->rest);
	menu->flags &= (uint8_t)~MENU_LABEL_TITLE;
	if (menu->entry == ENTRY_NONE)
		return;
	entry = config_entry(config, menu->entry);
	if (entry->title == menu->tag)
		entry->title = menu->title;
}

/* The menu that was begun last with this tag. */
static menu_ref find_menu(const struct config *config, const char *tag)
{
	menu_ref found = 0;
	menu_ref ref;
	const struct menu *menu;

	for (ref = config->top; ref; ref = menu->next) {
		menu = config_menu(config, ref);
		if (menu->tag && same_text(config_text(config, menu->tag), tag))
			found = ref;
	}
	return found;
}

static void resolve_tags(struct parser *parser)
{
	struct config *config = parser->config;
	struct entry *entry;
	const char *tag;
	uint16_t i;

	for (i = 0; i < config->count; i++) {
		entry = config_entry(config, i);
		if (!is_way(entry) || entry->target)
			continue;
		tag = config_text(config, entry->kernel);
		entry->target = find_menu(config, tag);
		parser->place.file = config_text(config, entry->append);
		parser->place.line = entry->sysappend;
		entry->append = 0;
		entry->sysappend = 0;
		if (!entry->target) {
			entry->action = ENTRY_DISABLED;
			complain(parser, ERR_MENU_TAG, tag);
		}
	}
}

/* A way into a menu without entries leads nowhere. */
static void disable_empty(struct config *config)
{
	struct entry *entry;
	menu_ref ref;
	uint16_t i;

	for (i = 0; i < config->count; i++) {
		ref = config_entry(config, i)->menu;
		if (ref)
			config_menu(config, ref)->current = 0;
	}
	for (i = 0; i < config->count; i++) {
		entry = config_entry(config, i);
		if (is_way(entry) &&
		    config_menu(config, entry->target)->current == ENTRY_NONE)
			entry->action = ENTRY_DISABLED;
	}
	for (ref = config->top; ref; ref = config_menu(config, ref)->next)
		config_menu(config, ref)->current = ENTRY_NONE;
}

static int is_com32(const char *line)
{
	return kernel_by_name(line, word_len(line)) == KERNEL_COM32;
}

/*
 * DEFAULT counts with UI alone in Syslinux's menu, and without it at its
 * prompt: so here it comes second to a MENU DEFAULT then. "DEFAULT menu.c32"
 * or "DEFAULT menu" is how UI was written once.
 */
static void resolve_default(struct parser *parser)
{
	struct config *config = parser->config;
	const char *line = config_text(config, config->default_line);
	uint16_t number = config_find(config, line);
	menu_ref menu;
	int error;

	if (!config->default_line)
		return;
	if (number == ENTRY_NONE && (is_com32(line) || config_menu_files(line)))
		return;
	if (number != ENTRY_NONE && !(config->flags & CONFIG_UI)) {
		menu = config_entry(config, number)->menu;
		if (menu && config_menu(config, menu)->initial != ENTRY_NONE)
			return;
	}
	error = config_set_default(config, line);
	parser->place = parser->default_place;
	if (error)
		complain(parser, error, line);
}

/*
 * Colours for graphics often have the same text colours for all rows: the
 * entry chosen is then shown in reverse.
 */
static void reverse_chosen(struct menu *menu)
{
	uint8_t *color = &menu->color[COLOR_SELECTED];
	uint8_t same = menu->color[COLOR_UNSELECTED];

	if (*color != same)
		return;
	*color = (uint8_t)((same << 4 | same >> 4) & 0x7f);
	menu->color[COLOR_HOTKEY_SELECTED] = *color;
}

void build_finish(struct parser *parser)
{
	struct config *config = parser->config;
	const char *once = config_text(config, config->once);
	menu_ref menu = parser->menu;

	close_label(parser);
	if (menu != config->top)
		complain(parser, ERR_MENU_NO_END,
			 config_text(config, config_menu(config, menu)->tag));
	resolve_tags(parser);
	disable_empty(config);
	for (menu = config->top; menu; menu = config_menu(config, menu)->next)
		reverse_chosen(config_menu(config, menu));
	resolve_default(parser);
	if (config->once && config_find(config, once) == ENTRY_NONE) {
		parser->place = parser->once_place;
		complain(parser, ERR_MENU_LABEL, once);
	}
	config->low = (config->low + 3) & ~3u;
	config->rows = (uint16_t *)(void *)(config->arena + config->low);
	config->low += (uint32_t)config->count * sizeof(uint16_t);
}
