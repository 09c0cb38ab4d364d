/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BootOrder, BootNext and the names of Boot#### variables.
 *
 * Runs in: everywhere.
 */
#include "bootorder.h"
#include "bytes.h"

static size_t find(const uint8_t *order, size_t count, uint32_t entry)
{
	size_t i;

	for (i = 0; i < count && get_le16(order + 2 * i) != entry; i++)
		;
	return i;
}

static int is_in(const uint16_t *entry, unsigned int count, uint16_t wanted)
{
	while (count--)
		if (entry[count] == wanted)
			return 1;
	return 0;
}

unsigned int bootorder_walk(const void *order, size_t len, uint32_t current,
			    uint16_t ret_entry[BOOTORDER_MAX])
{
	const uint8_t *bytes = order;
	size_t count = len / 2;
	unsigned int used = 0;
	uint16_t entry;
	size_t first;
	size_t i;

	if (count > BOOTORDER_MAX)
		count = BOOTORDER_MAX;
	first = find(bytes, count, current);
	if (first == count)
		first = 0;
	for (i = 0; i < count; i++) {
		entry = get_le16(bytes + 2 * ((first + i) % count));
		if (entry != current && !is_in(ret_entry, used, entry))
			ret_entry[used++] = entry;
	}
	return used;
}

size_t bootorder_add(void *order, size_t len, size_t max, uint16_t entry)
{
	uint8_t *bytes = order;
	size_t count = len / 2;

	if (find(bytes, count, entry) < count)
		return 2 * count;
	if (2 * count > max || max - 2 * count < 2)
		return 0;
	bytes[2 * count] = (uint8_t)entry;
	bytes[2 * count + 1] = (uint8_t)(entry >> 8);
	return 2 * count + 2;
}

void bootorder_name(uint16_t entry, uint16_t name[BOOTORDER_NAME_LEN])
{
	static const char digits[] = "Boot0123456789ABCDEF";
	unsigned int i;

	for (i = 0; i < 4; i++) {
		name[i] = (uint16_t)digits[i];
		name[4 + i] =
		    (uint16_t)digits[4 + (entry >> (12 - 4 * i) & 15)];
	}
	name[8] = 0;
}
