/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the menu's configuration comes from: names given, or a search.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_SOURCE_H
#define MENU_SOURCE_H

#include "config.h"
#include "search.h"

struct source {
	/* The caller's. */
	void *arena; /* as config_read() wants it */
	size_t arena_len;
	const struct facts *facts;
	/* DHCP option 210, as names.h has it; empty where the loader below
	 * puts it before names itself. */
	struct span prefix;
	struct span config_file; /* as struct search has it */
	/* What the loader has read, in place of a search; NULL: nothing. */
	const char *loaders_file;
	/*
	 * As struct config_io; name is expanded, and as names_place() leaves
	 * it. ERR_FILE_NONE: not there.
	 */
	int (*read)(const char *name, void *buf, size_t len, size_t *ret_len);
	/*
	 * Without a prefix: bit n for each name that the search has still to
	 * try and that is known not to be there, n being the search's step
	 * behind it. NULL: nothing is known before it is tried.
	 */
	uint32_t (*absent)(struct search search);
	/* The text of what read() returns, and of ERR_MENU_ codes. */
	const char *(*reason)(int rc);

	/* The first mistake in what was read last, for the status line, or "".
	 */
	char mistake[MENU_MAX_STATUS + 1];
	/* What FALLBACK said in the last configuration that had one, or "". */
	char fallback[MENU_MAX_COMMAND + 1];
	char first[MENU_MAX_COMMAND + 1]; /* the file "~" stands for */
};

/*
 * Read configuration files: those named, separated by blanks; when there is
 * no name, what the loader has read, or what PXELINUX would look for
 * (search.h). Names are expanded (expand.h). UI, and DEFAULT as it was once
 * written, lead on to the files they name.
 *
 * Returns 0; what read() returned; ERR_MENU_MEMORY; or ERR_MENU_EMPTY: no
 * entries in it. Then there is no menu to show.
 */
int source_read(struct source *source, struct config *config,
		const char *names);

/* Read a file that a configuration names, but not as a part of it. */
int source_read_file(const struct source *source, const char *name, void *buf,
		     size_t len, size_t *ret_len);

/* A configuration that leads to another, and so on. */
#define SOURCE_MAX_WAYS 8

/*
 * Does what was read from these names only lead on to other files, by UI or
 * DEFAULT? Returns 1 and their names in place of those, or 0.
 */
int source_leads_on(const struct config *config, char *names, size_t size);

#endif /* MENU_SOURCE_H */
