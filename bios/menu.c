/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot menu on this machine.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "action.h"
#include "ansi.h"
#include "bios.h"
#include "fetch.h"
#include "keyboard.h"
#include "line.h"
#include "menu.h"
#include "menuconfig.h"
#include "model.h"
#include "report.h"
#include "reserve.h"
#include "serial.h"
#include "textmode.h"

/* Failures to read a configuration, until the machine's own disk is tried. */
#define TRIES 3
#define PAUSE_S 5
#define MAX_PAUSE_S 60

#define MS_PER_TICK 55

/* BIOS data area: Shift, Alt, Scroll Lock and Caps Lock. */
#define BDA_SHIFT 0x417
#define SHIFT_BITS 0x5b

#define SERIAL_COLUMNS 80
#define SERIAL_ROWS 24

/* The views' memory: as the model, too much for where a boot file lies. */
#define SERIAL_CELLS VIEW_CELLS(SERIAL_COLUMNS, SERIAL_ROWS)
#define CELLS (SERIAL_CELLS + VIEW_CELLS(VIEW_MAX_COLUMNS, TEXTMODE_MAX_ROWS))

static struct config config;
static struct model *model;
static char current[MENU_MAX_COMMAND + 1]; /* names of files; "": search */
static char reason[MENU_MAX_STATUS + 1];
static int is_over;

/* --- Screens, keys, time ---------------------------------------------------
 */

static struct view views[2];
static unsigned int view_count;
static cell *cells;
static struct terminal screen;
static struct ansi ansi;
static struct serial serial;
static struct key_decoder decoder;

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

/* Why an entry cannot be run here, for the details. */
static const char *note(void *context, uint16_t number)
{
	const struct entry *entry = config_entry(&config, number);
	const char *text = NULL;

	(void)context;
	if (entry->grey)
		text = action_refusal(entry->type,
				      config_text(&config, entry->kernel));
	return text ? text : "";
}

static void add_view(struct terminal *terminal, cell *memory)
{
	struct view *view = &views[view_count++];

	view_start(view, terminal, memory);
	view->note = note;
}

static void open_views(void)
{
	view_count = 0;
	if (config.flags & CONFIG_SERIAL &&
	    serial_open(&serial, config.serial_port, config.serial_baud,
			config.serial_flow)) {
		ansi_start(&ansi, SERIAL_COLUMNS, SERIAL_ROWS, serial_put,
			   &serial);
		add_view(&ansi.terminal, cells);
	}
	if (!view_count || config.flags & CONFIG_CONSOLE) {
		textmode_start(&screen);
		add_view(&screen, cells + SERIAL_CELLS);
	}
}

static void close_views(void)
{
	while (view_count--) {
		if (views[view_count].terminal == &screen) {
			textmode_end(&screen);
		} else {
			ansi_end(&ansi);
			serial_close(&serial);
		}
	}
	view_count = 0;
}

static int on_serial(void)
{
	return view_count && views[0].terminal == &ansi.terminal;
}

static void draw(void)
{
	unsigned int rows = UINT16_MAX;
	unsigned int i;

	for (i = 0; i < view_count; i++)
		if (view_page(&views[i], model) < rows)
			rows = view_page(&views[i], model);
	if (model->page != rows)
		model_set_page(model, rows);
	for (i = 0; i < view_count; i++)
		view_draw(&views[i], model, now_ms());
}

/* The next key; KEY_NONE when the clock has ticked without one. */
static unsigned int take_key(void)
{
	uint32_t ticks = phys_read32(BDA_TICKS);
	unsigned int key;
	uint16_t ax;
	int byte;

	do {
		ax = keyboard_take();
		key = ax ? key_from_bios(ax) : KEY_NONE;
		byte = on_serial() ? serial_take(&serial) : -1;
		if (byte >= 0)
			key = key_decode(&decoder, (uint8_t)byte, now_ms());
		else if (key == KEY_NONE)
			key = key_decode_idle(&decoder, now_ms());
	} while (key == KEY_NONE && phys_read32(BDA_TICKS) == ticks);
	return key;
}

