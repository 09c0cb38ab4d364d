/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The menu's picture: what shall be on a terminal, and what of it is sent.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_VIEW_H
#define MENU_VIEW_H

#include "model.h"

/* A character of code page 437 and, from bit 8 on, its VGA attribute. */
typedef uint16_t cell;

/*
 * A screen. What it shows at first does not matter: clear() comes before
 * anything else. Rows and columns count from 0, and those given are always
 * on the screen.
 */
struct terminal {
	uint16_t columns; /* at most VIEW_MAX_COLUMNS */
	uint16_t rows;
	uint8_t plain; /* attributes are 07h, 0Fh (bold) and 70h (reverse) */
	uint8_t slow;  /* each byte counts: a small bar, details later */
	uint8_t lost;  /* set: not all has arrived, all is to be sent anew */

	/* All blank, attribute 07h, the cursor hidden. */
	void (*clear)(struct terminal *terminal);
	/* A run of cells in one row. */
	void (*put)(struct terminal *terminal, unsigned int row,
		    unsigned int column, const cell *cells, size_t count);
	/* Show the cursor there, or hide it: row < 0. */
	void (*cursor)(struct terminal *terminal, int row, int column);
	/*
	 * Move the rows first to last up by one (step 1) or down (-1); the row
	 * that comes free is blank, attribute 07h. NULL: it cannot.
	 */
	void (*scroll)(struct terminal *terminal, unsigned int first,
		       unsigned int last, int step);
};

#define VIEW_MAX_COLUMNS 132
/* Cells of memory for a terminal of this size. */
#define VIEW_CELLS(columns, rows) ((columns) * (rows)*2)
/* On a slow terminal help and details come when no key was so long. */
#define VIEW_REST_MS 300

struct view {
	struct terminal *terminal;
	cell *shown;  /* on the terminal */
	cell *wanted; /* what shall be there */
	/*
	 * What the program says of an entry, for the details: why it cannot
	 * run here (entry->grey), what the last attempt said. "": nothing.
	 * NULL: never anything.
	 */
	const char *(*note)(void *context, uint16_t entry);
	void *context;
	/* The file shown in MODEL_FILE; need not end with NUL. */
	const char *file;
	size_t file_len;

	/* The view's own. */
	const uint8_t *colors; /* by enum color */
	menu_ref menu;	       /* whose list is shown */
	unsigned int state;    /* shown; enum model_state */
	int top;	       /* the first entry shown */
	int left;	       /* the box: its columns */
	int width;
	int list; /* the list: its first row, and how many */
	int page;
	int cursor_row; /* -1: none */
	int cursor_column;
	int row; /* where is written, up to column right */
	int column;
	int right;
	uint8_t attribute;
};

/*
 * Begin: clear the terminal. cells is the view's memory, VIEW_CELLS of them,
 * of the caller, as the terminal is. note, context and file are 0 then.
 */
void view_start(struct view *view, struct terminal *terminal, cell *cells);

/* Somebody else has written on the terminal: clear it, draw all anew. */
void view_restart(struct view *view);

/*
 * The rows the list of the menu shown has here. Before drawing give the
 * smallest one of all views to model_set_page(), when model->page differs.
 */
unsigned int view_page(const struct view *view, const struct model *model);

/*
 * Compose what shall be there, and send what is not yet there. Call it after
 * each key, and at least every 100 ms, for the countdown and on a slow
 * terminal for the details.
 */
void view_draw(struct view *view, const struct model *model, uint32_t now_ms);

#endif /* MENU_VIEW_H */
