/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of menu/ansi.c: what a VT100 makes of its bytes, and how many they are.
 *
 * Runs in: host.
 */
#include "ansi.h"
#include "codepage.h"
#include "screen.h"
#include "vt100.h"

/* Bytes that a step of the cursor may cost. */
#define STEP_BYTES 200
#define STEPS 70
#define ENTRY_TEXT 160
#define LONG                                                                   \
	"Linux f\xc3\xbcr alle Rechner des n\xc3\xb6rdlichen "                 \
	"Geb\xc3\xa4udes, "                                                    \
	"die noch kein eigenes System haben, und f\xc3\xbcr G\xc3\xa4ste "     \
	"auch, "                                                               \
	"solange der Vorrat reicht"

struct wire {
	struct vt100 vt;
	struct ansi ansi;
	struct view view;
	cell *cells;
};

static struct wire *wire_new(int columns, int rows)
{
	struct wire *wire = malloc(sizeof(*wire));

	assert_non_null(wire);
	wire->cells = malloc(sizeof(cell) * (size_t)VIEW_CELLS(columns, rows));
	assert_non_null(wire->cells);
	vt100_start(&wire->vt, columns, rows);
	ansi_start(&wire->ansi, (unsigned int)columns, (unsigned int)rows,
		   vt100_take, &wire->vt);
	view_start(&wire->view, &wire->ansi.terminal, wire->cells);
	return wire;
}

static void wire_free(struct wire *wire)
{
	free(wire->cells);
	free(wire);
}

/* The character a cell is on a terminal. */
static unsigned int sent_as(unsigned int c)
{
	if (c == 0x10)
		return '>';
	if (c == 0x1e || c == 0x1f)
		return c == 0x1e ? '^' : 'v';
	if (c == 0xb3 || c == 0xba)
		return '|';
	if (c == 0xc4 || c == 0xcd)
		return '-';
	if (c >= 0xb0 && c <= 0xdf)
		return c >= 0xb4 && c <= 0xda ? '+' : '#';
	return c < 0x80 ? c : codepage_unicode((uint8_t)c);
}

/* What is to be seen is what the view wants. */
static void check_screen(const struct wire *wire)
{
	const struct vt100 *vt = &wire->vt;
	const struct view *view = &wire->view;
	int i;

	assert_null(vt->broken);
	for (i = 0; i < vt->columns * vt->rows; i++) {
		assert_int_equal(vt->character[i],
				 sent_as(view->wanted[i] & 0xff));
		assert_int_equal(vt->attribute[i], view->wanted[i] >> 8);
	}
	assert_int_equal(vt->hidden, view->cursor_row < 0);
	if (vt->hidden)
		return;
	assert_int_equal(vt->row, view->cursor_row);
	assert_int_equal(vt->column, view->cursor_column);
}

/* --- Screens -------------------------------------------------------------- */

struct row {
	const char *name;
	const char *config;
	const char *keys;
};

#define LETTERS                                                                \
	"label a\nmenu label \x80\x9f\xa8\xb0\xb3\xb4\xba\xbf\xc4\xcd\xda\xdb" \
	"\xdf\xe3\xfe\xff\n"
#define MANY                                                                   \
	"label a\nlabel b\nmenu separator\nlabel c\nmenu label ^c" LONG        \
	"\nlabel d\nmenu disable\nmenu begin s\nlabel x\nmenu end\nlabel e\n"

static const struct row rows[] = {
    {"screen: every kind of entry", MANY MANY MANY, "<Down> <Down> <Down>"},
    {"screen: scrolled by one, and back", MANY MANY MANY,
     "<PgDn> <Down> <Down> <Down> <Up> <Up> <Up> <Up> <Up> <Up> <Up> <Up>"},
    {"screen: scrolled by plus and minus", MANY MANY MANY, "+ + + - + - -"},
    {"screen: scrolled by pages", MANY MANY MANY, "<PgDn> <PgDn> <PgUp>"},
    {"screen: code page 437", LETTERS, "<Tab>"},
    {"screen: typing in the middle", MANY, "<Tab> abc <Left> d <Home> e"},
    {"screen: filter", MANY, "/c <Backspace> a <Esc>"},
    {"screen: submenu and back", MANY, "<End> <Up> <Enter> <Esc>"},
    {"screen: status", MANY, "!no_answer"},
    {"screen: password", "label a\nmenu passwd x\n", "<Enter> xyz"},
    {"screen: file", "label a\nf1 f\n", "<F1> <F1> x"},
    {"screen: countdown", "timeout 100\nlabel a\n", "+1 +1"},
    {"screen: hidden", "timeout 100\nmenu hidden\nlabel a\n", "+1 +1 x"},
};

static void test_screen(void **state)
{
	static const int sizes[][2] = {{80, 24},  {80, 25}, {40, 10},
				       {132, 60}, {20, 8},  {9, 4}};
	const struct row *row = *state;
	struct wire *wire;
	struct play *play;
	char key[32];
	const char *keys;
	struct span word;
	size_t i;

	for (i = 0; i < COUNT_OF(sizes); i++) {
		play = play_new(row->config);
		wire = wire_new(sizes[i][0], sizes[i][1]);
		play_draw(play, &wire->view);
		check_screen(wire);
		for (keys = row->keys; text_next_word(&keys, &word);) {
			text_format(key, sizeof(key), "%S", &word);
			play_keys(play, key);
			play_draw(play, &wire->view);
			check_screen(wire);
		}
		ansi_end(&wire->ansi);
		assert_null(wire->vt.broken);
		assert_int_equal(wire->vt.hidden, 0);
		assert_int_equal(wire->vt.wraps, 1);
		wire_free(wire);
		free(play);
	}
}

