/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The note that keeps localboot.efi from setting BootNext for ever.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bootguard.h"
#include "bytes.h"

/* Magic "NB", version, count; time; entries. */
enum layout { MAGIC = 0, VERSION = 2, COUNT = 3, TIME = 4, ENTRIES = 12 };
#define THIS_VERSION 1

_Static_assert(ENTRIES + 2 * BOOTGUARD_MAX == BOOTGUARD_LEN, "the note");

static int is_fresh(uint64_t then, uint64_t now)
{
	if (!then || !now)
		return 1;
	return then <= now && now - then <= BOOTGUARD_SECONDS;
}

void bootguard_read(const void *note, size_t len, uint64_t now,
		    struct bootguard *ret_guard)
{
	const uint8_t *bytes = note;
	unsigned int i;

	memset(ret_guard, 0, sizeof(*ret_guard));
	if (len != BOOTGUARD_LEN || bytes[MAGIC] != 'N' ||
	    bytes[MAGIC + 1] != 'B' || bytes[VERSION] != THIS_VERSION ||
	    bytes[COUNT] > BOOTGUARD_MAX ||
	    !is_fresh(get_le64(bytes + TIME), now))
		return;
	ret_guard->time = get_le64(bytes + TIME);
	ret_guard->count = bytes[COUNT];
	for (i = 0; i < ret_guard->count; i++)
		ret_guard->entry[i] = get_le16(bytes + ENTRIES + 2 * i);
}

int bootguard_has(const struct bootguard *guard, uint16_t entry)
{
	unsigned int i;

	for (i = 0; i < guard->count; i++)
		if (guard->entry[i] == entry)
			return 1;
	return 0;
}

int bootguard_add(struct bootguard *guard, uint16_t entry, uint64_t now,
		  uint8_t note[BOOTGUARD_LEN])
{
	unsigned int i;

	if (!bootguard_has(guard, entry)) {
		if (guard->count == BOOTGUARD_MAX)
			return 0;
		guard->entry[guard->count++] = entry;
	}
	guard->time = now;
	memset(note, 0, BOOTGUARD_LEN);
	note[MAGIC] = 'N';
	note[MAGIC + 1] = 'B';
	note[VERSION] = THIS_VERSION;
	note[COUNT] = (uint8_t)guard->count;
	put_le32(note + TIME, (uint32_t)now);
	put_le32(note + TIME + 4, (uint32_t)(now >> 32));
	for (i = 0; i < guard->count; i++) {
		note[ENTRIES + 2 * i] = (uint8_t)guard->entry[i];
		note[ENTRIES + 2 * i + 1] = (uint8_t)(guard->entry[i] >> 8);
	}
	return 1;
}

static int is_leap(unsigned int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

uint64_t bootguard_seconds(unsigned int year, unsigned int month,
			   unsigned int day, unsigned int hour,
			   unsigned int minute, unsigned int second)
{
	static const uint8_t days_in[] = {31, 28, 31, 30, 31, 30,
					  31, 31, 30, 31, 30, 31};
	uint32_t days = 0;
	unsigned int last;
	unsigned int y;
	unsigned int m;

	if (year < 2000 || year > 9999 || !month || month > 12)
		return 0;
	last = days_in[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
	if (!day || day > last || hour > 23 || minute > 59 || second > 59)
		return 0;
	for (y = 2000; y < year; y++)
		days += is_leap(y) ? 366 : 365;
	for (m = 1; m < month; m++)
		days += days_in[m - 1] + (m == 2 && is_leap(year) ? 1U : 0U);
	days += day - 1;
	return (uint64_t)days * 86400 + hour * 3600 + minute * 60 + second;
}
