/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanmenu.efi: the boot menu.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "console.h"
#include "devpath.h"
#include "facts.h"
#include "files.h"
#include "http.h"
#include "launch.h"
#include "machine.h"
#include "paths.h"
#include "program.h"
#include "screen.h"
#include "session.h"
#include "uefierror.h"

/* What a configuration may take: MENU.md's 1 MiB and 10,000 entries. */
#define ARENA_LEN 0x300000
#define PREFIX_LEN 256
/* DHCP options of PXELINUX (RFC 5071, sections 4 and 5). */
#define OPTION_CONFIG_FILE 209
#define OPTION_PREFIX 210

static struct session session;
static struct facts_store store;
static char prefix[PREFIX_LEN];
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

/* Below option 210's prefix, as PXELINUX has it; else beside us. */
static int read_file(const char *name, void *buf, size_t len, size_t *ret_len)
{
	static char path[MENU_MAX_COMMAND + PREFIX_LEN];
	int is_whole = *name == '/' || memcmp(name, FILES_ROOT, 2) == 0 ||
		       http_is_url(name);
	int rc;

	text_format(path, sizeof(path), "%s%s%s",
		    prefix[0] && !is_whole ? FILES_ROOT : "",
		    is_whole ? "" : prefix, name);
	say("%s ...\n", path);
	rc = files_read_beside(path, buf, len);
	if (rc < 0)
		return rc;
	if ((size_t)rc == len)
		return ERR_MENU_MEMORY;
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
static void take_option(uint8_t option, char *buf, size_t size)
{
	struct span value;

	if (!files_dhcp_option(option, &value))
		text_format(buf, size, "%S", &value);
}

static void learn_facts(void)
{
	static char config_file[PREFIX_LEN];
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
	take_option(OPTION_PREFIX, prefix, sizeof(prefix));
	take_option(OPTION_CONFIG_FILE, config_file, sizeof(config_file));
	session.source.facts = &store.facts;
	session.source.prefix = (struct span){"", 0};
	session.source.config_file =
	    (struct span){config_file, strlen(config_file)};
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
