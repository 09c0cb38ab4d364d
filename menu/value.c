/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values of directives: numbers, colours, keys, the serial port.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "key.h"
#include "parse.h"

#define DEFAULT_BAUD 9600
#define MIN_BAUD 75

/* MENU COLOR's elements, in enum color's order. */
static const char color_names[] = "screen\0"
				  "border\0"
				  "title\0"
				  "unsel\0"
				  "hotkey\0"
				  "sel\0"
				  "hotsel\0"
				  "scrollbar\0"
				  "tabmsg\0"
				  "cmdmark\0"
				  "cmdline\0"
				  "pwdborder\0"
				  "pwdheader\0"
				  "pwdentry\0"
				  "timeout_msg\0"
				  "timeout\0"
				  "help\0"
				  "disabled\0";

/*
 * Syslinux's (doc/menu.txt) but where they can hardly be read: its box is black
 * on blue, its hint dark red on black.
 */
void default_colors(uint8_t color[COLORS])
{
	static const uint8_t colors[COLORS] = {
	    0x07, 0x13, 0x1b, 0x17, 0x1f, 0x70, 0x74, 0x1b, 0x03,
	    0x0b, 0x0f, 0x70, 0x74, 0x70, 0x07, 0x0e, 0x07, 0x18};

	memcpy(color, colors, COLORS);
}

static unsigned int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned int)(c - 'a' + 10) : 16;
}

/*
 * Digits from *text on, as many as there are. Returns 0 when there is none,
 * or the number has more than 32 bits.
 */
static int read_digits(const char **text, unsigned int base, uint32_t *ret)
{
	const char *p = *text;
	uint32_t value = 0;
	unsigned int digit;

	for (; (digit = digit_of(*p)) < base; p++) {
		if (value > (UINT32_MAX - digit) / base)
			return 0;
		value = value * base + digit;
	}
	if (p == *text)
		return 0;
	*text = p;
	*ret = value;
	return 1;
}

/*
 * Read a number from the front of parser->rest; of "38400n8" the number
 * counts. Returns its word, of which '-' is not in *ret_digits, or NULL.
 */
static const char *take_digits(struct parser *parser, unsigned int base,
			       uint32_t *ret_digits)
{
	const char *word = cut_word(parser);
	const char *p = word;

	p += *p == '-';
	if (!base) {
		base = 10;
		if (*p == '0') {
			base = 8;
			if ((p[1] | 0x20) == 'x') {
				base = 16;
				p += 2;
			}
		}
	}
	if (!*word) {
		complain(parser, ERR_MENU_MISSING, word);
		return NULL;
	}
	if (!read_digits(&p, base, ret_digits)) {
		complain(parser, ERR_MENU_VALUE, word);
		return NULL;
	}
	if (*p)
		complain(parser, ERR_MENU_EXTRA, p);
	return word;
}

/* The same. Returns 1, or 0 when there is none from min to max. */
static int take_number(struct parser *parser, unsigned int base, int32_t min,
		       int32_t max, int32_t *ret_value)
{
	uint32_t digits;
	const char *word = take_digits(parser, base, &digits);
	int32_t value;

	if (!word)
		return 0;
	value = *word == '-' ? -(int32_t)digits : (int32_t)digits;
	if (digits > INT32_MAX || value < min || value > max) {
		complain(parser, ERR_MENU_VALUE, word);
		return 0;
	}
	*ret_value = value;
	return 1;
}

static void expect_end(struct parser *parser)
{
	if (*parser->rest && *parser->rest != '#')
		complain(parser, ERR_MENU_EXTRA, parser->rest);
}

int take_last_number(struct parser *parser, unsigned int base, int32_t min,
		     int32_t max, int32_t *ret_value)
{
	if (!take_number(parser, base, min, max, ret_value))
		return 0;
	expect_end(parser);
	return 1;
}

void take_mask(struct parser *parser, uint32_t *ret_mask)
{
	uint32_t digits;
	const char *word = take_digits(parser, 0, &digits);

	if (!word)
		return;
	expect_end(parser);
	*ret_mask = *word == '-' ? 0 - digits : digits;
}

/* What ECMA-48's SGR sequence makes of an attribute. */
struct sgr {
	uint8_t fg;
	uint8_t bg;
	uint8_t bold;
	uint8_t blink;
	uint8_t reverse;
};

/* ECMA-48 counts red, green, blue from bit 0, the screen from bit 2. */
static uint8_t screen_color(uint32_t ansi)
{
	return (uint8_t)(0x73516240 >> 4 * ansi & 7);
}

