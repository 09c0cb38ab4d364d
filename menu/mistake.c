/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mistakes in a configuration: their texts.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "mistake.h"

_Static_assert((int)ERROR_COUNT <= (int)MISTAKE_FIRST, "codes overlap");

#define MISTAKE_STRING(name, text) text "\0"
static const char texts[] = MISTAKE_TABLE(MISTAKE_STRING);

const char *mistake_text(int error)
{
	const char *text = texts;
	int index;

	if (error > -MISTAKE_FIRST || error <= -MISTAKE_FIRST - MISTAKE_COUNT)
		return NULL;
	for (index = -error - MISTAKE_FIRST; index; index--)
		text += strlen(text) + 1;
	return text;
}

size_t mistake_format(const struct mistake *mistake, const char *text,
		      char *buf, size_t len)
{
	size_t used = text_format(buf, len, "%s:", mistake->file);

	if (mistake->line)
		used +=
		    text_format(buf + used, len - used, "%u:", mistake->line);
	if (mistake->word.len)
		used +=
		    text_format(buf + used, len - used, " %S:", &mistake->word);
	return used + text_format(buf + used, len - used, " %s", text);
}
