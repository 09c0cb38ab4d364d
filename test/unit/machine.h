/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine for the unit tests: its drives are a table, and what becomes of
 * it is a text.
 *
 * Runs in: host.
 */
#ifndef UNIT_MACHINE_H
#define UNIT_MACHINE_H

#include <stdio.h>

#include "bytes.h"
#include "error.h"
#include "probe.h"
#include "unit.h"

/* What stands in a boot sector; all but the first two with 55AA. */
enum code {
	CODE_NONE, /* zeros, and 55AA where a table is */
	CODE_UNSIGNED,
	CODE_BOOTS,
	CODE_GRUB,
	CODE_ACTIVE, /* starts the active partition */
	CODE_DATA,   /* says that it is not bootable */
	CODE_FAT,    /* with a BPB */
};

struct part {
	uint8_t number; /* 0 ends the table; logical ones from 5 */
	uint8_t type;	/* in a GPT: EFh is an ESP, all others are data */
	uint8_t active;
	uint8_t guid; /* of its bytes, the first; the others count up */
	enum code code;
	uint32_t hidden;
	uint64_t first;
	uint64_t sectors;
	const char *name;
	const char *label;
};

struct cd_entry {
	uint8_t bootable; /* 88h */
	uint8_t platform;
	uint8_t media;
	uint16_t segment;
	uint16_t sectors; /* of 512 */
	uint32_t lba;
};

enum kind { KIND_NONE, KIND_FLOPPY, KIND_DISK, KIND_CD };

struct drive_row {
	enum kind kind; /* KIND_NONE ends the table */
	uint8_t number;
	enum code code;
	uint8_t scheme; /* enum partition_scheme */
	uint8_t guid;
	uint32_t signature;
	uint32_t sector_len; /* 0: 512, or 2048 for a CD */
	uint64_t count;
	struct part parts[5];
	struct part hybrid; /* in the MBR beside a GPT's EEh */
	struct cd_entry entries[3];

	uint8_t absent; /* the BIOS counts it, and then knows it not */
	uint8_t san;
	uint8_t place; /* what identify() tells */
	const char *bus;
	const char *model;
	const char *serial;

	uint8_t hung;
	uint8_t no_medium;
	uint8_t unread;	     /* no sector can be read */
	uint8_t bad_primary; /* GPT */
	uint8_t bad_backup;
	uint64_t bad_from;  /* from here on unreadable; 0: all can be read */
	uint64_t bad_later; /* the same, for tests that set it on the way */
};

#define MACHINE_DRIVES 20
#define MACHINE_ROOM 0x9fc00
#define MACHINE_LOG_LEN 8192

static struct {
	const struct drive_row *drives;
	uint8_t *sector; /* that was read */
	uint32_t room;
	char log[MACHINE_LOG_LEN];
	size_t used;
	const struct ladder *ladder;
	unsigned int identified; /* how often */
} here;

/* --- Sectors -------------------------------------------------------------- */

static inline uint32_t sector_len_of(const struct drive_row *row)
{
	if (row->sector_len)
		return row->sector_len;
	return row->kind == KIND_CD ? 2048 : 512;
}

static inline void put16(uint8_t *p, uint16_t value)
{
	p[0] = (uint8_t)value;
	p[1] = (uint8_t)(value >> 8);
}

static inline void put64(uint8_t *p, uint64_t value)
{
	put_le32(p, (uint32_t)value);
	put_le32(p + 4, (uint32_t)(value >> 32));
}

static inline void put_text(uint8_t *p, const char *text)
{
	memcpy(p, text, strlen(text));
}

static inline void put_guid(uint8_t *p, uint8_t first)
{
	unsigned int i;

	for (i = 0; i < PARTITION_GUID_LEN; i++)
		p[i] = (uint8_t)(first + i);
}

