/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a file goes that is being read.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "sink.h"

int sink_room(struct sink *sink, size_t len)
{
	uint8_t *larger;

	if (!sink->grows || len <= sink->max)
		return 1;
	larger = firmware_alloc(len);
	if (!larger)
		return 0;
	memcpy(larger, sink->buf, sink->len);
	firmware_free(sink->buf);
	sink->buf = larger;
	sink->max = len;
	return 1;
}

int sink_take(struct sink *sink, const void *data, size_t len, size_t offset)
{
	size_t end = offset + len;

	if (len && end > sink->max)
		end += end / 2;
	if (!sink_room(sink, end))
		return 0;
	if (!len || offset >= sink->max)
		return 1;
	if (len > sink->max - offset)
		len = sink->max - offset;
	memcpy(sink->buf + offset, data, len);
	if (sink->len < offset + len)
		sink->len = offset + len;
	return 1;
}
