/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/view.c, picture.c, codepage.c: colours, what is sent, and
 * characters.
 *
 * Runs in: host.
 */
#include "codepage.h"
#include "screen.h"

#define ABC "label a\nlabel b\nlabel c\n"
#define LONG                                                                   \
	"01234567890123456789012345678901234567890123456789012345678901234567" \
	"89"

/* --- Attributes ----------------------------------------------------------- */

struct color_row {
	const char *name;
	unsigned int flags; /* 1: a plain terminal; 2: a slow one */
	const char *config;
	const char *keys;
	int row; /* of a screen of 40 by 10, whose attributes these are: */
	const char *attributes; /* "N*XX", a blank between */
};

#define BUTTON "label a\nmenu label a^bc\nlabel d\n"

static const struct color_row color_rows[] = {
    {"colors: the title", 0, BUTTON "menu title T", "", 1, "1*13 38*1b 1*13"},
    {"colors: the entry chosen", 0, BUTTON, "", 3, "1*13 3*70 1*74 34*70 1*13"},
    {"colors: another entry", 0, BUTTON, "<Down>", 3,
     "1*13 3*17 1*1f 34*17 1*13"},
    {"colors: MENU COLOR", 0, BUTTON "menu color sel 1;37;41\n", "", 4,
     "1*13 38*17 1*13"},
    {"colors: MENU COLOR of the entry chosen", 0,
     BUTTON "menu color sel 1;37;41\nmenu color hotsel 33;41", "", 3,
     "1*13 3*4f 1*46 34*4f 1*13"},
    {"colors: MENU COLOR SCREEN", 0, BUTTON "menu color screen 30;47\n", "", 8,
     "40*70"},
    {"colors: a disabled entry", 0, "label a\nlabel b\nmenu disable", "", 4,
     "1*13 2*17 1*18 35*17 1*13"},
    {"colors: status", 0, BUTTON, "!no", 8, "19*07 2*0c 19*07"},
    {"plain: title", 1, BUTTON "menu title T", "", 1, "1*07 38*0f 1*07"},
    {"plain: the entry chosen", 1, BUTTON, "", 3, "1*07 38*70 1*07"},
    {"plain: another entry", 1, BUTTON, "<Down>", 3, "4*07 1*0f 35*07"},
    {"plain: MENU COLOR counts not", 1, BUTTON "menu color sel 31;42", "", 3,
     "1*07 38*70 1*07"},
    {"plain: status", 1, BUTTON, "!no", 8, "19*07 2*0f 19*07"},
    {"slow: the bar ends with the title", 3, BUTTON, "", 3, "1*07 5*70 34*07"},
    {"slow: the bar has an end", 3, "label a\nmenu label " LONG, "", 3,
     "1*07 31*70 8*07"},
    {"file: colours", 0, BUTTON "f1 f", "<F1>", 1, "5*1a 35*07"},
    {"file: no colours when plain", 1, BUTTON "f1 f", "<F1>", 1, "40*07"},
};

/* The attributes of a row of a screen, alike ones counted. */
static void attribute_text(const cell *cells, unsigned int columns, char *text,
			   size_t size)
{
	unsigned int from;
	unsigned int to;
	size_t used = 0;

	for (from = 0; from < columns; from = to) {
		for (to = from; to < columns; to++)
			if (cells[to] >> 8 != cells[from] >> 8)
				break;
		used += text_format(text + used, size - used,
				    from ? " %u*%02x" : "%u*%02x", to - from,
				    cells[from] >> 8);
	}
}

static void test_attributes(void **state)
{
	const struct color_row *row = *state;
	struct play *play = play_new(row->config);
	struct screen screen;
	struct view view;
	cell cells[VIEW_CELLS(40, 10)];
	char text[400];

	screen_new(&screen, 40, 10);
	screen.terminal.plain = row->flags & 1;
	screen.terminal.slow = row->flags >> 1;
	view_start(&view, &screen.terminal, cells);
	view.file = "\x0f"
		    "0cNo\n\x0f"
		    "1aLine\x0f"
		    "1";
	view.file_len = strlen(view.file);
	play_draw(play, &view);
	play_keys(play, row->keys);
	play_draw(play, &view);
	attribute_text(screen.cells + row->row * 40, 40, text, sizeof(text));
	assert_string_equal(text, row->attributes);
	free(screen.cells);
	free(play);
}

/* --- What is sent --------------------------------------------------------- */

#define HELP(text) "text help\n" text "\nendtext\n"