static inline void put_fat(uint8_t *sector, uint32_t sector_len,
			   const struct part *part)
{
	put_text(sector, "\xeb\x3c\x90MSDOS5.0");
	put16(sector + 11, (uint16_t)sector_len);
	sector[13] = 1;
	sector[14] = 1;
	sector[16] = 2;
	sector[21] = 0xf8;
	sector[22] = 1;
	if (part)
		put_le32(sector + 28, part->hidden);
	put_text(sector + 43, "           ");
	put_text(sector + 43, part && part->label ? part->label : "NO NAME");
}

static inline void put_code(uint8_t *sector, enum code code,
			    uint32_t sector_len, const struct part *part)
{
	static const char *const texts[] = {
	    [CODE_UNSIGNED] = "code",
	    [CODE_BOOTS] = "code",
	    [CODE_GRUB] = "GRUB ",
	    [CODE_ACTIVE] = "Invalid partition table",
	    [CODE_DATA] = "This is not a bootable disk",
	};

	if (code == CODE_FAT)
		put_fat(sector, sector_len, part);
	else if (code != CODE_NONE)
		put_text(sector + 100, texts[code]);
	if (code != CODE_NONE && code != CODE_UNSIGNED)
		put16(sector + 510, 0xaa55);
}

/* The entry in slot 0 to 3 of an MBR or EBR that lies at base. */
static inline void put_entry(uint8_t *sector, unsigned int slot,
			     const struct part *part, uint64_t base)
{
	uint8_t *entry = sector + 0x1be + 16 * slot;

	entry[0] = part->active ? 0x80 : 0;
	entry[4] = part->type;
	put_le32(entry + 8, (uint32_t)(part->first - base));
	put_le32(entry + 12, (uint32_t)part->sectors);
	put16(sector + 510, 0xaa55);
}

static inline void put_mbr(const struct drive_row *row, uint8_t *sector)
{
	static const struct part protective = {
	    .type = 0xee, .first = 1, .sectors = UINT32_MAX};
	const struct part whole = {.label = "NO TABLE"};
	const struct part *part;

	put_code(sector, row->code, sector_len_of(row), &whole);
	put_le32(sector + 0x1b8, row->signature);
	if (row->scheme == PARTITION_SCHEME_GPT)
		put_entry(sector, 0, &protective, 0);
	if (row->hybrid.number)
		put_entry(sector, row->hybrid.number - 1u, &row->hybrid, 0);
	if (row->scheme != PARTITION_SCHEME_MBR)
		return;
	for (part = row->parts; part->number; part++)
		if (part->number <= 4)
			put_entry(sector, part->number - 1u, part, 0);
}

/* Before each logical partition its EBR; the first of them is the base. */
static inline void put_ebr(const struct drive_row *row, uint64_t lba,
			   uint8_t *sector)
{
	const struct part *part;
	struct part next;
	uint64_t base = 0;

	for (part = row->parts; part->number; part++) {
		if (part->number < 5)
			continue;
		if (!base)
			base = part->first - 1;
		if (part->first - 1 != lba)
			continue;
		put_entry(sector, 0, part, lba);
		if (!part[1].number)
			continue;
		next = part[1];
		next.type = 5;
		next.first--;
		put_entry(sector, 1, &next, base);
	}
}

