/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The screen in a VGA text mode, as the menu's terminal.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#include <string.h>

#include "bios.h"
#include "textmode.h"

#define COLOR_MEMORY 0xb8000
#define MONO_MEMORY 0xb0000
#define LAST_COLOR_MODE 3
#define MONO_MODE 7
#define DEFAULT_ROWS 25 /* of a BIOS before the EGA's, which keeps none */
#define BLANK 0x0720

/* Of one row to the next; the screen may be wider than what is used. */
static unsigned int stride;
static cell *memory;

static void put(struct terminal *terminal, unsigned int row,
		unsigned int column, const cell *cells, size_t count)
{
	(void)terminal;
	memcpy(memory + row * stride + column, cells, count * sizeof(*cells));
}

/* Below the last row it is not to be seen. */
static void cursor(struct terminal *terminal, int row, int column)
{
	com32sys_t regs;

	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = 0x0200;
	regs.ebx.b[1] = phys_read8(BDA_PAGE);
	regs.edx.b[1] = (uint8_t)(row < 0 ? terminal->rows : row);
	regs.edx.b[0] = (uint8_t)column;
	host->intcall(0x10, &regs, NULL);
}

static void clear(struct terminal *terminal)
{
	unsigned int i;

	for (i = 0; i < stride * terminal->rows; i++)
		memory[i] = BLANK;
	cursor(terminal, -1, 0);
}

void textmode_start(struct terminal *terminal)
{
	unsigned int mode = phys_read8(BDA_MODE);
	unsigned int rows;

	if (mode > LAST_COLOR_MODE && mode != MONO_MODE) {
		console_text_mode();
		mode = LAST_COLOR_MODE;
	}
	stride = phys_read16(BDA_COLUMNS);
	rows = phys_read8(BDA_LAST_ROW);
	rows = rows ? rows + 1 : DEFAULT_ROWS;
	memory = phys((mode == MONO_MODE ? MONO_MEMORY : COLOR_MEMORY) +
		      phys_read16(BDA_PAGE_START));
	*terminal = (struct terminal){
	    .columns = (uint16_t)(stride < VIEW_MAX_COLUMNS ? stride
							    : VIEW_MAX_COLUMNS),
	    .rows =
		(uint16_t)(rows < TEXTMODE_MAX_ROWS ? rows : TEXTMODE_MAX_ROWS),
	    .plain = mode == MONO_MODE,
	    .clear = clear,
	    .put = put,
	    .cursor = cursor,
	};
}

void textmode_end(struct terminal *terminal)
{
	clear(terminal);
	cursor(terminal, 0, 0);
}
