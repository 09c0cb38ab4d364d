/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/view.c, picture.c, detail.c, pen.c, codepage.c: what is to be
 * seen.
 *
 * Runs in: host.
 */
#include "screen.h"

#define SCREEN_TEXT (134 * 61)

struct row {
	const char *name;
	int columns;
	int rows;
	const char *config;
	const char *keys; /* screen.h */
	int from;	  /* the row that the picture begins with */
	/*
	 * Lines without the blanks at their ends; '+', '-', '|' are the box's,
	 * '>' '^' 'v' triangles, '_' the cursor.
	 */
	const char *picture;
};

#define ABC "label a\nlabel b\nlabel c\n"
#define SAN "kernel sanboot.c32\nappend -v "
#define LONG                                                                   \
	"01234567890123456789012345678901234567890123456789012345678901234567" \
	"89"

static const struct row rows[] = {
    {"list", 40, 10, "menu title Boots\n" ABC, "", 0,
     "+--------------------------------------+\n"
     "|                Boots                 |\n"
     "+--------------------------------------+\n"
     "|> a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "+--------------------------------------+\n"
     "          [Tab] edits the line\n"
     "\n"
     "\n"},
    {"list: the title is cut at its front", 40, 10, "menu title " LONG "\n" ABC,
     "", 1, "| 456789012345678901234567890123456789 |\n"},
    {"list: without title", 40, 10, ABC, "", 0,
     "+--------------------------------------+\n"
     "|                                      |\n"
     "+--------------------------------------+\n"},
    {"list: a title that is too long is cut", 40, 10,
     "label a\nmenu label " LONG "\n" ABC, "", 3,
     "|> 01234567890123456789012345678901234 |\n"
     "|  a                                   |\n"},
    {"list: empty", 40, 10, "", "<Down>", 2,
     "+--------------------------------------+\n"
     "|                                      |\n"
     "|                                      |\n"
     "|                                      |\n"
     "+--------------------------------------+\n"},
    {"list: more below", 40, 10, ABC "label d\n", "", 2,
     "+--------------------------------------+\n"
     "|> a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "+-------------------------------- 1/4 v+\n"},
    {"list: more above and below", 40, 10, ABC ABC "label d\n",
     "<Down> <Down> <Down>", 2,
     "+-------------------------------------^+\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "|> a                                   |\n"
     "+-------------------------------- 4/7 v+\n"},
    {"list: more above", 40, 10, ABC "label d\n", "<End>", 2,
     "+-------------------------------------^+\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "|> d                                   |\n"
     "+-------------------------------- 4/4 -+\n"},
    {"list: separator, disabled, submenu", 40, 10,
     "label a\nmenu separator\nlabel b\nmenu disable\nmenu begin s\nlabel "
     "c\nmenu end\n",
     "<Down>", 2,
     "+-------------------------------------^+\n"
     "|  ----------------------------------  |\n"
     "|  b                                   |\n"
     "|> s                                  >|\n"
     "+-------------------------------- 4/4 -+\n"},
    {"list: an indent", 40, 10, "label a\nmenu indent 2\n", "", 3,
     "|>   a                                 |\n"},
    {"list: code page 437 and UTF-8", 40, 10,
     "label a\nmenu label \x81\xc3\xbc\xe2\x94\x80\xe2\x82\xac^\xc3\xa4.\n", "",
     3, "|> \x81\x81-?\x84.                              |\n"},
    {"list: a narrow screen has no margin, a wide one has", 80, 25, ABC, "", 1,
     "          +----------------------------------------------------------+\n"
     "          |                                                          "
     "|\n"},
    {"list: 132 columns", 132, 25, ABC, "", 1,
     "          "
     "+------------------------------------------------------------------------"
     "--------------------------------------+\n"},
    {"list: MENU WIDTH and MARGIN", 80, 25,
     "menu width 40\nmenu margin 5\n" ABC, "", 1,
     "     +----------------------------+\n"},
    {"list: MENU WIDTH that is no width", 80, 25,
     "menu width -4\nmenu margin 5\n" ABC, "", 1,
     "     +------------------+\n"},
    {"list: MENU HSHIFT", 80, 25,
     "menu width 40\nmenu margin 5\nmenu hshift 7" ABC, "", 1,
     "            +----------------------------+\n"},
    {"list: MENU HSHIFT that leads off the screen", 80, 25,
     "menu hshift 70\n" ABC, "", 1,
     "                    "
     "+----------------------------------------------------------+\n"},
    {"list: MENU VSHIFT and ROWS", 40, 25, "menu rows 2\nmenu vshift 2\n" ABC,
     "", 2,
     "\n"
     "+--------------------------------------+\n"
     "|                                      |\n"
     "+--------------------------------------+\n"
     "|> a                                   |\n"
     "|  b                                   |\n"
     "+-------------------------------- 1/3 v+\n"
     "\n"},
    {"list: MENU VSHIFT that leads off the screen", 40, 14,
     "menu rows 2\nmenu vshift 20\n" ABC, "", 0,
     "\n"
     "\n"
     "\n"
     "\n"
     "+--------------------------------------+\n"
     "|                                      |\n"
     "+--------------------------------------+\n"
     "|> a                                   |\n"
     "|  b                                   |\n"},
    {"list: MENU ROWS that do not fit", 40, 10, "menu rows 50\n" ABC, "", 3,
     "|> a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "+--------------------------------------+\n"},
    {"list: as long as the screen when it must", 40, 30,
     ABC ABC ABC ABC ABC ABC, "", 3,
     "+--------------------------------------+\n"
     "|> a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "|  a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "|  a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "|  a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "|  a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "|  a                                   |\n"
     "|  b                                   |\n"
     "+------------------------------- 1/18 v+\n"
     "\n"},
    {"list: 12 rows when it need not", 40, 30, ABC, "", 15,
     "|                                      |\n"
     "+--------------------------------------+\n"
     "\n"},
    {"list: it keeps its length while filtered", 40, 30,
     ABC ABC ABC ABC ABC ABC, "/ a", 18,
     "|                                      |\n"
     "|                                      |\n"
     "|                                      |\n"
     "+--------------------------------------+\n"},
    {"submenu: the path", 60, 10,
     "menu title Boots\nmenu begin s\nmenu title Sub\nmenu begin t\nlabel "
     "c\nmenu end\nmenu end\n",
     "<Enter> <Enter>", 1,
     "|                     Boots \xaf Sub \xaf t                      |\n"},
    {"submenu: a path that is too long is cut at its front", 40, 10,
     "menu title Boots of this house\nmenu begin s\nmenu title Sub\nmenu begin "
     "t\nmenu title Below it\nlabel c\nmenu end\nmenu end\n",
     "<Enter> <Enter>", 1, "| Boots of this house \xaf Sub \xaf Below it |\n"},
    {"hint", 40, 10, ABC "menu tabmsg Hit it", "", 7,
     "                 Hit it\n"},
    {"hint: when nothing may be edited", 40, 10,
     ABC "allowoptions 0\nmenu notabmsg Hands off", "", 7,
     "               Hands off\n"},
    {"countdown", 40, 10, ABC "timeout 50", "+1", 9,
     "      Automatic start in 4 seconds\n"},
    {"countdown: paused", 40, 10, ABC "timeout 50", "<Up>", 9, "\n"},
    {"countdown: MENU AUTOBOOT", 40, 10,
     ABC "timeout 50\nmenu autoboot {One,Two,In #}", "+4", 9,
     "                  One\n"},
    {"status", 40, 10, ABC, "!no_answer", 8, "               no answer\n"},
    {"status: a long one takes the hint's row", 40, 10, ABC,
     "!nobody_answered_at_the_address_of_the_server", 7,
     " nobody answered at the address of the\n"
     " server\n"},
    {"status: a very long one is cut", 40, 10, ABC,
     "!aaaaaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb_"
     "ccccccccccccccccc",
     7,
     " aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
     " bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
     "\n"},
    {"status: while filtering the filter is seen", 40, 10, ABC,
     "!nobody_answered_at_the_address_of_the_server /b", 7,
     " /b_\n"
     " nobody answered at the address of the\n"},
    {"filter", 40, 10, ABC, "/b", 2,
     "+--------------------------------------+\n"
     "|> b                                   |\n"
     "|                                      |\n"
     "|                                      |\n"
     "+--------------------------------------+\n"
     " /b_\n"},
    {"filter: one that fits nothing", 40, 10, ABC, "/bx", 2,
     "+--------------------------------------+\n"
     "|                                      |\n"
     "|                                      |\n"
     "|                                      |\n"
     "+--------------------------------------+\n"
     " /bx_\n"},
    {"help", 40, 16, "label a\ntext help\nA text,\r\n  of two lines\nendtext",
     "", 10,
     "+--------------------------------------+\n"
     " A text,\n"
     "   of two lines\n"
     "          [Tab] edits the line\n"},
    {"help: lines broken at blanks", 40, 16,
     "label a\ntext help\nA line that is longer than the screen is "
     "wide.\nendtext",
     "", 10,
     "+--------------------------------------+\n"
     " A line that is longer than the screen\n"
     " is wide.\n"
     "          [Tab] edits the line\n"},
    {"help: what does not fit is left out", 40, 16,
     "label a\ntext help\n1\n2\n3\n4\nendtext", "", 11,
     " 1\n"
     " 2\n"
     "          [Tab] edits the line\n"},
    {"help: beside the box when it fits", 80, 25,
     "label a\ntext help\nshort\nendtext", "", 16,
     "          +----------------------------------------------------------+\n"
     "           short\n"
     "\n"},
    {"help: wider than the box", 80, 25,
     "label a\ntext help\n" LONG "\nendtext", "", 16,
     "          +----------------------------------------------------------+\n"
     " 0123456789012345678901234567890123456789012345678901234567890123456789\n"
     "\n"},
    {"help: none where there is no room", 40, 10,
     "label a\ntext help\nshort\nendtext", "", 6,
     "+--------------------------------------+\n"
     "          [Tab] edits the line\n"
     "\n"},
    {"details: SAN", 80, 25,
     "label w\n" SAN "iscsi:${next-server}::::iqn.2009-06.org.example:w", "",
     16,
     "          +----------------------------------------------------------+\n"
     "           Target  iqn.2009-06.org.example:w\n"
     "           Portal  10.0.0.1, port 3260   LUN 0\n"
     "\n"
     "\n"},
    {"details: SAN, every field, a note, help", 80, 25,
     "label a\nlabel w\n" SAN "iscsi:[2001:db8::1]::3261:1-0-0-2:eui."
     "0123456789abcdef\ntext help\nHelp.\nendtext",
     "<Down>", 16,
     "          +----------------------------------------------------------+\n"
     "           Target  eui.0123456789abcdef\n"
     "           Portal  2001:db8::1, port 3261   LUN 1-0-0-2\n"
     "           Last time: nobody answered.\n"
     "           Help.\n"
     "\n"},
    {"details: SAN as kernel", 80, 25,
     "label w\nkernel iscsi:10.0.0.3:::a:iqn.2009-06.org.example:w", "", 17,
     "           Target  iqn.2009-06.org.example:w\n"
     "           Portal  10.0.0.3, port 3260   LUN a\n"
     "\n"},
    {"details: no address when it is a wrong one", 80, 25,
     "label w\n" SAN "iscsi:10.0.0.3:::zz:iqn.2009-06.org.example:w", "", 17,
     "\n"
     "\n"
     "\n"},
    {"edit", 40, 10, "label a\nlinux x\nappend y", "<Tab>", 6,
     "+--------------------------------------+\n"
     "> .linux x y_\n"
     "\n"},
    {"edit: the cursor", 40, 10, "label a\nlinux x\nappend y",
     "<Tab> <Left> <Left>", 7, "> .linux x_y\n"},
    {"edit: UTF-8 is one column", 40, 10, "label a\nlinux \xc3\xbcx\n", "<Tab>",
     7, "> .linux \x81x_\n"},
    {"edit: a long line, its end", 40, 10, "label a\nlinux " LONG "x", "<Tab>",
     6,
     "+--------------------------------------+\n"
     "9x_\n"
     "\n"},
    {"edit: a long line, its beginning", 40, 10, "label a\nlinux " LONG "x",
     "<Tab> <Home>", 6,
     "+--------------------------------------+\n"
     "> _linux 012345678901234567890123456789\n"
     "\n"},
    {"edit: where the details were", 80, 25,
     "label a\nlinux x\nappend " LONG LONG "\ntext help\nHelp.\nendtext",
     "<Tab>", 16,
     "          +----------------------------------------------------------+\n"
     "> .linux x "
     "01234567890123456789012345678901234567890123456789012345678901234567\n"
     "890123456789012345678901234567890123456789012345678901234567890123456789_"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"},
    {"edit: at the edge", 40, 10,
     "label a\nkernel 012345678901234567890123456789012345", "<Tab> x", 7,
     "_\n"},
    {"prompt", 40, 10, ABC, "<Esc> abc", 7, "boot: abc_\n"},
    {"password", 60, 14, "label a\nmenu passwd x", "<Enter> ab", 3,
     "|> a                                                       |\n"
     "|                                                          |\n"
     "|         +- Password ---------------------------+         |\n"
     "|         | **_                                  |         |\n"
     "|         +--------------------------------------+         |\n"
     "|                                                          |\n"},
    {"password: its question", 60, 14,
     "menu passprompt Who?\nlabel a\nmenu passwd x", "<Enter>", 4,
     "|                                                          |\n"
     "|         +- Who? -------------------------------+         |\n"
     "|         | _                                    |         |\n"},
    {"password: long", 40, 14, "label a\nmenu passwd x",
     "<Enter> aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 5,
     "+- Password ---------------------------+\n"},
    {"password: a wrong one", 60, 14, "label a\nmenu passwd x",
     "<Enter> ab <Enter>", 4,
     "|                                                          |\n"
     "|         +- Password ---------------------------+         |\n"
     "|         | _                                    |         |\n"
     "|         +--------------------------------------+         |\n"
     "|                                                          |\n"
     "+----------------------------------------------------------+\n"
     "\n"
     "                    [Tab] edits the line\n"},
    {"password: for a line typed", 60, 14, "label a\nmenu passwd x\n",
     "<Esc> a <Enter> ab", 4,
     "|                                                          |\n"
     "|         +- Password ---------------------------+         |\n"
     "|         | **_                                  |         |\n"
     "|         +--------------------------------------+         |\n"
     "|                                                          |\n"
     "+----------------------------------------------------------+\n"
     "boot: a\n"
     "\n"},
    {"file: and back", 40, 10, ABC "f1 f", "<F1> x", 0,
     "+--------------------------------------+\n"
     "|                                      |\n"
     "+--------------------------------------+\n"
     "|> a                                   |\n"
     "|  b                                   |\n"
     "|  c                                   |\n"
     "+--------------------------------------+\n"
     "          [Tab] edits the line\n"
     "\n"
     "\n"},
    {"hidden", 40, 10, ABC "timeout 50\nmenu hidden", "+1", 0,
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "      Automatic start in 4 seconds\n"
     "\n"},
    {"hidden: MENU HIDDENROW", 40, 10,
     ABC "timeout 50\nmenu hidden\nmenu hiddenrow 2", "", 0,
     "\n"
     "      Automatic start in 5 seconds\n"},
    {"hidden: MENU HIDDENROW off the screen", 40, 10,
     ABC "timeout 50\nmenu hidden\nmenu hiddenrow 50", "", 0,
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "\n"
     "      Automatic start in 5 seconds\n"},
    {"hidden: a key ends it", 40, 10, ABC "timeout 50\nmenu hidden", "x", 0,
     "+--------------------------------------+\n"
     "|                                      |\n"
     "+--------------------------------------+\n"
     "|> a                                   |\n"},
    {"small: 20 by 8", 20, 8, ABC "timeout 50", "+1", 0,
     "+------------------+\n"
     "|                  |\n"
     "+------------------+\n"
     "|> a               |\n"
     "+------------ 1/3 v+\n"
     "[Tab] edits the line\n"
     "\n"
     "Automatic start in 4\n"},
};

static char to_text(cell with)
{
	static const char drawn[][2] = {
	    {'\xda', '+'}, {'\xbf', '+'}, {'\xc3', '+'}, {'\xb4', '+'},
	    {'\xc0', '+'}, {'\xd9', '+'}, {'\xc4', '-'}, {'\xb3', '|'},
	    {'\x10', '>'}, {'\x1e', '^'}, {'\x1f', 'v'}};
	size_t i;

	for (i = 0; i < COUNT_OF(drawn); i++)
		if (drawn[i][0] == (char)with)
			return drawn[i][1];
	return (char)with;
}

/* Rows of a screen, with the blanks at their ends cut off. */
static void screen_text(const struct screen *screen, int from, char *text)
{
	int columns = screen->terminal.columns;
	int row;
	int column;
	char *end;

	for (row = from; row < screen->terminal.rows; row++) {
		end = text;
		for (column = 0; column < columns; column++) {
			*text = to_text(screen->cells[row * columns + column]);
			if (row == screen->row && column == screen->column)
				*text = '_';
			if (*text++ != ' ')
				end = text;
		}
		text = end;
		*text++ = '\n';
	}
	*text = '\0';
}

static const char *say(void *context, uint16_t entry)
{
	assert_ptr_equal(context, (void *)&rows);
	return entry == 1 ? "Last time: nobody answered." : "";
}

static void test_picture(void **state)
{
	const struct row *row = *state;
	struct play *play = play_new(row->config);
	struct screen screen;
	struct view view;
	char text[SCREEN_TEXT];
	cell *cells =
	    malloc(sizeof(cell) * (size_t)VIEW_CELLS(row->columns, row->rows));

	screen_new(&screen, row->columns, row->rows);
	view_start(&view, &screen.terminal, cells);
	view.note = say;
	view.context = (void *)&rows;
	view.file = "A file.";
	view.file_len = strlen(view.file);
	play_draw(play, &view);
	play_keys(play, row->keys);
	play_draw(play, &view);
	screen_text(&screen, row->from, text);
	/* Of the rows below the picture nothing is said. */
	if (strlen(row->picture) < strlen(text))
		text[strlen(row->picture)] = '\0';
	assert_string_equal(text, row->picture);
	free(screen.cells);
	free(cells);
	free(play);
}

/* doc/syslinux.txt, DISPLAY FILE FORMAT. */
struct file_row {
	const char *name;
	const char *file;
	const char *picture; /* 20x4 */
	uint8_t corner;	     /* the colour of the last cell */
};

static const struct file_row file_rows[] = {
    {"file: lines", "A file.\r\nLine", "A file.\nLine\n\n\n", 0x07},
    {"file: a colour is not to be seen",
     "A\x0f"
     "1aB",
     "AB\n\n\n\n", 0x07},
    {"file: a picture is left out", "A\x18x.lss\nB", "AB\n\n\n\n", 0x07},
    {"file: cleared", "A\nB\fC", "C\n\n\n\n", 0x07},
    {"file: cleared with the colour that is set",
     "\x0f"
     "1aA\fB\x0f"
     "07C",
     "BC\n\n\n\n", 0x1a},
    {"file: only the first screen", "A\nB\nC\nD\nE", "A\nB\nC\nD\n", 0x07},
    {"file: cleared behind the first screen", "A\nB\nC\nD\nE\fF", "F\n\n\n\n",
     0x07},
    {"file: ends at Ctrl-Z", "A\nB\x1a\fC", "A\nB\n\n\n", 0x07},
};

static void test_file(void **state)
{
	const struct file_row *row = *state;
	struct play *play = play_new(ABC "f1 f");
	struct screen screen;
	struct view view;
	char text[SCREEN_TEXT];
	cell cells[VIEW_CELLS(20, 4)];

	screen_new(&screen, 20, 4);
	view_start(&view, &screen.terminal, cells);
	view.file = row->file;
	view.file_len = strlen(view.file);
	play_draw(play, &view);
	play_keys(play, "<F1>");
	play_draw(play, &view);
	screen_text(&screen, 0, text);
	assert_string_equal(text, row->picture);
	assert_int_equal(screen.cells[20 * 4 - 1] >> 8, row->corner);
	free(screen.cells);
	free(play);
}

int main(void)
{
	struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(file_rows)];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, test_picture);
	UNIT_ROWS(tests, count, file_rows, test_file);
	return _cmocka_run_group_tests("view", tests, count, NULL, NULL);
}
