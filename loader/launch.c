/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a menu's entry starts on UEFI.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "config.h"
#include "console.h"
#include "files.h"
#include "findings.h"
#include "initrd.h"
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
 * Programs that are parts of the menu here, with localboot's arguments before
 * those given; under the names that the BIOS's configuration may have.
 */
static const struct {
	char name[14];
	char method[9];
} ours[] = {
    {"localboot.efi", ""},	  {"localboot.c32", ""},
    {"reboot.efi", "reboot"},	  {"reboot.c32", "reboot"},
    {"poweroff.efi", "poweroff"}, {"poweroff.c32", "poweroff"},
    {"poweroff.com", "poweroff"},
};

/* The same program, as a file for UEFI. */
static const struct {
	char name[14];
	char file[12];
} twins[] = {
    {"sanboot.c32", "sanboot.efi"},
    {"cmd.c32", "sanboot.efi"},
    {"gpxecmd.c32", "sanboot.efi"},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *base_name(const char *file)
{
	const char *name = file;

	for (; *file; file++)
		if (*file == '/' || *file == ':')
			name = file + 1;
	return name;
}

static int is_same(const char *a, const char *b)
{
	size_t len = strlen(a);

	return strlen(b) == len && memcmp(a, b, len) == 0;
}

static int ends_with(const char *file, const char *end)
{
	size_t len = strlen(file);
	size_t end_len = strlen(end);

	return len >= end_len && is_same(file + len - end_len, end);
}

/* Its number in ours[], or COUNT(ours). */
static unsigned int find_ours(const char *file)
{
	unsigned int i;

	for (i = 0; i < COUNT(ours); i++)
		if (is_same(base_name(file), ours[i].name))
			break;
	return i;
}

/* The file's name, or in its place (in buf) that of its twin. */
static const char *file_of(const char *file, char *buf, size_t size)
{
	const char *name = base_name(file);
	struct span folder = {file, (size_t)(name - file)};
	unsigned int i;

	for (i = 0; i < COUNT(twins); i++)
		if (is_same(name, twins[i].name)) {
			text_format(buf, size, "%S%s", &folder, twins[i].file);
			return buf;
		}
	return file;
}

const char *launch_refusal(unsigned int type, const char *file)
{
	char buf[MENU_MAX_COMMAND + 1];

	if (type == KERNEL_LOCALBOOT || type == KERNEL_CONFIG ||
	    find_ours(file) < COUNT(ours))
		return NULL;
	file = file_of(file, buf, sizeof(buf));
	if (type == KERNEL_LINUX || ends_with(file, ".efi"))
		return NULL;
	if (type != KERNEL_ANY || ends_with(file, ".c32") ||
	    ends_with(file, ".0") || ends_with(file, "pxe"))
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
	const struct span word = {text, strlen(text)};
	struct span digits = word;
	int is_hex = span_skip_any_case(&digits, "0x");
	uint32_t number;

	if (is_same(text, "-1") ||
	    span_number(&digits, is_hex ? 16 : 10, 0xffff, &number))
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
	path_t *path = files_path(job->file);
	uint64_t status;
	int rc;

	if (!path)
		return refuse_file(job->file, error_text_uefi(ERR_LOAD_MEMORY));
	network_remember();
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
	rc = files_load(job->file, &file);
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
	unsigned int number;

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
	number = find_ours(file);
	if (number < COUNT(ours))
		return launch_localboot(
		    ours[number].method[0] ? ours[number].method : line);
	refusal = launch_refusal(type, file);
	if (refusal)
		return refuse_file(file, refusal);
	job.file = file_of(file, twin, sizeof(twin));
	job.is_kernel = type == KERNEL_LINUX || !ends_with(job.file, ".efi");
	return run_file(&job);
}
