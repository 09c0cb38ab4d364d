/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a menu's entry starts on UEFI.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "config.h"
#include "console.h"
#include "efiplace.h"
#include "files.h"
#include "findings.h"
#include "initrd.h"
#include "kernel.h"
#include "launch.h"
#include "network.h"
#include "paths.h"
#include "program.h"
#include "rungs.h"
#include "uefierror.h"

struct job {
	const char *file;
	const char *arguments;
	int is_kernel; /* its initrd= names files of ours */
};

unsigned long long launch_status;

static char reason[MENU_MAX_STATUS + 1];

/*
 * Programs that are parts of the menu here, under the names that the BIOS's
 * configuration may have too; methods[] has the same order: localboot's
 * arguments; empty: those given.
 */
static const char ours[] = "localboot.efi\0localboot.c32\0"
			   "reboot.efi\0reboot.c32\0"
			   "poweroff.efi\0poweroff.c32\0poweroff.com\0";

static const char methods[][9] = {"",	      "",	  "reboot",  "reboot",
				  "poweroff", "poweroff", "poweroff"};

/* sanboot.efi, as the BIOS's configuration has it. */
static const char twins[] = "sanboot.c32\0cmd.c32\0gpxecmd.c32\0";

/* The file's name, or in its place (in buf) that of its twin. */
static const char *file_of(const char *file, char *buf, size_t size)
{
	size_t len = strlen(file);
	struct span folder = {file, kernel_base(file, len)};

	if (kernel_find(twins, file, len) < 0)
		return file;
	text_format(buf, size, "%Ssanboot.efi", &folder);
	return buf;
}

const char *launch_refusal(unsigned int type, const char *file)
{
	size_t len = strlen(file);
	unsigned int by_name = kernel_by_name(file, len);

	if (type == KERNEL_LOCALBOOT || type == KERNEL_CONFIG ||
	    type == KERNEL_LINUX || by_name == KERNEL_UEFI ||
	    kernel_find(ours, file, len) >= 0 ||
	    kernel_find(twins, file, len) >= 0)
		return NULL;
	if (type == KERNEL_ANY && by_name == KERNEL_SCRIPT)
		return "a script for iPXE, which on UEFI only iPXE itself can "
		       "run";
	if (type != KERNEL_ANY || by_name == KERNEL_COM32 ||
	    by_name == KERNEL_PXE)
		return "only a BIOS can start it, and this machine has UEFI";
	return NULL;
}

static const char *refuse(const struct span *what, const char *why)
{
	text_format(reason, sizeof(reason), "%S: %s", what, why);
	return reason;
}

static const char *refuse_file(const char *file, const char *why)
{
	const struct span what = {file, strlen(file)};

	return refuse(&what, why);
}

const char *launch_localboot(const char *arguments)
{
	static char line[MENU_MAX_COMMAND + 1];
	char finding[MENU_MAX_STATUS + 1];

	text_format(line, sizeof(line), "%s", arguments);
	launch_status = rungs_run(line);
	if (rungs_wants_exit())
		return NULL;
	if (launch_status == EFI_INVALID_PARAMETER)
		return "localboot: its arguments cannot be understood";
	if (!launch_status)
		return "";
	findings_reason(finding, sizeof(finding));
	return refuse_file("localboot", finding);
}

/* LOCALBOOT's number: PXELINUX's all mean this machine's own disk here. */
static const char *run_number(const char *text)
{
	uint32_t number;

	if (kernel_number(text, &number))
		return launch_localboot("");
	return NULL;
}

/*
 * The load options: a line of UTF-16. Of a kernel's, without the words that
 * name initrds; *ret_initrds are the first one's. Returns the bytes.
 */
static size_t compose(const struct job *job,
		      CHAR16 options[MENU_MAX_COMMAND + 2],
		      struct span *ret_initrds)
{
	const char *rest = job->arguments;
	struct span word;
	struct span names;
	size_t used = 0;
	size_t i;

	while (text_next_word(&rest, &word)) {
		names = word;
		if (job->is_kernel && span_skip(&names, "initrd=")) {
			if (!ret_initrds->len)
				*ret_initrds = names;
			continue;
		}
		if (used)
			options[used++] = ' ';
		for (i = 0; i < word.len; i++)
			options[used++] = (uint8_t)word.text[i];
	}
	options[used] = 0;
	return used ? (used + 1) * sizeof(*options) : 0;
}

/* Returns as launch(). */
static const char *start(const struct job *job, struct program *program)
{
	char why[MENU_MAX_STATUS + 1];
	path_t *path = files_path(place(job->file));
	uint64_t status;
	int rc;

	if (!path)
		return refuse_file(job->file, error_text_uefi(ERR_LOAD_MEMORY));
	network_keep();
	rc = start_loaded(path, program, &status);
	network_restore();
	firmware_free(path);
	if (!rc)
		return "";
	text_format(why, sizeof(why), status ? "%s (status %x)" : "%s",
		    error_text_uefi(rc), (uint32_t)status);
	return refuse_file(job->file, why);
}

static const char *run_file(const struct job *job)
{
	static CHAR16 options[MENU_MAX_COMMAND + 2];
	struct program program = {.options = options};
	struct files_data file;
	struct span initrds = {"", 0};
	struct span name;
	const char *text;
	int rc;

	say("%s ...\n", job->file);
	program.options_len = compose(job, options, &initrds);
	rc = files_load(place(job->file), &file);
	if (rc)
		return refuse_file(job->file, error_text_uefi(rc));
	program.data = file.data;
	program.len = file.len;
	if (initrds.len)
		say("%S ...\n", &initrds);
	rc = initrd_publish(initrds, &name);
	text = rc ? refuse(&name, error_text_uefi(rc)) : start(job, &program);
	initrd_withdraw();
	firmware_free(file.data);
	return text;
}

const char *launch(const char *line)
{
	static char file[MENU_MAX_COMMAND + 1];
	static char twin[MENU_MAX_COMMAND + 16];
	struct job job = {.file = file};
	struct span word = {"", 0};
	const char *whole = line;
	const char *refusal;
	unsigned int type;
	int number;

	type = config_kernel_type(&line);
	whole = line;
	text_next_word(&line, &word);
	text_format(file, sizeof(file), "%S", &word);
	while (*line == ' ')
		line++;
	job.arguments = line;
	if (type == KERNEL_LOCALBOOT) {
		refusal = run_number(file);
		return refusal ? refusal : launch_localboot(whole);
	}
	number = kernel_find(ours, file, strlen(file));
	if (number >= 0)
		return launch_localboot(methods[number][0] ? methods[number]
							   : line);
	refusal = launch_refusal(type, file);
	if (refusal)
		return refuse_file(file, refusal);
	job.file = file_of(file, twin, sizeof(twin));
	job.is_kernel =
	    type == KERNEL_LINUX ||
	    kernel_by_name(job.file, strlen(job.file)) != KERNEL_UEFI;
	return run_file(&job);
}
