/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanboot.c32: attach a SAN disk through gPXE/iPXE and start it.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "bootsect.h"
#include "carrier.h"
#include "dhcp.h"
#include "disk.h"
#include "error.h"
#include "handoff.h"
#include "pxe.h"
#include "sanuri.h"
#include "start.h"

#define FIRST_DISK 0x80
#define MAX_URIS 4
#define ROOT_PATH_MAX 255

/* Statuses gPXE/iPXE end a command with (PXE 2.1, section 2.3). */
enum status {
	STATUS_FAILURE = 0x01, /* among others: no such command */
	STATUS_BAD_ARGUMENT = 0x02,
	STATUS_ARP = 0x11,
	STATUS_NO_ANSWER = 0x35,
	STATUS_CANNOT_OPEN = 0x38,
	STATUS_CANNOT_READ = 0x39,
	STATUS_NOT_FOUND = 0x3b,
	STATUS_ACCESS = 0x3c,
};

struct request {
	struct span uri[MAX_URIS]; /* several: paths to the same disk */
	unsigned int uris;
	uint8_t drive;
	uint8_t keep;	   /* leave the disk attached on failure */
	uint8_t has_drive; /* the user named the drive */
};

static const char usage[] =
    "  Form: sanboot.c32 iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET [drive=0x80] "
    "[keep]\n";

static int complain(const struct span *word, const char *what)
{
	console_print("sanboot: \"%S", word);
	console_print("\": %s\n%s", what, usage);
	return 1;
}

/* Point below the column a parser complained about. */
static void show_uri_error(const struct span *uri, unsigned int column, int rc)
{
	console_print("sanboot: %S", uri);
	console_print("\n  column %u: %s\n", column, error_text_san(rc));
}

static int take_uri(struct request *request, const struct span *word)
{
	struct sanuri uri;
	unsigned int column;
	int rc;

	rc = sanuri_parse(word->text, word->len, &uri, &column);
	if (rc) {
		show_uri_error(word, column, rc);
		return 1;
	}
	if (request->uris == MAX_URIS)
		return complain(word, "more than four addresses");
	request->uri[request->uris++] = *word;
	return 0;
}

static int take_drive(struct request *request, const struct span *word)
{
	struct span number = *word;
	uint32_t drive;

	if (!span_skip(&number, "0x") ||
	    !span_number(&number, 16, 0xff, &drive) || drive < FIRST_DISK)
		return complain(word, "drive must be 0x80 to 0xff");
	request->drive = (uint8_t)drive;
	request->has_drive = 1;
	return 0;
}

/*
 * One word. *line moves on when it takes its value from the next word, as
 * gPXE's own "sanboot --drive 0x80 ..." does.
 */
static int take_word(struct request *request, struct span word,
		     const char **line)
{
	struct span value = word;

	if (span_is(&word, "keep") || span_is(&word, "--keep") ||
	    span_is(&word, "-k")) {
		request->keep = 1;
		return 0;
	}
	if (span_is(&word, "--no-describe") || span_is(&word, "-n"))
		return complain(&word, "an iBFT is always made");
	if (span_skip(&value, "drive=") || span_skip(&value, "--drive="))
		return take_drive(request, &value);
	if (span_is(&word, "--drive") || span_is(&word, "-d")) {
		if (!text_next_word(line, &value))
			return complain(&word, "drive number missing");
		return take_drive(request, &value);
	}
	return take_uri(request, &word);
}

static int parse_arguments(const char *line, struct request *request)
{
	const char *first_line = line;
	struct span word;

	memset(request, 0, sizeof(*request));
	request->drive = FIRST_DISK;
	/* "kernel cmd.c32 / append sanboot iscsi:..." */
	if (text_next_word(&first_line, &word) && span_is(&word, "sanboot"))
		line = first_line;
	while (text_next_word(&line, &word))
		if (take_word(request, word, &line))
			return 1;
	return 0;
}

/* Without an address: the DHCP server's root-path, as gPXE/iPXE read it. */
static int take_root_path(struct request *request)
{
	static char text[ROOT_PATH_MAX + 1];
	struct span path;

	if (pxe_dhcp_option(DHCP_ROOT_PATH, &path)) {
		console_print("sanboot: no SAN address given, and DHCP sent no "
			      "root-path (option 17)\n%s",
			      usage);
		return 1;
	}
	text_format(text, sizeof(text), "%S", &path);
	path.text = text;
	path.len = strlen(text);
	console_print("sanboot: root-path from DHCP: %S\n", &path);
	return take_uri(request, &path);
}

/*
 * Some causes share a status; iPXE's errno tells them apart. These are the
 * numbers in its messages (ipxe.org/...), the same from 2019 to 2026.
 */
#define ERRNO_CONNECTION_RESET "0f0a6039"
#define ERRNO_NAME_UNKNOWN "3e11613b"
#define ERRNO_LOGIN_REJECTED "430d6601" /* no credentials, but asked for */

static int errno_is(const char *number)
{
	return !pxe_exec("iseq ${errno:hexraw} %s", number);
}

/* gPXE lacks this command, as it lacks sanhook. */
static int has_iseq(void)
{
	return !pxe_exec("iseq 0 0");
}

