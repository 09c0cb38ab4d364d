/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text console.
 *
 * Runs in: flat 32-bit, over struct host's intcall.
 */
#include <string.h>

#include "bios.h"
#include "text.h"

#define LINE_MAX 400
#define TEXT_MODE 3
#define COLUMNS 80

void console_bios_putchar(char c)
{
	com32sys_t regs;

	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = (uint16_t)(0x0e00 | (uint8_t)c);
	regs.ebx.w[0] = 0x0007;
	host->intcall(0x10, &regs, NULL);
}

/* Where the cursor is by what was printed here. */
static unsigned int column;

static void put_line_end(void)
{
	host->putchar('\r');
	host->putchar('\n');
	column = 0;
}

/* Does the word behind this blank end beyond the screen's edge? */
static int is_at_edge(const char *blank)
{
	size_t len = 1;

	while (blank[len] > ' ')
		len++;
	return column + len >= COLUMNS;
}

void console_print(const char *format, ...)
{
	char line[LINE_MAX];
	const char *c = line;
	va_list args;

	va_start(args, format);
	text_vformat(line, sizeof(line), format, args);
	va_end(args);
	for (; *c; c++) {
		if (*c == '\n' || (*c == ' ' && is_at_edge(c))) {
			put_line_end();
		} else {
			host->putchar(*c);
			column = (column + 1) % COLUMNS;
		}
	}
}

void console_new_line(void)
{
	com32sys_t regs;

	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = 0x0300;
	host->intcall(0x10, &regs, &regs);
	if (regs.edx.b[0])
		console_print("\n");
}

void console_text_mode(void)
{
	com32sys_t regs;

	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = 0x0f00;
	host->intcall(0x10, &regs, &regs);
	if (regs.eax.b[0] == TEXT_MODE)
		return;
	memset(&regs, 0, sizeof(regs));
	regs.eax.w[0] = TEXT_MODE;
	host->intcall(0x10, &regs, NULL);
}
