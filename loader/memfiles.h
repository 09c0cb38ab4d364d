/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file system of a few files in memory, which other programs can read.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_MEMFILES_H
#define LOADER_MEMFILES_H

#include "paths.h"

/* Valid as long as the file system is there. */
struct memfile {
	const char *name; /* without folder */
	const void *data;
	size_t len;
};

/*
 * Make a handle with the files, all in one folder, in place of those before. It
 * lies behind `parent` (NULL: nowhere), so that who looks for a NIC from there
 * finds that one. Returns the handle's path, or NULL: no memory.
 */
const path_t *memfiles_publish(const path_t *parent,
			       const struct memfile *files, unsigned int count);

/* Take the file system away again. */
void memfiles_withdraw(void);

#endif /* LOADER_MEMFILES_H */
