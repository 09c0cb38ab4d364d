/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Start this machine's own disk or next boot device.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "climb.h"
#include "cookie.h"
#include "disk.h"
#include "error.h"
#include "handoff.h"
#include "keyboard.h"
#include "leave.h"
#include "localboot.h"
#include "pxe.h"
#include "quirks.h"
#include "report.h"
#include "smbios.h"
#include "start.h"

#define QUIRKS_FILE "localboot.quirks"
#define SMBIOS_AREA 0xf0000
#define SMBIOS_AREA_LEN 0x10000
#define SMBIOS_MAX_LEN 0x10000
#define LINE_LEN 240
#define REPORT_MAX_LINES 16
#define PAUSE_S 10 /* for what a menu will paint over */

static struct ladder ladder;
static struct smbios smbios;
static char quirks_file[QUIRKS_MAX_LEN + 1]; /* to see that it is longer */
static char quirks_arguments[QUIRKS_MAX_LINE + 1];

/* So that the next run knows what brought it here, should it come to that. */
static void leave_cookie(uint8_t method, unsigned int rung, uint8_t drive)
{
	const struct cookie cookie = {
	    .method = method,
	    .rung = (uint8_t)rung,
	    .drive = drive,
	    .partition = ladder.rung[rung].partition,
	};

	cookie_write(phys(COOKIE_ADDRESS), &cookie, phys_read32(BDA_TICKS));
}

static unsigned int started_rung;

static uint8_t start_steps(const struct start *what, int released)
{
	if (released)
		return what->map ? handoff_map_drive(what->drive, what->map)
				 : what->drive;
	leave_cookie(what->method, started_rung, what->drive);
	return 0;
}

static void machine_start(const struct start *what, unsigned int rung)
{
	started_rung = rung;
	if (what->method == METHOD_CD)
		start_cd(what, start_steps);
	else
		start_sector(what, start_steps);
	console_print("drive 0x%02x: %s\n", what->drive,
		      error_text_local(ERR_START));
}

static void machine_leave(uint8_t method, unsigned int rung)
{
	switch (method) {
	case METHOD_INT19:
	case METHOD_INT18:
		handoff_release();
		leave_cookie(method, rung, COOKIE_NO_DRIVE);
		handoff_interrupt(method == METHOD_INT19 ? 0x19 : 0x18);
	case METHOD_REBOOT:
		leave_restart();
	case METHOD_EXIT:
		host->exit_to_rom();
		return;
	case METHOD_POWEROFF:
		leave_power_off();
		console_print("poweroff: %s\n", error_text_local(ERR_NO_APM));
		return;
	default:
		return;
	}
}

const struct machine localboot_machine = {
    .disk_count = disk_count,
    .cd_drive = disk_cd,
    .drive = disk_open,
    .identify = disk_identify,
    .read_error = disk_error,
    .room = start_room,
    .start = machine_start,
    .leave = machine_leave,
    .say = console_print,
};

static void read_smbios(void)
{
	struct smbios_table table;

	if (smbios_find(phys(SMBIOS_AREA), SMBIOS_AREA_LEN, &table) ||
	    table.address >> 32 || table.len > SMBIOS_MAX_LEN)
		return;
	smbios_read(phys((uint32_t)table.address), table.len, &smbios);
}

static void quirk_complaint(void *context, unsigned int line, int error,
			    const struct span *word)
{
	console_print("%s line %u: \"", (const char *)context, line);
	console_print("%S\": %s\n", word, error_text_local(error));
}

/* The row's arguments are then in quirks_arguments. */
static int parse_quirk(const struct span *row, struct ladder *quirk,
		       struct span *ret_word)
{
	text_format(quirks_arguments, sizeof(quirks_arguments), "%S", row);
	return ladder_parse(quirks_arguments, quirk, ret_word);
}

/* Is what cannot be understood a word that localboot.efi alone knows? */
static int is_for_uefi(const struct span *row)
{
	static const char words[][9] = {"next", "disk", "bootnext", "usb",
					"exit="};
	struct ladder quirk;
	struct span word;
	unsigned int i;

	if (!parse_quirk(row, &quirk, &word))
		return 0;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_skip(&word, words[i]))
			return 1;
	return 0;
}

/* The row for this machine, if there is one, into the arguments' places. */
static void take_quirks(void)
{
	static char name[LINE_LEN];
	struct span row;
	struct span word;
	struct ladder quirk;
	unsigned int line;
	int len;
	int rc;

	text_format(name, sizeof(name), "%s", QUIRKS_FILE);
	if (ladder.quirks.len)
		text_format(name, sizeof(name), "%S", &ladder.quirks);
	len = host->read_file(name, quirks_file, sizeof(quirks_file));
	if (len < 0) {
		if (ladder.quirks.len)
			console_print("%s: %s\n", name, error_text_local(len));
		return;
	}
	if (quirks_find(quirks_file, (size_t)len, &smbios, quirk_complaint,
			name, is_for_uefi, &row, &line))
		return;
	rc = parse_quirk(&row, &quirk, &word);
	if (rc) {
		quirk_complaint(name, line, rc, &word);
		return;
	}
	console_print("%s line %u: %s\n", name, line, quirks_arguments);
	ladder_merge(&ladder, &quirk);
}

