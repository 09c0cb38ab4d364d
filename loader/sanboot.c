/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanboot.efi: attach a SAN disk through iPXE, and start it.
 *
 * It runs twice: first, when it reads its arguments and starts an iPXE of its
 * own with a script; then in that iPXE, after each attempt to attach the disk.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "console.h"
#include "dhcp.h"
#include "disks.h"
#include "files.h"
#include "findings.h"
#include "ipxeerror.h"
#include "ipxescript.h"
#include "ipxestart.h"
#include "program.h"
#include "rungs.h"
#include "sandisk.h"
#include "uefierror.h"
#include "uefiladder.h"

#define SCRIPT_LEN 0x2000
#define IPXE_SNP "snponly.efi" /* uses the firmware's driver for the NIC */
#define IPXE_ALL "ipxe.efi"    /* has its own */
#define PAUSE_SECONDS 10
/* "attached=XXXXXXXX,N " stands in front of the arguments the second time. */
#define MAX_LINE (LOADARGS_LEN - 32)

#define USAGE                                                                  \
	"  Form: sanboot.efi iscsi:SERVER:PROTOCOL:PORT:LUN:TARGET... "        \
	"[failover=ADDRESS]\n"                                                 \
	"  [drive=0x80] [gateway=target|none] [initiator=IQN] "                \
	"[ipxe=FILE]\n"                                                        \
	"  [user=NAME secret=TEXT|ask [target-user=NAME "                      \
	"target-secret=TEXT]]\n"                                               \
	"  [retry=N,SECONDS] [then=cd|usb|disk|localboot ...] or: ibft\n"

static struct sanargs args;

/* An address: where it is wrong, and how it was probably meant. */
static void explain_address(int rc, const struct sanargs_fault *fault)
{
	say("sanboot: %S\n", &fault->word);
	say("  column %u, %s: %s\n", fault->uri.column, fault->uri.field,
	    error_text_san(rc));
	if (fault->uri.corrected[0])
		say("  Perhaps this was meant:\n  %s\n", fault->uri.corrected);
}

static void complain(int rc, const struct sanargs_fault *fault)
{
	if (fault->uri.field && fault->uri.field[0])
		explain_address(rc, fault);
	else
		say("sanboot: \"%S\": %s\n", &fault->word, error_text_san(rc));
	if (fault->character)
		say("  column %u: %c\n", fault->uri.column, fault->character);
	say("%s", USAGE);
}

/* What was taken, but may be a mistake. */
static void show_hints(const struct span *uri, unsigned int uris)
{
	static struct sanuri_fault unused;
	struct sanuri parsed;
	unsigned int i;

	for (i = 0; i < uris; i++)
		if (!sanuri_parse(uri[i].text, uri[i].len, &parsed, &unused) &&
		    parsed.hint)
			say("sanboot: note, column %u: %s\n",
			    parsed.hint_column, error_text_san(parsed.hint));
}

/* What then= says to localboot, to the line's end. */
static const char *then_methods(void)
{
	return args.rest.len ? args.rest.text : "";
}

/* Returns 0, or an error that has been said. */
static int parse(const char *line)
{
	static struct sanargs_fault fault;
	int rc = sanargs_parse(line, &args, &fault);

	if (rc) {
		complain(rc, &fault);
		return rc;
	}
	if (args.then == THEN_LOCALBOOT && !rungs_understand(then_methods()))
		return ERR_ARG_THEN;
	if (args.then != THEN_MENU && args.then != THEN_KERNEL && !args.speed)
		return 0;
	say("sanboot: hook, then=menu, then=kernel and speed= are not for "
	    "UEFI: the disk is\n  there as long as iPXE runs. Attach with "
	    "sanhook in a script of iPXE, and go on\n  in it.\n");
	return ERR_ARG_THEN;
}

