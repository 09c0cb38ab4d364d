/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanboot's arguments: addresses, keys, and what to do once the disk is there.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "drive.h"
#include "error.h"
#include "sanargs.h"

enum key {
	/* In the order of struct sanargs' text[]. */
	KEY_INITIATOR,
	KEY_USER,
	KEY_SECRET,
	KEY_TARGET_USER,
	KEY_TARGET_SECRET,
	KEY_KEEP,
	KEY_DRIVE,
	KEY_GATEWAY,
	KEY_RETRY,
	KEY_SPEED,
	KEY_THEN,
	/* From here on more than once. */
	KEY_MANY,
	KEY_URI = KEY_MANY,
	KEY_FAILOVER,
	KEY_IPXE,
	KEY_DESCRIBE,
	KEY_UNKNOWN,
};

_Static_assert(KEY_TARGET_SECRET + 1 == SANARGS_TEXTS,
	       "the first keys are struct sanargs' text[]");

/* A name that ends in '=' has its value behind it. */
static const struct {
	char name[15];
	uint8_t key;
} keys[] = {
    {"keep", KEY_KEEP},
    {"--keep", KEY_KEEP},
    {"-k", KEY_KEEP},
    {"drive=", KEY_DRIVE},
    {"--drive=", KEY_DRIVE},
    {"--drive", KEY_DRIVE},
    {"-d", KEY_DRIVE},
    {"gateway=", KEY_GATEWAY},
    {"initiator=", KEY_INITIATOR},
    {"user=", KEY_USER},
    {"secret=", KEY_SECRET},
    {"target-user=", KEY_TARGET_USER},
    {"target-secret=", KEY_TARGET_SECRET},
    {"retry=", KEY_RETRY},
    {"speed=", KEY_SPEED},
    {"hook", KEY_THEN},
    {"then=", KEY_THEN},
    {"failover=", KEY_FAILOVER},
    {"ipxe=", KEY_IPXE},
    {"--no-describe", KEY_DESCRIBE},
    {"-n", KEY_DESCRIBE},
};

struct parser {
	struct sanargs args;
	const char *line;  /* what is left of it */
	struct span value; /* of the word */
	struct span word;  /* to blame */
	const char *at;	   /* in the word; NULL: all of it */
	struct sanargs_fault *fault;
	uint32_t seen;	/* 1 << enum key */
	uint8_t is_uri; /* fault->uri is set */
};

/* Cut the key off *word; its value is left, if it has one. */
static enum key cut_key(struct span *word)
{
	struct span value;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		value = *word;
		if (!span_skip(&value, keys[i].name) ||
		    (value.len && value.text[-1] != '='))
			continue;
		*word = value;
		return keys[i].key;
	}
	for (i = 0; i < word->len; i++) {
		if (word->text[i] == ':')
			return KEY_URI;
		if (word->text[i] == '=') {
			i++;
			break;
		}
	}
	word->text += i;
	word->len -= i;
	return KEY_UNKNOWN;
}

/* Something that a command of gPXE or iPXE takes as one word, and as that. */
static int take_text(struct parser *parser, size_t max, struct span *ret_text)
{
	struct span value = parser->value;
	size_t i;

	*ret_text = value;
	if (!value.len)
		return ERR_ARG_EMPTY;
	for (i = 0; i < value.len; i++) {
		parser->at = value.text + i;
		if (i == max)
			return ERR_ARG_LONG;
		if (sanuri_is_unsafe(value.text[i]) || value.text[i] == '\'')
			return ERR_ARG_CHAR;
	}
	parser->at = value.text;
	if (value.text[0] == '#' || span_is(&value, ";") ||
	    span_is(&value, "||") || span_is(&value, "&&"))
		return ERR_ARG_CHAR;
	return 0;
}

static int take_initiator(struct parser *parser)
{
	size_t at;

	if (sanuri_is_name(parser->value, &at))
		return 0;
	parser->at = parser->value.text + at;
	return ERR_ARG_NAME;
}

static int take_uri(struct parser *parser, uint8_t *count, unsigned int max,
		    struct span *uris)
{
	struct sanuri uri;
	int rc;

	if (*count == max)
		return max == SANARGS_MAX_URIS ? ERR_ARG_URIS
					       : ERR_ARG_FAILOVER;
	parser->word = parser->value;
	uris[(*count)++] = parser->value;
	rc = sanuri_parse(parser->value.text, parser->value.len, &uri,
			  &parser->fault->uri);
	parser->is_uri = rc != 0;
	return rc;
}

