/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/quirks.c. The input is the machine's vendor, product and
 * BIOS version, each up to a line's end, then the file.
 *
 * Runs in: host.
 */
#include <string.h>

#include "error.h"
#include "fuzz.h"
#include "quirks.h"

#define MAX_NAME 64

struct file {
	const char *text;
	size_t len;
	unsigned int line; /* of the last complaint */
};

static void complain(void *context, unsigned int line, int error,
		     const struct span *word)
{
	struct file *file = context;

	REQUIRE(error == ERR_QUIRK_FIELDS || error == ERR_QUIRK_LONG);
	REQUIRE(line > file->line);
	REQUIRE(word->len <= 16);
	REQUIRE(lies_inside(word->text, word->len, file->text, file->len));
	file->line = line;
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

/* The pattern's matches of each length of the text, one character a step. */
static int matches(const char *pattern, size_t pattern_len,
		   const struct span *text)
{
	uint8_t is[MAX_NAME + 1] = {1};
	size_t p;
	size_t t;

	for (p = 0; p < pattern_len; p++) {
		if (pattern[p] == '*') {
			for (t = 1; t <= text->len; t++)
				is[t] |= is[t - 1];
			continue;
		}
		for (t = text->len; t > 0; t--)
			is[t] = is[t - 1] &&
				(pattern[p] == '?' ||
				 lower(pattern[p]) == lower(text->text[t - 1]));
		is[0] = 0;
	}
	return is[text->len];
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The text up to the next bar, or to the end, without blanks around. */
static struct span cut_field(const char **start, const char *end)
{
	const char *bar = memchr(*start, '|', (size_t)(end - *start));
	struct span field = {*start, (size_t)((bar ? bar : end) - *start)};

	*start = bar ? bar + 1 : NULL;
	while (field.len && is_blank(field.text[0])) {
		field.text++;
		field.len--;
	}
	while (field.len && is_blank(field.text[field.len - 1]))
		field.len--;
	return field;
}

static int is_foreign(const struct span *arguments)
{
	return arguments->text[0] == '!';
}

/* Is the line a row, for this machine and not foreign? Then it has arguments.
 */
static int is_row(const char *line, const char *end,
		  const struct smbios *smbios, struct span *ret_arguments)
{
	const struct span *names[] = {&smbios->vendor, &smbios->product,
				      &smbios->bios_version};
	const char *start = line;
	struct span field;
	unsigned int i;
	int fits = 1;

	if (end > line && end[-1] == '\r')
		end--;
	if (end - line > QUIRKS_MAX_LINE)
		return 0;
	for (start = line; start < end; start++)
		if (*start == '#' && (start == line || is_blank(start[-1])))
			end = start;
	for (i = 0, start = line; i < 4; i++) {
		if (!start)
			return 0;
		field = cut_field(&start, end);
		if (!field.len)
			return 0;
		if (i < 3)
			fits &= matches(field.text, field.len, names[i]);
	}
	*ret_arguments = field;
	return fits && !start && !is_foreign(&field);
}

/* The first row's line, or 0. */
static unsigned int model_find(const struct file *file,
			       const struct smbios *smbios,
			       struct span *ret_arguments)
{
	const char *text = file->text;
	const char *end = text + file->len;
	const char *line = text;
	const char *next;
	unsigned int number;

	if (file->len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		line += 3;
	for (number = 1; line < end; number++) {
		next = memchr(line, '\n', (size_t)(end - line));
		next = next ? next : end;
		if (is_row(line, next, smbios, ret_arguments))
			return number;
		line = next + 1;
	}
	return 0;
}

static struct span cut_name(const uint8_t **data, size_t *len)
{
	struct span name = {(const char *)*data, 0};
	const uint8_t *end = *len ? memchr(*data, '\n', *len) : NULL;
	size_t used = end ? (size_t)(end - *data) + 1 : *len;

	name.len = end ? used - 1 : used;
	if (name.len > MAX_NAME)
		name.len = MAX_NAME;
	*data += used;
	*len -= used;
	return name;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char here;
	struct span arguments = {&here, 12345};
	struct smbios smbios = {
	    {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
	struct file file;
	unsigned int expected_line;
	struct span expected;
	unsigned int line = 67890;
	int rc;

	smbios.vendor = cut_name(&data, &len);
	smbios.product = cut_name(&data, &len);
	smbios.bios_version = cut_name(&data, &len);
	if (len > QUIRKS_MAX_LEN)
		len = QUIRKS_MAX_LEN;
	file = (struct file){(const char *)data, len, 0};
	rc = quirks_find(file.text, file.len, &smbios, complain, &file,
			 is_foreign, &arguments, &line);
	expected_line = model_find(&file, &smbios, &expected);
	REQUIRE(rc == (expected_line ? 0 : ERR_QUIRK_NONE));
	if (rc)
		REQUIRE(arguments.text == &here && line == 67890);
	else
		REQUIRE(line == expected_line &&
			arguments.text == expected.text &&
			arguments.len == expected.len);
	return 0;
}
