/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sums of bytes, and names, as tables and disks have them.
 *
 * Runs in: everywhere.
 */
#include "bytes.h"

void bytes_name(const uint8_t *units, unsigned int count, unsigned int unit_len,
		char *ret_name)
{
	unsigned int len = 0;
	unsigned int i;
	uint16_t unit;

	for (i = 0; i < count; i++, units += unit_len) {
		unit = unit_len == 1 ? *units : get_le16(units);
		if (!unit)
			break;
		ret_name[i] = unit >= ' ' && unit <= '~' ? (char)unit : '?';
		if (unit != ' ')
			len = i + 1;
	}
	ret_name[len] = '\0';
}

uint8_t bytes_sum(const uint8_t *bytes, size_t len)
{
	unsigned int sum = 0;

	while (len--)
		sum += *bytes++;
	return (uint8_t)sum;
}
