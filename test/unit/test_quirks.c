/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/quirks.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include "error.h"
#include "quirks.h"

#define TEXT_LEN 512

#define FIVE(text) text text text text text
#define FIFTY(text) FIVE(FIVE(text text))

/* The machine: Dell Inc., OptiPlex 7010, A29. */
#define ROW "Dell Inc. | OptiPlex 7010 | A29 | hd0\n"
#define ANY "* | * | * | "

struct row {
	const char *name;
	const char *text;
	const char *arguments; /* NULL: no row for it */
	unsigned int line;
	const char *complaints; /* "line:F=word;": F fields, L too long */
};

static const struct row rows[] = {
    {"file: empty", "", NULL, 0, ""},
    {"file: one row", ROW, "hd0", 1, ""},
    {"file: no line end", "*|*|*|hd0", "hd0", 1, ""},
    {"file: the first that fits", "x|*|*|a\n" ANY "b\n" ROW, "b", 2, ""},
    {"file: none that fits", "x|*|*|a\n*|x|*|b\n*|*|x|c\n", NULL, 0, ""},
    {"file: byte order mark", "\xef\xbb\xbf" ROW, "hd0", 1, ""},
    {"file: byte order mark elsewhere", "\n\xef\xbb\xbf" ROW, NULL, 0, ""},
    {"file: CR LF", "\r\nx|x|x|x\r\n" ANY "hd0 int19\r\n", "hd0 int19", 3, ""},
    {"file: empty lines count", "\n \n\t\n" ROW, "hd0", 4, ""},
    {"file: only line ends", "\n\n\r\n\n", NULL, 0, ""},

    {"foreign: the next that fits", ANY "!a\n" ANY "!b\nx|*|*|c\n" ANY "d", "d",
     4, ""},
    {"foreign: alone", ANY "!a\n", NULL, 0, ""},
    {"foreign: behind the row", ROW ANY "!a\n", "hd0", 1, ""},
    {"foreign: mistakes are told all the same", ANY "!a\nb\n" ROW, "hd0", 3,
     "2:F=b;"},

    {"blanks: around the bars", " \tDell Inc.\t|  OptiPlex 7010 |A29|\t a b \t",
     "a b", 1, ""},
    {"blanks: inside a field", "Dell  Inc.|*|*|a\nDell Inc.|*|*|b", "b", 2, ""},
    {"blanks: inside the arguments", ANY "hd0,int19  graceful=5",
     "hd0,int19  graceful=5", 1, ""},

    {"comment: whole lines", "# a\n  # b\n\t#c\n#\n" ROW, "hd0", 5, ""},
    {"comment: behind the arguments", ANY "hd0 # why", "hd0", 1, ""},
    {"comment: behind a tab", ANY "hd0\t#why", "hd0", 1, ""},
    {"comment: not inside a word", ANY "hd0#why", "hd0#why", 1, ""},
    {"comment: not behind a bar", "*|*|*|#a", "#a", 1, ""},
    {"comment: in front of the arguments", ANY "# why", NULL, 0,
     "1:F=* | * | * | # wh;"},
    {"comment: of bars", "# a | b\n" ROW, "hd0", 2, ""},

    {"fields: one", "abc\n" ROW, "hd0", 2, "1:F=abc;"},
    {"fields: two", "a|b\n" ROW, "hd0", 2, "1:F=a|b;"},
    {"fields: three", "a|b|c\n" ROW, "hd0", 2, "1:F=a|b|c;"},
    {"fields: five", "*|*|*|a|b\n" ROW, "hd0", 2, "1:F=*|*|*|a|b;"},
    {"fields: only bars", "|||\n" ROW, "hd0", 2, "1:F=|||;"},
    {"fields: five bars", "*|*|*|*||", NULL, 0, "1:F=*|*|*|*||;"},
    {"fields: no vendor", " |*|*|a\n" ROW, "hd0", 2, "1:F= |*|*|a;"},
    {"fields: no product", "*||*|a\n" ROW, "hd0", 2, "1:F=*||*|a;"},
    {"fields: no version", "*|*| |a\n" ROW, "hd0", 2, "1:F=*|*| |a;"},
    {"fields: no arguments", "*|*|*| \n" ROW, "hd0", 2, "1:F=*|*|*| ;"},
    {"fields: the word is no longer than 16", "abcdefghijklmnopq\n" ROW, "hd0",
     2, "1:F=abcdefghijklmnop;"},
    {"fields: each mistake is told, behind the row too",
     "a\n" ROW "\nb\r\n" ANY "c\nd", "hd0", 2, "1:F=a;4:F=b;6:F=d;"},

    {"long: 255", ANY FIFTY("01234") "01234\n", NULL, 0,
     "1:L=* | * | * | 0123;"},
    {"long: 255 of a comment", "#" FIFTY("01234") "0123\n" ROW, "hd0", 2, ""},
    {"long: 256 of a comment", "#" FIFTY("01234") "01234\n" ROW, "hd0", 2,
     "1:L=#012340123401234;"},
    {"long: CR LF is not counted", "#" FIFTY("01234") "0123\r\n" ROW, "hd0", 2,
     ""},
    {"long: blanks are", ANY "a" FIFTY("     "), NULL, 0,
     "1:L=* | * | * | a   ;"},

    {"match: capitals in the file", "DELL INC.|*|*|a", "a", 1, ""},
    {"match: capitals in the machine", "dell inc.|*|*|a", "a", 1, ""},
    {"match: only letters have capitals", "Dell Inc\x0e|*|*|a", NULL, 0, ""},
    {"match: the whole", "Dell|*|*|a", NULL, 0, ""},
    {"match: not longer", "Dell Inc. x|*|*|a", NULL, 0, ""},
    {"match: product", "*|optiplex 7010|*|a", "a", 1, ""},
    {"match: version", "*|*|a29|a", "a", 1, ""},
    {"match: star behind", "Dell*|*|*|a", "a", 1, ""},
    {"match: star in front", "*Inc.|*|*|a", "a", 1, ""},
    {"match: star around", "*ell*|*|*|a", "a", 1, ""},
    {"match: star between", "D*.|*|*|a", "a", 1, ""},
    {"match: star for nothing", "Dell* Inc.*|*|*|a", "a", 1, ""},
    {"match: stars", "**D**e*|*|*|a", "a", 1, ""},
    {"match: star takes more than the first", "*n*c.|*|*|a", "a", 1, ""},
    {"match: star, and then not", "*x|*|*|a", NULL, 0, ""},
    {"match: star, and then too much", "*Inc.x|*|*|a", NULL, 0, ""},
    {"match: question mark", "D?ll Inc?|*|*|a", "a", 1, ""},
    {"match: question mark for nothing", "Dell Inc.?|*|*|a", NULL, 0, ""},
    {"match: as many question marks", "*|*|???|a", "a", 1, ""},
    {"match: one question mark less", "*|*|??|a", NULL, 0, ""},
    {"match: question mark behind a star", "*?|*|*?9|a", "a", 1, ""},
    {"match: at least four", "*|*|*????|a", NULL, 0, ""},
};