static int attach_error(int status)
{
	switch (status) {
	case STATUS_ARP:
		return ERR_ATTACH_UNREACHABLE;
	case STATUS_NO_ANSWER:
		return ERR_ATTACH_TIMEOUT;
	case STATUS_CANNOT_OPEN:
		return ERR_ATTACH_REFUSED;
	case STATUS_CANNOT_READ:
		return errno_is(ERRNO_CONNECTION_RESET) ? ERR_ATTACH_REFUSED
							: ERR_ATTACH_LUN;
	case STATUS_NOT_FOUND:
		return errno_is(ERRNO_NAME_UNKNOWN) ? ERR_ATTACH_UNREACHABLE
						    : ERR_ATTACH_TARGET;
	case STATUS_ACCESS:
		return ERR_ATTACH_DENIED;
	case STATUS_FAILURE:
		return errno_is(ERRNO_LOGIN_REJECTED) ? ERR_ATTACH_DENIED
						      : ERR_ATTACH_OTHER;
	default:
		return ERR_ATTACH_OTHER;
	}
}

/* The addresses as one argument list; bounded by the command line's length. */
static void join_uris(const struct request *request, char *buf, size_t len)
{
	size_t used = 0;
	unsigned int i;

	buf[0] = '\0';
	for (i = 0; i < request->uris; i++)
		used += text_format(buf + used, len - used, " %S",
				    &request->uri[i]);
}

/*
 * gPXE has no sanhook: its sanboot attaches, checks and starts in one go,
 * reading the boot sector over whatever stands at 0000:7C00.
 */
static int gpxe_sanboot(const char *uris)
{
	uint8_t *saved = host->lowmem + LOWMEM_SECTOR;
	uint32_t vectors[HANDOFF_VECTORS];
	int status;

	memcpy(saved, phys(0x7c00), BOOTSECT_LEN);
	console_print("sanboot: no sanhook here; using gPXE's sanboot\n");
	handoff_vectors_to_bios(vectors);
	status = pxe_exec("sanboot%s", uris);
	handoff_vectors_back(vectors);
	memcpy(phys(0x7c00), saved, BOOTSECT_LEN);
	return status;
}

static int attach(const struct request *request)
{
	char uris[LOWMEM_STRING_LEN - 64];
	int status;

	join_uris(request, uris, sizeof(uris));
	console_print("sanboot: attaching as drive 0x%02x\n ", request->drive);
	console_print("%s\n", uris);
	status = pxe_exec("sanhook --drive 0x%02x%s", request->drive, uris);
	if (!status)
		return 0;
	if (status == STATUS_FAILURE && !host->at_7c00 && !has_iseq())
		status = gpxe_sanboot(uris);
	console_print("sanboot: %s\n  (gPXE/iPXE status 0x%02x)\n",
		      error_text_san(attach_error(status)), status);
	return 1;
}

static void detach(const struct request *request)
{
	if (request->keep || !request->uris)
		return;
	pxe_exec("sanunhook --drive 0x%02x", request->drive);
}

/* Is there something to start? Says so if not. */
static int check(const struct request *request)
{
	const char *status = NULL;
	const uint8_t *sector;
	struct drive drive;
	int rc;

	rc = disk_open(request->drive, &drive);
	if (!rc) {
		sector = drive.sectors.read(&drive.sectors, 0);
		rc = sector ? bootsect_check(sector, BOOTSECT_LEN)
			    : disk_error(request->drive, &status);
	}
	if (!rc)
		return 0;
	console_print("sanboot: drive 0x%02x: %s%s%s\n", request->drive,
		      error_text_san(rc), status ? ": " : "",
		      status ? status : "");
	if (rc == ERR_SECTOR_EMPTY || rc == ERR_SECTOR_SIGNATURE)
		console_print("  It is attached, but no system is installed on "
			      "it, or the LUN is the wrong one.\n");
	return 1;
}

static uint8_t own_drive(const struct start *what, int released)
{
	(void)released;
	return what->drive;
}

/* Not gPXE or iPXE: load one, which runs this again with these arguments. */
static int carry(const char *cmdline, struct request *request)
{
	static char arguments[LOWMEM_STRING_LEN];
	static const struct carrier carrier = {
	    .file = {CARRIER_LKRN, CARRIER_UNDIONLY},
	    .program = "sanboot.c32",
	    .arguments = arguments,
	};
	int has_address = request->uris || request->has_drive;

	if (!has_address && take_root_path(request))
		return 1;
	text_format(arguments, sizeof(arguments), has_address ? "%s" : "%s %S",
		    cmdline, &request->uri[0]);
	carrier_start(&carrier);
	return 1;
}

int program_main(const char *cmdline)
{
	struct start what = {.segment = BOOT_SEGMENT, .sectors = 1};
	struct request request;

	console_new_line();
	if (parse_arguments(cmdline, &request))
		return 1;
	if (!pxe_is_gpxe())
		return carry(cmdline, &request);
	if (!request.uris && !request.has_drive && !pxe_holds_san() &&
	    take_root_path(&request))
		return 1;
	if (request.uris && attach(&request))
		return 1;
	if (check(&request)) {
		detach(&request);
		return 1;
	}
	console_print("sanboot: starting drive 0x%02x\n", request.drive);
	what.drive = request.drive;
	what.sector_len = BOOTSECT_LEN;
	start_sector(&what, own_drive);
	return 1;
}
