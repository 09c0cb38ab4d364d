/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/ladder.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "ladder.h"

#define UNTOUCHED 0xa5

#define FOUR(word) word "," word "," word "," word
#define SIXTEEN(word) FOUR(word) "," FOUR(word) "," FOUR(word) "," FOUR(word)

/* The rungs as ladder_name() writes them, each with a blank behind it. */
struct accepted {
	const char *name;
	const char *line;
	const char *rungs;
};

#define DEFAULT "hd cd int19 int18 menu "

static const struct accepted accepted_rows[] = {
    {"default: nothing given", "", DEFAULT},
    {"default: only blanks", " \t\r\n", DEFAULT},
    {"default: as its text says", LADDER_DEFAULT, DEFAULT},
    {"default: by its name", "auto", DEFAULT},
    {"default: keys that choose no disk",
     "map=0x80 entry=1 report=x quirks=y internal=no", DEFAULT},
    {"default: a disk by its GUID", "guid=12345678", "hd menu "},
    {"default: a disk by its label", "auto label=DATA", "hd menu "},
    {"default: a disk by its serial number", "serial=X auto", "hd menu "},
    {"default: a disk by its size", "size=500G", "hd menu "},
    {"default: a disk inside", "internal=yes", "hd menu "},
    {"default: as the other text says", LADDER_DEFAULT_SELECTED, "hd menu "},
    {"method: hd", "hd", "hd "},
    {"method: cd", "cd", "cd "},
    {"method: fd", "fd", "fd "},
    {"method: int19", "int19", "int19 "},
    {"method: int18", "int18", "int18 "},
    {"method: exit", "exit", "exit "},
    {"method: menu", "menu", "menu "},
    {"method: reboot", "reboot", "reboot "},
    {"method: poweroff", "poweroff", "poweroff "},
    {"drive: hd0", "hd0", "hd0 "},
    {"drive: hd1", "hd1", "hd1 "},
    {"drive: hd127, the greatest", "hd127", "hd127 "},
    {"drive: zeros in front", "hd007", "hd7 "},
    {"drive: 0x80, the least", "0x80", "hd0 "},
    {"drive: 0xff, the greatest", "0xff", "hd127 "},
    {"drive: hexadecimal in capitals", "0xAB", "hd43 "},
    {"part: of a drive", "part=hd0,1", "part=hd0,1 "},
    {"part: of the first that fits", "part=hd,5", "part=hd,5 "},
    {"part: of a drive by the BIOS's number", "part=0x81,2", "part=hd1,2 "},
    {"part: the greatest", "part=hd127,65535", "part=hd127,65535 "},
    {"part: zeros in front", "part=hd0,0001", "part=hd0,1 "},
    {"part: in a list", "cd,part=hd0,1,part=hd,2,hd0",
     "cd part=hd0,1 part=hd,2 hd0 "},
    {"list: all methods, order kept",
     "poweroff,reboot,menu,exit,int18,int19,fd,cd,0x81,part=hd,9,hd0,hd",
     "poweroff reboot menu exit int18 int19 fd cd hd1 part=hd,9 hd0 hd "},
    {"list: the same twice", "hd0,hd0", "hd0 hd0 "},
    {"list: blanks around", "  hd0,exit \n", "hd0 exit "},
    {"list: before the keys", "hd0 map=hd1", "hd0 "},
    {"list: behind the keys", "map=hd1 size=1T hd0", "hd0 "},
    {"list: among the keys", "map=hd1 hd0 size=1T", "hd0 "},
    {"list: given, and a disk by its properties", "int19 serial=X", "int19 "},
    {"list: sixteen, the greatest count", SIXTEEN("exit"),
     "exit exit exit exit exit exit exit exit exit exit exit exit exit exit "
     "exit exit "},
    {"list: sixteen, the last a partition",
     FOUR("cd") "," FOUR("cd") "," FOUR("cd") ",cd,cd,cd,part=hd0,1",
     "cd cd cd cd cd cd cd cd cd cd cd cd cd cd cd part=hd0,1 "},
};

struct rejected {
	const char *name;
	const char *line;
	int rc;
	const char *word;
};