struct heard {
	char text[TEXT_LEN];
	size_t used;
	const char *file;
	size_t len;
};

static void hear(void *context, unsigned int line, int error,
		 const struct span *word)
{
	struct heard *heard = context;

	assert_true(error == ERR_QUIRK_FIELDS || error == ERR_QUIRK_LONG);
	assert_true(word->text >= heard->file &&
		    word->text + word->len <= heard->file + heard->len);
	heard->used += text_format(heard->text + heard->used,
				   TEXT_LEN - heard->used, "%u:%c=%S;", line,
				   error == ERR_QUIRK_LONG ? 'L' : 'F', word);
	assert_true(heard->used < TEXT_LEN - 1);
}

#define SPAN(string)                                                           \
	{                                                                      \
		string, sizeof(string) - 1                                     \
	}
static const struct smbios machine = {.vendor = SPAN("Dell Inc."),
				      .product = SPAN("OptiPlex 7010"),
				      .serial = SPAN("1ABC"),
				      .bios_vendor = SPAN("Dell Inc."),
				      .bios_version = SPAN("A29")};

static int is_foreign(const struct span *arguments)
{
	return arguments->text[0] == '!';
}

/* Returns the line of the row, or 0; arguments are a NUL-terminated copy. */
static unsigned int find(const char *text, size_t len,
			 const struct smbios *smbios, char *arguments,
			 struct heard *heard)
{
	static const char here;
	struct span span = {&here, 12345};
	unsigned int line = 67890;
	char *exact = exact_new(text, len);
	int rc;

	*heard = (struct heard){.file = exact, .len = len};
	rc = quirks_find(exact, len, smbios, hear, heard, is_foreign, &span,
			 &line);
	if (rc) {
		assert_int_equal(rc, ERR_QUIRK_NONE);
		assert_ptr_equal(span.text, &here);
		assert_int_equal(line, 67890);
		line = 0;
	} else {
		assert_in_range(span.len, 1, QUIRKS_MAX_LINE);
		assert_true(span.text >= exact &&
			    span.text + span.len <= exact + len);
		memcpy(arguments, span.text, span.len);
		arguments[span.len] = '\0';
	}
	exact_free(exact);
	return line;
}

static void finds(void **state)
{
	const struct row *row = *state;
	char arguments[QUIRKS_MAX_LINE + 1];
	struct heard heard;

	assert_int_equal(
	    find(row->text, strlen(row->text), &machine, arguments, &heard),
	    row->line);
	assert_string_equal(heard.text, row->complaints);
	if (row->line)
		assert_string_equal(arguments, row->arguments);
}

