/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our own .c32 files.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "ourfile.h"

/* Offsets in the file: ELF32's program header 1, its one segment. */
enum header {
	SEGMENT = 0x54,
	SEGMENT_OFFSET = SEGMENT + 4,
	SEGMENT_FILE_LEN = SEGMENT + 16,
	SEGMENT_LEN = SEGMENT + 20,
	HEADER_END = SEGMENT + 32,
};

#define PT_LOAD 1

/* Of legacy.asm; memory is counted from where its length stands. */
enum legacy {
	LEGACY_MARK = 10,
	LEGACY_MEMORY = 12,
	LEGACY_END = 16,
};

/* com32/c32stamp.py's, behind the ELF magic. */
static const uint8_t identification[16] = {
    0x7f, 0x45, 0x4c, 0x46, 0x01, 0x01, 0x01, 0xc0,
    0xd1, 0xd8, 0x29, 0x01, 0x44, 0xeb, 0x38, 0x00,
};

static const uint8_t legacy_magic[6] = {0xb8, 0xfe, 0x4c, 0xcd, 0x21, 0xe9};

static int parse_legacy(const uint8_t *bytes, size_t len, uint32_t *ret_memory)
{
	uint32_t memory;

	if (len < LEGACY_END ||
	    memcmp(bytes, legacy_magic, sizeof(legacy_magic)) != 0 ||
	    memcmp(bytes + LEGACY_MARK, "Nc", 2) != 0)
		return 0;
	memory = get_le32(bytes + LEGACY_MEMORY) + LEGACY_MEMORY;
	if (len > memory)
		return 0;
	*ret_memory = memory;
	return 1;
}

int ourfile_parse(const void *file, size_t len, uint32_t *ret_memory)
{
	const uint8_t *bytes = file;
	uint32_t memory;

	if (parse_legacy(bytes, len, ret_memory))
		return 1;
	if (len < HEADER_END ||
	    memcmp(bytes, identification, sizeof(identification)) != 0 ||
	    get_le32(bytes + SEGMENT) != PT_LOAD ||
	    get_le32(bytes + SEGMENT_OFFSET) != 0)
		return 0;
	memory = get_le32(bytes + SEGMENT_LEN);
	if (get_le32(bytes + SEGMENT_FILE_LEN) > len || len > memory)
		return 0;
	*ret_memory = memory;
	return 1;
}
