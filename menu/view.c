/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The menu's picture: where things are, and what of it is sent.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "detail.h"
#include "line.h"
#include "pen.h"
#include "picture.h"
#include "run.h"

#define BLANK 0x0720
/* Narrower than this no margin makes a box; wider none on a slow terminal. */
#define NARROW 60
#define SLOW_WIDTH 64
#define MIN_WIDTH 20
/* Without MENU ROWS the list has as many rows as entries, but not fewer. */
#define DEFAULT_ROWS 12
#define HELP_ROWS 5
/* Cells between two changed ones that are sent again sooner than passed over */
#define GAP 5

static const uint8_t plain_colors[COLORS] = {
    0x07, 0x07, 0x0f, 0x07, 0x0f, 0x70, 0x70, 0x07, 0x07,
    0x0f, 0x07, 0x07, 0x0f, 0x07, 0x07, 0x0f, 0x07, 0x07};

static size_t size_of(const struct view *view)
{
	return (size_t)view->terminal->columns * view->terminal->rows;
}

static void fill(cell *cells, size_t count, cell with)
{
	while (count--)
		*cells++ = with;
}

void view_start(struct view *view, struct terminal *terminal, cell *cells)
{
	memset(view, 0, sizeof(*view));
	view->terminal = terminal;
	view->shown = cells;
	view->wanted = cells + size_of(view);
	view_restart(view);
}

void view_restart(struct view *view)
{
	view->terminal->lost = 0;
	view->terminal->clear(view->terminal);
	fill(view->shown, size_of(view), BLANK);
	view->menu = 0;
}

/* --- Where things are ----------------------------------------------------- */

/* The rows help and details have at least. */
static int help_rows(int rows)
{
	return clamp((rows - 10) / 3, 0, HELP_ROWS);
}

/* The rows there are for the list: a box around it, the foot below. */
static int room(int rows)
{
	return clamp(rows - help_rows(rows) - 4 - FOOT_ROWS - (rows >= 24), 1,
		     rows);
}

unsigned int view_page(const struct view *view, const struct model *model)
{
	int rows = menu_of(model)->param[PARAM_ROWS];

	if (rows == DEFAULT_ROWS && model->filter_len &&
	    view->menu == model->menu)
		rows = view->page;
	else if (rows == DEFAULT_ROWS && rows < model->count)
		rows = model->count;
	return (unsigned int)clamp(rows, 1, room(view->terminal->rows));
}

static void lay_out(struct view *view, const struct model *model)
{
	const int16_t *param = menu_of(model)->param;
	int columns = view->terminal->columns;
	int rows = view->terminal->rows;
	int margin = clamp(param[PARAM_MARGIN], 0, (columns - NARROW) / 2);
	int width = param[PARAM_WIDTH] ? param[PARAM_WIDTH] : columns;

	view->width = clamp(clamp(width, 0, columns) - 2 * margin, MIN_WIDTH,
			    view->terminal->slow ? SLOW_WIDTH : columns);
	view->left =
	    clamp(param[PARAM_HSHIFT] + margin, 0, columns - view->width);
	view->page = (int)view_page(view, model);
	view->list = 3 + (rows >= 24) +
		     clamp(param[PARAM_VSHIFT], 0, room(rows) - view->page);
}

/* --- Sending -------------------------------------------------------------- */

/* What stands in a row, up to its last cell that is not blank. */
static int row_len(const cell *cells, int len)
{
	while (len && cells[len - 1] == BLANK)
		len--;
	return len;
}

/*
 * The end of the run of changed cells that begins at column. On a slow
 * terminal a run of blanks up to the edge is one that it can make shorter.
 */
static int run_end(const cell *shown, const cell *wanted, int column,
		   int columns)
{
	int end = column;
	int at;

	for (at = column; at < columns && at - end < GAP; at++)
		if (shown[at] != wanted[at])
			end = at + 1;
	return end > row_len(wanted, columns) ? columns : end;
}