static void longest_row(void **state)
{
	static const char text[] = ANY FIFTY("01234") "0123";
	char row[] = ANY FIFTY("01234");
	char arguments[QUIRKS_MAX_LINE + 1];
	struct heard heard;

	(void)state;
	row[QUIRKS_MAX_LINE] = '\0';
	assert_int_equal(
	    find(text, QUIRKS_MAX_LINE, &machine, arguments, &heard), 1);
	assert_string_equal(arguments, row + sizeof(ANY) - 1);
	assert_int_equal(
	    find(text, QUIRKS_MAX_LINE + 1, &machine, arguments, &heard), 0);
	assert_string_equal(heard.text, "1:L=* | * | * | 0123;");
}

/* A machine whose firmware tells nothing fits a star, and nothing else. */
static void a_machine_without_name(void **state)
{
	static const struct smbios empty;
	char arguments[QUIRKS_MAX_LINE + 1];
	struct heard heard;

	(void)state;
	assert_int_equal(
	    find("?|*|*|a\nx|*|*|b\n**|*|*|c", 25, &empty, arguments, &heard),
	    3);
	assert_string_equal(arguments, "c");
}

/* What stands beside the capitals in ASCII has no small letter. */
static void only_letters_have_capitals(void **state)
{
	struct smbios smbios = machine;
	char arguments[QUIRKS_MAX_LINE + 1];
	struct heard heard;

	(void)state;
	smbios.vendor = (struct span)SPAN("`{a z");
	assert_int_equal(find("@{a z|*|*|a\n`[a z|*|*|b\n`{A Z|*|*|c", 35,
			      &smbios, arguments, &heard),
			 3);
}

/* A star that has to try each place, and each time to the end. */
static void stars_take_no_time(void **state)
{
	static char vendor[20000];
	struct smbios smbios = machine;
	char text[QUIRKS_MAX_LINE + 1];
	char arguments[QUIRKS_MAX_LINE + 1];
	struct heard heard;
	size_t i;

	(void)state;
	memset(vendor, 'a', sizeof(vendor));
	smbios.vendor = (struct span){vendor, sizeof(vendor)};
	for (i = 0; i < 240; i++)
		text[i] = "*a"[i & 1];
	memcpy(text + i, "b|*|*|x", 8);
	assert_int_equal(find(text, strlen(text), &smbios, arguments, &heard),
			 0);
	vendor[sizeof(vendor) - 1] = 'b';
	assert_int_equal(find(text, strlen(text), &smbios, arguments, &heard),
			 1);
}

/* Comments up to the row, which ends where the file may. */
static void longest_file(void **state)
{
	static const char row[] = ANY "hd0\n";
	static char text[QUIRKS_MAX_LEN + 100];
	char arguments[QUIRKS_MAX_LINE + 1];
	struct heard heard;
	size_t at = QUIRKS_MAX_LEN - (sizeof(row) - 1);
	unsigned int lines = (unsigned int)at / 8;
	size_t i;

	(void)state;
	assert_int_equal(at % 8, 0);
	for (i = 0; i < at; i++)
		text[i] = "#234567\n"[i % 8];
	memcpy(text + at, row, sizeof(row));
	assert_int_equal(
	    find(text, QUIRKS_MAX_LEN, &machine, arguments, &heard), lines + 1);
	assert_string_equal(heard.text, "");
	/* One byte more, and another row of which it is the beginning. */
	memcpy(text + QUIRKS_MAX_LEN, "*|*|*|x\n", 8);
	assert_int_equal(
	    find(text, QUIRKS_MAX_LEN + 8, &machine, arguments, &heard),
	    lines + 1);
	assert_string_equal(heard.text, "2048:L=*|*|*|x;");
	/* The row itself crosses the limit: it is not taken, nor the next. */
	memmove(text + at + 1, text + at, sizeof(row) + 8);
	text[at] = '\n';
	memcpy(text + QUIRKS_MAX_LEN + 1, "*|*|*|x\na\n", 10);
	assert_int_equal(
	    find(text, QUIRKS_MAX_LEN + 11, &machine, arguments, &heard), 0);
	assert_string_equal(heard.text, "2048:L=* | * | * | hd0;");
}

/* Nothing is taken from behind the text's end. */
static void every_length_of_a_file(void **state)
{
	static const char text[] = "# why\r\n" ANY "hd0\n";
	const size_t row = 7;
	char arguments[QUIRKS_MAX_LINE + 1];
	struct heard heard;
	size_t len;

	(void)state;
	for (len = 0; len < sizeof(text); len++) {
		find(text, len, &machine, arguments, &heard);
		if (len <= row)
			assert_string_equal(heard.text, "");
		else if (len < row + sizeof(ANY))
			assert_int_equal(heard.text[0], '2');
		else
			assert_memory_equal(arguments, "hd0",
					    len - row - sizeof(ANY) + 1 < 3
						? len - row - sizeof(ANY) + 1
						: 3);
	}
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 6];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, finds);
	UNIT_TEST(tests, n, longest_row);
	UNIT_TEST(tests, n, a_machine_without_name);
	UNIT_TEST(tests, n, only_letters_have_capitals);
	UNIT_TEST(tests, n, stars_take_no_time);
	UNIT_TEST(tests, n, longest_file);
	UNIT_TEST(tests, n, every_length_of_a_file);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
