/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small VT100: what bytes make of a screen. Of control sequences it takes
 * those that every terminal program knows, and calls all others broken.
 *
 * Runs in: host.
 */
#ifndef UNIT_VT100_H
#define UNIT_VT100_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define VT100_CELLS (140 * 70)

struct vt100 {
	int columns;
	int rows;
	uint16_t character[VT100_CELLS]; /* Unicode */
	uint8_t attribute[VT100_CELLS];	 /* 07h, 0Fh or 70h */
	uint8_t now;			 /* the attribute written with */
	int row;
	int column;
	int first; /* the scrolling region */
	int last;
	int hidden; /* the cursor is */
	int wraps;
	char sequence[24];
	size_t used; /* of sequence; 0: none has begun */
	unsigned int code;
	int behind; /* bytes of UTF-8 to come */
	size_t bytes;
	int deaf;	    /* bytes get lost */
	const char *broken; /* what was wrong, or NULL */
};

static inline void vt100_erase(struct vt100 *vt, int from, int to)
{
	for (; from < to; from++) {
		vt->character[from] = ' ';
		/* Some fill with the attribute that is on. */
		vt->attribute[from] = vt->now;
	}
}

static inline void vt100_start(struct vt100 *vt, int columns, int rows)
{
	memset(vt, 0, sizeof(*vt));
	vt->columns = columns;
	vt->rows = rows;
	vt->last = rows - 1;
	vt->now = 0x07;
	vt->wraps = 1;
	/* As somebody else has left it. */
	memset(vt->character, 'x', sizeof(vt->character));
}

static inline void vt100_scroll(struct vt100 *vt, int step)
{
	int at = vt->columns * vt->first;
	int len = vt->columns * (vt->last - vt->first);
	int from = step > 0 ? at + vt->columns : at;
	int to = step > 0 ? at : at + vt->columns;

	memmove(vt->character + to, vt->character + from,
		(size_t)len * sizeof(*vt->character));
	memmove(vt->attribute + to, vt->attribute + from, (size_t)len);
	at += step > 0 ? len : 0;
	vt100_erase(vt, at, at + vt->columns);
}

static inline void vt100_write(struct vt100 *vt, unsigned int code)
{
	int at = vt->row * vt->columns + vt->column;

	if (vt->column >= vt->columns) {
		vt->broken = "written behind the edge";
		return;
	}
	vt->character[at] = (uint16_t)code;
	vt->attribute[at] = vt->now;
	vt->column++;
	if (vt->wraps && vt->column == vt->columns)
		vt->broken = "written at the edge of a terminal that wraps";
}

static inline void vt100_line_feed(struct vt100 *vt, int step)
{
	if (vt->row == (step > 0 ? vt->last : vt->first))
		vt100_scroll(vt, step);
	else
		vt->broken = "line feed without scrolling";
}

static inline void vt100_go(struct vt100 *vt, int row, int column)
{
	vt->row = row - 1;
	vt->column = column - 1;
	if (row < 1 || row > vt->rows || column < 1 || column > vt->columns)
		vt->broken = "cursor not on the screen";
}

static inline void vt100_region(struct vt100 *vt, int first, int last)
{
	vt->first = first - 1;
	vt->last = last - 1;
	if (first < 1 || first >= last || last > vt->rows)
		vt->broken = "no region of two rows or more";
	vt->row = 0;
	vt->column = 0;
}

static inline void vt100_obey(struct vt100 *vt, const char *sequence)
{
	int at = vt->row * vt->columns;
	int a;
	int b;
	char letter;

	if (sscanf(sequence, "[%d;%d%c", &a, &b, &letter) == 3) {
		if (letter == 'H')
			vt100_go(vt, a, b);
		else if (letter == 'r')
			vt100_region(vt, a, b);
		else
			vt->broken = "unknown sequence of two";
	} else if (!strcmp(sequence, "[m")) {
		vt->now = 0x07;
	} else if (!strcmp(sequence, "[1m") || !strcmp(sequence, "[7m")) {
		if (vt->now != 0x07)
			vt->broken = "attributes add up";
		vt->now = sequence[1] == '1' ? 0x0f : 0x70;
	} else if (!strcmp(sequence, "[r")) {
		vt->first = 0;
		vt->last = vt->rows - 1;
		vt->row = 0;
		vt->column = 0;
	} else if (!strcmp(sequence, "[H")) {
		vt100_go(vt, 1, 1);
	} else if (!strcmp(sequence, "[2J")) {
		vt100_erase(vt, 0, vt->rows * vt->columns);
	} else if (!strcmp(sequence, "[K")) {
		vt100_erase(vt, at + vt->column, at + vt->columns);
	} else if (!strcmp(sequence, "M")) {
		vt100_line_feed(vt, -1);
	} else if (!strncmp(sequence, "[?7", 3)) {
		vt->wraps = sequence[3] == 'h';
	} else if (!strncmp(sequence, "[?25", 4)) {
		vt->hidden = sequence[4] == 'l';
	} else {
		vt->broken = "unknown sequence";
	}
}

static inline void vt100_character(struct vt100 *vt, uint8_t byte)
{
	if (vt->behind) {
		if ((byte & 0xc0) != 0x80)
			vt->broken = "no UTF-8";
		vt->code = vt->code << 6 | (byte & 0x3f);
		if (!--vt->behind)
			vt100_write(vt, vt->code);
	} else if (byte < 0x7f) {
		vt100_write(vt, byte);
	} else if (byte >= 0xc2 && byte < 0xf0) {
		vt->behind = byte < 0xe0 ? 1 : 2;
		vt->code = byte & (0x3fu >> vt->behind);
	} else {
		vt->broken = "no UTF-8";
	}
}

/* The send of struct ansi. */
static inline int vt100_take(void *context, uint8_t byte)
{
	struct vt100 *vt = context;

	if (vt->deaf)
		return 0;
	vt->bytes++;
	if (vt->used) {
		vt->sequence[vt->used++ - 1] = (char)byte;
		if (vt->used == sizeof(vt->sequence)) {
			vt->broken = "sequence without end";
			vt->used = 0;
		} else if (byte >= '@' && byte != '[') {
			vt->sequence[vt->used - 1] = '\0';
			vt->used = 0;
			vt100_obey(vt, vt->sequence);
		}
	} else if (byte == 27) {
		vt->used = 1;
	} else if (byte == '\n') {
		vt100_line_feed(vt, 1);
	} else if (byte < ' ') {
		vt->broken = "unknown control character";
	} else {
		vt100_character(vt, byte);
	}
	return 1;
}

#endif /* UNIT_VT100_H */
