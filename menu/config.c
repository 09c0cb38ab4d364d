/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking at a configuration: names, titles, command lines.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "config.h"
#include "kernel.h"
#include "line.h"

/* In the order of enum kernel_type. */
static const char kernel_names[] = "kernel\0"
				   "linux\0"
				   "boot\0"
				   "bss\0"
				   "pxe\0"
				   "fdimage\0"
				   "com32\0"
				   "config\0"
				   "localboot\0";

uint16_t config_find(const struct config *config, const char *line)
{
	const struct entry *entry;
	uint16_t i;

	for (i = 0; !is_blank(*line) && i < config->count; i++) {
		entry = config_entry(config, i);
		if (entry->action != ENTRY_DISABLED && entry->label &&
		    same_word(config_text(config, entry->label), line))
			return i;
	}
	return ENTRY_NONE;
}

int config_set_default(struct config *config, const char *label)
{
	uint16_t number = config_find(config, label);
	menu_ref menu;

	if (number == ENTRY_NONE)
		return ERR_MENU_LABEL;
	menu = config_entry(config, number)->menu;
	if (!menu)
		return ERR_MENU_DEFAULT;
	config_menu(config, menu)->initial = number;
	config->start = menu;
	return 0;
}

static unsigned char to_upper(char c)
{
	return (unsigned char)(c >= 'a' && c <= 'z' ? c & ~0x20 : c);
}

/*
 * Copy text without '^', which before the hot key only marks it: "^^" shows
 * the hot key '^'. *ret_hot: where the first one before hotkey was.
 */
static size_t strip(const char *text, uint8_t hotkey, char *buf, size_t size,
		    int *ret_hot)
{
	size_t used = 0;

	for (; *text && used < size; text++) {
		if (*text == '^') {
			if (!hotkey || to_upper(text[1]) != hotkey)
				continue;
			if (*ret_hot < 0)
				*ret_hot = (int)used;
			text++;
		}
		buf[used++] = *text;
	}
	return used;
}

size_t config_title(const struct config *config, const struct entry *entry,
		    char *buf, size_t size, int *ret_hot)
{
	size_t indent = entry->indent < size ? entry->indent : size;
	text_ref title = entry->title ? entry->title : entry->label;
	int hot = -1;
	size_t len;

	memset(buf, ' ', indent);
	len = strip(config_text(config, title), entry->hotkey, buf + indent,
		    size - indent, &hot);
	*ret_hot = hot < 0 || (size_t)hot >= len ? -1 : hot + (int)indent;
	return indent + len;
}

size_t config_menu_title(const struct config *config, const struct menu *menu,
			 char *buf, size_t size)
{
	const char *title = config_text(config, menu->title);
	size_t len = strlen(title);
	int hot = -1;

	if (menu->flags & MENU_LABEL_TITLE)
		return strip(title, 0, buf, size, &hot);
	if (len > size)
		len = size;
	memcpy(buf, title, len);
	return len;
}

int config_command(const struct config *config, const struct entry *entry,
		   char *buf, size_t size)
{
	const char *append = config_text(config, entry->append);
	const char *initrd = config_text(config, entry->initrd);
	int at = 0;

	if (entry->type != KERNEL_ANY) {
		at = line_add_text(buf, at, size, ".");
		at = line_add_text(buf, at, size,
				   config_kernel_name(entry->type));
		at = line_add_text(buf, at, size, " ");
	}
	at = line_add_text(buf, at, size, config_text(config, entry->kernel));
	if (*append)
		at = line_add_text(buf, at, size, " ");
	at = line_add_text(buf, at, size, append);
	if (*initrd)
		at = line_add_text(buf, at, size, " initrd=");
	return line_add_text(buf, at, size, initrd);
}

const char *config_kernel_name(unsigned int type)
{
	const char *name = kernel_names;

	while (type--)
		name += strlen(name) + 1;
	return name;
}

unsigned int config_kernel_type(const char **line)
{
	const char *word = *line;
	int type;

	if (*word != '.')
		return KERNEL_ANY;
	word++;
	type = find_name(kernel_names, word, word_len(word));
	if (type < 0)
		return KERNEL_ANY;
	word += word_len(word);
	*line = word + blank_len(word);
	return (unsigned int)type;
}

const char *config_menu_files(const char *line)
{
	unsigned int type = config_kernel_type(&line);
	size_t len = word_len(line);

	if (type != KERNEL_ANY && type != KERNEL_COM32)
		return NULL;
	if (kernel_find("menu.c32\0vesamenu.c32\0sanmenu.c32\0menu\0vesamenu\0",
			line, len) < 0)
		return NULL;
	line += len;
	line += blank_len(line);
	return *line ? line : "~";
}