static int ask_secret(const char *whose, struct span *secret, char *buf)
{
	say("Secret of %s (Esc: give up): ", whose);
	if (console_secret(buf, SANARGS_MAX_TEXT + 1)) {
		say("\nsanboot: given up\n");
		return -1;
	}
	say("\n");
	secret->text = buf;
	secret->len = strlen(buf);
	return 0;
}

static int ask_secrets(void)
{
	static char secret[2][SANARGS_MAX_TEXT + 1];

	if (args.ask_secret &&
	    ask_secret("this machine", &args.secret, secret[0]))
		return -1;
	return args.ask_target_secret
		   ? ask_secret("the target", &args.target_secret, secret[1])
		   : 0;
}

/* Without an address: DHCP's root-path. Returns the arguments, or NULL. */
static const char *take_root_path(void)
{
	static char root_path[MAX_LINE];
	static char shown[MAX_LINE];
	struct span path;

	if (files_dhcp_option(DHCP_ROOT_PATH, &path) || !path.len) {
		say("sanboot: no SAN address given, no SAN disk attached, and "
		    "DHCP sent no root-path (option 17)\n%s",
		    USAGE);
		return NULL;
	}
	text_format(root_path, sizeof(root_path), "%S", &path);
	sanargs_redact(root_path, shown, sizeof(shown));
	say("sanboot: root-path from DHCP: %s\n", shown);
	return parse(root_path) ? NULL : root_path;
}

static void show_addresses(void)
{
	unsigned int i;

	say("sanboot: attaching as drive 0x%02x\n", args.drive);
	for (i = 0; i < args.uris; i++)
		say("  %S\n", &args.uri[i]);
}

/* The iPXE files to try: as given; else what drives the NIC that we came by. */
static unsigned int ipxe_names(struct span names[SANARGS_MAX_IPXE])
{
	static const struct span snp = {IPXE_SNP, sizeof(IPXE_SNP) - 1};
	static const struct span all = {IPXE_ALL, sizeof(IPXE_ALL) - 1};
	int by_nic = ipxestart_mac() != NULL;

	memcpy(names, args.ipxe, sizeof(args.ipxe));
	if (!span_is(&names[0], SANARGS_IPXE_FIRST))
		return args.ipxes;
	names[0] = by_nic ? snp : all;
	names[1] = by_nic ? all : snp;
	return 2;
}

static void start_ipxe(const char *script, size_t len)
{
	struct span names[SANARGS_MAX_IPXE];
	unsigned int count = ipxe_names(names);
	char name[SANARGS_MAX_FILE + 1];
	unsigned int i;
	int rc;

	for (i = 0; i < count; i++) {
		text_format(name, sizeof(name), "%S", &names[i]);
		say("sanboot: starting %s\n", name);
		rc = ipxestart(name, script, len);
		if (rc == ERR_LOADER_RETURNED)
			return;
		if (rc == ERR_CARRIER_IMAGE)
			say("sanboot: %s: no iPXE, or one from before 2021, "
			    "which cannot be told what to do\n",
			    name);
		else
			say("sanboot: %s: %s\n", name, error_text_uefi(rc));
	}
	say("  Copy snponly.efi (package ipxe) to where sanboot.efi is.\n");
}

/* The first time. Returns when there is nothing more to try. */
static void attach(const char *line)
{
	static char script[SCRIPT_LEN];
	struct ipxescript_attach what = {
	    .mac = ipxestart_mac(),
	    .args = &args,
	    .program = IPXESTART_PROGRAM,
	    .arguments = line,
	};
	int len;

	if (ask_secrets())
		return;
	len = strlen(line) < MAX_LINE
		  ? ipxescript_attach(&what, script, sizeof(script))
		  : ERR_CARRIER_ARGUMENTS;
	if (len < 0) {
		say("sanboot: %s\n", error_text_san(len));
		return;
	}
	show_hints(args.uri, args.uris);
	show_hints(args.failover, args.failovers);
	show_addresses();
	start_ipxe(script, (size_t)len);
	memset(script, 0, sizeof(script)); /* secrets */
}