/* Returns 0 for a number that doc/menu.txt does not list. */
static int apply_sgr(struct sgr *sgr, uint32_t number)
{
	if (number >= 30 && number <= 37)
		sgr->fg = screen_color(number - 30);
	else if (number >= 40 && number <= 47)
		sgr->bg = screen_color(number - 40);
	else if (number == 0)
		*sgr = (struct sgr){.fg = 7};
	else if (number == 1 || number == 22)
		sgr->bold = number == 1;
	else if (number == 5 || number == 25)
		sgr->blink = number == 5;
	else if (number == 7 || number == 27)
		sgr->reverse = number == 7;
	else if (number == 38 || number == 39)
		sgr->fg = 7;
	else if (number == 49)
		sgr->bg = 0;
	else
		return number == 4 || number == 24;
	return 1;
}

static int read_sgr(const char *text, uint8_t *ret_attribute)
{
	struct sgr sgr = {.fg = 7};
	uint32_t number;

	do {
		if (!read_digits(&text, 10, &number) ||
		    !apply_sgr(&sgr, number))
			return 0;
	} while (*text++ == ';');
	if (text[-1])
		return 0;
	if (sgr.reverse)
		*ret_attribute = (uint8_t)(sgr.bg | sgr.fg << 4);
	else
		*ret_attribute = (uint8_t)(sgr.fg | sgr.bg << 4);
	*ret_attribute |= (uint8_t)(sgr.bold << 3 | sgr.blink << 7);
	return 1;
}

/* msg00 to msgff: F-key files' colours. */
static int is_message_color(const char *name)
{
	return (name[0] | 0x20) == 'm' && (name[1] | 0x20) == 's' &&
	       (name[2] | 0x20) == 'g' && digit_of(name[3]) < 16 &&
	       digit_of(name[4]) < 16 && !name[5];
}

/* MENU COLOR element ansi ..., of which the rest is for graphics. */
void take_color(struct parser *parser)
{
	struct menu *menu = config_menu(parser->config, parser->menu);
	const char *name = cut_word(parser);
	const char *ansi = cut_word(parser);
	int element = find_name(color_names, name, strlen(name));

	if (element < 0) {
		if (!is_message_color(name))
			complain(parser, ERR_MENU_VALUE, name);
		return;
	}
	if (*ansi && !same_text(ansi, "*") &&
	    !read_sgr(ansi, &menu->color[element]))
		complain(parser, ERR_MENU_VALUE, ansi);
}

/* SERIAL port [baud [flow]] */
void take_serial(struct parser *parser)
{
	struct config *config = parser->config;
	int32_t baud = DEFAULT_BAUD;
	int32_t flow = 0;
	int32_t port;

	if (!take_number(parser, 0, 0, UINT16_MAX, &port))
		return;
	if (*parser->rest && *parser->rest != '#' &&
	    !take_number(parser, 10, MIN_BAUD, 115200, &baud))
		return;
	if (*parser->rest && *parser->rest != '#' &&
	    !take_number(parser, 0, 0, 0xfff, &flow))
		return;
	expect_end(parser);
	config->serial = (struct config_serial){(uint32_t)baud, (uint16_t)port,
						(uint16_t)flow};
}

static void add_hidden_key(struct parser *parser, unsigned int key,
			   text_ref command)
{
	struct config *config = parser->config;
	unsigned int i;

	for (i = 0; i < config->hidden_keys; i++)
		if (config->hidden_key[i].key == key)
			break;
	if (i == MENU_MAX_HIDDENKEYS) {
		complain(parser, ERR_MENU_KEYS, config_text(config, command));
		return;
	}
	if (i == config->hidden_keys)
		config->hidden_keys++;
	config->hidden_key[i] = (struct hidden_key){(uint16_t)key, command};
}

/* MENU HIDDENKEY key,key... command */
void take_hidden_key(struct parser *parser)
{
	const char *name = cut_word(parser);
	struct span span;
	unsigned int key;

	if (!*parser->rest) {
		complain(parser, ERR_MENU_MISSING, name);
		return;
	}
	for (;;) {
		/* A comma may be the key itself. */
		for (span.len = 1; name[span.len] && name[span.len] != ',';)
			span.len++;
		span.text = name;
		key = key_from_name(&span);
		if (key)
			add_hidden_key(parser, key,
				       ref_of(parser, parser->rest));
		else
			complain(parser, ERR_MENU_VALUE, name);
		name += span.len;
		if (!*name++ || !*name)
			return;
	}
}
