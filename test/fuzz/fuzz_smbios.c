/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/smbios.c. The input is flags (1 byte: 1, an area with
 * entry points, else a table; 2, the sums of the entry points are made
 * right), then the area or the table.
 *
 * Runs in: host.
 */
#include <string.h>

#include "bytes.h"
#include "error.h"
#include "fuzz.h"
#include "smbios.h"

#define AREA 1
#define FIX_SUMS 2

static int sum_of(const uint8_t *bytes, size_t len)
{
	unsigned int sum = 0;

	while (len--)
		sum += *bytes++;
	return sum & 0xff;
}

/* Make len bytes sum up to zero, by the one at sum. */
static void fix_sum(uint8_t *bytes, size_t len, size_t left, uint8_t *sum)
{
	if (len <= left)
		*sum = (uint8_t)(*sum - sum_of(bytes, len));
}

static void fix_sums(uint8_t *area, size_t len)
{
	size_t at;

	for (at = 0; len - at >= 31 && at < len; at += 16) {
		if (memcmp(area + at, "_SM3_", 5) == 0) {
			fix_sum(area + at, area[at + 6], len - at,
				area + at + 5);
		} else if (memcmp(area + at, "_SM_", 4) == 0) {
			fix_sum(area + at + 16, 15, len - at - 16,
				area + at + 21);
			fix_sum(area + at, area[at + 5], len - at,
				area + at + 4);
		}
		if (len - at < 16)
			break;
	}
}

/* Is this what an entry point at this place says? */
static int is_said(const uint8_t *entry, size_t left,
		   const struct smbios_table *table)
{
	if (left >= 24 && memcmp(entry, "_SM3_", 5) == 0)
		return entry[6] <= left && !sum_of(entry, entry[6]) &&
		       get_le64(entry + 16) == table->address &&
		       get_le32(entry + 12) == table->len;
	return left >= 31 && memcmp(entry, "_SM_", 4) == 0 &&
	       entry[5] <= left && !sum_of(entry, entry[5]) &&
	       !sum_of(entry + 16, 15) &&
	       get_le32(entry + 24) == table->address &&
	       get_le16(entry + 22) == table->len;
}

static void check_area(const uint8_t *area, size_t len)
{
	struct smbios_table table;
	size_t at;
	int rc = smbios_find(area, len, &table);

	REQUIRE(rc == 0 || rc == ERR_SMBIOS_NONE);
	if (rc)
		return;
	for (at = 0; at < len && !is_said(area + at, len - at, &table);
	     at += 16)
		;
	REQUIRE(at < len);
}

static void check_string(const struct span *string, const uint8_t *table,
			 size_t len)
{
	REQUIRE(string->text);
	if (!string->len)
		return;
	REQUIRE(
	    lies_inside(string->text, string->len, (const char *)table, len));
	REQUIRE(!memchr(string->text, '\0', string->len));
	REQUIRE(*string->text != ' ' && *string->text != '\t');
	REQUIRE(string->text[string->len - 1] != ' ');
	REQUIRE(string->text[string->len - 1] != '\t');
}

static int is_same(const struct span *a, const struct span *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static void check_table(const uint8_t *table, size_t len)
{
	struct smbios smbios;
	struct smbios longer;
	int rc = smbios_read(table, len, &smbios);

	REQUIRE(rc == 0 || rc == ERR_SMBIOS_NONE);
	if (rc)
		return;
	check_string(&smbios.vendor, table, len);
	check_string(&smbios.product, table, len);
	check_string(&smbios.serial, table, len);
	check_string(&smbios.bios_vendor, table, len);
	check_string(&smbios.bios_version, table, len);
	/* A structure less at the end takes nothing from what came before. */
	REQUIRE(len);
	if (smbios_read(table, len - 1, &longer) == 0 && longer.vendor.len)
		REQUIRE(is_same(&smbios.vendor, &longer.vendor));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t *copy;
	uint8_t flags;

	if (len < 1)
		return 0;
	flags = *data++;
	len--;
	copy = malloc(len + 1);
	REQUIRE(copy);
	if (len)
		memcpy(copy + 1, data, len);
	if (flags & AREA && flags & FIX_SUMS)
		fix_sums(copy + 1, len);
	if (flags & AREA)
		check_area(copy + 1, len);
	else
		check_table(copy + 1, len);
	free(copy);
	return 0;
}
