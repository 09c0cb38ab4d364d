/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot menu on this machine: what menu/session.h wants of a platform.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "absent.h"
#include "action.h"
#include "ansi.h"
#include "bios.h"
#include "fetch.h"
#include "handoff.h"
#include "keyboard.h"
#include "menu.h"
#include "menufacts.h"
#include "reserve.h"
#include "serial.h"
#include "session.h"
#include "textmode.h"

#define MS_PER_TICK 55

/* BIOS data area: Shift, Alt, Scroll Lock and Caps Lock. */
#define BDA_SHIFT 0x417
#define SHIFT_BITS 0x5b

#define SERIAL_COLUMNS 80
#define SERIAL_ROWS 24

/* The views' memory: too much for where a boot file lies. */
#define SERIAL_CELLS VIEW_CELLS(SERIAL_COLUMNS, SERIAL_ROWS)
#define CELLS (SERIAL_CELLS + VIEW_CELLS(VIEW_MAX_COLUMNS, TEXTMODE_MAX_ROWS))

/*
 * All that is taken above 1 MiB. Of it the configuration's is what cells and
 * localboot.c32 leave: MENU.md's 1 MiB and 10,000 entries.
 */
#define MEMORY_LEN 0x300000
#define MEMORY_STEP 0x80000

static struct session session;
static cell *cells;
static struct terminal screen;
static struct ansi ansi;
static struct serial serial;
static int has_serial;
static int has_screen;
static struct key_decoder decoder;

/* --- Time ------------------------------------------------------------------
 */

static uint32_t now_ms(void)
{
	static uint32_t last;
	static uint32_t passed;
	uint32_t ticks = phys_read32(BDA_TICKS);

	/* At midnight the BIOS begins again. */
	passed += ticks >= last ? ticks - last : ticks;
	last = ticks;
	return passed * MS_PER_TICK;
}

/* --- Screens ---------------------------------------------------------------
 */

static unsigned int open_views(const struct config *config, struct view *views)
{
	const struct config_serial *line = &config->serial;
	unsigned int count = 0;

	has_serial = line->baud &&
		     serial_open(&serial, line->port, line->baud, line->flow);
	if (has_serial) {
		ansi_start(&ansi, SERIAL_COLUMNS, SERIAL_ROWS, serial_put,
			   &serial);
		view_start(&views[count++], &ansi.terminal, cells);
	}
	has_screen = !has_serial || config->flags & CONFIG_CONSOLE;
	if (has_screen) {
		textmode_start(&screen);
		view_start(&views[count++], &screen, cells + SERIAL_CELLS);
	}
	return count;
}

static void close_views(void)
{
	if (has_screen)
		textmode_end(&screen);
	if (has_serial) {
		ansi_end(&ansi);
		serial_close(&serial);
	}
	has_screen = 0;
	has_serial = 0;
}

/* Once, when a menu is on the screen or is not to be had: it delays nothing. */
static void keep_reserve(void)
{
	static int is_done;

	if (!is_done)
		reserve_fetch(RESERVE_FILE);
	is_done = 1;
}

/* --- Keys ------------------------------------------------------------------
 */

static int shift(void)
{
	return phys_read16(BDA_SHIFT) & SHIFT_BITS;
}

static unsigned int take_key(void)
{
	uint32_t ticks = phys_read32(BDA_TICKS);
	unsigned int key;
	int byte;

	keep_reserve();
	for (;;) {
		key = keyboard_key();
		byte = has_serial ? serial_take(&serial) : -1;
		if (byte >= 0)
			key = key_decode(&decoder, (uint8_t)byte, now_ms());
		else if (key == KEY_NONE)
			key = key_decode_idle(&decoder, now_ms());
		if (key != KEY_NONE || phys_read32(BDA_TICKS) != ticks)
			return key;
		if (!has_serial)
			keyboard_rest();
	}
}

/* --- Without a menu --------------------------------------------------------
 */

static int pause(const char *text, unsigned int seconds)
{
	console_print("%s\n", text);
	keep_reserve();
	keyboard_drop();
	console_print("Trying again in %u s (Esc: leave, other keys: now)\n",
		      seconds);
	return keyboard_wait(seconds) != KEYBOARD_ESC;
}

static const char *localboot(const char *arguments)
{
	const char *result;
	enum guest_end end = reserve_run(RESERVE_FILE, arguments, &result);

	if (end == GUEST_UNKNOWN)
		reserve_int18(result);
	return end == GUEST_EXIT ? NULL : result;
}

/* Returns how much there is at *ret_memory; 0: too little. */
static size_t take_memory(uint8_t **ret_memory)
{
	size_t len;

	handoff_a20_on();
	for (len = MEMORY_LEN; len; len -= MEMORY_STEP) {
		*ret_memory = host->stage(len);
		if (*ret_memory)
			break;
	}
	return len;
}

static const struct session methods = {
    .now_ms = now_ms,
    .key = take_key,
    .open = open_views,
    .close = close_views,
    .refusal = action_refusal,
    .run = action_run,
    .localboot = localboot,
    .pause = pause,
    .shift = shift,
    .source = {.read = fetch, .absent = absent_names, .reason = fetch_reason},
};

int menu(const char *arguments)
{
	uint8_t *memory;
	size_t len;

	host_is_menu = 1;
	session = methods;
	menufacts_learn(&session.source);
	if (host->kind == HOST_ELF)
		session.source.loaders_file = elf_config_file();
	len = take_memory(&memory);
	if (!len) {
		console_print("sanmenu: too little memory\n");
		return 1;
	}
	session.source.arena = memory;
	session.source.arena_len = len - CELLS * sizeof(cell) - RESERVE_LEN;
	cells = (void *)(memory + session.source.arena_len);
	reserve_start((uint8_t *)(cells + CELLS));
	session_run(&session, arguments);
	host->stage_free(memory, len);
	return 0;
}
