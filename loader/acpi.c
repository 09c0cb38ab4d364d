/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware's ACPI tables (ACPI 6.5, sections 5.2.5 to 5.2.8).
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "acpi.h"
#include "bytes.h"

#define TABLE_MAX_LEN 0x100000

/* Of the root pointer. */
enum rsdp { RSDP_REVISION = 15, RSDP_RSDT = 16, RSDP_XSDT = 24 };
/* Of a table; behind the header of the root table are addresses. */
enum table { TABLE_LEN = 4, TABLE_HEADER_LEN = 36 };

static uint8_t *at(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

static const uint8_t *root_pointer(void)
{
	static const EFI_GUID guid = ACPI_20_TABLE_GUID;
	UINTN i;

	for (i = 0; i < st->NumberOfTableEntries; i++)
		if (!memcmp(&st->ConfigurationTable[i].VendorGuid, &guid,
			    sizeof(guid)))
			return st->ConfigurationTable[i].VendorTable;
	return NULL;
}

uint8_t *acpi_table(const char signature[4], size_t *ret_len)
{
	const uint8_t *rsdp = root_pointer();
	unsigned int entry_len = 4;
	const uint8_t *root;
	uint8_t *table;
	size_t len;
	size_t i;

	if (!rsdp)
		return NULL;
	root = at(get_le32(rsdp + RSDP_RSDT));
	if (rsdp[RSDP_REVISION] >= 2 && get_le64(rsdp + RSDP_XSDT)) {
		root = at(get_le64(rsdp + RSDP_XSDT));
		entry_len = 8;
	}
	if (!root)
		return NULL;
	len = get_le32(root + TABLE_LEN);
	for (i = TABLE_HEADER_LEN; i <= TABLE_MAX_LEN && i + entry_len <= len;
	     i += entry_len) {
		table = at(entry_len == 8 ? get_le64(root + i)
					  : get_le32(root + i));
		if (!table || memcmp(table, signature, 4) != 0)
			continue;
		*ret_len = get_le32(table + TABLE_LEN);
		return table;
	}
	return NULL;
}