/* The cookie, when something that was handed the machine came back. */
static void read_comeback(struct comeback *comeback)
{
	struct cookie cookie;

	comeback->happened = 0;
	if (cookie_read(phys(COOKIE_ADDRESS), phys_read32(BDA_TICKS), &cookie))
		return;
	cookie_clear(phys(COOKIE_ADDRESS));
	comeback->drive = cookie.drive;
	comeback->partition = cookie.partition;
	comeback->happened = (uint8_t)ladder_resume(
	    &ladder, cookie.method, cookie.rung, &comeback->rung);
}

/* The report, while it is shown or sent. */
static char url[LOWMEM_STRING_LEN];
static unsigned int report_lines;
static int report_shown;

/* What a menu's status line is to say of it: the first disk not passed over. */
static char reason[LINE_LEN];
static int reason_is_other;

static void keep_reason(const struct finding *finding)
{
	int verdict = finding->verdict;
	int is_other = verdict == ERR_SELECT_OTHER ||
		       verdict == ERR_SELECT_UNKNOWN ||
		       verdict == ERR_DRIVE_SAN;

	if (reason[0] && (is_other || !reason_is_other))
		return;
	reason_is_other = is_other;
	report_finding(&ladder, finding, NULL, reason, sizeof(reason));
}

static void report_line(const struct finding *finding)
{
	char line[LINE_LEN];

	keep_reason(finding);
	if (report_lines++ >= REPORT_MAX_LINES) {
		if (report_shown && report_lines == REPORT_MAX_LINES + 1)
			console_print("  and more\n");
		return;
	}
	if (report_shown) {
		report_finding(&ladder, finding, "\n      ", line,
			       sizeof(line));
		console_print("  %s\n", line);
	}
	report_finding(&ladder, finding, " - ", line, sizeof(line));
	report_url_append(url, sizeof(url), line);
	report_url_append(url, sizeof(url), "\n");
}

static void begin_url(void)
{
	struct span rest = ladder.report;
	struct span path;
	char line[LINE_LEN];
	uint8_t mac[6];
	size_t len;

	len = text_format(url, sizeof(url), "%S%c", &ladder.report,
			  span_cut(&rest, '?', &path) ? '&' : '?');
	if (!pxe_mac(mac))
		text_format(url + len, sizeof(url) - len,
			    "mac=%02x:%02x:%02x:%02x:%02x:%02x&", mac[0],
			    mac[1], mac[2], mac[3], mac[4], mac[5]);
	text_format(url + strlen(url), sizeof(url) - strlen(url), "machine=");
	report_machine(&smbios, line, sizeof(line));
	report_url_append(url, sizeof(url), line);
	text_format(url + strlen(url), sizeof(url) - strlen(url), "&report=");
}

static void show_report(unsigned int rungs, int final)
{
	char answer[1];
	char line[LINE_LEN];
	int rc;

	if (!final && !ladder.report.len)
		return;
	begin_url();
	report_lines = 0;
	report_shown = final;
	if (final) {
		report_machine(&smbios, line, sizeof(line));
		console_print("localboot: nothing could be started.\n");
		console_print("Machine: %s\n", line);
	}
	climb_review(&ladder, &localboot_machine, rungs, report_line);
	if (ladder.report.len) {
		rc = pxe_is_gpxe() ? pxe_fetch(url, answer, sizeof(answer))
				   : ERR_REPORT_HOST;
		console_print("report: %s\n",
			      rc < 0 ? error_text_local(rc) : "sent");
	}
	if (final && host->menu)
		console_print("localboot: %s\n", reason);
	if (final) {
		keyboard_drop();
		console_print("Press a key to go on (%u s)\n", PAUSE_S);
		keyboard_wait(PAUSE_S);
	}
}

int localboot(const char *arguments)
{
	struct comeback comeback;
	struct span word;
	int rc;

	rc = ladder_parse(arguments, &ladder, &word);
	if (rc) {
		console_print("localboot: \"%S", &word);
		console_print("\": %s\n  Nothing was booted. "
			      "Methods: " LADDER_GRAMMAR "\n",
			      error_text_local(rc));
		console_print("  Keys: " LADDER_KEYS "\n");
		return 1;
	}
	read_smbios();
	if (ladder.automatic || ladder.quirks.len)
		take_quirks();
	read_comeback(&comeback);
	return climb(&ladder, &localboot_machine, &comeback, show_report);
}
