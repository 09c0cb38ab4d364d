/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware's boot entries: starting them, or having them started.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "bootguard.h"
#include "console.h"
#include "entries.h"
#include "files.h"
#include "findings.h"
#include "program.h"
#include "text.h"
#include "uefierror.h"
#include "uefiladder.h"

#define GUARD L"NetchainBootNext"

/* Returns 0, or why it cannot be started. entry->variable is to be freed. */
static int read_entry(uint16_t number, struct entry *entry)
{
	char description[LOADOPTION_NAME_LEN];
	uint16_t name[BOOTORDER_NAME_LEN];
	size_t len;

	entry->number = number;
	text_format(entry->text, ENTRY_TEXT_LEN, "Boot%04x", number);
	bootorder_name(number, name);
	entry->variable = firmware_variable(name, &len);
	if (!entry->variable)
		return ERR_OPTION_NONE;
	if (loadoption_read(entry->variable, len, &entry->option))
		return ERR_OPTION_DAMAGED;
	loadoption_name(&entry->option, description);
	text_format(entry->text, ENTRY_TEXT_LEN, "Boot%04x \"%s\"", number,
		    description);
	return loadoption_judge(&entry->option);
}

int entries_walk(entry_visitor visitor, void *context)
{
	uint16_t numbers[BOOTORDER_MAX];
	struct entry entry;
	unsigned int count;
	unsigned int i;
	uint8_t *order;
	size_t len;
	int rc = 0;
	int verdict;

	order = firmware_variable(L"BootOrder", &len);
	if (!order)
		return 0;
	count = bootorder_walk(order, len,
			       firmware_variable_u16(L"BootCurrent", NO_ENTRY),
			       numbers);
	for (i = 0; i < count && !rc; i++) {
		verdict = read_entry(numbers[i], &entry);
		rc = visitor(context, &entry, verdict);
		firmware_free(entry.variable);
	}
	firmware_free(order);
	return rc;
}

/* An entry being tried, and the status that came with the verdict. */
struct attempt {
	const struct entry *entry;
	uint64_t status;
};

/* Where a short form fits several devices, the file may be on the next. */
static int start_path(void *context, const path_t *path)
{
	struct attempt *attempt = context;
	const struct loadoption *option = &attempt->entry->option;
	int rc;

	rc = start_program(path, option->data, option->data_len,
			   attempt->entry->number, &attempt->status);
	return rc == ERR_LOAD_NONE ? 0 : rc;
}

static int start_entry(void *context, const struct entry *entry, int verdict)
{
	struct attempt attempt = {entry, 0};

	(void)context;
	if (!verdict)
		verdict = path_expand((const path_t *)entry->option.path,
				      start_path, &attempt);
	if (!verdict)
		verdict = ERR_LOAD_NONE;
	finding_add(UEFI_NEXT, entry->text, "", verdict, attempt.status);
	return 0;
}

void entries_start(void)
{
	unsigned int before = findings_count();

	entries_walk(start_entry, NULL);
	if (findings_count() == before)
		finding_add(UEFI_NEXT, "BootOrder", "", ERR_OPTION_NONE, 0);
}

static int is_there(void *context, const path_t *path)
{
	(void)context;
	return files_has(path);
}

/* Returns 0, or why the firmware would not start it. */
static int set_boot_next(uint16_t number)
{
	uint8_t order[BOOTORDER_MAX_LEN];
	uint8_t *old;
	size_t old_len = 0;
	size_t len;

	old = firmware_variable(L"BootOrder", &old_len);
	if (old_len > sizeof(order))
		old_len = sizeof(order);
	if (old)
		memcpy(order, old, old_len);
	firmware_free(old);
	/* Some firmware drops a BootNext that is not in BootOrder. */
	len = bootorder_add(order, old_len, sizeof(order), number);
	if (len != old_len &&
	    (!len || !firmware_set_variable(L"BootOrder", order, len)))
		return ERR_BOOTNEXT_SET;
	if (!firmware_set_variable(L"BootNext", &number, sizeof(number)) ||
	    firmware_variable_u16(L"BootNext", NO_ENTRY) != number)
		return ERR_BOOTNEXT_SET;
	return 0;
}

static int boot_next(void *context, const struct entry *entry, int verdict)
{
	uint8_t note[BOOTGUARD_LEN];
	struct bootguard *guard = context;

	/* What `next` has said of it is not said again. */
	if (verdict)
		return 0;
	if (bootguard_has(guard, entry->number))
		verdict = ERR_BOOTNEXT_BEFORE;
	else
		verdict = path_expand((const path_t *)entry->option.path,
				      is_there, NULL);
	if (!verdict)
		verdict = ERR_LOAD_NONE;
	/* Were one forgotten for it, there would be no end of resets. */
	if (verdict == 1 &&
	    !bootguard_add(guard, entry->number, firmware_time(), note))
		verdict = ERR_BOOTNEXT_MANY;
	if (verdict == 1) {
		/* Without the note there would be no end of resets. */
		verdict = firmware_set_own_variable(GUARD, note, sizeof(note))
			      ? set_boot_next(entry->number)
			      : ERR_BOOTNEXT_SET;
	}
	if (verdict) {
		finding_add(UEFI_BOOTNEXT, entry->text, "", verdict, 0);
		return 0;
	}
	say("bootnext: %s: restarting for it\n", entry->text);
	rt->ResetSystem(EfiResetCold, EFI_SUCCESS, 0, NULL);
	return ERR_RESET;
}

void entries_boot_next(void)
{
	unsigned int before = findings_count();
	struct bootguard guard;
	uint8_t *note;
	size_t len = 0;

	note = firmware_own_variable(GUARD, &len);
	bootguard_read(note, len, firmware_time(), &guard);
	firmware_free(note);
	if (!guard.time && guard.count)
		firmware_set_own_variable(GUARD, NULL, 0);
	if (entries_walk(boot_next, &guard))
		finding_add(UEFI_BOOTNEXT, "", "", ERR_RESET, 0);
	else if (findings_count() == before)
		finding_add(UEFI_BOOTNEXT, "", "", ERR_BOOTNEXT_NONE, 0);
}