static inline uint32_t gpt_crc(const uint8_t *bytes, size_t len)
{
	uint32_t sum = UINT32_MAX;
	unsigned int bit;

	while (len--) {
		sum ^= *bytes++;
		for (bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return ~sum;
}

#define GPT_SLOTS 4

static inline void put_gpt_entries(const struct drive_row *row, uint8_t *sector)
{
	static const uint8_t esp[] = {0x28, 0x73, 0x2a, 0xc1, 0x1f, 0xf8,
				      0xd2, 0x11, 0xba, 0x4b, 0x00, 0xa0,
				      0xc9, 0x3e, 0xc9, 0x3b};
	const struct part *part;
	uint8_t *entry;
	size_t i;

	for (part = row->parts; part->number; part++) {
		entry = sector + 128 * (part->number - 1u);
		if (part->type == 0xef)
			memcpy(entry, esp, sizeof(esp));
		else
			put_guid(entry, 0xd0);
		put_guid(entry + 16, part->guid);
		put64(entry + 32, part->first);
		put64(entry + 40, part->first + part->sectors - 1);
		entry[48] = part->active ? 4 : 0;
		for (i = 0; part->name && part->name[i]; i++)
			entry[56 + 2 * i] = (uint8_t)part->name[i];
	}
}

static inline void put_gpt_header(const struct drive_row *row, uint64_t lba,
				  int bad, uint8_t *sector)
{
	uint8_t entries[128 * GPT_SLOTS] = {0};

	put_gpt_entries(row, entries);
	put_text(sector, "EFI PART");
	sector[12] = 92;
	put64(sector + 24, lba);
	put_guid(sector + 56, row->guid);
	put64(sector + 72, lba == 1 ? 2 : lba - 1);
	sector[80] = GPT_SLOTS;
	sector[84] = 128;
	put_le32(sector + 88, gpt_crc(entries, sizeof(entries)));
	put_le32(sector + 16, gpt_crc(sector, 92));
	sector[57] ^= (uint8_t)bad;
}

static inline void put_gpt(const struct drive_row *row, uint64_t lba,
			   uint8_t *sector)
{
	if (lba == 1 || lba + 1 == row->count)
		put_gpt_header(row, lba,
			       lba == 1 ? row->bad_primary : row->bad_backup,
			       sector);
	if (lba == 2 || lba + 2 == row->count)
		put_gpt_entries(row, sector);
}

/* El Torito: boot record in 17, catalogue in 19, one section. */
static inline void put_cd(const struct drive_row *row, uint64_t lba,
			  uint8_t *sector)
{
	const struct cd_entry *entry = row->entries;
	uint8_t *at = sector + 32;

	if (!entry->bootable)
		return;
	if (lba == 17) {
		put_text(sector + 1, "CD001\1EL TORITO SPECIFICATION");
		sector[0x47] = 19;
	}
	if (lba != 19)
		return;
	sector[0] = 1;
	put16(sector + 30, 0xaa55);
	sector[1] = entry->platform;
	put16(sector + 28, (uint16_t) - (0xaa55 + 1 + (entry->platform << 8)));
	for (; entry < row->entries + 3 && entry->bootable; entry++) {
		if (entry > row->entries) {
			at[0] = entry[1].bootable ? 0x90 : 0x91;
			at[1] = entry->platform;
			at[2] = 1;
			at += 32;
		}
		at[0] = entry->bootable;
		at[1] = entry->media;
		put16(at + 2, entry->segment);
		put16(at + 6, entry->sectors);
		put_le32(at + 8, entry->lba);
		at += 32;
	}
}

static inline void make_sector(const struct drive_row *row, uint64_t lba,
			       uint8_t *sector)
{
	const struct part *part;

	if (row->kind == KIND_CD) {
		put_cd(row, lba, sector);
		return;
	}
	if (!lba)
		put_mbr(row, sector);
	if (row->scheme == PARTITION_SCHEME_GPT)
		put_gpt(row, lba, sector);
	else
		put_ebr(row, lba, sector);
	for (part = row->parts; part->number; part++)
		if (part->first == lba)
			put_code(sector, part->code, sector_len_of(row), part);
}

/* --- The machine ---------------------------------------------------------- */

static inline const struct drive_row *row_of(uint8_t number)
{
	const struct drive_row *row;

	for (row = here.drives; row->kind; row++)
		if (row->number == number)
			return row;
	return NULL;
}

/* Gone with the next read of any drive: so ASan sees what is read too late. */
static inline const uint8_t *machine_read(const struct sectors *sectors,
					  uint64_t lba)
{
	const struct drive *drive = (const void *)sectors;
	const struct drive_row *row = row_of(drive->number);

	free(here.sector);
	here.sector = NULL;
	assert_non_null(row);
	if (row->hung || row->no_medium || row->unread ||
	    (row->count && lba >= row->count) ||
	    (row->bad_from && lba >= row->bad_from))
		return NULL;
	here.sector = calloc(1, sectors->sector_len);
	if (!here.sector)
		abort();
	make_sector(row, lba, here.sector);
	return here.sector;
}

static inline unsigned int machine_disk_count(void)
{
	const struct drive_row *row;
	unsigned int count = 0;

	for (row = here.drives; row->kind; row++)
		count += row->kind == KIND_DISK;
	return count;
}

static inline uint8_t machine_cd_drive(unsigned int index)
{
	const struct drive_row *row;

	for (row = here.drives; row->kind; row++)
		if (row->kind == KIND_CD && !index--)
			return row->number;
	return DRIVE_NONE;
}

static inline int machine_drive(uint8_t number, struct drive *ret_drive)
{
	const struct drive_row *row = row_of(number);

	if (!row || row->absent)
		return ERR_DRIVE_NONE;
	memset(ret_drive, 0, sizeof(*ret_drive));
	ret_drive->sectors.read = machine_read;
	ret_drive->sectors.sector_len = sector_len_of(row);
	ret_drive->sectors.count = row->count;
	ret_drive->number = number;
	ret_drive->san = row->san;
	return 0;
}

static inline void machine_identify(struct drive *drive)
{
	const struct drive_row *row = row_of(drive->number);

	here.identified++;
	drive->place = row->place;
	if (row->bus)
		put_text((uint8_t *)drive->bus, row->bus);
	if (row->model)
		put_text((uint8_t *)drive->model, row->model);
	if (row->serial)
		put_text((uint8_t *)drive->serial, row->serial);
}

static inline int machine_read_error(uint8_t number, const char **ret_text)
{
	const struct drive_row *row = row_of(number);

	*ret_text = NULL;
	if (row->hung)
		return ERR_DRIVE_HUNG;
	if (row->no_medium)
		return ERR_DRIVE_EMPTY;
	*ret_text = "drive not ready (INT 13h status 0xaa)";
	return ERR_DRIVE_READ;
}

static inline uint32_t machine_room(void)
{
	return here.room;
}

static inline void log_vtext(const char *format, va_list args)
{
	here.used += text_vformat(here.log + here.used,
				  MACHINE_LOG_LEN - here.used, format, args);
	assert_true(here.used < MACHINE_LOG_LEN - 1);
}

static inline void log_text(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_vtext(format, args);
	va_end(args);
}

/*
 * "[0x81 as 0x80: 1 x 512 @ 63 to 07c0; type 07 63+100; hidden 63]"
 */
static inline void log_start(const struct start *start)
{
	log_text("[0x%02x", start->drive);
	if (start->map)
		log_text(" as 0x%02x", start->map);
	log_text(": %u x %u @ %u to %04x", start->sectors, start->sector_len,
		 (unsigned int)start->lba, start->segment);
	if (start->has_entry)
		log_text("; type %02x %u+%u", start->entry[4],
			 get_le32(start->entry + 8),
			 get_le32(start->entry + 12));
	if (start->set_hidden)
		log_text("; hidden %u", start->hidden);
	log_text("]\n");
}

static inline void machine_new(const struct drive_row *drives,
			       const struct ladder *ladder)
{
	here.drives = drives;
	here.ladder = ladder;
	here.room = MACHINE_ROOM;
	here.used = 0;
	here.log[0] = '\0';
	here.identified = 0;
}

static inline void machine_free(void)
{
	free(here.sector);
	here.sector = NULL;
}

#define MACHINE_DRIVES_OF                                                      \
	.disk_count = machine_disk_count, .cd_drive = machine_cd_drive,        \
	.drive = machine_drive, .identify = machine_identify,                  \
	.read_error = machine_read_error, .room = machine_room

#endif /* UNIT_MACHINE_H */