static int take_drive(struct parser *parser)
{
	struct span value = parser->value;
	unsigned int base;
	uint32_t drive;

	if (value.text[-1] != '=' && !text_next_word(&parser->line, &value))
		return ERR_ARG_DRIVE_MISSING;
	base = span_skip(&value, "0x") ? 16 : 10;
	if (!span_number(&value, base, 0xff, &drive) ||
	    drive < DRIVE_FIRST_DISK)
		return ERR_ARG_DRIVE;
	parser->args.drive = (uint8_t)drive;
	parser->args.has_drive = 1;
	return 0;
}

/* Which of the words, each with a NUL, it is; how many there are if none. */
static uint8_t find_word(const struct parser *parser, const char *words)
{
	uint8_t n;

	for (n = 0; *words; n++) {
		if (span_is(&parser->value, words))
			break;
		words += strlen(words) + 1;
	}
	return n;
}

static int take_retry(struct parser *parser)
{
	struct span tries;
	uint32_t number;
	int has_seconds = span_cut(&parser->value, ',', &tries);

	if (!span_number(&tries, 10, SANARGS_MAX_RETRIES, &number))
		return ERR_ARG_RETRY;
	parser->args.retries = (uint8_t)number;
	if (!has_seconds)
		return 0;
	if (!span_number(&parser->value, 10, SANARGS_MAX_RETRY_S, &number))
		return ERR_ARG_RETRY;
	parser->args.retry_s = (uint16_t)number;
	return 0;
}

/* What is left of the line, without blanks at its ends. */
static struct span take_rest(struct parser *parser)
{
	struct span rest = {parser->line, 0};
	struct span word;

	if (text_next_word(&parser->line, &rest))
		while (text_next_word(&parser->line, &word))
			rest.len = (size_t)(word.text + word.len - rest.text);
	return rest;
}

static int take_then(struct parser *parser)
{
	struct sanargs *args = &parser->args;
	struct span value = parser->value;
	struct span rest;

	args->then = THEN_MENU;
	if (value.text[-1] != '=') /* hook */
		return 0;
	if (!value.len)
		return ERR_ARG_THEN;
	rest = take_rest(parser);
	args->rest = rest;
	if (span_is(&value, "menu"))
		return rest.len ? ERR_ARG_THEN : 0;
	args->then = THEN_KERNEL;
	if (span_is(&value, "kernel"))
		return rest.len && !span_skip(&rest, "initrd=")
			   ? 0
			   : ERR_ARG_KERNEL;
	args->then = THEN_LOCALBOOT;
	if (span_is(&value, "localboot"))
		return 0;
	args->rest.len = (size_t)(rest.text + rest.len - value.text);
	args->rest.text = value.text;
	return 0;
}

static int take_value(struct parser *parser, enum key key)
{
	struct sanargs *args = &parser->args;

	switch (key) {
	case KEY_INITIATOR:
	case KEY_USER:
	case KEY_SECRET:
	case KEY_TARGET_USER:
	case KEY_TARGET_SECRET:
		return take_text(parser, SANARGS_MAX_TEXT, &args->text[key]);
	case KEY_KEEP:
		args->keep = 1;
		return 0;
	case KEY_DRIVE:
		return take_drive(parser);
	case KEY_GATEWAY:
		args->gateway = find_word(parser, "keep\0target\0none\0");
		return args->gateway > SANARGS_GATEWAY_NONE ? ERR_ARG_GATEWAY
							    : 0;
	case KEY_RETRY:
		return take_retry(parser);
	case KEY_SPEED:
		args->speed = find_word(parser, "no\0yes\0");
		return args->speed > 1 ? ERR_ARG_SPEED : 0;
	case KEY_THEN:
		return take_then(parser);
	case KEY_URI:
		return take_uri(parser, &args->uris, SANARGS_MAX_URIS,
				args->uri);
	case KEY_FAILOVER:
		return take_uri(parser, &args->failovers, SANARGS_MAX_FAILOVER,
				args->failover);
	case KEY_IPXE:
		if (args->ipxes == SANARGS_MAX_IPXE)
			return ERR_ARG_IPXE;
		return take_text(parser, SANARGS_MAX_FILE,
				 &args->ipxe[args->ipxes++]);
	case KEY_DESCRIBE:
		return ERR_ARG_DESCRIBE;
	default:
		return ERR_ARG_WORD;
	}
}