static const struct rejected rejected_rows[] = {
    {"word: none of ours", "dvd", ERR_METHOD, "dvd"},
    {"word: the one at fault is named", "hd0,cdrom,exit", ERR_METHOD, "cdrom"},
    {"word: the first of two at fault", "foo,bar", ERR_METHOD, "foo"},
    {"word: longer than a method", "int199", ERR_METHOD, "int199"},
    {"word: shorter than a method", "int1", ERR_METHOD, "int1"},
    {"word: capitals", "INT19", ERR_METHOD, "INT19"},
    {"word: a second one", "hd0 exit", ERR_METHOD, "exit"},
    {"word: blank behind a comma", "hd0, exit", ERR_METHOD, "exit"},
    {"comma: alone", ",", ERR_METHOD, ""},
    {"comma: trailing", "hd0,", ERR_METHOD, ""},
    {"comma: leading", ",hd0", ERR_METHOD, ""},
    {"comma: two", "hd0,,exit", ERR_METHOD, ""},
    {"default: auto is no method of a list", "hd0,auto", ERR_METHOD, "auto"},
    {"drive: hd with a letter", "hda", ERR_METHOD, "hda"},
    {"drive: hd with hexadecimal", "hd0x1", ERR_METHOD, "hd0x1"},
    {"drive: hd with a sign", "hd-1", ERR_METHOD, "hd-1"},
    {"drive: 0x without number", "0x", ERR_METHOD, "0x"},
    {"drive: 0x with another letter", "0x8g", ERR_METHOD, "0x8g"},
    {"drive: 0X in capitals", "0X80", ERR_METHOD, "0X80"},
    {"drive: number without 0x", "80", ERR_METHOD, "80"},
    {"drive: hd128, one past", "hd128", ERR_METHOD_DRIVE, "hd128"},
    {"drive: hd256 is not hd0", "hd256", ERR_METHOD_DRIVE, "hd256"},
    {"drive: hd4294967295", "hd4294967295", ERR_METHOD_DRIVE, "hd4294967295"},
    {"drive: past 32 bits is not hd0", "hd4294967296", ERR_METHOD,
     "hd4294967296"},
    {"drive: 0x7f, one below", "0x7f", ERR_METHOD_DRIVE, "0x7f"},
    {"drive: 0x100, one past", "0x100", ERR_METHOD_DRIVE, "0x100"},
    {"drive: 0x180 is not 0x80", "0x180", ERR_METHOD_DRIVE, "0x180"},
    {"drive: past 32 bits is not 0x80", "0x100000080", ERR_METHOD,
     "0x100000080"},
    {"word: a second list behind a key", "hd0 map=hd0 cd", ERR_METHOD, "cd"},
    {"word: a key in a list", "hd0,size=1T", ERR_METHOD, "size=1T"},
    {"word: a second auto", "auto auto", ERR_METHOD, "auto"},
    {"part: no partition", "part=hd0", ERR_METHOD_PART, "part=hd0"},
    {"part: no partition, in a list", "cd,part=hd0,cd", ERR_METHOD_PART, "cd"},
    {"part: no partition behind the comma", "part=hd0,", ERR_METHOD_PART, ""},
    {"part: partition 0", "part=hd0,0", ERR_METHOD_PART, "0"},
    {"part: partition 0, in a list", "part=hd0,0,cd", ERR_METHOD_PART, "0"},
    {"part: partition 65536, one past", "part=hd0,65536", ERR_METHOD_PART,
     "65536"},
    {"part: past 32 bits is not 1", "part=hd0,4294967297", ERR_METHOD_PART,
     "4294967297"},
    {"part: partition with a letter", "part=hd0,1a", ERR_METHOD_PART, "1a"},
    {"part: no drive", "part=,1", ERR_METHOD_PART, "part="},
    {"part: a partition alone", "part=1", ERR_METHOD_PART, "part=1"},
    {"part: no drive of ours", "part=cd,1", ERR_METHOD_PART, "part=cd"},
    {"part: drive out of range", "part=hd128,1", ERR_METHOD_DRIVE,
     "part=hd128"},
    {"part: floppy", "part=0x00,1", ERR_METHOD_DRIVE, "part=0x00"},
    {"part: a point for the comma", "part=hd0.1", ERR_METHOD_PART,
     "part=hd0.1"},
    {"part: blank behind the comma", "part=hd0, 1", ERR_METHOD, "1"},
    {"key: not known", "hd0 labels=x", ERR_METHOD, "labels=x"},
    {"key: in capitals", "hd0 MAP=hd0", ERR_METHOD, "MAP=hd0"},
    {"key: without =", "hd0 map", ERR_METHOD, "map"},
    {"key: the first of two at fault", "map=x size=y", ERR_KEY_VALUE, "map=x"},
    {"key: before a method at fault", "map=x nonsense", ERR_KEY_VALUE, "map=x"},
    {"key: behind a method at fault", "nonsense map=x", ERR_KEY_VALUE, "map=x"},
    {"guid: empty", "guid=", ERR_KEY_VALUE, "guid="},
    {"guid: 31 digits", "guid=0123456789abcdef0123456789abcde", ERR_KEY_VALUE,
     "guid=0123456789abcdef0123456789abcde"},
    {"guid: 33 digits", "guid=0123456789abcdef0123456789abcdef0", ERR_KEY_VALUE,
     "guid=0123456789abcdef0123456789abcdef0"},
    {"guid: no digit", "guid=1234abcg", ERR_KEY_VALUE, "guid=1234abcg"},
    {"guid: an MBR's partition as Linux names it", "guid=1234abcd-01",
     ERR_KEY_VALUE, "guid=1234abcd-01"},
    {"guid: 8 digits with a hyphen", "guid=1234-abcd", ERR_KEY_VALUE,
     "guid=1234-abcd"},
    {"label: empty", "label=", ERR_KEY_VALUE, "label="},
    {"serial: empty", "serial=", ERR_KEY_VALUE, "serial="},
    {"report: empty", "report=", ERR_KEY_VALUE, "report="},
    {"quirks: empty", "quirks=", ERR_KEY_VALUE, "quirks="},
    {"size: no size", "size=big", ERR_KEY_VALUE, "size=big"},
    {"size: empty", "size=", ERR_KEY_VALUE, "size="},
    {"internal: empty", "internal=", ERR_KEY_VALUE, "internal="},
    {"internal: neither yes nor no", "internal=1", ERR_KEY_VALUE, "internal=1"},
    {"map: empty", "map=", ERR_KEY_VALUE, "map="},
    {"map: hd is no drive", "map=hd", ERR_KEY_VALUE, "map=hd"},
    {"map: floppy", "map=0x00", ERR_KEY_VALUE, "map=0x00"},
    {"map: drive out of range", "map=hd128", ERR_KEY_VALUE, "map=hd128"},
    {"entry: empty", "entry=", ERR_KEY_VALUE, "entry="},
    {"entry: 0", "entry=0", ERR_KEY_VALUE, "entry=0"},
    {"entry: 256, one past", "entry=65", ERR_KEY_VALUE, "entry=65"},
    {"entry: hexadecimal", "entry=0x1", ERR_KEY_VALUE, "entry=0x1"},
    {"list: seventeen", SIXTEEN("exit") ",hd0", ERR_METHOD_MANY, "hd0"},
    {"list: sixteen and a trailing comma", SIXTEEN("exit") ",", ERR_METHOD_MANY,
     ""},
};

