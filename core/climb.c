/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Climbing the ladder.
 *
 * Runs in: everywhere; the machine is what struct machine says.
 */
#include <string.h>

#include "climb.h"
#include "error.h"
#include "report.h"

#define LINE_LEN 240 /* a rung, a drive's number and a verdict */

/* What each method without a drive says when its turn comes. */
static const char *const leave_words[METHODS] = {
    [METHOD_INT19] = "starting the BIOS boot order from its beginning",
    [METHOD_INT18] = "asking the BIOS for the next boot device",
    [METHOD_EXIT] = "back to the boot ROM",
    [METHOD_MENU] = "back to the loader",
    [METHOD_REBOOT] = "restarting the machine",
    [METHOD_POWEROFF] = "switching the machine off",
};

static int has_drives(const struct rung *rung)
{
	return !leave_words[rung->method];
}

/* What is to be said of a rung that has no drive, or is not about drives. */
static int no_drive(const struct rung *rung)
{
	if (has_drives(rung))
		return rung->method == METHOD_CD ? ERR_DRIVE_NO_CD
						 : ERR_DRIVE_NO_DISK;
	return rung->method == METHOD_POWEROFF ? ERR_NO_APM : ERR_CAME_BACK;
}

static void find_no_drive(const struct ladder *ladder, unsigned int rung,
			  struct finding *finding)
{
	memset(finding, 0, sizeof(*finding));
	finding->rung = rung;
	finding->verdict = no_drive(&ladder->rung[rung]);
}

static void say_finding(const struct ladder *ladder,
			const struct machine *machine,
			const struct finding *finding)
{
	char name[LADDER_NAME_LEN];
	char line[LINE_LEN];

	ladder_name(&ladder->rung[finding->rung], name);
	if (!finding->verdict && finding->start.set_hidden)
		machine->say("%s: its hidden-sectors field is wrong; started "
			     "with %u there\n",
			     name, (unsigned int)finding->start.hidden);
	if (finding->verdict) {
		report_finding(ladder, finding, NULL, line, sizeof(line));
		machine->say("%s\n", line);
	} else {
		machine->say("%s: starting drive 0x%02x\n", name,
			     finding->drive->number);
	}
}

/* Start the first drive of a rung that can be, from drive `index` on. */
static void try_drives(const struct ladder *ladder,
		       const struct machine *machine, unsigned int rung,
		       unsigned int index)
{
	const struct rung *at = &ladder->rung[rung];
	struct finding finding;
	struct drive drive;
	int number;

	if (probe_candidate(at, machine, 0) < 0) {
		find_no_drive(ladder, rung, &finding);
		say_finding(ladder, machine, &finding);
		return;
	}
	for (;; index++) {
		number = probe_candidate(at, machine, index);
		if (number < 0)
			return;
		probe_drive(ladder, rung, machine, (uint8_t)number, 0, &drive,
			    &finding);
		say_finding(ladder, machine, &finding);
		if (!finding.verdict)
			machine->start(&finding.start, rung);
	}
}

/* The drive to go on with: behind the one that came back. */
static unsigned int index_after(const struct rung *rung,
				const struct machine *machine, uint8_t drive)
{
	unsigned int index;
	int number;

	for (index = 0;; index++) {
		number = probe_candidate(rung, machine, index);
		if (number < 0)
			return index;
		if (number == drive)
			return index + 1;
	}
}

/* A rung of the method that came back, but about something of its own. */
static int is_other(const struct rung *rung, const struct comeback *comeback)
{
	return (rung->drive && rung->drive != comeback->drive) ||
	       rung->partition != comeback->partition;
}

int climb(const struct ladder *ladder, const struct machine *machine,
	  const struct comeback *comeback,
	  void (*report)(unsigned int rungs, int final))
{
	unsigned int rung = 0;
	unsigned int index = 0;
	char name[LADDER_NAME_LEN];
	uint8_t method;

	if (comeback->happened &&
	    !is_other(&ladder->rung[comeback->rung], comeback)) {
		rung = comeback->rung;
		ladder_name(&ladder->rung[rung], name);
		if (has_drives(&ladder->rung[rung])) {
			machine->say("%s: drive 0x%02x: %s\n", name,
				     comeback->drive,
				     error_text_local(ERR_CAME_BACK));
			index = index_after(&ladder->rung[rung], machine,
					    comeback->drive);
		} else {
			machine->say("%s: %s; going on after it\n", name,
				     error_text_local(ERR_CAME_BACK));
			rung++;
		}
	}
	for (; rung < ladder->count; rung++, index = 0) {
		method = ladder->rung[rung].method;
		if (has_drives(&ladder->rung[rung])) {
			try_drives(ladder, machine, rung, index);
			continue;
		}
		if (rung && (method == METHOD_INT18 || method == METHOD_EXIT ||
			     method == METHOD_MENU))
			report(rung, method == METHOD_MENU);
		ladder_name(&ladder->rung[rung], name);
		machine->say("%s: %s\n", name, leave_words[method]);
		machine->leave(method, rung);
		if (method == METHOD_EXIT || method == METHOD_MENU)
			return method == METHOD_MENU && rung;
	}
	report(ladder->count, 1);
	return 1;
}

void climb_review(const struct ladder *ladder, const struct machine *machine,
		  unsigned int rungs,
		  void (*visit)(const struct finding *finding))
{
	struct finding finding;
	struct drive drive;
	unsigned int index;
	unsigned int rung;
	int number;

	for (rung = 0; rung < rungs; rung++) {
		for (index = 0;; index++) {
			number = probe_candidate(&ladder->rung[rung], machine,
						 index);
			if (number < 0)
				break;
			probe_drive(ladder, rung, machine, (uint8_t)number, 1,
				    &drive, &finding);
			if (!finding.verdict)
				finding.verdict = ERR_CAME_BACK;
			visit(&finding);
		}
		if (index)
			continue;
		find_no_drive(ladder, rung, &finding);
		visit(&finding);
	}
}
