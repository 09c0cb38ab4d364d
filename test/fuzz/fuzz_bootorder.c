/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/bootorder.c and core/bootguard.c. The input is the
 * current entry (2 bytes), the time (8 bytes), then BootOrder, which is also
 * read as the note.
 *
 * Runs in: host.
 */
#include <string.h>

#include "bootguard.h"
#include "bootorder.h"
#include "bytes.h"
#include "fuzz.h"

static int is_in(const uint8_t *order, size_t len, uint16_t entry)
{
	size_t i;

	for (i = 0; i + 2 <= len; i += 2)
		if (get_le16(order + i) == entry)
			return 1;
	return 0;
}

/* Each entry once, none that is not in the order, and not the current one. */
static void check_walk(const uint8_t *order, size_t len, uint16_t current)
{
	size_t seen = len > BOOTORDER_MAX_LEN ? BOOTORDER_MAX_LEN : len;
	uint16_t entry[BOOTORDER_MAX];
	unsigned int count;
	unsigned int i;
	unsigned int j;

	count = bootorder_walk(order, len, current, entry);
	REQUIRE(count <= BOOTORDER_MAX && count <= len / 2);
	for (i = 0; i < count; i++) {
		REQUIRE(entry[i] != current && is_in(order, seen, entry[i]));
		for (j = 0; j < i; j++)
			REQUIRE(entry[i] != entry[j]);
	}
	for (i = 0; i + 2 <= seen; i += 2) {
		for (j = 0; j < count && entry[j] != get_le16(order + i); j++)
			;
		REQUIRE(j < count || get_le16(order + i) == current);
	}
}

static void check_add(const uint8_t *order, size_t len, uint16_t entry)
{
	uint8_t copy[BOOTORDER_MAX_LEN] = {0};
	size_t added;

	if (len > sizeof(copy))
		len = sizeof(copy);
	memcpy(copy, order, len);
	added = bootorder_add(copy, len, sizeof(copy), entry);
	if (!added) {
		REQUIRE(len / 2 == BOOTORDER_MAX && !is_in(order, len, entry));
		return;
	}
	REQUIRE(added <= sizeof(copy) && is_in(copy, added, entry));
	REQUIRE(memcmp(copy, order, len / 2 * 2) == 0);
	REQUIRE((added == len / 2 * 2) == is_in(order, len, entry));
}

static void check_guard(const uint8_t *bytes, size_t len, uint64_t now,
			uint16_t entry)
{
	uint8_t note[BOOTGUARD_LEN];
	struct bootguard guard;
	struct bootguard again;

	bootguard_read(bytes, len, now, &guard);
	REQUIRE(guard.count <= BOOTGUARD_MAX);
	REQUIRE(!guard.count || len == BOOTGUARD_LEN);
	if (!bootguard_add(&guard, entry, now, note)) {
		REQUIRE(guard.count == BOOTGUARD_MAX);
		REQUIRE(!bootguard_has(&guard, entry));
		return;
	}
	REQUIRE(guard.count <= BOOTGUARD_MAX && bootguard_has(&guard, entry));
	bootguard_read(note, sizeof(note), now, &again);
	REQUIRE(memcmp(&guard.entry, &again.entry,
		       guard.count * sizeof(guard.entry[0])) == 0);
	REQUIRE(again.count == guard.count && again.time == now);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint16_t current;
	uint64_t now;

	if (len < 10)
		return 0;
	current = get_le16(data);
	now = get_le64(data + 2);
	check_walk(data + 10, len - 10, current);
	check_add(data + 10, len - 10, current);
	check_guard(data + 10, len - 10, now, current);
	bootguard_seconds(current, data[2], data[3], data[4], data[5], data[6]);
	return 0;
}
