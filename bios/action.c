/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a menu's entry starts, on each host.
 *
 * Runs in: flat 32-bit, over struct host; may end in real mode.
 */
#include <string.h>

#include "action.h"
#include "bios.h"
#include "bootfile.h"
#include "config.h"
#include "error.h"
#include "guest.h"
#include "ipxekernel.h"
#include "kernel.h"
#include "leave.h"
#include "ownkernel.h"
#include "place.h"
#include "pxe.h"
#include "reason.h"
#include "reserve.h"
#include "start.h"

struct job {
	unsigned int type;
	const char *file;
	const char *arguments;
};

/*
 * COM32 programs that run on each host, and how; the first one is Syslinux's.
 * programs[] has the same order.
 */
static const char ours[] = "chain.c32\0"
			   "localboot.c32\0reboot.c32\0"
			   "poweroff.c32\0poweroff.com\0"
			   "sanboot.c32\0cmd.c32\0gpxecmd.c32\0bootinfo.c32\0";

enum program { OURS_CHAIN, OURS_LOCALBOOT, OURS_RESTART, OURS_OFF, OURS_GUEST };

static const uint8_t programs[] = {
    OURS_CHAIN, OURS_LOCALBOOT, OURS_RESTART, OURS_OFF,	  OURS_OFF,
    OURS_GUEST, OURS_GUEST,	OURS_GUEST,   OURS_GUEST,
};

/* Its number in programs[], or -1. */
static int find_ours(const char *file)
{
	return kernel_find(ours, file, strlen(file));
}

static unsigned int type_by_name(unsigned int type, const char *file)
{
	return type == KERNEL_ANY ? kernel_by_name(file, strlen(file)) : type;
}

const char *action_refusal(unsigned int type, const char *file)
{
	switch (type_by_name(type, file)) {
	case KERNEL_UEFI:
		return "a UEFI program, and this machine was started by its "
		       "BIOS";
	case KERNEL_SCRIPT:
		return pxe_is_gpxe() ? NULL
				     : "a script for gPXE or iPXE, and the PXE "
				       "stack here is neither";
	case KERNEL_COM32:
		if (host->kind != HOST_NBP || find_ours(file) >= 0)
			return NULL;
		return "a COM32 program; only Syslinux runs it, or an iPXE "
		       "built with COMBOOT";
	case KERNEL_BSS:
	case KERNEL_FDIMAGE:
		return host_can_execute() ? NULL : "only Syslinux can start it";
	default:
		return NULL;
	}
}

/* Returns as action_run(); file: its name on the server. */
static const char *run_localboot(const char *file, const char *arguments)
{
	const char *result;

	if (reserve_run(file, arguments, &result) == GUEST_EXIT)
		return NULL;
	return result;
}

/*
 * LOCALBOOT's number: -1 is INT 18h, 128 and more a drive; PXELINUX's others
 * go on with the next boot device, by several ways. Something else is
 * localboot's arguments.
 */
static const char *run_number(const char *text, const char *line)
{
	uint32_t drive;
	char method[8] = "";
	enum guest_end end;
	const char *result;

	if (!kernel_number(text, &drive))
		return run_localboot(RESERVE_FILE, line);
	if (drive == KERNEL_NEXT)
		text_format(method, sizeof(method), "int18");
	else if (drive >= 0x80 && drive <= 0xff)
		text_format(method, sizeof(method), "hd%u",
			    (unsigned int)drive - 0x80);
	end = reserve_run(RESERVE_FILE, method, &result);
	/* A disk that was named is not any device. */
	if (end == GUEST_UNKNOWN && method[0] != 'h')
		reserve_int18(result);
	return end == GUEST_EXIT ? NULL : result;
}

/*
 * Have iPXE run it in our place when we are gone. Returns as action_run().
 *
 * --replace leaves behind that the script around us is to end, which the next
 * script that runs finds: a script would take it for itself, so it is run
 * before, up to its first line.
 */
static const char *run_by_ipxe(const struct job *job, int is_script)
{
	int status;

	/* What was loaded and not started would be a script's initrd. */
	if (host->kind != HOST_FLAT)
		pxe_exec("imgfree");
	status = pxe_exec("chain --replace --name entry %s %s",
			  place(job->file), job->arguments);
	/*
	 * gPXE knows no --replace, but starts anything beside a COM32, but for
	 * another one: that one would lie over us.
	 */
	if (status && host->kind == HOST_FLAT && job->type != KERNEL_COM32)
		status =
		    pxe_exec("chain %s %s", place(job->file), job->arguments);
	else if (!status && is_script)
		status = pxe_exec("imgexec entry");
	if (status)
		return reason_of_name(job->file,
				      "cannot be fetched or started");
	host->exit_to_rom();
	return NULL;
}

static const char *run_pxe(const struct job *job)
{
	static const struct handoff_block none;
	uint8_t *stage = host->stage(BOOTFILE_MAX + 1);
	const char *wrong = "too little memory";
	int len;

	if (!stage)
		return reason_of_name(job->file, wrong);
	len =
	    host->read_file(place_for_host(job->file), stage, BOOTFILE_MAX + 1);
	if (len >= 0 && len <= BOOTFILE_MAX)
		bootfile_pxe(stage, (uint32_t)len, &none);
	wrong = len < 0 ? error_text_local(len) : "too long for a boot file";
	host->stage_free(stage, BOOTFILE_MAX + 1);
	return reason_of_name(job->file, wrong);
}

