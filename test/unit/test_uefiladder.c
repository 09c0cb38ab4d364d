/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/uefiladder.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "uefierror.h"
#include "uefiladder.h"

#define TEXT_LEN 512

static void show(const struct uefiladder *ladder, char text[TEXT_LEN])
{
	static const char *const exits[] = {"notfound", "success", "aborted"};
	size_t used = 0;
	unsigned int i;

	for (i = 0; i < ladder->count; i++)
		used +=
		    text_format(text + used, TEXT_LEN - used, "%s%s",
				i ? "," : "", uefiladder_name(ladder->rung[i]));
	text_format(
	    text + used, TEXT_LEN - used,
	    "|%s|guid=%S label=%S serial=%S size=%u internal=%u|%S|%S%s",
	    exits[ladder->exit], &ladder->selector.guid,
	    &ladder->selector.label, &ladder->selector.serial,
	    ladder->selector.size_max ? 1 : 0, ladder->selector.internal,
	    &ladder->report, &ladder->quirks, ladder->automatic ? "|auto" : "");
}

#define NOTHING "|notfound|guid= label= serial= size=0 internal=0||"
#define ID "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
#define FOUR "exit,exit,exit,exit"

/* --- Parsing -------------------------------------------------------------- */

static const struct row {
	const char *name;
	const char *line;
	int rc;
	const char *text; /* or the word at fault */
} rows[] = {
    {"parse: nothing", "", 0, UEFILADDER_DEFAULT NOTHING "|auto"},
    {"parse: auto", " auto ", 0, "next,disk,bootnext,exit" NOTHING "|auto"},
    {"parse: every method",
     "next,disk,cd,usb,bootnext,exit,menu,reboot,poweroff", 0,
     "next,disk,cd,usb,bootnext,exit,menu,reboot,poweroff" NOTHING},
    {"parse: keys",
     "label=a serial=b disk report=http://x/ quirks=q internal=yes "
     "size=5G exit=aborted guid=" ID,
     0,
     "disk|aborted|guid=" ID " label=a serial=b size=1 internal=1|"
     "http://x/|q"},
    {"parse: a disk and no list", "label=a", 0,
     "disk,menu|notfound|guid= label=a serial= size=0 internal=0|||auto"},
    {"parse: a disk and auto", "auto serial=a", 0,
     "disk,menu|notfound|guid= label= serial=a size=0 internal=0|||auto"},
    {"parse: the last one counts", "exit=success menu exit=notfound", 0,
     "menu" NOTHING},
    {"parse: internal=no", "menu internal=no", 0, "menu" NOTHING},
    {"parse: 16 methods", FOUR "," FOUR "," FOUR "," FOUR, 0,
     FOUR "," FOUR "," FOUR "," FOUR NOTHING},
    {"parse: 17 methods", FOUR "," FOUR "," FOUR "," FOUR ",menu",
     ERR_METHOD_MANY, "menu"},
    {"parse: a method of the BIOS", "next,hd0", ERR_UEFI_METHOD, "hd0"},
    {"parse: two lists", "next disk", ERR_UEFI_METHOD, "disk"},
    {"parse: an empty method", "next,,disk", ERR_UEFI_METHOD, ""},
    {"parse: a comma at the end", "next,", ERR_UEFI_METHOD, ""},
    {"parse: in capitals", "NEXT", ERR_UEFI_METHOD, "NEXT"},
    {"parse: a key that is none", "map=0x80", ERR_UEFI_METHOD, "map=0x80"},
    {"parse: a key that is none, behind a list", "next map=0x80",
     ERR_UEFI_METHOD, "map=0x80"},
    {"parse: auto among others", "auto,exit", ERR_UEFI_METHOD, "auto"},
    {"parse: exit", "exit=", ERR_KEY_VALUE, "exit="},
    {"parse: exit, more than a word", "exit=successful", ERR_KEY_VALUE,
     "exit=successful"},
    {"parse: guid", "guid=12", ERR_KEY_VALUE, "guid=12"},
    {"parse: label", "label=", ERR_KEY_VALUE, "label="},
    {"parse: size", "size=5", ERR_KEY_VALUE, "size=5"},
    {"parse: internal", "internal=1", ERR_KEY_VALUE, "internal=1"},
};

static void parses(void **state)
{
	const struct row *row = *state;
	struct uefiladder ladder;
	struct span word = {"untouched", 9};
	char text[TEXT_LEN];

	memset(&ladder, 0xa5, sizeof(ladder));
	assert_int_equal(uefiladder_parse(row->line, &ladder, &word), row->rc);
	if (row->rc) {
		assert_span(word, row->text);
		assert_int_equal(ladder.count, 0xa5a5a5a5);
		return;
	}
	assert_span(word, "untouched");
	show(&ladder, text);
	assert_string_equal(text, row->text);
}

/* --- Merging -------------------------------------------------------------- */

static const struct merge {
	const char *name;
	const char *given;
	const char *quirk;
	const char *text;
} merge_rows[] = {
    {"merge: the row's list and disk", "", "disk,exit label=x exit=success",
     "disk,exit|success|guid= label=x serial= size=0 internal=0|||auto"},
    {"merge: a list that was given stays", "menu", "disk label=x exit=success",
     "menu" NOTHING},
    {"merge: a disk that was given stays", "serial=y", "next exit=success",
     "disk,menu|notfound|guid= label= serial=y size=0 internal=0|||auto"},
    {"merge: exit= that was given stays", "exit=aborted", "exit exit=success",
     "exit|aborted|guid= label= serial= size=0 internal=0|||auto"},
    {"merge: report", "menu", "report=u",
     "menu|notfound|guid= label= serial= size=0 internal=0|u|"},
    {"merge: report that was given stays", "menu report=v", "report=u",
     "menu|notfound|guid= label= serial= size=0 internal=0|v|"},
};

static void merges(void **state)
{
	const struct merge *row = *state;
	struct uefiladder ladder;
	struct uefiladder quirk;
	struct span word;
	char text[TEXT_LEN];

	assert_int_equal(uefiladder_parse(row->given, &ladder, &word), 0);
	assert_int_equal(uefiladder_parse(row->quirk, &quirk, &word), 0);
	uefiladder_merge(&ladder, &quirk);
	show(&ladder, text);
	assert_string_equal(text, row->text);
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(uefiladder_name(UEFI_POWEROFF), "poweroff");
	assert_string_equal(uefiladder_name(UEFI_SAN), "sanboot");
	assert_string_equal(uefiladder_name(UEFI_SAN + 1), "");
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(rows) + COUNT_OF(merge_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, parses);
	UNIT_ROWS(tests, n, merge_rows, merges);
	UNIT_TEST(tests, n, names);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
