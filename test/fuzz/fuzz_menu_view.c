/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: menu/view.c and what it draws with, menu/ansi.c. The input is a
 * number of columns and of rows, a configuration up to its first FFh, and then
 * what is done, a byte each: a byte of a terminal, or above 7Fh a time that
 * goes by, a failure, a key of the BIOS, a clear screen. The input is also the
 * file that is shown and what is said of entries. Two terminals show the menu:
 * one with colours, and a VT100 at the end of a wire.
 *
 * Runs in: host.
 */
#include "../unit/vt100.h"
#include "ansi.h"
#include "menu.h"

#define ARENA_LEN (1 << 17)
#define NOTE_LEN 300
#define CELLS_DRAWN 50000 /* for one input */

static const struct facts facts = {.server = {"10.0.0.1", 8}};

struct screen {
	struct terminal terminal;
	struct view view;
	cell *memory;
	cell *cells;
};

struct play {
	struct model model;
	struct config config;
	struct screen screen;
	struct ansi ansi;
	struct view wire;
	cell *memory;
	struct vt100 vt;
	struct key_decoder decoder;
	uint32_t now_ms;
	char note[NOTE_LEN + 1];
};

/* --- A terminal with colours ---------------------------------------------- */

static void clear(struct terminal *terminal)
{
	struct screen *screen = (struct screen *)(void *)terminal;
	int i;

	for (i = 0; i < terminal->columns * terminal->rows; i++)
		screen->cells[i] = 0x0720;
}

static void put(struct terminal *terminal, unsigned int row,
		unsigned int column, const cell *cells, size_t count)
{
	struct screen *screen = (struct screen *)(void *)terminal;

	REQUIRE(row < terminal->rows && count);
	REQUIRE(column + count <= terminal->columns);
	memcpy(screen->cells + row * terminal->columns + column, cells,
	       count * sizeof(cell));
}

static void cursor(struct terminal *terminal, int row, int column)
{
	REQUIRE(row < terminal->rows);
	REQUIRE(row < 0 || (column >= 0 && column < terminal->columns));
}

/* --- What must hold ------------------------------------------------------- */

static void check_wire(const struct play *play)
{
	const struct vt100 *vt = &play->vt;
	const cell *wanted = play->wire.wanted;
	int i;

	REQUIRE(!vt->broken);
	for (i = 0; i < vt->columns * vt->rows; i++) {
		REQUIRE(vt->attribute[i] == wanted[i] >> 8);
		if ((wanted[i] & 0xff) >= ' ' && (wanted[i] & 0xff) < 0x7f)
			REQUIRE(vt->character[i] == (wanted[i] & 0xff));
	}
	REQUIRE(vt->hidden == (play->wire.cursor_row < 0));
}

static void draw(struct play *play)
{
	const struct screen *screen = &play->screen;
	unsigned int page = view_page(&screen->view, &play->model);

	REQUIRE(page && page <= screen->terminal.rows);
	model_set_page(&play->model, page);
	view_draw(&play->screen.view, &play->model, play->now_ms);
	REQUIRE(!memcmp(screen->cells, screen->view.wanted,
			sizeof(cell) * screen->terminal.columns *
			    screen->terminal.rows));
	view_draw(&play->wire, &play->model, play->now_ms);
	check_wire(play);
}

/* --- Playing -------------------------------------------------------------- */

static const char *say(void *context, uint16_t entry)
{
	struct play *play = context;

	REQUIRE(entry < play->config.count);
	return play->note;
}

static void begin(struct play *play, const uint8_t *data, size_t len)
{
	unsigned int columns = 2 + data[0] % 139;
	unsigned int rows = 1 + data[1] % 70;
	size_t count = VIEW_CELLS(columns, rows);
	struct screen *screen = &play->screen;

	screen->terminal = (struct terminal){
	    .columns = (uint16_t)columns,
	    .rows = (uint16_t)rows,
	    .clear = clear,
	    .put = put,
	    .cursor = cursor,
	};
	screen->cells = malloc(count / 2 * sizeof(cell));
	screen->memory = malloc(count * sizeof(cell));
	play->memory = malloc(count * sizeof(cell));
	REQUIRE(screen->cells && screen->memory && play->memory);
	view_start(&screen->view, &screen->terminal, screen->memory);
	vt100_start(&play->vt, (int)columns, (int)rows);
	ansi_start(&play->ansi, columns, rows, vt100_take, &play->vt);
	view_start(&play->wire, &play->ansi.terminal, play->memory);
	memcpy(play->note, data, len < NOTE_LEN ? len : NOTE_LEN);
	play->wire.note = screen->view.note = say;
	play->wire.context = screen->view.context = play;
	play->wire.file = screen->view.file = (const char *)data;
	play->wire.file_len = screen->view.file_len = len;
}

static void do_byte(struct play *play, uint8_t byte)
{
	static const uint16_t scan_codes[] = {0x4800, 0x5000, 0x4700, 0x4f00,
					      0x4900, 0x5100, 0x4b00, 0x4d00,
					      0x3b00, 0x5300};
	struct model *model = &play->model;

	if (byte < 0x80) {
		model_key(model, key_decode(&play->decoder, byte, play->now_ms),
			  play->now_ms);
	} else if (byte < 0x90) {
		play->now_ms += (uint32_t)1 << byte % 16;
		model_tick(model, play->now_ms);
	} else if (byte < 0x98) {
		model_failed(model, byte & 1 ? play->note : NULL, play->now_ms);
	} else if (byte < 0xa0) {
		clear(&play->screen.terminal);
		view_restart(&play->screen.view);
		view_restart(&play->wire);
	} else {
		model_key(model, key_from_bios(scan_codes[byte % 10]),
			  play->now_ms);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const uint8_t *end = len > 2 ? memchr(data + 2, 0xff, len - 2) : NULL;
	struct menu_input input = {.mistakes = 0};
	uint8_t *arena = malloc(ARENA_LEN);
	struct play *play = calloc(1, sizeof(*play));
	size_t drawn = 0;
	size_t i;

	REQUIRE(arena && play);
	/* Hashing takes long, and has a target of its own. */
	if (end && !memchr(data, '$', len)) {
		play->now_ms = 0xfffff000;
		menu_input_cut(&input, data + 2, (size_t)(end - data) - 2);
		if (!menu_input_load(&input, &play->config, arena, ARENA_LEN,
				     "m")) {
			model_start(&play->model, &play->config, &facts, 0,
				    play->now_ms);
			begin(play, data, len);
			draw(play);
			for (i = (size_t)(end - data) + 1;
			     i < len && drawn < CELLS_DRAWN; i++) {
				do_byte(play, data[i]);
				draw(play);
				drawn += (size_t)play->vt.columns *
					 (size_t)play->vt.rows;
			}
			ansi_end(&play->ansi);
			REQUIRE(!play->vt.broken);
		}
	}
	free(play->screen.cells);
	free(play->screen.memory);
	free(play->memory);
	free(play);
	free(arena);
	return 0;
}
