/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Climbing the ladder: every rung's drives are looked at, and the first that
 * can be started is started.
 *
 * Runs in: everywhere; the machine is what struct machine says.
 */
#ifndef CORE_CLIMB_H
#define CORE_CLIMB_H

#include "probe.h"

/* What a cookie said: this rung, with this drive, came back. */
struct comeback {
	uint8_t happened;
	uint8_t drive;	    /* DRIVE_NONE: a rung without drive */
	uint16_t partition; /* METHOD_PART; else 0 */
	unsigned int rung;
};

/*
 * Try the rungs; after a comeback from the rung or drive that follows it on.
 * When that rung names another drive or partition than what came back, the list
 * is another one: it is tried from its beginning. Before METHOD_INT18 and
 * METHOD_EXIT, which may not come back, and before METHOD_MENU and at the end
 * of the list (final), it calls `report`, when something has failed.
 *
 * Returns 0 after METHOD_EXIT, and after METHOD_MENU when nothing has failed;
 * else 1.
 */
int climb(const struct ladder *ladder, const struct machine *machine,
	  const struct comeback *comeback,
	  void (*report)(unsigned int rungs, int final));

/*
 * Look at everything the first `rungs` rungs are about, without starting
 * anything or a word on the screen. What could be started, was and came back:
 * its verdict is ERR_CAME_BACK.
 */
void climb_review(const struct ladder *ladder, const struct machine *machine,
		  unsigned int rungs,
		  void (*visit)(const struct finding *finding));

#endif /* CORE_CLIMB_H */