static void send_row(struct view *view, int row)
{
	struct terminal *terminal = view->terminal;
	int columns = terminal->columns;
	cell *shown = view->shown + row * columns;
	const cell *wanted = view->wanted + row * columns;
	int column;
	int end;

	for (column = 0; column < columns; column++) {
		if (shown[column] == wanted[column])
			continue;
		end = run_end(shown, wanted, column, columns);
		terminal->put(terminal, (unsigned int)row, (unsigned int)column,
			      wanted + column, (size_t)(end - column));
		column = end;
	}
	memcpy(shown, wanted, (size_t)columns * sizeof(*shown));
}

/* The list has moved by one row: let the terminal move what it shows. */
static void scroll(struct view *view, int step)
{
	int columns = view->terminal->columns;
	int last = view->list + view->page - 1;
	cell *from = view->shown + view->list * columns;
	cell *free = view->shown + (step > 0 ? last : view->list) * columns;

	move_bytes(step > 0 ? from : from + columns,
		   step > 0 ? from + columns : from,
		   (size_t)((view->page - 1) * columns) * sizeof(cell));
	fill(free, (size_t)columns, BLANK);
	view->terminal->scroll(view->terminal, (unsigned int)view->list,
			       (unsigned int)last, step);
}

static void send(struct view *view)
{
	struct terminal *terminal = view->terminal;
	int row;

	for (row = 0; row < terminal->rows; row++)
		send_row(view, row);
	if (view->cursor_row >= terminal->rows ||
	    view->cursor_column >= terminal->columns)
		view->cursor_row = -1;
	terminal->cursor(terminal, view->cursor_row, view->cursor_column);
}

/* --- Drawing -------------------------------------------------------------- */

/* The details stay as they are while somebody moves through the list. */
static void keep_details(struct view *view)
{
	int columns = view->terminal->columns;
	int first = view->list + view->page + 1;
	int rows = foot_row(view) - first;

	if (rows > 0)
		memcpy(view->wanted + first * columns,
		       view->shown + first * columns,
		       (size_t)(rows * columns) * sizeof(cell));
}

static void draw_list_state(struct view *view, const struct model *model,
			    unsigned int state, uint32_t now_ms, int resting)
{
	draw_box(view, model);
	if (state == MODEL_EDIT || state == MODEL_PROMPT)
		draw_edit(view, model, state);
	else if (resting)
		draw_details(view, model);
	else
		keep_details(view);
	draw_foot(view, model, state, now_ms);
	if (model->state == MODEL_PASSWORD)
		draw_password(view, model);
}

static int is_list(unsigned int state)
{
	return state == MODEL_LIST || state == MODEL_FILTER;
}

void view_draw(struct view *view, const struct model *model, uint32_t now_ms)
{
	const struct terminal *terminal = view->terminal;
	unsigned int state = model->state;
	int same;
	int step = model->top - view->top;

	if (terminal->lost)
		view_restart(view);
	lay_out(view, model);
	same =
	    view->menu == model->menu && is_list(state) && is_list(view->state);
	view->colors = terminal->plain ? plain_colors : menu_of(model)->color;
	view->top = model->top;
	view->menu = model->menu;
	view->state = state;
	view->cursor_row = -1;
	fill(view->wanted, size_of(view),
	     (cell)(' ' | view->colors[COLOR_SCREEN] << 8));
	if (state == MODEL_FILE)
		draw_file(view);
	else if (state == MODEL_HIDDEN)
		draw_hidden(view, model, now_ms);
	else
		draw_list_state(view, model,
				state == MODEL_PASSWORD ? model->behind : state,
				now_ms,
				!same || !terminal->slow ||
				    now_ms - model->key_ms >= VIEW_REST_MS);
	if (same && terminal->scroll && (step == 1 || step == -1) &&
	    view->page > 1 && view->list + view->page <= terminal->rows)
		scroll(view, step);
	send(view);
}
