/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.quirks: arguments for localboot by machine model.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "quirks.h"

/* Of a line at fault, so much is told. */
#define WORD_LEN 16

enum field { VENDOR, PRODUCT, BIOS_VERSION, ARGUMENTS, FIELDS };

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void trim(struct span *span)
{
	while (span->len && is_blank(span->text[span->len - 1]))
		span->len--;
	while (span->len && is_blank(*span->text)) {
		span->text++;
		span->len--;
	}
}

/* Take the next line off *rest, without its end. */
static void cut_line(struct span *rest, struct span *ret_line)
{
	size_t len;

	for (len = 0; len < rest->len && rest->text[len] != '\n'; len++)
		;
	ret_line->text = rest->text;
	ret_line->len = len;
	if (len && rest->text[len - 1] == '\r')
		ret_line->len--;
	if (len < rest->len)
		len++;
	rest->text += len;
	rest->len -= len;
}

/* Cut off what begins with '#' at the beginning or behind a blank. */
static void cut_comment(struct span *line)
{
	size_t i;

	for (i = 0; i < line->len; i++) {
		if (line->text[i] == '#' &&
		    (!i || is_blank(line->text[i - 1]))) {
			line->len = i;
			return;
		}
	}
}

/* Returns 0 or ERR_QUIRK_FIELDS: four of them, and none empty. */
static int split(const struct span *line, struct span *field)
{
	unsigned int n = 0;
	size_t i;

	field[0].text = line->text;
	for (i = 0; i < line->len; i++) {
		if (line->text[i] != '|')
			continue;
		field[n].len = (size_t)(line->text + i - field[n].text);
		if (++n == FIELDS)
			return ERR_QUIRK_FIELDS;
		field[n].text = line->text + i + 1;
	}
	field[n].len = (size_t)(line->text + i - field[n].text);
	if (n != ARGUMENTS)
		return ERR_QUIRK_FIELDS;
	for (n = 0; n < FIELDS; n++) {
		trim(&field[n]);
		if (!field[n].len)
			return ERR_QUIRK_FIELDS;
	}
	return 0;
}

static char to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/*
 * Does the pattern describe the whole text? When it does not, only the last
 * '*' may take one character more: those before it are as short as can be.
 */
static int matches(const struct span *pattern, const struct span *text)
{
	size_t star = pattern->len; /* none yet */
	size_t taken = 0;	    /* where the text behind it begins */
	size_t p = 0;
	size_t t = 0;

	while (t < text->len) {
		if (p < pattern->len && pattern->text[p] == '*') {
			star = p++;
			taken = t;
		} else if (p < pattern->len && (pattern->text[p] == '?' ||
						to_lower(pattern->text[p]) ==
						    to_lower(text->text[t]))) {
			p++;
			t++;
		} else if (star < pattern->len) {
			p = star + 1;
			t = ++taken;
		} else {
			return 0;
		}
	}
	while (p < pattern->len && pattern->text[p] == '*')
		p++;
	return p == pattern->len;
}

static int is_machine(const struct span *field, const struct smbios *smbios)
{
	return matches(&field[VENDOR], &smbios->vendor) &&
	       matches(&field[PRODUCT], &smbios->product) &&
	       matches(&field[BIOS_VERSION], &smbios->bios_version);
}

/*
 * Returns 0 and the row's fields, ERR_QUIRK_NONE when the line is empty, or
 * what is wrong with it.
 */
static int parse_line(struct span line, struct span *field)
{
	if (line.len > QUIRKS_MAX_LINE)
		return ERR_QUIRK_LONG;
	cut_comment(&line);
	trim(&line);
	return line.len ? split(&line, field) : ERR_QUIRK_NONE;
}

int quirks_find(const char *text, size_t len, const struct smbios *smbios,
		quirks_complaint complaint, void *context,
		quirks_filter is_foreign, struct span *ret_arguments,
		unsigned int *ret_line)
{
	struct span rest = {text, len};
	struct span field[FIELDS];
	struct span line;
	unsigned int number = 0;
	int found = ERR_QUIRK_NONE;
	int rc;

	span_skip(&rest, "\xef\xbb\xbf"); /* UTF-8's mark, from Notepad */
	while (rest.len) {
		cut_line(&rest, &line);
		number++;
		rc = parse_line(line, field);
		if ((size_t)(rest.text - text) > QUIRKS_MAX_LEN) {
			rc = ERR_QUIRK_LONG;
			rest.len = 0;
		}
		if (rc && rc != ERR_QUIRK_NONE) {
			if (line.len > WORD_LEN)
				line.len = WORD_LEN;
			complaint(context, number, rc, &line);
		}
		if (!rc && found && is_machine(field, smbios) &&
		    !is_foreign(&field[ARGUMENTS])) {
			*ret_arguments = field[ARGUMENTS];
			*ret_line = number;
			found = 0;
		}
	}
	return found;
}
