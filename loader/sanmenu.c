/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanmenu.efi: the boot menu.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "console.h"
#include "devpath.h"
#include "efiplace.h"
#include "facts.h"
#include "files.h"
#include "launch.h"
#include "machine.h"
#include "names.h"
#include "paths.h"
#include "program.h"
#include "screen.h"
#include "session.h"
#include "uefierror.h"

/* What a configuration may take: MENU.md's 1 MiB and 10,000 entries. */
#define ARENA_LEN 0x300000
#define OPTION_LEN 256
#define TRIES 3
#define DOT_UNITS 10000000 /* a second; of a timer: 100 ns */
/* DHCP options of PXELINUX (RFC 5071, sections 4 and 5). */
#define OPTION_CONFIG_FILE 209
#define OPTION_PREFIX 210

static struct session session;
static struct facts_store store;
static cell cells[VIEW_CELLS(VIEW_MAX_COLUMNS, SCREEN_MAX_ROWS)];

static unsigned int open_screen(const struct config *config, struct view *views)
{
	static struct terminal screen;

	(void)config;
	screen_start(&screen);
	view_start(&views[0], &screen, cells);
	return 1;
}

static const char *reason(int rc)
{
	const char *text = mistake_text(rc);

	return text ? text : error_text_uefi(rc);
}

static void EFIAPI dot(EFI_EVENT event, void *context)
{
	(void)event;
	(void)context;
	say(".");
}

/* With a line on the screen, as bios/fetch.c. */
static int read_file(const char *name, void *buf, size_t len, size_t *ret_len)
{
	EFI_EVENT second = NULL;
	unsigned int tries;
	int rc;

	say("%s", name);
	if (!EFI_ERROR(bs->CreateEvent(EVT_TIMER | EVT_NOTIFY_SIGNAL,
				       TPL_CALLBACK, dot, NULL, &second)))
		bs->SetTimer(second, TimerPeriodic, DOT_UNITS);
	for (tries = 0; tries < TRIES; tries++) {
		rc = files_read_beside(place(name), buf, len);
		if (rc != ERR_FILE_READ)
			break;
		say(" ?");
	}
	if (second)
		bs->CloseEvent(second);
	if (rc >= 0 && (size_t)rc == len)
		rc = ERR_MENU_MEMORY;
	if (rc < 0) {
		say(": %s\n", reason(rc));
		return rc;
	}
	say(": %u\n", (unsigned int)rc);
	*ret_len = (size_t)rc;
	return 0;
}

static int pause(const char *text, unsigned int seconds)
{
	say("%s\n", text);
	return console_wait("Trying again in %u s (Esc: leave, other keys: "
			    "now)\n",
			    seconds) != SCAN_ESC;
}

/* An option's text; "" when there is none. */
static struct span take_option(uint8_t option, char buf[OPTION_LEN])
{
	struct span value;

	if (!files_dhcp_option(option, &value))
		text_format(buf, OPTION_LEN, "%S", &value);
	return (struct span){buf, strlen(buf)};
}

static struct span take_prefix(void)
{
	static const struct span root = {NAMES_ROOT, 2};
	static char prefix[OPTION_LEN + sizeof(NAMES_ROOT)];
	static char option[OPTION_LEN];

	if (take_option(OPTION_PREFIX, option).len)
		names_place(root, option, prefix, sizeof(prefix));
	return (struct span){prefix, strlen(prefix)};
}

static void learn_facts(void)
{
	static char config_file[OPTION_LEN];
	struct smbios_table table;
	const uint8_t *packet;
	uint8_t server[4];
	size_t len;

	facts_clear(&store);
	packet = files_dhcp_ack(&len);
	if (packet)
		facts_dhcp(&store, packet, len);
	if (!files_server(server))
		facts_server(&store, server);
	if (machine_table(&table))
		facts_smbios(&store, (const void *)(uintptr_t)table.address,
			     table.len);
	session.source.facts = &store.facts;
	session.source.prefix = take_prefix();
	session.source.config_file =
	    take_option(OPTION_CONFIG_FILE, config_file);
	place_below(session.source.prefix);
}

static const struct session methods = {
    .now_ms = screen_now_ms,
    .key = screen_key,
    .open = open_screen,
    .close = screen_end,
    .refusal = launch_refusal,
    .run = launch,
    .localboot = launch_localboot,
    .pause = pause,
    .shift = screen_shift,
    .source = {.read = read_file, .reason = reason},
};

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table);

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	static char line[LOADARGS_LEN];

	firmware_init(image, table);
	bs->SetWatchdogTimer(0, 0, 0, NULL);
	program_remember_ancestors();
	session = methods;
	learn_facts();
	session.source.arena_len = ARENA_LEN;
	session.source.arena = firmware_alloc(ARENA_LEN);
	if (!session.source.arena) {
		say("sanmenu: %s\n", error_text_uefi(ERR_LOAD_MEMORY));
		return EFI_OUT_OF_RESOURCES;
	}
	session_run(&session, program_arguments(line));
	firmware_free(session.source.arena);
	return launch_status;
}
