/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report: what localboot looked at and what came of it, as text.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "error.h"
#include "report.h"

static void put_size(struct sheet *sheet, const struct sectors *sectors)
{
	static const char units[] = "MGT";
	uint64_t size = sectors->count * sectors->sector_len >> 20;
	const char *unit = units;

	if (!sectors->count)
		return;
	while (size >= 10240 && unit[1]) {
		size >>= 10;
		unit++;
	}
	sheet_put(sheet, ", %u %ciB", (unsigned int)size, *unit);
}

static void put_drive(struct sheet *sheet, const struct finding *finding)
{
	static const char *const schemes[] = {"no table", "MBR", "GPT"};
	const struct drive *drive = finding->drive;

	sheet_put(sheet, "drive 0x%02x", drive->number);
	if (drive->bus[0])
		sheet_put(sheet, ", %s", drive->bus);
	if (drive->model[0])
		sheet_put(sheet, " \"%s\"", drive->model);
	if (drive->serial[0])
		sheet_put(sheet, " serial %s", drive->serial);
	put_size(sheet, &drive->sectors);
	if (drive->sectors.sector_len == 4096)
		sheet_put(sheet, " in 4096-byte sectors");
	if (finding->looked) {
		sheet_put(sheet, ", %s", schemes[finding->table.scheme]);
		if (finding->table.backup)
			sheet_put(sheet, " (its backup)");
	}
	if (finding->loader)
		sheet_put(sheet, ", %s", finding->loader);
}

size_t report_finding(const struct ladder *ladder,
		      const struct finding *finding, const char *separator,
		      char *buf, size_t len)
{
	struct sheet sheet = {buf, len, 0};
	char name[LADDER_NAME_LEN];

	ladder_name(&ladder->rung[finding->rung], name);
	sheet_put(&sheet, "%s: ", name);
	if (finding->drive && separator) {
		put_drive(&sheet, finding);
		sheet_put(&sheet, "%s", separator);
	} else if (finding->drive) {
		sheet_put(&sheet, "drive 0x%02x: ", finding->drive->number);
	}
	sheet_put(&sheet, "%s", error_text_local(finding->verdict));
	if (finding->status)
		sheet_put(&sheet, ": %s", finding->status);
	return sheet.used;
}

size_t report_drive(const struct finding *finding, char *buf, size_t len)
{
	struct sheet sheet = {buf, len, 0};

	put_drive(&sheet, finding);
	return sheet.used;
}

size_t report_machine(const struct smbios *smbios, char *buf, size_t len)
{
	return text_format(buf, len, "%S | %S | %S", &smbios->vendor,
			   &smbios->product, &smbios->bios_version);
}

static int is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == ':' || c == ',';
}

int report_url_append(char *url, size_t len, const char *text)
{
	size_t used = strlen(url);
	size_t need;

	for (; *text; text++) {
		need = is_plain(*text) ? 1 : 3;
		if (need >= len - used)
			return 0;
		text_format(url + used, len - used, need == 1 ? "%c" : "%%%02x",
			    is_plain(*text) ? *text : (uint8_t)*text);
		used += need;
	}
	return 1;
}