struct keys {
	const char *name;
	const char *line;
	const char *found;
};

/* What is not given is not written. */
static const struct keys keys_rows[] = {
    {"keys: none", "hd0", ""},
    {"keys: none, so automatic", "", "automatic "},
    {"keys: auto is automatic", "auto", "automatic "},
    {"keys: automatic, and a disk chosen", "label=x", "automatic label=x "},
    {"keys: guid", "hd guid={0123456789abcdefABCDEF-0123456789}",
     "guid={0123456789abcdefABCDEF-0123456789} "},
    {"keys: guid of an MBR", "hd guid=1234abcd", "guid=1234abcd "},
    {"keys: label with =", "hd label=a=b", "label=a=b "},
    {"keys: label with a comma", "hd label=a,b", "label=a,b "},
    {"keys: serial", "hd serial=WD-1", "serial=WD-1 "},
    {"keys: size", "hd size=32M-", "size=32000000- "},
    {"keys: size to", "hd size=-1M", "size=0-1048576 "},
    {"keys: internal", "hd internal=yes", "internal "},
    {"keys: not internal", "hd internal=no", ""},
    {"keys: map", "hd map=0x81", "map=81 "},
    {"keys: map by name", "hd map=hd2", "map=82 "},
    {"keys: entry, the greatest", "hd entry=64", "entry=64 "},
    {"keys: report", "hd report=http://s/?a=b&c", "report=http://s/?a=b&c "},
    {"keys: quirks", "hd quirks=/q.txt", "quirks=/q.txt "},
    {"keys: the last of two counts", "hd map=hd1 label=a map=hd2 label=b",
     "label=b map=82 "},
    {"keys: all of them",
     "quirks=q report=r entry=2 map=hd1 hd internal=yes size=1M-2M serial=s "
     "label=l guid=1234abcd",
     "guid=1234abcd label=l serial=s size=1000000-2097152 internal map=81 "
     "entry=2 "
     "report=r quirks=q "},
};

