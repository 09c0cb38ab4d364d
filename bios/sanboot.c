/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attach a SAN disk, and start it or go on to something else.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#include <string.h>

#include "bios.h"
#include "carrier.h"
#include "dhcp.h"
#include "disk.h"
#include "error.h"
#include "keyboard.h"
#include "ladder.h"
#include "lend.h"
#include "localboot.h"
#include "pxe.h"
#include "sanattach.h"
#include "sanboot.h"
#include "sancheck.h"
#include "sankernel.h"

#define ROOT_PATH_MAX 255
#define PAUSE_S 10 /* for what a menu will paint over */

static struct sanargs args;
static char line[LOWMEM_STRING_LEN]; /* localboot's arguments */
static char root_path[ROOT_PATH_MAX + 1];

/* An address: where it is wrong, and how it was probably meant. */
static void explain_address(int rc, const struct sanargs_fault *fault)
{
	console_print("sanboot: %S", &fault->word);
	console_print("\n  column %u, %s: %s\n", fault->uri.column,
		      fault->uri.field, error_text_san(rc));
	if (fault->uri.corrected[0]) {
		console_print("  Perhaps this was meant:\n  ");
		console_print("%s\n", fault->uri.corrected);
	}
}

/* What is wrong with the arguments; a mistake attaches nothing. */
static int complain(int rc, const struct sanargs_fault *fault)
{
	if (fault->uri.field && fault->uri.field[0]) {
		explain_address(rc, fault);
	} else {
		console_print("sanboot: ");
		if (fault->word.len)
			console_print("\"%S\": ", &fault->word);
		console_print("%s\n", error_text_san(rc));
	}
	if (fault->character)
		console_print("  column %u: %c\n", fault->uri.column,
			      fault->character);
	console_print("%s", SANARGS_USAGE);
	return 1;
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
			console_print("sanboot: note, column %u: %s\n",
				      parsed.hint_column,
				      error_text_san(parsed.hint));
}

static int parse(const char *arguments)
{
	static struct sanargs_fault fault;
	struct ladder ladder;
	struct span word;
	int rc;

	rc = sanargs_parse(arguments, &args, &fault);
	if (rc)
		return complain(rc, &fault);
	show_hints(args.uri, args.uris);
	show_hints(args.failover, args.failovers);
	if (args.then != THEN_LOCALBOOT)
		return 0;
	text_format(line, sizeof(line), "%S", &args.rest);
	rc = ladder_parse(line, &ladder, &word);
	if (!rc)
		return 0;
	console_print("sanboot: then=: \"%S", &word);
	console_print("\": %s\n  Nothing was attached. Methods: " LADDER_GRAMMAR
		      "\n",
		      error_text_local(rc));
	return 1;
}

/*
 * Without an address: DHCP's root-path, as gPXE/iPXE read it. What can stand
 * behind the address here can stand there too; but gPXE and iPXE, which attach
 * a root-path by themselves, take an address only.
 */
static int take_root_path(void)
{
	struct span path;

	if (pxe_dhcp_option(DHCP_ROOT_PATH, &path)) {
		console_print("sanboot: no SAN address given, and DHCP sent no "
			      "root-path (option 17)\n%s",
			      SANARGS_USAGE);
		return 1;
	}
	text_format(root_path, sizeof(root_path), "%S", &path);
	sanargs_redact(root_path, line, sizeof(line));
	console_print("sanboot: root-path from DHCP: ");
	console_print("%s\n", line);
	return parse(root_path);
}

/* Not gPXE or iPXE: load one, which runs this again with these arguments. */
static void go_to_carrier(const char *arguments)
{
	static char names[CARRIER_FILES][SANARGS_MAX_FILE + 1];
	struct carrier carrier = {
	    .program = "sanboot.c32",
	    .arguments = arguments,
	};
	unsigned int i;

	for (i = 0; i < CARRIER_FILES && i < args.ipxes; i++) {
		text_format(names[i], sizeof(names[i]), "%S", &args.ipxe[i]);
		carrier.file[i] = names[i];
	}
	carrier_start(&carrier);
}

static int ask_secret(const char *whose, struct span *secret, char *buf)
{
	console_print("Secret of %s (Esc: give up): ", whose);
	if (keyboard_secret(buf, SANARGS_MAX_TEXT + 1)) {
		console_print("\nsanboot: given up\n");
		return 1;
	}
	console_print("\n");
	secret->text = buf;
	secret->len = strlen(buf);
	return 0;
}

static int ask_secrets(void)
{
	static char secret[2][SANARGS_MAX_TEXT + 1];

	if (args.ask_secret &&
	    ask_secret("this machine", &args.secret, secret[0]))
		return 1;
	return args.ask_target_secret &&
	       ask_secret("the target", &args.target_secret, secret[1]);
}

