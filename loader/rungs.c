/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Local boot: the steps of localboot.efi, and of the menu.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "console.h"
#include "devpath.h"
#include "disks.h"
#include "entries.h"
#include "files.h"
#include "findings.h"
#include "firmware.h"
#include "machine.h"
#include "paths.h"
#include "program.h"
#include "report.h"
#include "rungs.h"
#include "uefierror.h"
#include "uefiladder.h"

#define LINE_LEN 420
#define URL_LEN 2048
#define PAUSE_SECONDS 10

static struct uefiladder ladder;
static struct smbios smbios;

int rungs_understand(const char *arguments)
{
	struct span word;
	int rc;

	rc = uefiladder_parse(arguments, &ladder, &word);
	if (!rc)
		return 1;
	say("localboot: \"%S\": %s\n  Nothing was booted. "
	    "Methods: " UEFILADDER_GRAMMAR "\n  Keys: " UEFILADDER_KEYS "\n",
	    &word, error_text_uefi(rc));
	return 0;
}

/* The report's URL, as far as its lines; with the card that we came through. */
static void begin_url(char *url, size_t len)
{
	const path_t *device =
	    self_image ? path_of(self_image->DeviceHandle) : NULL;
	const uint8_t *mac;
	int has_query;
	size_t used;

	used = text_format(url, len, "%S", &ladder.report);
	has_query = memchr(url, '?', used) != NULL;
	used += text_format(url + used, len - used, has_query ? "&" : "?");
	if (device && devpath_mac(device, path_len(device), &mac))
		used +=
		    text_format(url + used, len - used,
				"mac=%02x:%02x:%02x:%02x:%02x:%02x&", mac[0],
				mac[1], mac[2], mac[3], mac[4], mac[5]);
	text_format(url + used, len - used, "machine=");
}

static void send_report(void)
{
	static char url[URL_LEN];
	char line[LINE_LEN];
	unsigned int i;
	int rc;

	begin_url(url, sizeof(url));
	report_machine(&smbios, line, sizeof(line));
	report_url_append(url, sizeof(url), line);
	text_format(url + strlen(url), sizeof(url) - strlen(url), "&report=");
	for (i = 0; i < findings_count(); i++) {
		finding_text(i, " - ", line, sizeof(line));
		report_url_append(url, sizeof(url), line);
		report_url_append(url, sizeof(url), "\n");
	}
	rc = files_request(url);
	say("report: %s\n", rc ? error_text_uefi(rc) : "sent");
}

/* The table of what was tried, when it led to nothing. */
static void show_report(void)
{
	char line[LINE_LEN];
	unsigned int i;

	if (!findings_count())
		return;
	report_machine(&smbios, line, sizeof(line));
	say("localboot: nothing could be started.\nMachine: %s\n", line);
	for (i = 0; i < findings_count(); i++) {
		finding_text(i, "\n      ", line, sizeof(line));
		say("  %s\n", line);
	}
	if (ladder.report.len)
		send_report();
	console_pause(PAUSE_SECONDS);
}

static void leave(uint8_t method, EFI_RESET_TYPE type, const char *what)
{
	say("%s: %s\n", uefiladder_name(method), what);
	rt->ResetSystem(type, EFI_SUCCESS, 0, NULL);
	finding_add(method, "", "", ERR_RESET, 0);
}

static EFI_STATUS exit_status(void)
{
	static const EFI_STATUS statuses[] = {
	    [UEFI_EXIT_NOTFOUND] = EFI_NOT_FOUND,
	    [UEFI_EXIT_SUCCESS] = EFI_SUCCESS,
	    [UEFI_EXIT_ABORTED] = EFI_ABORTED,
	};

	return statuses[ladder.exit];
}

/* Returns 1 and the status to end with, or 0 to go on with the next rung. */
static int rungs_rung(uint8_t method, unsigned int rung, EFI_STATUS *ret_status)
{
	switch (method) {
	case UEFI_NEXT:
		entries_start();
		return 0;
	case UEFI_BOOTNEXT:
		entries_boot_next();
		return 0;
	case UEFI_REBOOT:
		leave(method, EfiResetCold, "restarting the machine");
		return 0;
	case UEFI_POWEROFF:
		leave(method, EfiResetShutdown, "switching the machine off");
		return 0;
	case UEFI_EXIT:
		show_report();
		say("exit: back to the firmware or loader\n");
		*ret_status = exit_status();
		return 1;
	case UEFI_MENU:
		show_report();
		say("menu: back to the loader\n");
		*ret_status = rung ? EFI_ABORTED : EFI_SUCCESS;
		return 1;
	default:
		disks_start(method, &ladder.selector);
		return 0;
	}
}

static int needs_devices(uint8_t method)
{
	return method != UEFI_EXIT && method != UEFI_MENU &&
	       method != UEFI_REBOOT && method != UEFI_POWEROFF;
}

static EFI_STATUS climb(void)
{
	EFI_STATUS status;
	unsigned int rung;

	for (rung = 0; rung < ladder.count; rung++) {
		if (needs_devices(ladder.rung[rung]))
			paths_connect_all();
		if (rungs_rung(ladder.rung[rung], rung, &status))
			return status;
	}
	show_report();
	return EFI_NOT_FOUND;
}

int rungs_wants_exit(void)
{
	return ladder.count && ladder.rung[0] == UEFI_EXIT;
}

EFI_STATUS rungs_run(const char *arguments)
{
	if (!rungs_understand(arguments))
		return EFI_INVALID_PARAMETER;
	program_forget_tried();
	findings_clear();
	machine_read(&smbios);
	if (ladder.automatic || ladder.quirks.len)
		machine_take_quirks(&smbios, &ladder);
	return climb();
}