struct merge {
	const char *name;
	const char *line;
	const char *quirk;
	const char *rungs;
	const char *found;
};

static const struct merge merge_rows[] = {
    {"merge: the row's list", "", "hd0,int18", "hd0 int18 ", "automatic "},
    {"merge: its list and its disk", "auto", "cd,hd serial=s", "cd hd ",
     "automatic serial=s "},
    {"merge: its disk, which has a list", "", "serial=s", "hd menu ",
     "automatic serial=s "},
    {"merge: its keys", "", "map=hd1 entry=2 report=r", DEFAULT,
     "automatic map=81 entry=2 report=r "},
    {"merge: not its list, when one was given", "hd1 quirks=q",
     "hd0 serial=s map=hd1", "hd1 ", "map=81 quirks=q "},
    {"merge: not its list, when a disk was asked for", "label=l",
     "hd0 serial=s entry=1", "hd menu ", "automatic label=l entry=1 "},
    {"merge: not its keys, when they were given", "map=hd2 entry=3 report=own",
     "hd map=hd1 entry=2 report=r", "hd ",
     "automatic map=82 entry=3 report=own "},
    {"merge: not its quirks=", "", "hd quirks=another", "hd ", "automatic "},
    {"merge: nothing", "hd0 map=hd1", "", "hd0 ", "map=81 "},
};

struct resume {
	const char *name;
	const char *line;
	uint8_t method;
	uint8_t from;
	int rung; /* -1: not in this list */
};

static const struct resume resume_rows[] = {
    {"resume: int19 of the default", "", METHOD_INT19, 2, 2},
    {"resume: hd of the default", "", METHOD_HD, 0, 0},
    {"resume: the last", "hd0,int19", METHOD_INT19, 1, 1},
    {"resume: not in the list", "hd0,exit", METHOD_INT19, 1, -1},
    {"resume: not in the list, and behind it", "hd0,exit", METHOD_INT19, 255,
     -1},
    {"resume: no method of ours", "", 0xee, 0, -1},
    {"resume: int19 twice, the first", "int19,hd0,int19,exit", METHOD_INT19, 0,
     0},
    {"resume: int19 twice, the second", "int19,hd0,int19,exit", METHOD_INT19, 2,
     2},
    {"resume: another list, its last int19", "int19,hd0,int19,exit",
     METHOD_INT19, 1, 2},
    {"resume: another list, its last drive", "hd0,hd1,exit", METHOD_DRIVE, 2,
     1},
    {"resume: rung one past the list", "hd0,int19", METHOD_INT19, 2, 1},
    {"resume: the greatest rung", "hd0,int19", METHOD_INT19, 255, 1},
    {"resume: the sixteenth", SIXTEEN("fd"), METHOD_FD, 15, 15},
};

struct name {
	const char *name;
	struct rung rung;
	const char *text;
};

static const struct name name_rows[] = {
    {"name: hd", {METHOD_HD, 0, 0}, "hd"},
    {"name: cd", {METHOD_CD, 0, 0}, "cd"},
    {"name: fd", {METHOD_FD, 0, 0}, "fd"},
    {"name: int19", {METHOD_INT19, 0, 0}, "int19"},
    {"name: int18", {METHOD_INT18, 0, 0}, "int18"},
    {"name: exit", {METHOD_EXIT, 0, 0}, "exit"},
    {"name: menu", {METHOD_MENU, 0, 0}, "menu"},
    {"name: reboot", {METHOD_REBOOT, 0, 0}, "reboot"},
    {"name: poweroff", {METHOD_POWEROFF, 0, 0}, "poweroff"},
    {"name: first drive", {METHOD_DRIVE, 0x80, 0}, "hd0"},
    {"name: last drive", {METHOD_DRIVE, 0xff, 0}, "hd127"},
    {"name: partition of a drive", {METHOD_PART, 0x81, 5}, "part=hd1,5"},
    {"name: partition of any drive", {METHOD_PART, 0, 5}, "part=hd,5"},
    {"name: the longest", {METHOD_PART, 0xff, 65535}, "part=hd127,65535"},
};

