/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names under which PXELINUX looks for its configuration.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "line.h"
#include "search.h"

/* Steps in the order they are tried. */
enum step {
	STEP_OPTION,
	STEP_UUID,
	STEP_MAC,
	STEP_ADDRESS, /* and shorter ones behind it */
	STEP_DEFAULT = STEP_ADDRESS + 8,
	STEP_END,
};

_Static_assert(STEP_END < SEARCH_STEPS, "search.h");

/* "10.0.2.15" -> "0A00020F" (PXELINUX); 0 when it is no address. */
static int address_name(struct span ip, char hex[9])
{
	struct span part;
	uint32_t byte;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		for (part.len = 0;
		     part.len < ip.len && ip.text[part.len] != '.'; part.len++)
			;
		part.text = ip.text;
		if (!span_number(&part, 10, 255, &byte) ||
		    (i < 3) != (part.len < ip.len))
			return 0;
		hex[2 * i] = "0123456789ABCDEF"[byte >> 4];
		hex[2 * i + 1] = "0123456789ABCDEF"[byte & 15];
		ip.text += part.len + (i < 3);
		ip.len -= part.len + (i < 3);
	}
	hex[8] = '\0';
	return 1;
}

/* The name of a step without its folder. Returns its length, 0: none. */
static size_t step_name(const struct facts *facts, unsigned int step,
			char *name, size_t size)
{
	int len;

	if (step == STEP_DEFAULT)
		return text_format(name, size, "default");
	if (step == STEP_UUID)
		return size < FACTS_UUID_LEN ? 0 : facts_uuid(facts, name);
	if (step == STEP_MAC) {
		/* BOOTIF's value, behind a blank, the word and "=". */
		len = sysappend(2, facts, name, 0, size);
		if (len <= 0)
			return 0;
		move_bytes(name, name + 8, (size_t)len - 8);
		return (size_t)len - 8;
	}
	if (size < 9 || !address_name(facts->ip, name))
		return 0;
	return STEP_DEFAULT - step;
}

static int step_path(const struct search *search, unsigned int step, char *buf,
		     size_t size)
{
	const struct span *option = &search->config_file;
	char name[80];
	size_t len;
	int at = 0;

	if (step == STEP_OPTION) {
		if (!option->len)
			return -1;
		return line_add(buf, at, size, option->text, option->len);
	}
	len = step_name(search->facts, step, name, sizeof(name));
	if (!len)
		return -1;
	at = line_add_text(buf, at, size, "pxelinux.cfg/");
	return line_add(buf, at, size, name, len);
}

int search_next(struct search *search, char *buf, size_t size)
{
	while (search->step < STEP_END)
		if (step_path(search, search->step++, buf, size) >= 0)
			return 1;
	return 0;
}