static void test_only_changes(void **state)
{
	struct play *play = play_new(ABC "timeout 50\n");
	struct screen screen;
	struct view view;
	cell cells[VIEW_CELLS(80, 25)];

	(void)state;
	screen_new(&screen, 80, 25);
	view_start(&view, &screen.terminal, cells);
	play_draw(play, &view);
	screen.puts = 0;
	play_draw(play, &view);
	assert_int_equal(screen.puts, 0);
	play_keys(play, "+1");
	play_draw(play, &view);
	assert_int_equal(screen.puts, 1);
	play_keys(play, "<Up>");
	play_draw(play, &view);
	screen.puts = 0;
	play_keys(play, "<Down>");
	play_draw(play, &view);
	assert_int_equal(screen.puts, 2 * 58);
	screen_clear(&screen.terminal);
	view_restart(&view);
	play_draw(play, &view);
	assert_memory_equal(screen.cells, view.wanted, 80 * 25 * sizeof(cell));
	free(screen.cells);
	free(play);
}

/* On a slow terminal details come when no key was pressed for a while. */
static void test_details_later(void **state)
{
	struct play *play = play_new("label a\n" HELP("aaa") "label b\n" HELP(
	    "bbb") "label c\n" HELP("ccc"));
	struct screen screen;
	struct view view;
	cell cells[VIEW_CELLS(40, 16)];
	const cell *help;

	(void)state;
	screen_new(&screen, 40, 16);
	screen.terminal.slow = 1;
	view_start(&view, &screen.terminal, cells);
	help = screen.cells + 11 * 40 + 1;
	play_draw(play, &view);
	assert_int_equal(*help & 0xff, 'a');
	play_keys(play, "<Down> <Down>");
	play_draw(play, &view);
	assert_int_equal(*help & 0xff, 'a');
	play->now_ms += VIEW_REST_MS;
	play_draw(play, &view);
	assert_int_equal(*help & 0xff, 'c');
	/* Nothing of another state stays there. */
	play_keys(play, "<Tab>");
	play_draw(play, &view);
	assert_int_equal(help[-1] & 0xff, '>');
	assert_int_equal(*help & 0xff, ' ');
	play_keys(play, "<Esc>");
	play_draw(play, &view);
	assert_int_equal(help[-1] & 0xff, ' ');
	assert_int_equal(*help & 0xff, 'c');
	free(screen.cells);
	free(play);
}

/* --- Characters ----------------------------------------------------------- */

struct character_row {
	const char *name;
	const char *text;
	unsigned int character;
	size_t len; /* bytes taken */
};

static const struct character_row character_rows[] = {
    {"character: ASCII", "a", 'a', 1},
    {"character: a control character", "\t", ' ', 1},
    {"character: DEL", "\x7f", ' ', 1},
    {"character: two bytes", "\xc3\x87", 0x80, 2},
    {"character: three bytes", "\xe2\x96\xa0", 0xfe, 3},
    {"character: the last one", "\xc2\xa0", 0xff, 2},
    {"character: one that is not there", "\xe2\x82\xac", '?', 3},
    {"character: the first dash", "\xe2\x80\x90", '-', 3},
    {"character: the last dash", "\xe2\x80\x95", '-', 3},
    {"character: behind the dashes", "\xe2\x80\x96", '?', 3},
    {"character: apostrophe", "\xe2\x80\x99", '\'', 3},
    {"character: quotation mark", "\xe2\x80\x9c", '"', 3},
    {"character: low quotation mark", "\xe2\x80\x9e", '?', 3},
    {"character: four bytes", "\xf0\x9f\x98\x80", '?', 4},
    {"character: code page 437", "\x81", 0x81, 1},
    {"character: code page 437, a first byte", "\xe1x", 0xe1, 1},
    {"character: cut off", "\xe2\x96", 0xe2, 1},
    {"character: no first byte", "\xc1\xa1", 0xc1, 1},
};

static void test_character(void **state)
{
	const struct character_row *row = *state;
	size_t len = strlen(row->text);
	char *text = exact_new(row->text, len);
	struct span rest = {text, len};

	assert_int_equal(codepage_take(&rest), row->character);
	assert_int_equal(rest.text - text, row->len);
	assert_int_equal(rest.len, len - row->len);
	if (row->character >= 0x80 && row->len > 1)
		assert_true(codepage_unicode((uint8_t)row->character) >= 0xa0);
	exact_free(text);
}

int main(void)
{
	struct CMUnitTest
	    tests[COUNT_OF(color_rows) + COUNT_OF(character_rows) + 2];
	size_t count = 0;

	UNIT_ROWS(tests, count, color_rows, test_attributes);
	UNIT_ROWS(tests, count, character_rows, test_character);
	UNIT_TEST(tests, count, test_only_changes);
	UNIT_TEST(tests, count, test_details_later);
	return _cmocka_run_group_tests("cells", tests, count, NULL, NULL);
}
