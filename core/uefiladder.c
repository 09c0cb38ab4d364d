/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.efi's arguments: the list of methods to try, as data, and the keys.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "uefierror.h"
#include "uefiladder.h"

static const char names[UEFI_METHODS][9] = {
    [UEFI_NEXT] = "next",
    [UEFI_DISK] = "disk",
    [UEFI_CD] = "cd",
    [UEFI_USB] = "usb",
    [UEFI_EXIT] = "exit",
    [UEFI_BOOTNEXT] = "bootnext",
    [UEFI_MENU] = "menu",
    [UEFI_REBOOT] = "reboot",
    [UEFI_POWEROFF] = "poweroff",
};

static const char exits[][9] = {
    [UEFI_EXIT_NOTFOUND] = "notfound",
    [UEFI_EXIT_SUCCESS] = "success",
    [UEFI_EXIT_ABORTED] = "aborted",
};

/* The index of the word in names of 9 bytes, or -1. */
static int look_up(const struct span *word, const char (*list)[9], int count)
{
	int i;

	for (i = 0; i < count; i++)
		if (span_is(word, list[i]))
			return i;
	return -1;
}

static int parse_list(struct span list, struct uefiladder *ladder,
		      struct span *ret_word)
{
	struct span word;
	int method;
	size_t len;

	for (;;) {
		for (len = 0; len < list.len && list.text[len] != ','; len++)
			;
		word.text = list.text;
		word.len = len;
		method = look_up(&word, names, UEFI_METHODS);
		if (method < 0 || ladder->count == UEFILADDER_MAX_RUNGS) {
			*ret_word = word;
			return method < 0 ? ERR_UEFI_METHOD : ERR_METHOD_MANY;
		}
		ladder->rung[ladder->count++] = (uint8_t)method;
		if (len == list.len)
			return 0;
		list.text += len + 1;
		list.len -= len + 1;
	}
}

static int parse_exit(const struct span *value, uint8_t *ret_exit)
{
	int found = look_up(value, exits, sizeof(exits) / sizeof(exits[0]));

	if (found < 0)
		return ERR_KEY_VALUE;
	*ret_exit = (uint8_t)found;
	return 0;
}

static int parse_yes(const struct span *value, uint8_t *ret_flag)
{
	if (!span_is(value, "yes") && !span_is(value, "no"))
		return ERR_KEY_VALUE;
	*ret_flag = value->text[0] == 'y';
	return 0;
}

/* Returns ERR_UEFI_METHOD when the word is no key. */
static int parse_key(struct span word, struct uefiladder *ladder)
{
	struct selector *selector = &ladder->selector;
	struct span *text = NULL;

	if (span_skip(&word, "guid="))
		return selector_guid(selector, &word);
	if (span_skip(&word, "size="))
		return selector_size(selector, &word);
	if (span_skip(&word, "internal="))
		return parse_yes(&word, &selector->internal);
	if (span_skip(&word, "exit="))
		return parse_exit(&word, &ladder->exit);
	if (span_skip(&word, "label="))
		text = &selector->label;
	else if (span_skip(&word, "serial="))
		text = &selector->serial;
	else if (span_skip(&word, "report="))
		text = &ladder->report;
	else if (span_skip(&word, "quirks="))
		text = &ladder->quirks;
	if (!text)
		return ERR_UEFI_METHOD;
	if (!word.len)
		return ERR_KEY_VALUE;
	*text = word;
	return 0;
}

int uefiladder_parse(const char *line, struct uefiladder *ret_ladder,
		     struct span *ret_word)
{
	struct uefiladder ladder;
	struct span list = {"", 0};
	struct span word;
	int rc;

	memset(&ladder, 0, sizeof(ladder));
	while (text_next_word(&line, &word)) {
		rc = parse_key(word, &ladder);
		if (rc == ERR_UEFI_METHOD && !list.len) {
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
		list.text = selector_given(&ladder.selector)
				? UEFILADDER_DEFAULT_SELECTED
				: UEFILADDER_DEFAULT;
		list.len = strlen(list.text);
	}
	rc = parse_list(list, &ladder, ret_word);
	if (!rc)
		*ret_ladder = ladder;
	return rc;
}

void uefiladder_merge(struct uefiladder *ladder, const struct uefiladder *quirk)
{
	if (ladder->automatic && !selector_given(&ladder->selector)) {
		memcpy(ladder->rung, quirk->rung, sizeof(ladder->rung));
		ladder->count = quirk->count;
		ladder->selector = quirk->selector;
		if (ladder->exit == UEFI_EXIT_NOTFOUND)
			ladder->exit = quirk->exit;
	}
	if (!ladder->report.len)
		ladder->report = quirk->report;
}

const char *uefiladder_name(uint8_t method)
{
	if (method == UEFI_SAN)
		return "sanboot";
	return method < UEFI_METHODS ? names[method] : "";
}