/* --- Configurations --------------------------------------------------------
 */

/*
 * Nothing can be read again and again: this machine's own disk. Returns 0 when
 * the program is to end.
 */
static int fall_back(void)
{
	const char *line = menuconfig_fallback();
	const char *wrong;
	enum guest_end end;

	line += word_len(line);
	end = reserve_run(RESERVE_FILE, line + blank_len(line), &wrong);
	if (end == GUEST_UNKNOWN)
		reserve_int18(wrong);
	return end != GUEST_EXIT;
}

/* Read the configuration, however long it takes. Returns 0 after Esc. */
static int read_current(void)
{
	unsigned int pause_s = 0;
	unsigned int tries;
	int rc;

	for (tries = 1;; tries++) {
		rc = menuconfig_read(&config, current);
		if (!rc)
			return 1;
		if (rc == ERR_MENU_EMPTY)
			console_print("%s\n", menuconfig_mistake);
		console_print("No menu: %s\n", fetch_reason(rc));
		if (tries == 1)
			reserve_fetch(RESERVE_FILE);
		if (tries % TRIES == 0 &&
		    !same_text(menuconfig_fallback(), "none") && !fall_back())
			return 0;
		if (pause_s < MAX_PAUSE_S)
			pause_s += PAUSE_S;
		console_print("Trying again in %u s (Esc: leave, other keys: "
			      "now)\n",
			      pause_s);
		if (keyboard_wait(pause_s) == KEYBOARD_ESC)
			return 0;
	}
}

static void mark_refused(void)
{
	struct entry *entry;
	uint16_t i;

	for (i = 0; i < config.count; i++) {
		entry = config_entry(&config, i);
		entry->grey =
		    entry->action == ENTRY_RUN &&
		    entry->type != KERNEL_CONFIG &&
		    action_refusal(entry->type,
				   config_text(&config, entry->kernel));
	}
}

/* Show the menu that was read. */
static struct action begin(void)
{
	int shift = phys_read16(BDA_SHIFT) & SHIFT_BITS;
	struct action action;

	mark_refused();
	action =
	    model_start(model, &config, menuconfig_facts(), shift, now_ms());
	if (menuconfig_mistake[0])
		model_set_status(model, menuconfig_mistake);
	open_views();
	return action;
}

/* Read the current configuration anew and show it, telling the reason. */
static void begin_again(void)
{
	uint8_t failures = model->failures;
	uint8_t flags = model->last_flags;

	is_over = !read_current();
	if (is_over)
		return;
	begin();
	model->failures = failures;
	model->last_flags = flags;
}

/* Another configuration; when it cannot be read, the one there was. */
static struct action change_to(const char *files)
{
	static char names[MENU_MAX_COMMAND + 1];
	int rc;

	text_format(names, sizeof(names), "%s", files);
	close_views();
	rc = menuconfig_read(&config, names);
	if (!rc) {
		memcpy(current, names, sizeof(current));
		return begin();
	}
	text_format(reason, sizeof(reason), "%s: %s", names, fetch_reason(rc));
	begin_again();
	return model_failed(model, reason, now_ms());
}

/* --- Actions ---------------------------------------------------------------
 */

static struct action show(const char *name)
{
	size_t len;
	int rc;
	unsigned int i;

	close_views();
	rc = fetch(name, config.arena + config.low, config.high - config.low,
		   &len);
	open_views();
	if (rc) {
		model->state = model->behind;
		text_format(reason, sizeof(reason), "%s: %s", name,
			    fetch_reason(rc));
		model_set_status(model, reason);
	}
	for (i = 0; !rc && i < view_count; i++) {
		views[i].file = (const char *)config.arena + config.low;
		views[i].file_len = len;
	}
	return (struct action){.kind = ACTION_NONE};
}

/* The files of another configuration that a command line asks for, or NULL. */
static const char *configuration_of(const char *line)
{
	const char *files = config_menu_files(line);

	if (files)
		return same_text(files, "~") ? current : files;
	return config_kernel_type(&line) == KERNEL_CONFIG ? line : NULL;
}

