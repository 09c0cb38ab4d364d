/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Little-endian numbers at any address, sums, and names, as disks have them.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_BYTES_H
#define CORE_BYTES_H

#include <stddef.h>
#include <stdint.h>

static inline uint16_t get_le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t get_le32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static inline uint64_t get_le64(const uint8_t *p)
{
	return get_le32(p) | (uint64_t)get_le32(p + 4) << 32;
}

static inline void put_le32(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)value;
	p[1] = (uint8_t)(value >> 8);
	p[2] = (uint8_t)(value >> 16);
	p[3] = (uint8_t)(value >> 24);
}

/*
 * Copy a name of at most count units, of one byte or of two (UTF-16), each
 * unit_len bytes; a NUL ends it sooner. Trailing blanks are cut off, and what
 * is not printable ASCII is '?'. ret_name has room for count + 1 characters.
 */
void bytes_name(const uint8_t *units, unsigned int count, unsigned int unit_len,
		char *ret_name);

/* The sum of len bytes, modulo 256; a firmware table's checksum makes it 0. */
uint8_t bytes_sum(const uint8_t *bytes, size_t len);

#endif /* CORE_BYTES_H */
