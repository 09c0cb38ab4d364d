/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the menu's picture: box, list, foot, password.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "codepage.h"
#include "line.h"
#include "pen.h"
#include "picture.h"
#include "run.h"

#define TITLE_LEN 256
#define MESSAGE_LEN 160
/* Columns of a row in which the entry chosen is marked on a slow terminal. */
#define SLOW_BAR 32
#define PASSWORD_WIDTH 40
#define RED 0x0c

/* The lines of a box. */
enum box_line { BOX_TOP, BOX_TITLE_END, BOX_BOTTOM, BOX_INSIDE };

static void draw_line(struct view *view, int row, enum box_line line,
		      enum color border, enum color inside)
{
	static const uint8_t shapes[][3] = {
	    {0xda, GLYPH_HORIZONTAL, 0xbf},
	    {0xc3, GLYPH_HORIZONTAL, 0xb4},
	    {0xc0, GLYPH_HORIZONTAL, 0xd9},
	    {GLYPH_VERTICAL, ' ', GLYPH_VERTICAL},
	};
	const uint8_t *shape = shapes[line];

	pen_at(view, row, view->left, inside);
	pen_repeat(view, shape[1], view->width);
	pen_at(view, row, view->left, border);
	pen_put(view, shape[0]);
	view->column = view->left + view->width - 1;
	pen_put(view, shape[2]);
}

/* The menu's title behind those of the menus around it: its last part. */
static void draw_path(struct view *view, const struct model *model)
{
	static const char between[] = {' ', (char)GLYPH_INSIDE, ' '};
	const struct config *config = model->config;
	const struct menu *menu;
	char path[TITLE_LEN];
	size_t at = TITLE_LEN;
	size_t len;
	menu_ref ref;

	for (ref = model->menu; ref && at >= sizeof(between);
	     ref = menu->parent) {
		menu = config_menu(config, ref);
		if (at < TITLE_LEN) {
			at -= sizeof(between);
			memcpy(path + at, between, sizeof(between));
		}
		len = config_menu_title(config, menu, path, at);
		if (!len && menu->parent)
			len = text_format(path, at, "%s",
					  config_text(config, menu->tag));
		at -= len;
		move_bytes(path + at, path, len);
	}
	while (pen_width(path + at, TITLE_LEN - at) > view->width - 4)
		at++;
	draw_line(view, view->list - 2, BOX_INSIDE, COLOR_BORDER, COLOR_TITLE);
	pen_centred(view, view->list - 2, COLOR_TITLE, path + at,
		    TITLE_LEN - at);
}

/* --- The list ------------------------------------------------------------- */

static int is_submenu(const struct entry *entry)
{
	return entry->action >= ENTRY_SUBMENU && entry->action <= ENTRY_EXIT;
}

/* The title of an entry, its hot key in the colour that follows color. */
static void draw_title(struct view *view, const struct config *config,
		       const struct entry *entry, enum color color)
{
	char title[TITLE_LEN];
	struct span rest = {title, 0};
	int hot;

	rest.len = config_title(config, entry, title, TITLE_LEN, &hot);
	if (!rest.len && entry->action == ENTRY_DISABLED)
		pen_repeat(view, GLYPH_HORIZONTAL, view->width - 6);
	if (hot >= 0 && color != COLOR_DISABLED) {
		pen_text(view, title, (size_t)hot);
		rest.text += hot;
		rest.len -= (size_t)hot;
		view->attribute = view->colors[color + 1];
		pen_put(view, codepage_take(&rest));
		view->attribute = view->colors[color];
	}
	pen_text(view, rest.text, rest.len);
}

static void draw_entry(struct view *view, const struct model *model, int row,
		       unsigned int number)
{
	const struct entry *entry =
	    config_entry(model->config, model->config->rows[number]);
	enum color color = entry->action == ENTRY_DISABLED || entry->grey
			       ? COLOR_DISABLED
			       : COLOR_UNSELECTED;
	int edge = view->left + view->width - 2;
	int chosen = number == model->row;
	enum color inside =
	    chosen && !view->terminal->slow ? COLOR_SELECTED : COLOR_UNSELECTED;

	draw_line(view, row, BOX_INSIDE, COLOR_BORDER, inside);
	pen_at(view, row, edge, inside);
	if (is_submenu(entry))
		pen_put(view, GLYPH_RIGHT);
	pen_at(view, row, view->left + 3, color);
	view->right = edge;
	draw_title(view, model->config, entry, color);
	if (!chosen)
		return;
	pen_at(view, row, view->left + 1, COLOR_SELECTED);
	view->right = edge;
	if (view->terminal->slow && edge > view->left + SLOW_BAR)
		view->right = view->left + SLOW_BAR;
	pen_put(view, GLYPH_RIGHT);
	pen_put(view, ' ');
	draw_title(view, model->config, entry, COLOR_SELECTED);
}

/* What stands in the box's lines when there is more than is shown. */
static void draw_more(struct view *view, const struct model *model, int bottom)
{
	int edge = view->left + view->width - 2;
	char text[16];
	size_t len;

	if (model->top) {
		pen_at(view, view->list - 1, edge, COLOR_SCROLLBAR);
		pen_put(view, GLYPH_UP);
	}
	if (model->count <= view->page)
		return;
	len = text_format(text, sizeof(text), " %u/%u ", model->row + 1u,
			  model->count);
	pen_at(view, bottom, edge - (int)len, COLOR_SCROLLBAR);
	pen_text(view, text, len);
	if (model->top + view->page < model->count)
		pen_put(view, GLYPH_DOWN);
}