/* With the spans in a copy of the line that stays. */
static int parse(const char *line, size_t len, struct ladder *ladder,
		 struct span *word)
{
	static char copies[2][256]; /* a merge needs two */
	static unsigned int turn;
	char *copy = copies[turn++ % 2];
	char *exact;
	int rc;

	assert_true(len < sizeof(copies[0]));
	memcpy(copy, line, len);
	copy[len] = '\0';
	exact = exact_new(copy, len + 1);
	memset(ladder, UNTOUCHED, sizeof(*ladder));
	*word = (struct span){NULL, UNTOUCHED};
	rc = ladder_parse(exact, ladder, word);
	exact_free(exact);
	memset(ladder, UNTOUCHED, sizeof(*ladder));
	assert_int_equal(ladder_parse(copy, ladder, word), rc);
	return rc;
}

static void assert_rungs(const struct ladder *ladder, const char *rungs)
{
	char found[LADDER_MAX_RUNGS * (LADDER_NAME_LEN + 1)];
	char name[LADDER_NAME_LEN];
	size_t used = 0;
	unsigned int i;

	assert_in_range(ladder->count, 1, LADDER_MAX_RUNGS);
	for (i = 0; i < ladder->count; i++) {
		ladder_name(&ladder->rung[i], name);
		used += text_format(found + used, sizeof(found) - used, "%s ",
				    name);
	}
	assert_string_equal(found, rungs);
}

/* Numbers here are small. */
static void assert_keys(const struct ladder *ladder, const char *keys)
{
	const struct selector *selector = &ladder->selector;
	const struct {
		const char *name;
		const struct span *value;
		uint64_t number;
		const char *format;
	} all[] = {
	    {"automatic ", NULL, ladder->automatic, ""},
	    {"guid=", &selector->guid, 0, NULL},
	    {"label=", &selector->label, 0, NULL},
	    {"serial=", &selector->serial, 0, NULL},
	    {"size=", NULL, selector->size_max ? selector->size_min + 1 : 0,
	     NULL},
	    {"internal ", NULL, selector->internal, ""},
	    {"map=", NULL, ladder->map, "%02x "},
	    {"entry=", NULL, ladder->entry, "%u "},
	    {"report=", &ladder->report, 0, NULL},
	    {"quirks=", &ladder->quirks, 0, NULL},
	};
	char found[256] = "";
	size_t used = 0;
	size_t i;

	for (i = 0; i < COUNT_OF(all); i++) {
		if (!(all[i].value ? all[i].value->len : all[i].number))
			continue;
		used += text_format(found + used, sizeof(found) - used, "%s",
				    all[i].name);
		if (all[i].value)
			used += text_format(found + used, sizeof(found) - used,
					    "%S ", all[i].value);
		else if (all[i].format)
			used += text_format(found + used, sizeof(found) - used,
					    all[i].format,
					    (unsigned int)all[i].number);
		else
			used += text_format(found + used, sizeof(found) - used,
					    "%u-",
					    (unsigned int)selector->size_min);
		if (all[i].value || all[i].format)
			continue;
		if (selector->size_max != UINT64_MAX)
			used +=
			    text_format(found + used, sizeof(found) - used,
					"%u", (unsigned int)selector->size_max);
		used += text_format(found + used, sizeof(found) - used, " ");
	}
	assert_string_equal(found, keys);
}

static void accepts(void **state)
{
	const struct accepted *row = *state;
	struct ladder ladder;
	struct span word;

	assert_int_equal(parse(row->line, strlen(row->line), &ladder, &word),
			 0);
	assert_int_equal(word.len, UNTOUCHED);
	assert_rungs(&ladder, row->rungs);
}