/* Returns only when nothing on the disk, or in then=, took the machine. */
static void start_disk(const struct span *uri, unsigned int uris)
{
	static const struct selector any;
	struct efi_drive drive;
	int rc = sandisk_find(uri, uris, &drive);

	if (rc) {
		say("sanboot: iPXE shows no such disk to the firmware\n");
		return;
	}
	if (sandisk_check(&drive))
		return;
	sandisk_check_ibft(&drive, &args, uri, uris);
	if (args.then == THEN_LOCALBOOT) {
		rungs_run(then_methods());
		return;
	}
	rc = disks_start_drive(UEFI_SAN, &drive, &any);
	if (rc == ERR_ESP_NONE || rc == ERR_ESP_EMPTY)
		say("  It is attached, but no system for UEFI is installed on "
		    "it, or the LUN is the\n  wrong one.\n");
}

static void say_passed(int cause)
{
	const char *passed;
	unsigned int i;

	for (i = 0; (passed = ipxeerror_passed(cause, i)) != NULL; i++)
		say("sanboot: %s\n", passed);
}

static void explain_number(uint32_t number)
{
	int cause = ipxeerror_cause_uefi(number);

	say_passed(cause);
	say("sanboot: %s\n  Details: https://ipxe.org/%08x\n",
	    error_text_san(cause), (unsigned int)number);
}

/* The second time: what came of the attempt, and which address it was. */
static void go_on(const struct span *what, unsigned int which)
{
	const struct span *uri = args.uri;
	unsigned int uris = args.uris;
	uint32_t number;

	if (which && which <= args.failovers) {
		uri = &args.failover[which - 1];
		uris = 1;
	}
	if (span_is(what, IPXESCRIPT_NO_NIC)) {
		say("sanboot: this iPXE has no driver for the network card\n");
	} else if (span_is(what, IPXESCRIPT_NO_DHCP)) {
		say("sanboot: no answer by DHCP\n");
	} else if (!span_number(what, 16, 0xffffffff, &number) || number) {
		explain_number(number);
	} else {
		say_passed(0);
		start_disk(uri, uris);
	}
}

/* "attached=WHAT,N", cut off the line. */
static int take_done(const char **line, struct span *ret_what,
		     uint32_t *ret_which)
{
	const char *rest = *line;
	struct span word;

	if (!text_next_word(&rest, &word) ||
	    !span_skip(&word, IPXESCRIPT_DONE) ||
	    !span_cut(&word, ',', ret_what) ||
	    !span_number(&word, 10, SANARGS_MAX_FAILOVER, ret_which))
		return 0;
	*line = rest;
	return 1;
}

/* Returns only after a failure, or when there was no more to do. */
static EFI_STATUS run(const char *line)
{
	struct efi_drive drive;

	if (parse(line))
		return EFI_INVALID_PARAMETER;
	if (args.command == SANARGS_HELP) {
		say("%s", USAGE);
		return EFI_SUCCESS;
	}
	if (args.command == SANARGS_IBFT)
		return sandisk_show_ibft() ? EFI_NOT_FOUND : EFI_SUCCESS;
	if (!args.uris && !sandisk_find(NULL, 0, &drive)) {
		start_disk(NULL, 0);
		return EFI_ABORTED;
	}
	if (!args.uris)
		line = take_root_path();
	if (line)
		attach(line);
	return EFI_ABORTED;
}

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table);

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	static char buf[LOADARGS_LEN];
	const char *line;
	struct span what;
	uint32_t which;
	EFI_STATUS status;

	firmware_init(image, table);
	bs->SetWatchdogTimer(0, 0, 0, NULL);
	program_remember_ancestors();
	line = program_arguments(buf);
	if (take_done(&line, &what, &which)) {
		if (!parse(line))
			go_on(&what, which);
		return EFI_ABORTED;
	}
	status = run(line);
	if (EFI_ERROR(status))
		console_pause(PAUSE_SECONDS);
	return status;
}