void draw_box(struct view *view, const struct model *model)
{
	int bottom = view->list + view->page;
	int row;
	unsigned int number;

	draw_line(view, view->list - 3, BOX_TOP, COLOR_BORDER, COLOR_BORDER);
	draw_path(view, model);
	draw_line(view, view->list - 1, BOX_TITLE_END, COLOR_BORDER,
		  COLOR_BORDER);
	for (row = view->list; row < bottom; row++) {
		number = model->top + (unsigned int)(row - view->list);
		draw_line(view, row, BOX_INSIDE, COLOR_BORDER,
			  COLOR_UNSELECTED);
		if (number < model->count)
			draw_entry(view, model, row, number);
	}
	draw_line(view, bottom, BOX_BOTTOM, COLOR_BORDER, COLOR_BORDER);
	draw_more(view, model, bottom);
}

/* --- Below the list ------------------------------------------------------- */

static void draw_countdown(struct view *view, const struct model *model,
			   int row, uint32_t now_ms)
{
	const struct config *config = model->config;
	int32_t left_ms = model_left_ms(model, now_ms);
	char text[MESSAGE_LEN];
	size_t len;

	if (left_ms < 0)
		return;
	len = model_autoboot(
	    config_text(config, menu_of(model)->message[MESSAGE_AUTOBOOT]),
	    ((unsigned int)left_ms + 999) / 1000, text, sizeof(text));
	pen_centred(view, row, COLOR_TIMEOUT_MESSAGE, text, len);
}

static void draw_filter(struct view *view, const struct model *model)
{
	pen_at(view, foot_row(view), view->left + 1, COLOR_CMDMARK);
	pen_put(view, '/');
	view->attribute = view->colors[COLOR_CMDLINE];
	pen_text(view, model->filter, model->filter_len);
	view->cursor_row = view->row;
	view->cursor_column = view->column;
}

/* Returns whether the status takes the hint's row too, as it is long. */
static int draw_status(struct view *view, const struct model *model,
		       unsigned int state)
{
	int room = view->terminal->columns - 2;
	int width = pen_width(model->status, strlen(model->status));
	int row = foot_row(view) + 1;
	int column = 1;
	int is_long = width > room && state == MODEL_LIST;

	if (width <= view->width)
		column = view->left + (view->width - width) / 2;
	pen_at(view, row - is_long, column, COLOR_TITLE);
	if (!view->terminal->plain)
		view->attribute =
		    (uint8_t)((view->colors[COLOR_SCREEN] & 0xf0) | RED);
	view->right--;
	pen_lines(view, model->status, row + 1);
	return is_long;
}

void draw_foot(struct view *view, const struct model *model, unsigned int state,
	       uint32_t now_ms)
{
	const char *hint = config_text(
	    model->config,
	    menu_of(model)->message[model_may_edit(model) ? MESSAGE_TAB
							  : MESSAGE_NO_TAB]);
	int is_long = draw_status(view, model, state);

	if (state == MODEL_FILTER)
		draw_filter(view, model);
	else if (state == MODEL_LIST && !is_long)
		pen_centred(view, foot_row(view), COLOR_TABMSG, hint,
			    strlen(hint));
	draw_countdown(view, model, foot_row(view) + 2, now_ms);
}

void draw_password(struct view *view, const struct model *model)
{
	const char *header = config_text(
	    model->config, menu_of(model)->message[MESSAGE_PASSWORD]);
	int row = view->list + view->page / 2 - 1;
	int width = view->width < PASSWORD_WIDTH ? view->width : PASSWORD_WIDTH;
	int stars = model->password_len;

	/* Placed anew before the next picture. */
	view->left = (view->left + (view->width - width) / 2);
	view->width = width;
	draw_line(view, row, BOX_TOP, COLOR_PASSWORD_BORDER,
		  COLOR_PASSWORD_BORDER);
	draw_line(view, row + 1, BOX_INSIDE, COLOR_PASSWORD_BORDER,
		  COLOR_PASSWORD_ENTRY);
	draw_line(view, row + 2, BOX_BOTTOM, COLOR_PASSWORD_BORDER,
		  COLOR_PASSWORD_BORDER);
	pen_at(view, row, view->left + 2, COLOR_PASSWORD_HEADER);
	view->right = (view->left + width - 2);
	pen_put(view, ' ');
	pen_string(view, header);
	pen_put(view, ' ');
	pen_at(view, row + 1, view->left + 2, COLOR_PASSWORD_ENTRY);
	pen_repeat(view, '*', stars < width - 5 ? stars : width - 5);
	view->cursor_row = view->row;
	view->cursor_column = view->column;
}

void draw_hidden(struct view *view, const struct model *model, uint32_t now_ms)
{
	int row = menu_of(model)->param[PARAM_HIDDEN_ROW];
	int rows = view->terminal->rows;

	row = row < 0 ? rows + row : row - 1;
	draw_countdown(view, model, row >= 0 && row < rows ? row : rows - 1,
		       now_ms);
}
