/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot's arguments: the list of methods to try, as data, and the keys.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "eltorito.h"
#include "error.h"
#include "ladder.h"

#define MAX_DISK 127

static const struct {
	char name[9];
	uint8_t method;
} plain_methods[] = {
    {"hd", METHOD_HD},
    {"cd", METHOD_CD},
    {"fd", METHOD_FD},
    {"int19", METHOD_INT19},
    {"int18", METHOD_INT18},
    {"exit", METHOD_EXIT},
    {"menu", METHOD_MENU},
    {"reboot", METHOD_REBOOT},
    {"poweroff", METHOD_POWEROFF},
};

/* hdN or 0xNN. */
static int parse_drive(struct span word, uint8_t *ret_drive)
{
	uint32_t number;

	if (span_skip(&word, "hd")) {
		if (!span_number(&word, 10, UINT32_MAX, &number))
			return ERR_METHOD;
		if (number > MAX_DISK)
			return ERR_METHOD_DRIVE;
		number += DRIVE_FIRST_DISK;
	} else if (span_skip(&word, "0x")) {
		if (!span_number(&word, 16, UINT32_MAX, &number))
			return ERR_METHOD;
		if (number < DRIVE_FIRST_DISK || number > 0xff)
			return ERR_METHOD_DRIVE;
	} else {
		return ERR_METHOD;
	}
	*ret_drive = (uint8_t)number;
	return 0;
}

/* The drive of "part=hd0,1"; its partition follows as the list's next item. */
static int parse_part(struct span drive, struct rung *ret_rung)
{
	int rc = 0;

	ret_rung->method = METHOD_PART;
	if (!span_is(&drive, "hd"))
		rc = parse_drive(drive, &ret_rung->drive);
	return rc == ERR_METHOD ? ERR_METHOD_PART : rc;
}

static int parse_method(struct span word, struct rung *ret_rung)
{
	size_t i;

	for (i = 0; i < sizeof(plain_methods) / sizeof(plain_methods[0]); i++) {
		if (span_is(&word, plain_methods[i].name)) {
			ret_rung->method = plain_methods[i].method;
			return 0;
		}
	}
	if (span_skip(&word, "part="))
		return parse_part(word, ret_rung);
	ret_rung->method = METHOD_DRIVE;
	return parse_drive(word, &ret_rung->drive);
}

static int parse_partition(struct span word, struct rung *rung)
{
	uint32_t number;

	if (!span_number(&word, 10, UINT16_MAX, &number) || !number)
		return ERR_METHOD_PART;
	rung->partition = (uint16_t)number;
	return 0;
}

static int parse_list(struct span list, struct ladder *ladder,
		      struct span *ret_word)
{
	struct rung *rung = NULL;
	struct span word;
	size_t len;
	int rc;

	for (;;) {
		for (len = 0; len < list.len && list.text[len] != ','; len++)
			;
		word.text = list.text;
		word.len = len;
		if (rung && rung->method == METHOD_PART && !rung->partition) {
			rc = parse_partition(word, rung);
		} else if (ladder->count == LADDER_MAX_RUNGS) {
			rc = ERR_METHOD_MANY;
		} else {
			rung = &ladder->rung[ladder->count++];
			rc = parse_method(word, rung);
		}
		if (!rc && len == list.len && rung->method == METHOD_PART &&
		    !rung->partition)
			rc = ERR_METHOD_PART;
		if (rc) {
			*ret_word = word;
			return rc;
		}
		if (len == list.len)
			return 0;
		list.text += len + 1;
		list.len -= len + 1;
	}
}

static int parse_yes(const struct span *value, uint8_t *ret_flag)
{
	if (!span_is(value, "yes") && !span_is(value, "no"))
		return ERR_KEY_VALUE;
	*ret_flag = value->text[0] == 'y';
	return 0;
}

static int parse_map(struct span value, uint8_t *ret_map)
{
	return parse_drive(value, ret_map) ? ERR_KEY_VALUE : 0;
}

