/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot's argument: the list of methods to try, as data.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "ladder.h"

#define FIRST_DISK 0x80

static const struct {
	char name[9];
	uint8_t method;
} plain_methods[] = {
    {"int19", METHOD_INT19},	   {"int18", METHOD_INT18},
    {"exit", METHOD_EXIT},	   {"hd", METHOD_HD},
    {"menu", METHOD_MENU},	   {"reboot", METHOD_REBOOT},
    {"poweroff", METHOD_POWEROFF},
};

static int parse_method(struct span word, struct rung *ret_rung)
{
	uint32_t number;
	size_t i;

	for (i = 0; i < sizeof(plain_methods) / sizeof(plain_methods[0]); i++) {
		if (span_is(&word, plain_methods[i].name)) {
			ret_rung->method = plain_methods[i].method;
			ret_rung->drive = 0;
			return 0;
		}
	}
	if (span_skip(&word, "hd")) {
		if (!span_number(&word, 10, UINT32_MAX, &number))
			return ERR_METHOD;
		if (number > 127)
			return ERR_METHOD_DRIVE;
		number += FIRST_DISK;
	} else if (span_skip(&word, "0x")) {
		if (!span_number(&word, 16, UINT32_MAX, &number))
			return ERR_METHOD;
		if (number < FIRST_DISK || number > 0xff)
			return ERR_METHOD_DRIVE;
	} else {
		return ERR_METHOD;
	}
	ret_rung->method = METHOD_DRIVE;
	ret_rung->drive = (uint8_t)number;
	return 0;
}

int ladder_parse(const char *line, struct ladder *ret_ladder,
		 struct span *ret_word)
{
	struct ladder ladder = {.count = 0};
	struct span list;
	struct span word;
	size_t len;
	int rc;

	if (!text_next_word(&line, &list)) {
		list.text = "auto";
		list.len = 4;
	} else if (text_next_word(&line, &word)) {
		*ret_word = word;
		return ERR_METHOD;
	}
	if (span_is(&list, "auto")) {
		list.text = LADDER_DEFAULT;
		list.len = strlen(LADDER_DEFAULT);
	}
	for (;;) {
		for (len = 0; len < list.len && list.text[len] != ','; len++)
			;
		word.text = list.text;
		word.len = len;
		rc = ladder.count == LADDER_MAX_RUNGS
			 ? ERR_METHOD_MANY
			 : parse_method(word, &ladder.rung[ladder.count]);
		if (rc) {
			*ret_word = word;
			return rc;
		}
		ladder.count++;
		if (len == list.len)
			break;
		list.text += len + 1;
		list.len -= len + 1;
	}
	*ret_ladder = ladder;
	return 0;
}

unsigned int ladder_resume(const struct ladder *ladder, uint8_t method,
			   uint8_t rung)
{
	unsigned int i;

	if (rung < ladder->count && ladder->rung[rung].method == method)
		return rung + 1u;
	for (i = ladder->count; i; i--)
		if (ladder->rung[i - 1].method == method)
			return i;
	return 0;
}

void ladder_name(const struct rung *rung, char *buf, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(plain_methods) / sizeof(plain_methods[0]); i++) {
		if (plain_methods[i].method == rung->method) {
			text_format(buf, len, "%s", plain_methods[i].name);
			return;
		}
	}
	text_format(buf, len, "hd%u", (unsigned int)rung->drive - FIRST_DISK);
}