/* --- Bytes ---------------------------------------------------------------- */

/* The longest titles, each with a hot key and help; a countdown. */
static char *big_config(unsigned int entries)
{
	size_t size = 100 + entries * (ENTRY_TEXT + sizeof(LONG));
	char *text = malloc(size);
	size_t used;
	unsigned int i;

	assert_non_null(text);
	used = text_format(text, size, "timeout 300\nmenu title Many\n");
	for (i = 0; i < entries; i++)
		used += text_format(text + used, size - used,
				    "label %u\nmenu label %u%c ^x" LONG
				    "\ntext help\nThis one is %u.\nendtext\n",
				    i, i * 7919u, 'a' + i % 26, i);
	assert_true(used < size - 1);
	return text;
}

struct walk {
	struct wire *wire;
	struct model *model;
	uint32_t now_ms;
	size_t most; /* bytes of one step */
};

static void draw(struct walk *walk)
{
	unsigned int page = view_page(&walk->wire->view, walk->model);

	walk->now_ms += 20;
	if (page != walk->model->page)
		model_set_page(walk->model, page);
	view_draw(&walk->wire->view, walk->model, walk->now_ms);
}

static void step(struct walk *walk, unsigned int key)
{
	struct vt100 *vt = &walk->wire->vt;

	vt->bytes = 0;
	model_key(walk->model, key, walk->now_ms);
	draw(walk);
	if (vt->bytes > walk->most)
		walk->most = vt->bytes;
	check_screen(walk->wire);
}

static void walk_through(struct walk *walk)
{
	static const uint16_t keys[] = {KEY_DOWN, '+', KEY_UP, '-'};
	unsigned int i;
	unsigned int k;

	for (k = 0; k < COUNT_OF(keys); k++) {
		for (i = 0; i < STEPS; i++)
			step(walk, keys[k]);
		if (k == 1) {
			model_key(walk->model, KEY_END, walk->now_ms);
			draw(walk);
		}
	}
}

struct size {
	const char *name;
	unsigned int entries;
};

static const struct size menu_sizes[] = {
    {"bytes: 2 entries", 2},	     {"bytes: 13 entries", 13},
    {"bytes: 100 entries", 100},     {"bytes: 1000 entries", 1000},
    {"bytes: 10000 entries", 10000},
};

static void test_bytes(void **state)
{
	static const int sizes[][2] = {{80, 24},  {80, 25},  {80, 50}, {40, 10},
				       {132, 25}, {132, 60}, {64, 16}, {20, 8}};
	const struct size *size = *state;
	char *text = big_config(size->entries);
	struct menu_files files = {{"m"}, {text}, {0}, 0, NULL, 0, "", 0};
	size_t arena_len = strlen(text) + 20000 + size->entries * 60;
	uint32_t *arena = malloc(arena_len);
	struct config config;
	struct model *model = malloc(sizeof(*model));
	struct walk walk = {NULL, model, 1000, 0};
	size_t i;

	assert_int_equal(menu_load(&files, &config, arena, arena_len, "m"), 0);
	for (i = 0; i < COUNT_OF(sizes); i++) {
		model_start(model, &config, &play_facts, 0, walk.now_ms);
		walk.wire = wire_new(sizes[i][0], sizes[i][1]);
		draw(&walk);
		walk_through(&walk);
		wire_free(walk.wire);
	}
	assert_in_range(walk.most, 20, STEP_BYTES);
	free(model);
	free(arena);
	free(text);
}

/* The menu of 80 by 24 is there after a second at 9600 baud. */
static void test_first_bytes(void **state)
{
	struct play *play = play_new(MANY MANY MANY "timeout 100");
	struct wire *wire = wire_new(80, 24);

	(void)state;
	play_draw(play, &wire->view);
	assert_in_range(wire->vt.bytes, 400, 960);
	wire->vt.bytes = 0;
	play_draw(play, &wire->view);
	assert_int_equal(wire->vt.bytes, 0);
	play_keys(play, "+1");
	play_draw(play, &wire->view);
	assert_in_range(wire->vt.bytes, 1, 40);
	wire_free(wire);
	free(play);
}

/* What a terminal did not take is sent anew when it takes bytes again. */
static void test_lost(void **state)
{
	struct play *play = play_new(MANY);
	struct wire *wire = wire_new(80, 24);

	(void)state;
	play_draw(play, &wire->view);
	wire->vt.deaf = 1;
	play_keys(play, "<Down>");
	play_draw(play, &wire->view);
	play_draw(play, &wire->view);
	wire->vt.deaf = 0;
	play_draw(play, &wire->view);
	check_screen(wire);
	wire->vt.bytes = 0;
	play_draw(play, &wire->view);
	assert_int_equal(wire->vt.bytes, 0);
	wire_free(wire);
	free(play);
}

int main(void)
{
	struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(menu_sizes) + 2];
	size_t count = 0;

	UNIT_ROWS(tests, count, rows, test_screen);
	UNIT_ROWS(tests, count, menu_sizes, test_bytes);
	UNIT_TEST(tests, count, test_first_bytes);
	UNIT_TEST(tests, count, test_lost);
	return _cmocka_run_group_tests("ansi", tests, count, NULL, NULL);
}