static struct action run(const char *line)
{
	const char *files = configuration_of(line);
	const char *text;
	uint32_t sum;

	if (files)
		return change_to(files);
	close_views();
	sum = menuconfig_sum(&config);
	text = action_run(line);
	is_over = !text;
	if (is_over)
		return (struct action){.kind = ACTION_NONE};
	text_format(reason, sizeof(reason), "%s", text);
	if (menuconfig_sum(&config) == sum)
		open_views();
	else
		begin_again();
	return model_failed(model, *reason ? reason : NULL, now_ms());
}

/*
 * Tell SAVEURL what was chosen: its label, and whether ONCE named it. Returns
 * 0, or why the server does not know.
 */
static int send_choice(const struct action *action)
{
	static char url[LOWMEM_STRING_LEN];
	const struct entry *entry = config_entry(&config, action->entry);
	const char *save_url = config_text(&config, config.save_url);
	struct span label = {config_text(&config, entry->label), 0};
	char word[80];
	size_t len;
	size_t i;
	int has_query = 0;
	int rc;

	rc = expand(save_url, strlen(save_url), menuconfig_facts(), EXPAND_URL,
		    url, sizeof(url));
	if (rc < 0)
		return rc;
	for (i = 0; url[i]; i++)
		has_query |= url[i] == '?';
	label.len = word_len(label.text);
	text_format(word, sizeof(word), "%S", &label);
	text_format(url + i, sizeof(url) - i,
		    "%c%slabel=", has_query ? '&' : '?',
		    action->flags & ACTION_ONCE ? "once=1&" : "");
	report_url_append(url, sizeof(url), word);
	close_views();
	rc = fetch(url, config.arena + config.low, config.high - config.low,
		   &len);
	open_views();
	return rc;
}

static struct action perform(const struct action *action)
{
	int rc = 0;

	if (action->flags & (ACTION_ONCE | ACTION_SAVE) && config.save_url)
		rc = send_choice(action);
	if (rc) {
		text_format(reason, sizeof(reason), "SAVEURL: %s",
			    fetch_reason(rc));
		model_set_status(model, reason);
		/* Else it would be started again and again. */
		if (action->flags & ACTION_ONCE)
			return (struct action){.kind = ACTION_NONE};
	}
	switch (action->kind) {
	case ACTION_SHOW:
		return show(action->text);
	case ACTION_COMMAND:
		return run(action->text);
	case ACTION_RUN:
		if (model_command(model, action->entry, model->command,
				  sizeof(model->command)) < 0)
			return model_failed(
			    model, mistake_text(ERR_MENU_COMMAND), now_ms());
		return run(model->command);
	default:
		is_over = 1;
		return (struct action){.kind = ACTION_NONE};
	}
}

/* Once, when the menu is on the screen: its bytes delay nothing. */
static void keep_reserve(void)
{
	static int is_done;

	if (!is_done)
		reserve_fetch(RESERVE_FILE);
	is_done = 1;
}

int menu(const char *arguments)
{
	struct action action;
	unsigned int key;

	host_is_menu = 1;
	model = menuconfig_start(sizeof(*model) + CELLS * sizeof(cell) +
				 RESERVE_LEN);
	if (!model) {
		console_print("sanmenu: too little memory\n");
		return 1;
	}
	cells = (cell *)(model + 1);
	reserve_start((uint8_t *)(cells + CELLS));
	text_format(current, sizeof(current), "%s",
		    arguments + blank_len(arguments));
	is_over = !read_current();
	if (!is_over)
		action = begin();
	while (!is_over) {
		if (action.kind != ACTION_NONE) {
			action = perform(&action);
			continue;
		}
		draw();
		keep_reserve();
		key = take_key();
		action = key == KEY_NONE ? model_tick(model, now_ms())
					 : model_key(model, key, now_ms());
	}
	close_views();
	menuconfig_end();
	return 0;
}
