/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a file goes that is being read.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_SINK_H
#define LOADER_SINK_H

#include "firmware.h"

struct sink {
	uint8_t *buf;
	size_t max;
	size_t len; /* the file's, as far as it came, cut to max */
	int grows;  /* buf is the pool's, and to be as long as the file */
	int done;
	EFI_STATUS status;
};

/* Make room for this many bytes, if it may grow. Returns 0 without memory. */
int sink_room(struct sink *sink, size_t len);

/*
 * Take len bytes of the file, those from offset on. None (len 0): the file
 * will be `offset` bytes long. Returns 0 without memory.
 */
int sink_take(struct sink *sink, const void *data, size_t len, size_t offset);

#endif /* LOADER_SINK_H */
