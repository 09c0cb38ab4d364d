/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which disk is meant: guid=, label=, serial=, size=, internal=yes.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "select.h"
#include "volume.h"

/* The longest number that is multiplied by 2^40 or 10^12 within 64 bits. */
#define SIZE_MAX_NUMBER 9999999
/* How much a size may differ: 1/32, for spare sectors and rounding. */
#define SIZE_SPARE_SHIFT 5
#define SIGNATURE_DIGITS 8
#define GUID_DIGITS 32

int selector_given(const struct selector *selector)
{
	return selector->guid.len || selector->label.len ||
	       selector->serial.len || selector->size_max || selector->internal;
}

int selector_guid(struct selector *selector, const struct span *value)
{
	struct span digit = {NULL, 1};
	uint32_t unused;
	size_t digits = 0;
	size_t i;

	for (i = 0; i < value->len; i++) {
		digit.text = value->text + i;
		if (span_number(&digit, 16, 15, &unused))
			digits++;
		else if (*digit.text != '-' && *digit.text != '{' &&
			 *digit.text != '}')
			return ERR_KEY_VALUE;
	}
	if (digits != GUID_DIGITS &&
	    (digits != SIGNATURE_DIGITS || value->len != digits))
		return ERR_KEY_VALUE;
	selector->guid = *value;
	return 0;
}

/* "500G" as 500 * 10^9 and as 500 * 2^30 bytes. */
static int parse_size(struct span text, uint64_t *ret_decimal,
		      uint64_t *ret_binary)
{
	static const char units[] = "MGT";
	uint64_t decimal = 1000000;
	uint64_t binary = 1 << 20;
	uint32_t number;
	const char *unit;

	if (!text.len)
		return 0;
	text.len--;
	if (!span_number(&text, 10, SIZE_MAX_NUMBER, &number) || !number)
		return 0;
	for (unit = units; *unit; unit++) {
		if (*unit == (text.text[text.len] & ~0x20)) {
			*ret_decimal = number * decimal;
			*ret_binary = number * binary;
			return 1;
		}
		decimal *= 1000;
		binary <<= 10;
	}
	return 0;
}

int selector_size(struct selector *selector, const struct span *value)
{
	struct span low = *value;
	struct span high;
	uint64_t unused;
	uint64_t min = 0;
	uint64_t max = UINT64_MAX;

	for (low.len = 0; low.len < value->len; low.len++)
		if (value->text[low.len] == '-')
			break;
	if (low.len == value->len) {
		if (!parse_size(*value, &min, &max))
			return ERR_KEY_VALUE;
		min -= min >> SIZE_SPARE_SHIFT;
		max += max >> SIZE_SPARE_SHIFT;
	} else {
		high.text = value->text + low.len + 1;
		high.len = value->len - low.len - 1;
		if ((!low.len && !high.len) ||
		    (low.len && !parse_size(low, &min, &unused)) ||
		    (high.len && !parse_size(high, &unused, &max)) || min > max)
			return ERR_KEY_VALUE;
	}
	selector->size_min = min;
	selector->size_max = max;
	return 0;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* A blank cannot be typed in a value: '_' stands for one too. */
static int same_text(const struct span *wanted, const char *text)
{
	size_t i;

	if (strlen(text) != wanted->len)
		return 0;
	for (i = 0; i < wanted->len; i++)
		if (lower(wanted->text[i]) != lower(text[i]) &&
		    (wanted->text[i] != '_' || text[i] != ' '))
			return 0;
	return 1;
}

struct visit {
	const struct selector *selector;
	const struct drive *drive;
};

/* Ends the walk with 1 at the partition that was asked for. */
static int visit_guid(void *context, const struct partition *partition)
{
	const struct visit *visit = context;

	return guid_is(partition->guid, visit->selector->guid.text,
		       visit->selector->guid.len);
}

static int visit_label(void *context, const struct partition *partition)
{
	const struct visit *visit = context;
	struct volume volume;

	if (same_text(&visit->selector->label, partition->name))
		return 1;
	return !volume_read(&visit->drive->sectors, partition->first_lba,
			    &volume) &&
	       same_text(&visit->selector->label, volume.label);
}

/* 1: it fits; 0: it does not; or what ended the walk. */
static int match_guid(const struct visit *visit,
		      const struct partition_table *table)
{
	const struct span *guid = &visit->selector->guid;
	uint32_t signature;

	if (guid->len == SIGNATURE_DIGITS)
		return table->scheme == PARTITION_SCHEME_MBR &&
		       span_number(guid, 16, UINT32_MAX, &signature) &&
		       signature == table->signature;
	if (table->scheme != PARTITION_SCHEME_GPT)
		return 0;
	if (guid_is(table->guid, guid->text, guid->len))
		return 1;
	return partition_walk(&visit->drive->sectors, table, visit_guid,
			      (void *)visit);
}

static int match_label(const struct visit *visit,
		       const struct partition_table *table)
{
	struct volume volume;
	int rc;

	if (table->scheme != PARTITION_SCHEME_NONE)
		return partition_walk(&visit->drive->sectors, table,
				      visit_label, (void *)visit);
	rc = volume_read(&visit->drive->sectors, 0, &volume);
	return rc ? rc : same_text(&visit->selector->label, volume.label);
}

int selector_match(const struct selector *selector, const struct drive *drive,
		   const struct partition_table *table)
{
	const struct visit visit = {selector, drive};
	uint64_t bytes = drive->sectors.count * drive->sectors.sector_len;
	int fits = 1;

	if (selector->size_max && !bytes)
		return ERR_SELECT_UNKNOWN;
	if (selector->size_max &&
	    (bytes < selector->size_min || bytes > selector->size_max))
		return ERR_SELECT_OTHER;
	if (selector->internal && drive->place == DRIVE_EXTERNAL)
		return ERR_SELECT_OTHER;
	if ((selector->internal && drive->place == DRIVE_PLACE_UNKNOWN) ||
	    (selector->serial.len && !drive->serial[0]))
		return ERR_SELECT_UNKNOWN;
	if (selector->serial.len &&
	    !same_text(&selector->serial, drive->serial))
		return ERR_SELECT_OTHER;
	if (selector->guid.len)
		fits = match_guid(&visit, table);
	if (fits == 1 && selector->label.len)
		fits = match_label(&visit, table);
	if (fits == ERR_DRIVE_READ)
		return fits;
	return fits == 1 ? 0 : ERR_SELECT_OTHER;
}
