/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A terminal at the other end of a wire: VT100 and what came after it
 * (ECMA-48; cursor on and off as VT220).
 *
 * Runs in: everywhere.
 */
#include "ansi.h"
#include "codepage.h"
#include "pen.h"

#define BLANK 0x0720
#define PLAIN 0x07
#define BOLD 0x0f
#define NOWHERE 0xffff

static struct ansi *ansi_of(struct terminal *terminal)
{
	return (struct ansi *)(void *)terminal;
}

static void send_byte(struct ansi *ansi, unsigned int byte)
{
	if (!ansi->send(ansi->context, (uint8_t)byte))
		ansi->terminal.lost = 1;
}

static void send_text(struct ansi *ansi, const char *text)
{
	while (*text)
		send_byte(ansi, (unsigned char)*text++);
}

/* ESC [ a ; b letter; counted from 1 */
static void send_pair(struct ansi *ansi, unsigned int a, unsigned int b,
		      unsigned int letter)
{
	char text[32];

	text_format(text, sizeof(text), "\33[%u;%u%c", a + 1, b + 1, letter);
	send_text(ansi, text);
}

static void go_to(struct ansi *ansi, unsigned int row, unsigned int column)
{
	if (ansi->row != row || ansi->column != column)
		send_pair(ansi, row, column, 'H');
	ansi->row = (uint16_t)row;
	ansi->column = (uint16_t)column;
}

static void set_attribute(struct ansi *ansi, uint8_t attribute)
{
	if (ansi->attribute == attribute)
		return;
	if (ansi->attribute != PLAIN)
		send_text(ansi, "\33[m");
	if (attribute != PLAIN)
		send_text(ansi, attribute == BOLD ? "\33[1m" : "\33[7m");
	ansi->attribute = attribute;
}

/* Signs and the box characters B0h to DFh as ASCII; else c. */
static unsigned int to_ascii(unsigned int c)
{
	static const char boxes[] =
	    "###|++++++|+++++++++-++++++++-+++++++++++++#####";

	if (c - 0xb0 < sizeof(boxes) - 1)
		return (unsigned char)boxes[c - 0xb0];
	if (c >= ' ')
		return c;
	return c == GLYPH_RIGHT ? '>' : c == GLYPH_UP ? '^' : 'v';
}

static void send_character(struct ansi *ansi, unsigned int c)
{
	unsigned int code = to_ascii(c);

	if (code >= 0x80) {
		code = codepage_unicode((uint8_t)c);
		if (code >= 0x800)
			send_byte(ansi, 0xe0 | code >> 12);
		send_byte(ansi, code < 0x800 ? 0xc0 | code >> 6
					     : 0x80 | (code >> 6 & 0x3f));
		code = 0x80 | (code & 0x3f);
	}
	send_byte(ansi, code);
}

static void put(struct terminal *terminal, unsigned int row,
		unsigned int column, const cell *cells, size_t count)
{
	struct ansi *ansi = ansi_of(terminal);
	int to_edge = column + count >= terminal->columns;
	size_t len = count;
	size_t i;

	while (to_edge && len && cells[len - 1] == BLANK)
		len--;
	go_to(ansi, row, column);
	for (i = 0; i < len; i++) {
		set_attribute(ansi, (uint8_t)(cells[i] >> 8));
		send_character(ansi, cells[i] & 0xff);
	}
	ansi->column = (uint16_t)(column + len);
	if (len < count) {
		set_attribute(ansi, PLAIN);
		send_text(ansi, "\33[K");
	} else if (to_edge) {
		ansi->column = NOWHERE;
	}
}

static void cursor(struct terminal *terminal, int row, int column)
{
	struct ansi *ansi = ansi_of(terminal);
	int hidden = row < 0;

	if (!hidden)
		go_to(ansi, (unsigned int)row, (unsigned int)column);
	if (ansi->hidden != hidden)
		send_text(ansi, hidden ? "\33[?25l" : "\33[?25h");
	ansi->hidden = (uint8_t)hidden;
}

static void clear(struct terminal *terminal)
{
	struct ansi *ansi = ansi_of(terminal);

	send_text(ansi, "\33[m\33[r\33[?7l\33[2J\33[?25l");
	ansi->attribute = PLAIN;
	ansi->hidden = 1;
	ansi->column = NOWHERE;
}

static void scroll(struct terminal *terminal, unsigned int first,
		   unsigned int last, int step)
{
	struct ansi *ansi = ansi_of(terminal);

	set_attribute(ansi, PLAIN);
	send_pair(ansi, first, last, 'r');
	ansi->column = NOWHERE;
	go_to(ansi, step > 0 ? last : first, 0);
	send_text(ansi, step > 0 ? "\n\33[r" : "\33M\33[r");
	ansi->column = NOWHERE;
}

void ansi_start(struct ansi *ansi, unsigned int columns, unsigned int rows,
		int (*send)(void *context, uint8_t byte), void *context)
{
	*ansi = (struct ansi){
	    .terminal = {.columns = (uint16_t)columns,
			 .rows = (uint16_t)rows,
			 .plain = 1,
			 .slow = 1,
			 .clear = clear,
			 .put = put,
			 .cursor = cursor,
			 .scroll = scroll},
	    .send = send,
	    .context = context,
	};
}

void ansi_end(struct ansi *ansi)
{
	clear(&ansi->terminal);
	send_text(ansi, "\33[H\33[?7h\33[?25h");
}
