/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What machine this is, and what localboot.quirks says of it.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "console.h"
#include "files.h"
#include "ladder.h"
#include "machine.h"
#include "quirks.h"
#include "uefierror.h"

#define QUIRKS_FILE "localboot.quirks"
#define NAME_LEN 240
#define ENTRY_POINT_LEN 32 /* of SMBIOS 2 and 3, on a paragraph's length */
#define SMBIOS_MAX_LEN 0x100000

static char file[QUIRKS_MAX_LEN + 1]; /* to see that it is longer */
static char arguments[QUIRKS_MAX_LINE + 1];

static int find_table(EFI_GUID *guid, struct smbios_table *ret_table)
{
	uint8_t entry_point[ENTRY_POINT_LEN];
	UINTN i;

	for (i = 0; i < st->NumberOfTableEntries; i++) {
		if (memcmp(&st->ConfigurationTable[i].VendorGuid, guid,
			   sizeof(*guid)) != 0)
			continue;
		memcpy(entry_point, st->ConfigurationTable[i].VendorTable,
		       sizeof(entry_point));
		return !smbios_find(entry_point, sizeof(entry_point),
				    ret_table) &&
		       ret_table->len <= SMBIOS_MAX_LEN;
	}
	return 0;
}

int machine_table(struct smbios_table *ret_table)
{
	static EFI_GUID smbios3 = SMBIOS3_TABLE_GUID;
	static EFI_GUID smbios = SMBIOS_TABLE_GUID;

	return find_table(&smbios3, ret_table) ||
	       find_table(&smbios, ret_table);
}

void machine_read(struct smbios *ret_smbios)
{
	struct smbios_table table;
	struct span *string = (struct span *)ret_smbios;
	unsigned int i;

	for (i = 0; i < sizeof(*ret_smbios) / sizeof(*string); i++)
		string[i] = (struct span){"", 0};
	if (machine_table(&table))
		smbios_read((const void *)(uintptr_t)table.address, table.len,
			    ret_smbios);
}

static void complain(void *context, unsigned int line, int error,
		     const struct span *word)
{
	say("%s line %u: \"%S\": %s\n", (const char *)context, line, word,
	    error_text_uefi(error));
}

/* The row's arguments are then in `arguments`, as they are for the parsers. */
static int parse(const struct span *row, struct uefiladder *ladder,
		 struct span *ret_word)
{
	text_format(arguments, sizeof(arguments), "%S", row);
	return uefiladder_parse(arguments, ladder, ret_word);
}

/* What both programs understand is for both. */
static int is_for_bios(const struct span *row)
{
	struct uefiladder uefi;
	struct ladder bios;
	struct span word;

	return parse(row, &uefi, &word) &&
	       !ladder_parse(arguments, &bios, &word);
}

static void search(const char *name, size_t len, const struct smbios *smbios,
		   struct uefiladder *ladder)
{
	struct uefiladder quirk;
	unsigned int line;
	struct span row;
	struct span word;
	int rc;

	if (quirks_find(file, len, smbios, complain, (void *)name, is_for_bios,
			&row, &line))
		return;
	rc = parse(&row, &quirk, &word);
	if (rc) {
		complain((void *)name, line, rc, &word);
		return;
	}
	say("%s line %u: %s\n", name, line, arguments);
	uefiladder_merge(ladder, &quirk);
}

void machine_take_quirks(const struct smbios *smbios, struct uefiladder *ladder)
{
	static char name[NAME_LEN];
	int len;

	text_format(name, sizeof(name), "%s", QUIRKS_FILE);
	if (ladder->quirks.len)
		text_format(name, sizeof(name), "%S", &ladder->quirks);
	len = files_read_beside(name, file, sizeof(file));
	if (len >= 0)
		search(name, (size_t)len, smbios, ladder);
	else if (ladder->quirks.len)
		say("%s: %s\n", name, error_text_uefi(len));
}
