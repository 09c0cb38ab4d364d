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

struct accepted {
	const char *name;
	const char *line;
	const char *rungs; /* each method's letter, a drive's number: D80 */
};

static const struct accepted accepted_rows[] = {
    {"default: nothing given", "", "H 9 8 M "},
    {"default: only blanks", " \t\r\n", "H 9 8 M "},
    {"default: as its text says", LADDER_DEFAULT, "H 9 8 M "},
    {"method: int19", "int19", "9 "},
    {"method: int18", "int18", "8 "},
    {"method: exit", "exit", "E "},
    {"method: hd", "hd", "H "},
    {"method: menu", "menu", "M "},
    {"method: reboot", "reboot", "R "},
    {"method: poweroff", "poweroff", "P "},
    {"default: by its name", "auto", "H 9 8 M "},
    {"drive: hd0", "hd0", "D80 "},
    {"drive: hd1", "hd1", "D81 "},
    {"drive: hd127, the greatest", "hd127", "Dff "},
    {"drive: zeros in front", "hd007", "D87 "},
    {"drive: 0x80, the least", "0x80", "D80 "},
    {"drive: 0xff, the greatest", "0xff", "Dff "},
    {"drive: hexadecimal in capitals", "0xAB", "Dab "},
    {"list: all methods, order kept",
     "poweroff,reboot,menu,exit,int18,int19,0x81,hd0,hd",
     "P R M E 8 9 D81 D80 H "},
    {"list: the same twice", "hd0,hd0", "D80 D80 "},
    {"list: blanks around", "  hd0,exit \n", "D80 E "},
    {"list: sixteen, the greatest count", SIXTEEN("exit"),
     "E E E E E E E E E E E E E E E E "},
};

struct rejected {
	const char *name;
	const char *line;
	int rc;
	const char *word;
};

static const struct rejected rejected_rows[] = {
    {"word: none of ours", "cd", ERR_METHOD, "cd"},
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
    {"list: seventeen", SIXTEEN("exit") ",hd0", ERR_METHOD_MANY, "hd0"},
    {"list: sixteen and a trailing comma", SIXTEEN("exit") ",", ERR_METHOD_MANY,
     ""},
};

struct resume {
	const char *name;
	const char *line;
	uint8_t method;
	uint8_t from;
	unsigned int rung;
};

static const struct resume resume_rows[] = {
    {"resume: after int19 of the default", "", METHOD_INT19, 1, 2},
    {"resume: after the last, nothing is left", "hd0,int19", METHOD_INT19, 1,
     2},
    {"resume: after the first", "int19,hd0", METHOD_INT19, 0, 1},
    {"resume: not in the list, from the start", "hd0,exit", METHOD_INT19, 1, 0},
    {"resume: no method of ours, from the start", "", 0xee, 0, 0},
    {"resume: int19 twice, after the first", "int19,hd0,int19,exit",
     METHOD_INT19, 0, 1},
    {"resume: int19 twice, after the second", "int19,hd0,int19,exit",
     METHOD_INT19, 2, 3},
    {"resume: another list, after its last int19", "int19,hd0,int19,exit",
     METHOD_INT19, 1, 3},
    {"resume: rung one past the list", "hd0,int19", METHOD_INT19, 2, 2},
};

struct name {
	const char *name;
	struct rung rung;
	const char *text;
};

static const struct name name_rows[] = {
    {"name: int19", {METHOD_INT19, 0}, "int19"},
    {"name: int18", {METHOD_INT18, 0}, "int18"},
    {"name: exit", {METHOD_EXIT, 0}, "exit"},
    {"name: hd", {METHOD_HD, 0}, "hd"},
    {"name: poweroff, the longest", {METHOD_POWEROFF, 0}, "poweroff"},
    {"name: first drive", {METHOD_DRIVE, 0x80}, "hd0"},
    {"name: last drive", {METHOD_DRIVE, 0xff}, "hd127"},
};

static int parse(const char *line, size_t len, struct ladder *ladder,
		 struct span *word)
{
	static char copy[256];
	char *exact;
	int rc;

	assert_true(len < sizeof(copy));
	memcpy(copy, line, len);
	copy[len] = '\0';
	exact = exact_new(copy, len + 1);
	memset(ladder, UNTOUCHED, sizeof(*ladder));
	*word = (struct span){NULL, UNTOUCHED};
	rc = ladder_parse(exact, ladder, word);
	if (rc)
		word->text = copy + (word->text - exact);
	exact_free(exact);
	return rc;
}

static void accepts(void **state)
{
	static const char letters[] = {
	    [METHOD_DRIVE] = 'D',  [METHOD_INT19] = '9',   [METHOD_INT18] = '8',
	    [METHOD_EXIT] = 'E',   [METHOD_HD] = 'H',	   [METHOD_MENU] = 'M',
	    [METHOD_REBOOT] = 'R', [METHOD_POWEROFF] = 'P'};
	const struct accepted *row = *state;
	struct ladder ladder;
	struct span word;
	char found[128];
	size_t used = 0;
	unsigned int i;

	assert_int_equal(parse(row->line, strlen(row->line), &ladder, &word),
			 0);
	assert_int_equal(word.len, UNTOUCHED);
	assert_in_range(ladder.count, 1, LADDER_MAX_RUNGS);
	for (i = 0; i < ladder.count; i++) {
		assert_in_range(ladder.rung[i].method, 0, METHODS - 1);
		found[used++] = letters[ladder.rung[i].method];
		if (ladder.rung[i].method == METHOD_DRIVE)
			used += text_format(found + used, 8, "%02x",
					    ladder.rung[i].drive);
		found[used++] = ' ';
	}
	found[used] = '\0';
	assert_string_equal(found, row->rungs);
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
	struct ladder ladder;
	struct span word;

	assert_int_equal(parse(row->line, strlen(row->line), &ladder, &word),
			 0);
	assert_int_equal(ladder_resume(&ladder, row->method, row->from),
			 row->rung);
}

static void names(void **state)
{
	const struct name *row = *state;
	char *buf = malloc(9); /* enough, says the header */

	assert_non_null(buf);
	ladder_name(&row->rung, buf, 9);
	assert_string_equal(buf, row->text);
	free(buf);
}

static void every_prefix_of_every_line_stays_inside(void **state)
{
	struct ladder ladder;
	struct span word;
	const char *line;
	size_t i;
	size_t len;

	(void)state;
	for (i = 0; i < COUNT_OF(rejected_rows); i++) {
		line = rejected_rows[i].line;
		for (len = 0; len < strlen(line); len++)
			if (parse(line, len, &ladder, &word))
				assert_in_range(word.len, 0, len);
	}
}

int main(void)
{
	static struct CMUnitTest
	    tests[COUNT_OF(accepted_rows) + COUNT_OF(rejected_rows) +
		  COUNT_OF(resume_rows) + COUNT_OF(name_rows) + 1];
	size_t n = 0;

	UNIT_ROWS(tests, n, accepted_rows, accepts);
	UNIT_ROWS(tests, n, rejected_rows, rejects);
	UNIT_ROWS(tests, n, resume_rows, resumes);
	UNIT_ROWS(tests, n, name_rows, names);
	UNIT_TEST(tests, n, every_prefix_of_every_line_stays_inside);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
