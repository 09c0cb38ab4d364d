/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * iPXE as PXE boot file.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "error.h"
#include "ipxenbp.h"

#define PREFIX_LEN 0x800 /* the part that is not compressed, at the most */
#define MIN_LEN 0x1000
#define MAX_LEN (0xa0000 - 0x7c00)
#define SEARCH_LEN 64

/* ljmp 07c0:offset, over a header of 5 bytes or more */
#define IS_START(file)                                                         \
	((file)[0] == 0xea && get_le16((file) + 3) == 0x07c0 &&                \
	 get_le16((file) + 1) >= 5 && get_le16((file) + 1) < SEARCH_LEN)

/* Find code in [from, from + SEARCH_LEN); returns its offset, or 0. */
static size_t find(const uint8_t *file, size_t from, const char *code,
		   size_t len)
{
	size_t at;

	for (at = from; at < from + SEARCH_LEN; at++)
		if (memcmp(file + at, code, len) == 0)
			return at;
	return 0;
}

int ipxenbp_parse(const void *file, size_t len, uint32_t *ret_cmdline)
{
	/* mov %cs,%ax; add image_size_pgh,%ax (in 16 bytes, after them) */
	static const char add_size[] = "\x8c\xc8\x03\x06";
	/* mov $PXENV_FILE_CMDLINE,%bx; then mov %esi,pxe_cmdline */
	static const char ask[] = "\xbb\xe8"; /* and its NUL */
	static const char keep[] = "\x66\x89\x36";
	const uint8_t *bytes = file;
	uint16_t variable;
	size_t at;

	if (len < MIN_LEN || !IS_START(bytes))
		return ERR_CARRIER_IMAGE;
	at = find(bytes, 0, add_size, 4);
	if (!at)
		return ERR_CARRIER_IMAGE;
	variable = get_le16(bytes + at + 4);
	if (variable >= PREFIX_LEN)
		return ERR_CARRIER_IMAGE;
	if (len / 16 + (len % 16 != 0) < get_le16(bytes + variable))
		return ERR_CARRIER_SHORT;
	for (at = 0; memcmp(bytes + at, ask, sizeof(ask)) != 0; at++)
		if (at == PREFIX_LEN)
			return ERR_CARRIER_IMAGE;
	at = find(bytes, at, keep, 3);
	if (!at || len > MAX_LEN)
		return ERR_CARRIER_IMAGE;
	variable = get_le16(bytes + at + 3);
	if (variable >= PREFIX_LEN || get_le32(bytes + variable) != 0)
		return ERR_CARRIER_IMAGE;
	*ret_cmdline = variable;
	return 0;
}
