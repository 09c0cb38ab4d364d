/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SMBIOS: what machine this is.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "error.h"
#include "smbios.h"

#define PARAGRAPH 16

/* Entry points (SMBIOS 3.x, sections 5.2.1 and 5.2.2). */
#define SM3_LEN 6
#define SM3_MIN_LEN 24
#define SM3_TABLE_LEN 12
#define SM3_TABLE 16
#define SM_LEN 5
/* 31; version 2.1 of the specification said 30, and some BIOSes say so. */
#define SM_MIN_LEN 30
#define SM_DMI 16
#define SM_DMI_LEN 15
#define SM_TABLE_LEN 22
#define SM_TABLE 24
/* Longer ones were never specified. */
#define ENTRY_MAX_LEN 32

/* Structures (section 6.1), and the strings of types 0 and 1 (7.1, 7.2). */
#define HEADER_LEN 4
#define TYPE_BIOS 0
#define TYPE_SYSTEM 1
#define TYPE_END 127

/* Spans of struct smbios. */
#define SPAN(member) (offsetof(struct smbios, member) / sizeof(struct span))

static const struct smbios_string string_fields[] = {
    {TYPE_BIOS, 4, SPAN(bios_vendor)}, {TYPE_BIOS, 5, SPAN(bios_version)},
    {TYPE_SYSTEM, 4, SPAN(vendor)},    {TYPE_SYSTEM, 5, SPAN(product)},
    {TYPE_SYSTEM, 7, SPAN(serial)},
};
#define STRINGS (sizeof(string_fields) / sizeof(*string_fields))

/* Is the entry point's length right, and so its checksum? */
static int is_entry(const uint8_t *entry, size_t left, uint8_t len,
		    uint8_t min_len)
{
	return len >= min_len && len <= ENTRY_MAX_LEN && len <= left &&
	       !bytes_sum(entry, len);
}

static int is_sm3(const uint8_t *entry, size_t left)
{
	return memcmp(entry, "_SM3_", 5) == 0 &&
	       is_entry(entry, left, entry[SM3_LEN], SM3_MIN_LEN);
}

static int is_sm(const uint8_t *entry, size_t left)
{
	return left > SM_MIN_LEN && memcmp(entry, "_SM_", 4) == 0 &&
	       is_entry(entry, left, entry[SM_LEN], SM_MIN_LEN) &&
	       memcmp(entry + SM_DMI, "_DMI_", 5) == 0 &&
	       !bytes_sum(entry + SM_DMI, SM_DMI_LEN);
}

int smbios_find(const void *area, size_t len, struct smbios_table *ret_table)
{
	const uint8_t *entry = area;
	const uint8_t *sm = NULL;

	/* "_SM_" tables are the older and shorter ones: take the other. */
	for (; len >= PARAGRAPH; entry += PARAGRAPH, len -= PARAGRAPH) {
		if (is_sm3(entry, len)) {
			ret_table->address = get_le64(entry + SM3_TABLE);
			ret_table->len = get_le32(entry + SM3_TABLE_LEN);
			return 0;
		}
		if (!sm && is_sm(entry, len))
			sm = entry;
	}
	if (!sm)
		return ERR_SMBIOS_NONE;
	ret_table->address = get_le32(sm + SM_TABLE);
	ret_table->len = get_le16(sm + SM_TABLE_LEN);
	return 0;
}

/* A structure with its strings, which lie behind it. */
struct structure {
	const uint8_t *bytes;
	size_t len;
	size_t end; /* of the strings: behind both NULs */
};

/* Returns 0 when the structure does not lie inside the table. */
static int next_structure(const uint8_t *table, size_t len,
			  struct structure *structure)
{
	size_t at;

	if (len < HEADER_LEN || table[1] < HEADER_LEN || table[1] > len)
		return 0;
	structure->bytes = table;
	structure->len = table[1];
	for (at = structure->len; len - at >= 2; at++) {
		if (!table[at] && !table[at + 1]) {
			structure->end = at + 2;
			return 1;
		}
	}
	return 0;
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/*
 * The string whose number, from 1, stands in a field of the structure. What a
 * structure said is not said again by a second one of its type.
 */
static void get_string(const struct structure *structure, size_t field,
		       struct span *string)
{
	const char *text = (const char *)structure->bytes + structure->len;
	unsigned int number;

	if (field >= structure->len || string->len)
		return;
	/* The last one's NUL is followed by another: an empty string. */
	for (number = structure->bytes[field]; number > 1 && *text; number--)
		text += strlen(text) + 1;
	if (!number)
		return;
	while (is_blank(*text))
		text++;
	string->text = text;
	string->len = strlen(text);
	while (string->len && is_blank(text[string->len - 1]))
		string->len--;
}

int smbios_read_strings(const void *table, size_t len,
			const struct smbios_string *rows, size_t count,
			struct span *ret_spans)
{
	const uint8_t *bytes = table;
	struct structure structure;
	int rc = ERR_SMBIOS_NONE;
	size_t i;

	while (next_structure(bytes, len, &structure) && bytes[0] != TYPE_END) {
		if (bytes[0] == TYPE_BIOS || bytes[0] == TYPE_SYSTEM)
			rc = 0;
		for (i = 0; i < count; i++)
			if (bytes[0] == rows[i].type)
				get_string(&structure, rows[i].field,
					   &ret_spans[rows[i].span]);
		bytes += structure.end;
		len -= structure.end;
	}
	return rc;
}

int smbios_read(const void *table, size_t len, struct smbios *ret_smbios)
{
	static const struct span none = {"", 0};
	struct smbios smbios = {none, none, none, none, none};
	int rc = smbios_read_strings(table, len, string_fields, STRINGS,
				     &smbios.vendor);

	if (!rc)
		*ret_smbios = smbios;
	return rc;
}

const uint8_t *smbios_structure(const void *table, size_t len, uint8_t type,
				size_t *ret_len)
{
	const uint8_t *bytes = table;
	struct structure structure;

	while (next_structure(bytes, len, &structure)) {
		if (bytes[0] == type) {
			*ret_len = structure.len;
			return bytes;
		}
		bytes += structure.end;
		len -= structure.end;
	}
	return NULL;
}