static int take_word(struct parser *parser)
{
	enum key key;
	int rc;

	parser->value = parser->word;
	parser->at = NULL;
	key = cut_key(&parser->value);
	/* The value of a key that we do not know may be a secret too. */
	if (key == KEY_SECRET || key == KEY_TARGET_SECRET || key == KEY_UNKNOWN)
		parser->word.len -= parser->value.len;
	if (key < KEY_MANY) {
		if (parser->seen >> key & 1)
			return ERR_ARG_TWICE;
		parser->seen |= 1u << key;
	}
	rc = take_value(parser, key);
	return !rc && key == KEY_INITIATOR ? take_initiator(parser) : rc;
}

/* User and secret, and those of the target only with them. */
static int check_chap(struct parser *parser)
{
	uint32_t seen = parser->seen >> KEY_USER & 15;

	parser->word.len = 0;
	parser->at = NULL;
	return !seen || seen == 3 || seen == 15 ? 0 : ERR_ARG_CHAP;
}

static uint8_t is_asked(struct span *secret)
{
	if (!span_is(secret, "ask"))
		return 0;
	secret->len = 0;
	return 1;
}

static void finish(struct sanargs *args)
{
	static const char first[] = SANARGS_IPXE_FIRST;
	static const char second[] = SANARGS_IPXE_SECOND;

	args->ask_secret = is_asked(&args->secret);
	args->ask_target_secret = is_asked(&args->target_secret);
	if (args->ipxes)
		return;
	args->ipxe[0].text = first;
	args->ipxe[0].len = sizeof(first) - 1;
	args->ipxe[1].text = second;
	args->ipxe[1].len = sizeof(second) - 1;
	args->ipxes = 2;
}

/* "sanboot" in front, as in "kernel cmd.c32 / append sanboot iscsi:...". */
static int take_command(struct parser *parser)
{
	const char *rest = parser->line;
	struct span word;

	text_next_word(&rest, &parser->word);
	if (span_is(&parser->word, "sanboot")) {
		parser->line = rest;
		text_next_word(&rest, &parser->word);
	}
	parser->value = parser->word;
	parser->args.command = find_word(parser, "ibft\0help\0");
	return parser->args.command != SANARGS_BOOT &&
		       text_next_word(&rest, &word)
		   ? ERR_ARG_ALONE
		   : 0;
}

static int take_line(struct parser *parser)
{
	int rc;

	rc = take_command(parser);
	if (rc || parser->args.command != SANARGS_BOOT)
		return rc;
	while (text_next_word(&parser->line, &parser->word)) {
		rc = take_word(parser);
		if (rc)
			return rc;
	}
	return check_chap(parser);
}

static void set_fault(const struct parser *parser, int rc,
		      struct sanargs_fault *fault)
{
	const char *at = parser->at;

	fault->word = parser->word;
	fault->character = rc == ERR_ARG_CHAR ? *at : 0;
	if (parser->is_uri)
		return;
	fault->uri.column = at ? (unsigned int)(at - fault->word.text) + 1 : 0;
	fault->uri.field = "";
	fault->uri.corrected[0] = '\0';
}

int sanargs_parse(const char *line, struct sanargs *ret_args,
		  struct sanargs_fault *ret_fault)
{
	struct parser parser;
	int rc;

	memset(&parser, 0, sizeof(parser));
	parser.line = line;
	parser.word.text = line;
	parser.fault = ret_fault;
	parser.args.drive = SANARGS_DRIVE;
	parser.args.retry_s = SANARGS_RETRY_S;
	rc = take_line(&parser);
	if (rc) {
		set_fault(&parser, rc, ret_fault);
		return rc;
	}
	finish(&parser.args);
	*ret_args = parser.args;
	return 0;
}

size_t sanargs_redact(const char *line, char *buf, size_t len)
{
	struct span word;
	struct span value;
	const char *from = line;
	size_t used = 0;

	while (text_next_word(&line, &word)) {
		value = word;
		if (!span_skip(&value, "secret=") &&
		    !span_skip(&value, "target-secret="))
			continue;
		word.text = from;
		word.len = (size_t)(value.text - from);
		used += text_format(buf + used, len - used, "%S***", &word);
		from = line;
	}
	return used + text_format(buf + used, len - used, "%s", from);
}