static void show_carrier(void)
{
	if (san_carrier_is_gpxe())
		console_print("sanboot: carrier: gPXE\n");
	else
		pxe_exec("echo sanboot: carrier: iPXE ${version}");
}

/*
 * Attach one set of paths and look at the disk. Returns 0 with *ret_start set,
 * or why not: then nothing stays attached, unless that was asked for.
 */
static int attach(const struct span *uri, unsigned int uris,
		  struct start *ret_start)
{
	int rc = 0;

	if (uris)
		rc = san_attach(args.drive, uri, uris);
	if (rc)
		return rc;
	rc = san_check_drive(args.drive, args.then == THEN_BOOT, ret_start);
	if (rc) {
		if (uris && !args.keep)
			san_detach(args.drive);
		return rc;
	}
	san_check_ibft(&args, uri, uris);
	if (args.speed)
		san_measure(args.drive);
	return 0;
}

/* The disk's address, then those of the other portals. */
static int attach_any(struct start *ret_start)
{
	unsigned int i;
	int rc;

	rc = attach(args.uri, args.uris, ret_start);
	for (i = 0; rc && i < args.failovers; i++) {
		console_print("sanboot: trying the next portal\n");
		rc = attach(&args.failover[i], 1, ret_start);
	}
	return rc;
}

/* Would a disk that fails so come by itself? */
static int may_come(int rc)
{
	return rc != ERR_SECTOR_EMPTY && rc != ERR_SECTOR_SIGNATURE &&
	       rc != ERR_SECTOR_DATA && rc != ERR_SECTOR_UEFI &&
	       rc != ERR_ATTACH_ARGUMENT && rc != ERR_ATTACH_BLOCKSIZE;
}

/* Before another try: 1 when there is to be one. */
static int wait_for_retry(unsigned int tried, int rc)
{
	if (tried >= args.retries || !may_come(rc))
		return 0;
	keyboard_drop();
	console_print("sanboot: try %u of %u in %u s; a key gives up\n",
		      tried + 2, args.retries + 1u, (unsigned int)args.retry_s);
	return !keyboard_wait(args.retry_s);
}

/* Returns when the boot sector gave up, or never got the machine. */
static void start_disk(const struct start *start)
{
	struct handoff handoff = {
	    .from = host->lowmem + LOWMEM_SECTOR,
	    .to = (uint32_t)start->segment << 4,
	    .len = start->sector_len,
	    .drive = start->drive,
	};

	console_print("sanboot: starting drive 0x%02x\n", args.drive);
	if (san_check_again(args.drive))
		return;
	if (lend_start(&handoff)) {
		console_print("sanboot: too little memory above 1 MiB\n");
		return;
	}
	console_new_line();
	console_print("sanboot: the boot loader on drive 0x%02x gave up\n",
		      args.drive);
	/* iPXE would go on asking a dead target for 50 s. */
	pxe_exec("set san-retries 1");
	if (!san_check_again(args.drive))
		console_print("  The disk can be read; repair the loader on "
			      "it.\n");
	pxe_exec("clear san-retries");
}

/* What stands in then=, the disk being attached. */
static int go_on(const struct start *start)
{
	switch (args.then) {
	case THEN_MENU:
		console_print("sanboot: drive 0x%02x stays attached\n",
			      args.drive);
		return 0;
	case THEN_LOCALBOOT:
		return localboot(line);
	case THEN_KERNEL:
		return san_kernel(&args.rest);
	default:
		start_disk(start);
		return 1;
	}
}

static int attach_and_go_on(void)
{
	unsigned int tried = 0;
	struct start start;
	int rc;

	do {
		rc = attach_any(&start);
		if (rc)
			continue;
		if (!go_on(&start))
			return 0;
		if (args.uris && !args.keep)
			san_detach(args.drive);
		rc = ERR_CAME_BACK;
	} while (wait_for_retry(tried++, rc));
	return 1;
}

static int run(const char *arguments)
{
	int rc;

	if (parse(arguments))
		return 1;
	if (args.command == SANARGS_HELP) {
		console_print("%s", SANARGS_USAGE);
		return 0;
	}
	if (args.command == SANARGS_IBFT)
		return san_show_ibft();
	if (!args.uris && !args.has_drive && !pxe_holds_san()) {
		if (take_root_path())
			return 1;
		arguments = root_path;
	}
	if (!pxe_is_gpxe()) {
		go_to_carrier(arguments);
		return 1;
	}
	if (ask_secrets())
		return 1;
	show_carrier();
	san_show_address();
	san_identify(&args);
	rc = attach_and_go_on();
	if (rc)
		san_forget(&args);
	return rc;
}

int sanboot(const char *arguments)
{
	int rc = run(arguments);

	if (host->menu && (rc || args.command != SANARGS_BOOT)) {
		keyboard_drop();
		console_print("Press a key to go on (%u s)\n", PAUSE_S);
		keyboard_wait(PAUSE_S);
	}
	return rc;
}
