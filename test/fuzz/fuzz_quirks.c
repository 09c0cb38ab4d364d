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

/* Does the field that ends at the bar fit? *start is moved behind it. */
static int field_fits(const char **start, const char *bar,
		      const struct span *name)
{
	const char *text = *start;
	const char *end = bar;

	*start = bar + 1;
	while (text < end && is_blank(*text))
		text++;
	while (text < end && is_blank(end[-1]))
		end--;
	REQUIRE(text < end);
	return matches(text, (size_t)(end - text), name);
}

/* The row is a line of the file, fits the machine, and has these arguments. */
static void check_row(const struct file *file, const struct smbios *smbios,
		      const struct span *arguments, unsigned int line)
{
	const struct span *names[] = {&smbios->vendor, &smbios->product,
				      &smbios->bios_version};
	const char *start = file->text;
	const char *bar;
	unsigned int i;

	REQUIRE(arguments->len && arguments->len <= QUIRKS_MAX_LINE);
	REQUIRE(lies_inside(arguments->text, arguments->len, file->text,
			    file->len));
	REQUIRE(!memchr(arguments->text, '\n', arguments->len));
	REQUIRE(!memchr(arguments->text, '|', arguments->len));
	REQUIRE(!is_blank(arguments->text[0]));
	REQUIRE(!is_blank(arguments->text[arguments->len - 1]));
	for (i = 1; i < line; i++) {
		start = memchr(start, '\n', file->len);
		REQUIRE(start && start < arguments->text);
		start++;
	}
	REQUIRE(!memchr(start, '\n', (size_t)(arguments->text - start)));
	if (line == 1 && file->len >= 3 &&
	    memcmp(start, "\xef\xbb\xbf", 3) == 0)
		start += 3;
	for (i = 0; i < 3; i++) {
		bar = memchr(start, '|', (size_t)(arguments->text - start));
		REQUIRE(bar);
		REQUIRE(field_fits(&start, bar, names[i]));
	}
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
	unsigned int line = 67890;
	int rc;

	smbios.vendor = cut_name(&data, &len);
	smbios.product = cut_name(&data, &len);
	smbios.bios_version = cut_name(&data, &len);
	file = (struct file){(const char *)data, len, 0};
	rc = quirks_find(file.text, file.len, &smbios, complain, &file,
			 &arguments, &line);
	REQUIRE(rc == 0 || rc == ERR_QUIRK_NONE);
	if (rc)
		REQUIRE(arguments.text == &here && line == 67890);
	else
		check_row(&file, &smbios, &arguments, line);
	return 0;
}