static int parse_entry(const struct span *value, uint8_t *ret_entry)
{
	uint32_t entry;

	if (!span_number(value, 10, ELTORITO_MAX_ENTRIES, &entry) || !entry)
		return ERR_KEY_VALUE;
	*ret_entry = (uint8_t)entry;
	return 0;
}

/* Returns ERR_METHOD when the word is no key. */
static int parse_key(struct span word, struct ladder *ladder)
{
	struct selector *selector = &ladder->selector;
	struct span *text = NULL;

	if (span_skip(&word, "size="))
		return selector_size(selector, &word);
	if (span_skip(&word, "internal="))
		return parse_yes(&word, &selector->internal);
	if (span_skip(&word, "map="))
		return parse_map(word, &ladder->map);
	if (span_skip(&word, "entry="))
		return parse_entry(&word, &ladder->entry);
	if (span_skip(&word, "guid="))
		return selector_guid(selector, &word);
	else if (span_skip(&word, "label="))
		text = &selector->label;
	else if (span_skip(&word, "serial="))
		text = &selector->serial;
	else if (span_skip(&word, "report="))
		text = &ladder->report;
	else if (span_skip(&word, "quirks="))
		text = &ladder->quirks;
	else
		return ERR_METHOD;
	*text = word;
	return word.len ? 0 : ERR_KEY_VALUE;
}

int ladder_parse(const char *line, struct ladder *ret_ladder,
		 struct span *ret_word)
{
	static const char selected[] = LADDER_DEFAULT_SELECTED;
	static const char automatic[] = LADDER_DEFAULT;
	struct span list = {NULL, 0};
	struct ladder ladder;
	struct span word;
	int rc;

	memset(&ladder, 0, sizeof(ladder));
	while (text_next_word(&line, &word)) {
		rc = parse_key(word, &ladder);
		if (rc == ERR_METHOD && !list.len) {
			list = word;
			rc = 0;
		}
		if (rc) {
			*ret_word = word;
			return rc;
		}
	}
	if (!list.len || span_is(&list, "auto")) {
		ladder.automatic = 1;
		list.text =
		    selector_given(&ladder.selector) ? selected : automatic;
		list.len = strlen(list.text);
	}
	rc = parse_list(list, &ladder, ret_word);
	if (!rc)
		*ret_ladder = ladder;
	return rc;
}

void ladder_merge(struct ladder *ladder, const struct ladder *quirk)
{
	if (ladder->automatic && !selector_given(&ladder->selector)) {
		memcpy(ladder->rung, quirk->rung, sizeof(ladder->rung));
		ladder->count = quirk->count;
		ladder->selector = quirk->selector;
	}
	if (!ladder->map)
		ladder->map = quirk->map;
	if (!ladder->entry)
		ladder->entry = quirk->entry;
	if (!ladder->report.len)
		ladder->report = quirk->report;
}

int ladder_resume(const struct ladder *ladder, uint8_t method, uint8_t rung,
		  unsigned int *ret_rung)
{
	unsigned int i;

	if (rung < ladder->count && ladder->rung[rung].method == method) {
		*ret_rung = rung;
		return 1;
	}
	for (i = ladder->count; i--;) {
		if (ladder->rung[i].method == method) {
			*ret_rung = i;
			return 1;
		}
	}
	return 0;
}

void ladder_name(const struct rung *rung, char name[LADDER_NAME_LEN])
{
	unsigned int disk = (unsigned int)rung->drive - DRIVE_FIRST_DISK;
	size_t i;

	for (i = 0; i < sizeof(plain_methods) / sizeof(plain_methods[0]); i++) {
		if (plain_methods[i].method == rung->method) {
			text_format(name, LADDER_NAME_LEN, "%s",
				    plain_methods[i].name);
			return;
		}
	}
	if (rung->method == METHOD_DRIVE)
		text_format(name, LADDER_NAME_LEN, "hd%u", disk);
	else if (rung->drive)
		text_format(name, LADDER_NAME_LEN, "part=hd%u,%u", disk,
			    (unsigned int)rung->partition);
	else
		text_format(name, LADDER_NAME_LEN, "part=hd,%u",
			    (unsigned int)rung->partition);
}