/* The first initrd= counts, as for Syslinux. */
static struct span find_initrds(const char *arguments)
{
	struct span word;

	while (text_next_word(&arguments, &word))
		if (span_skip(&word, "initrd="))
			return word;
	word.len = 0;
	return word;
}

/* The same for iPXE: names with commas between. */
static struct span place_initrds(struct span names)
{
	static char placed[MENU_MAX_COMMAND + 1];
	static char name[MENU_MAX_COMMAND + 1];
	struct span list = {placed, 0};
	struct span next;

	while (names.len) {
		span_cut(&names, ',', &next);
		text_format(name, sizeof(name), "%S", &next);
		list.len +=
		    text_format(placed + list.len, sizeof(placed) - list.len,
				"%s,", next.len ? place(name) : "");
	}
	return list;
}

static const char *run_kernel(const struct job *job)
{
	static char placed[MENU_MAX_COMMAND + 1];
	struct ipxekernel kernel = {
	    .file = job->file,
	    .name = job->file,
	    .arguments = job->arguments,
	    .initrds = find_initrds(job->arguments),
	};
	struct span file;
	const char *wrong;

	/* gPXE puts a kernel where we are. */
	if (!pxe_is_gpxe() ||
	    (host->kind == HOST_FLAT && job->type != KERNEL_SCRIPT)) {
		wrong = ownkernel_start(&kernel, &file);
		return reason_of(&file, wrong);
	}
	text_format(placed, sizeof(placed), "%s", place(job->file));
	kernel.file = placed;
	kernel.initrds = place_initrds(kernel.initrds);
	wrong = ipxekernel_load(&kernel, &file);
	if (wrong == ipxekernel_script)
		return run_by_ipxe(job, 1);
	if (!wrong) {
		ipxekernel_boot();
		wrong = "this iPXE cannot start it";
	}
	return reason_of(&file, wrong);
}

static const char *execute(const struct job *job)
{
	static char line[MENU_MAX_COMMAND + 16];

	text_format(line, sizeof(line), ".%s %s %s",
		    config_kernel_name(job->type), job->file, job->arguments);
	host_execute(line);
	return reason_of_name(job->file, "the loader cannot start it");
}

/*
 * Syslinux 3 and 4 do not come back to us from a kernel or initrd that they
 * cannot load.
 */
static int is_for_loader(unsigned int type)
{
	if (host->kind == HOST_FLAT && type <= KERNEL_LINUX)
		return 0;
	return host_can_execute() && type < KERNEL_TYPES;
}

/* As far as neither our own programs nor Syslinux's loader do it. */
static const char *run_here(const struct job *job)
{
	const char *refusal = action_refusal(job->type, job->file);

	if (refusal)
		return reason_of_name(job->file, refusal);
	switch (job->type) {
	case KERNEL_ANY:
	case KERNEL_LINUX:
	case KERNEL_SCRIPT:
		return run_kernel(job);
	default:
		return pxe_is_gpxe() ? run_by_ipxe(job, 0) : run_pxe(job);
	}
}

/* "hd0", "hd0 1" or "hd0,1"; of other words localboot says that it has none. */
static const char *run_chain(const struct job *job)
{
	static char method[MENU_MAX_COMMAND + 1];
	const char *at = job->arguments;
	struct span drive = {"", 0};
	struct span part;
	struct span rest;

	text_next_word(&at, &drive);
	rest = drive;
	if (text_next_word(&at, &part) && !span_is(&part, "0"))
		text_format(method, sizeof(method), "part=%S,%S%s", &drive,
			    &part, at);
	else
		text_format(method, sizeof(method), "%s%S%s",
			    span_cut(&rest, ',', &part) ? "part=" : "", &drive,
			    at);
	return run_localboot(RESERVE_FILE, method);
}

/* As far as it is not ours, by the loader. */
static const char *run_guest(const struct job *job, int is_ours)
{
	const struct guest_file file = {.name = job->file};
	const char *result;
	enum guest_end end = GUEST_UNKNOWN;

	if (is_ours || !host_can_execute())
		end = guest_run(&file, job->arguments, &result);
	if (end == GUEST_EXIT)
		return NULL;
	if (end == GUEST_BACK)
		return result;
	return host_can_execute() ? execute(job) : run_here(job);
}

static const char *run_com32(const struct job *job)
{
	int number = find_ours(job->file);

	if (number < 0)
		return run_guest(job, 0);
	switch (programs[number]) {
	case OURS_CHAIN:
		return host_can_execute() ? execute(job) : run_chain(job);
	case OURS_LOCALBOOT:
		return run_localboot(job->file, job->arguments);
	case OURS_RESTART:
		leave_restart();
	case OURS_OFF:
		leave_power_off();
		return reason_of_name(job->file, error_text_local(ERR_NO_APM));
	default:
		return run_guest(job, 1);
	}
}

const char *action_run(const char *line)
{
	static char file[MENU_MAX_COMMAND + 1];
	struct job job = {.file = file};
	struct span word = {"", 0};

	job.type = config_kernel_type(&line);
	job.arguments = line;
	text_next_word(&job.arguments, &word);
	text_format(file, sizeof(file), "%S", &word);
	while (*job.arguments == ' ')
		job.arguments++;
	if (job.type == KERNEL_LOCALBOOT)
		return run_number(file, line);
	job.type = type_by_name(job.type, file);
	if (job.type == KERNEL_COM32 || find_ours(file) >= 0)
		return run_com32(&job);
	return is_for_loader(job.type) ? execute(&job) : run_here(&job);
}
