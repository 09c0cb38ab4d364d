/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why an entry could not be started.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "reason.h"

#define REASON_MAX 159 /* menu/bounds.h: MENU_MAX_STATUS */

static char reason[REASON_MAX + 1];

/* The line that is being printed. */
static char line[REASON_MAX + 1];
static size_t line_len;

static const struct host *below;
static int wants_exit;

const char *reason_of(const struct span *what, const char *text)
{
	text_format(reason, sizeof(reason), "%S: %s", what, text);
	return reason;
}

const char *reason_of_name(const char *what, const char *text)
{
	const struct span span = {what, strlen(what)};

	return reason_of(&span, text);
}

static int says(const char *who)
{
	return memcmp(line, who, strlen(who)) == 0;
}

static void end_line(void)
{
	line[line_len] = '\0';
	line_len = 0;
	if (says("sanboot: ") || says("localboot: "))
		memcpy(reason, line, sizeof(reason));
}

static void listening_putchar(char c)
{
	below->putchar(c);
	if (c == '\n')
		end_line();
	else if (c >= ' ' && line_len < REASON_MAX)
		line[line_len++] = c;
}

/* Where that does not return, the program is to end. */
static void listening_exit(void)
{
	below->exit_to_rom();
	wants_exit = 1;
}

struct host *reason_listen(void)
{
	static struct host listening;

	below = host;
	listening = *host;
	listening.putchar = listening_putchar;
	listening.exit_to_rom = listening_exit;
	listening.menu = 1;
	host = &listening;
	reason[0] = '\0';
	line_len = 0;
	wants_exit = 0;
	return &listening;
}

const char *reason_heard(const char *name, int *ret_exit)
{
	end_line();
	host = below;
	*ret_exit = wants_exit;
	return reason[0] ? reason : reason_of_name(name, "failed");
}