static void has_keys(void **state)
{
	const struct keys *row = *state;
	struct ladder ladder;
	struct span word;

	assert_int_equal(parse(row->line, strlen(row->line), &ladder, &word),
			 0);
	assert_keys(&ladder, row->found);
}

static void merges(void **state)
{
	const struct merge *row = *state;
	struct ladder ladder;
	struct ladder quirk;
	struct ladder before;
	struct span word;

	assert_int_equal(parse(row->line, strlen(row->line), &ladder, &word),
			 0);
	assert_int_equal(parse(row->quirk, strlen(row->quirk), &quirk, &word),
			 0);
	before = quirk;
	ladder_merge(&ladder, &quirk);
	assert_memory_equal(&quirk, &before, sizeof(quirk));
	assert_rungs(&ladder, row->rungs);
	assert_keys(&ladder, row->found);
}

static void rejects(void **state)
{
	const struct rejected *row = *state;
	struct ladder untouched;
	struct ladder ladder;
	struct span word;

	memset(&untouched, UNTOUCHED, sizeof(untouched));
	assert_int_equal(parse(row->line, strlen(row->line), &ladder, &word),
			 row->rc);
	assert_span(word, row->word);
	assert_memory_equal(&ladder, &untouched, sizeof(ladder));
}

static void resumes(void **state)
{
	const struct resume *row = *state;
	unsigned int rung = UNTOUCHED;
	struct ladder ladder;
	struct span word;

	assert_int_equal(parse(row->line, strlen(row->line), &ladder, &word),
			 0);
	assert_int_equal(ladder_resume(&ladder, row->method, row->from, &rung),
			 row->rung >= 0);
	assert_int_equal(rung, row->rung >= 0 ? row->rung : UNTOUCHED);
}

static void names(void **state)
{
	const struct name *row = *state;
	char *buf = malloc(LADDER_NAME_LEN); /* enough, says the header */

	assert_non_null(buf);
	ladder_name(&row->rung, buf);
	assert_string_equal(buf, row->text);
	free(buf);
}

static void assert_prefixes_stay_inside(const char *line)
{
	struct ladder ladder;
	struct span word;
	size_t len;

	for (len = 0; len <= strlen(line); len++)
		if (parse(line, len, &ladder, &word))
			assert_in_range(word.len, 0, len);
}

static void every_prefix_of_every_line_stays_inside(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rejected_rows); i++)
		assert_prefixes_stay_inside(rejected_rows[i].line);
	for (i = 0; i < COUNT_OF(accepted_rows); i++)
		assert_prefixes_stay_inside(accepted_rows[i].line);
	for (i = 0; i < COUNT_OF(keys_rows); i++)
		assert_prefixes_stay_inside(keys_rows[i].line);
}

/* The message about a bad argument names each method and key there is. */
static void the_grammar_is_complete(void **state)
{
	static const char grammar[] = " " LADDER_GRAMMAR " " LADDER_KEYS " ";
	static const char *const words[] = {
	    " auto,",	     " hd ",	       " hd0 ",	     " 0x80 ",
	    " cd ",	     " fd ",	       " int19 ",    " int18 ",
	    " exit ",	     " menu ",	       " reboot ",   " poweroff,",
	    " guid= ",	     " label= ",       " serial= ",  " size=500G ",
	    " report=URL ",  " internal=yes ", " map=0x80 ", " entry=1 ",
	    " quirks=FILE ", " part=hd0,1 ",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(words); i++)
		assert_non_null(strstr(grammar, words[i]));
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(accepted_rows) + COUNT_OF(rejected_rows) +
		  COUNT_OF(keys_rows) + COUNT_OF(merge_rows) +
		  COUNT_OF(resume_rows) + COUNT_OF(name_rows) + 2];
	size_t n = 0;

	UNIT_ROWS(tests, n, accepted_rows, accepts);
	UNIT_ROWS(tests, n, rejected_rows, rejects);
	UNIT_ROWS(tests, n, keys_rows, has_keys);
	UNIT_ROWS(tests, n, merge_rows, merges);
	UNIT_ROWS(tests, n, resume_rows, resumes);
	UNIT_ROWS(tests, n, name_rows, names);
	UNIT_TEST(tests, n, every_prefix_of_every_line_stays_inside);
	UNIT_TEST(tests, n, the_grammar_is_complete);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
