/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A terminal in memory, and a menu played on it.
 *
 * Runs in: host.
 */
#ifndef UNIT_SCREEN_H
#define UNIT_SCREEN_H

#include "menu.h"

#include "view.h"

#define SCREEN_ARENA 65536

struct screen {
	struct terminal terminal;
	cell *cells; /* exactly as many as there are */
	size_t puts; /* cells put since it was looked at */
	int row;     /* of the cursor */
	int column;
};

static inline void screen_clear(struct terminal *terminal)
{
	struct screen *screen = (struct screen *)(void *)terminal;
	int i;

	for (i = 0; i < terminal->columns * terminal->rows; i++)
		screen->cells[i] = 0x0720;
	screen->row = -1;
}

static inline void screen_put(struct terminal *terminal, unsigned int row,
			      unsigned int column, const cell *cells,
			      size_t count)
{
	struct screen *screen = (struct screen *)(void *)terminal;

	assert_true(row < terminal->rows && count);
	assert_true(column + count <= terminal->columns);
	memcpy(screen->cells + row * terminal->columns + column, cells,
	       count * sizeof(cell));
	screen->puts += count;
}

static inline void screen_cursor(struct terminal *terminal, int row, int column)
{
	struct screen *screen = (struct screen *)(void *)terminal;

	assert_true(row < terminal->rows && column < terminal->columns);
	screen->row = row;
	screen->column = column;
}

static inline void screen_new(struct screen *screen, int columns, int rows)
{
	memset(screen, 0, sizeof(*screen));
	screen->terminal.columns = (uint16_t)columns;
	screen->terminal.rows = (uint16_t)rows;
	screen->terminal.clear = screen_clear;
	screen->terminal.put = screen_put;
	screen->terminal.cursor = screen_cursor;
	screen->cells = malloc((size_t)(columns * rows) * sizeof(cell));
	assert_non_null(screen->cells);
}

/* --- A menu --------------------------------------------------------------- */

struct play {
	uint32_t arena[SCREEN_ARENA / 4];
	struct config config;
	struct model model;
	uint32_t now_ms;
};

#define PLAY_SPAN(string)                                                      \
	{                                                                      \
		string, sizeof(string) - 1                                     \
	}
static const struct facts play_facts = {.server = PLAY_SPAN("10.0.0.1")};

static inline struct play *play_new(const char *config)
{
	struct menu_files files = {{"m"}, {config}, {0}, 0, NULL, 0, "", 0};
	struct play *play = malloc(sizeof(*play));

	assert_non_null(play);
	assert_int_equal(menu_load(&files, &play->config, play->arena,
				   sizeof(play->arena), "m"),
			 0);
	play->now_ms = 1000;
	model_start(&play->model, &play->config, &play_facts, 0, play->now_ms);
	return play;
}

/*
 * Keys, a blank between: <Up> and its like; +N lets N seconds go by; !x is a
 * failure because of x, a '_' in it a blank; else text that is typed.
 */
static inline void play_keys(struct play *play, const char *keys)
{
	struct span key;
	char reason[MENU_MAX_STATUS + 1];
	unsigned int i;

	for (; text_next_word(&keys, &key); play->now_ms += 10) {
		if (key.text[0] == '<' && key.len > 2) {
			key = (struct span){key.text + 1, key.len - 2};
			model_key(&play->model, key_from_name(&key),
				  play->now_ms);
		} else if (key.text[0] == '+') {
			play->now_ms += 1000 * (uint32_t)atoi(key.text + 1);
			model_tick(&play->model, play->now_ms);
		} else if (key.text[0] == '!') {
			for (i = 1; i < key.len; i++)
				reason[i - 1] =
				    key.text[i] == '_' ? ' ' : key.text[i];
			reason[i - 1] = '\0';
			model_failed(&play->model, reason, play->now_ms);
		} else {
			for (i = 0; i < key.len; i++)
				model_key(&play->model, (uint8_t)key.text[i],
					  play->now_ms);
		}
	}
}

static inline void play_draw(struct play *play, struct view *view)
{
	unsigned int page = view_page(view, &play->model);

	if (page != play->model.page)
		model_set_page(&play->model, page);
	view_draw(view, &play->model, play->now_ms);
}

#endif /* UNIT_SCREEN_H */
