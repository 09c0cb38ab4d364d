/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partition tables: MBR with its chain of logical partitions, and GPT.
 *
 * Runs in: everywhere.
 */
#include <string.h>

#include "bytes.h"
#include "error.h"
#include "partition.h"
#include "text.h"

/* MBR: a table of four entries (UEFI 2.10, section 5.2.1). */
#define MBR_SIGNATURE 0x1b8
#define MBR_ENTRIES 0x1be
#define MBR_ENTRY_LEN 16
#define MBR_TABLE_LEN (4 * MBR_ENTRY_LEN)
#define MBR_ACTIVE 0x80
#define TYPE_GPT_HANDOVER 0xed
#define TYPE_GPT 0xee
#define TYPE_ESP 0xef
#define FIRST_LOGICAL 5

/* GPT header (UEFI 2.10, section 5.3.2) and entry (5.3.3). */
#define GPT_LBA 1
#define GPT_HEADER_LEN 12
#define GPT_HEADER_CRC 16
#define GPT_MY_LBA 24
#define GPT_DISK_GUID 56
#define GPT_ENTRIES_LBA 72
#define GPT_ENTRIES 80
#define GPT_ENTRY_LEN 84
#define GPT_ENTRIES_CRC 88
#define GPT_MIN_HEADER_LEN 92
#define GPT_MIN_ENTRY_LEN 128
/* 128 is what everybody writes. */
#define GPT_MAX_ENTRIES 1024
#define ENTRY_GUID 16
#define ENTRY_FIRST_LBA 32
#define ENTRY_LAST_LBA 40
#define ENTRY_ATTRIBUTES 48
#define ENTRY_LEGACY_BOOT 0x04
#define ENTRY_NAME 56

/* A fresh sum is UINT32_MAX, and the checksum is what a sum lacks to it. */
static uint32_t crc32(uint32_t sum, const uint8_t *bytes, size_t len)
{
	unsigned int bit;

	while (len--) {
		sum ^= *bytes++;
		for (bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return sum;
}

/* --- MBR ------------------------------------------------------------------ */

static int has_signature(const uint8_t *sector)
{
	return sector[510] == 0x55 && sector[511] == 0xaa;
}

static int is_extended(const uint8_t *entry)
{
	return entry[4] == 0x05 || entry[4] == 0x0f || entry[4] == 0x85;
}

/*
 * Where the entry begins, which counts from base, or 0 when it is empty. An
 * MBR reaches 32 bits far; what lies beyond is at the end, and not readable.
 */
static uint32_t entry_lba(const uint8_t *entry, uint32_t base)
{
	uint32_t first = get_le32(entry + 8);

	if (!entry[4] || !first || !get_le32(entry + 12))
		return 0;
	return first < UINT32_MAX - base ? base + first : UINT32_MAX;
}

/* Returns 0 for an entry that is no partition of its own. */
static int parse_entry(const uint8_t *entry, uint32_t base,
		       struct partition *partition)
{
	memset(partition, 0, sizeof(*partition));
	partition->first_lba = entry_lba(entry, base);
	partition->sectors = get_le32(entry + 12);
	partition->type = entry[4];
	partition->active = entry[0] == MBR_ACTIVE;
	return partition->first_lba && !is_extended(entry);
}

/*
 * A file system's boot sector has 55AA as well, but code or text where the
 * indicators are.
 */
static void read_mbr(const uint8_t *sector, struct partition_table *table)
{
	const uint8_t *entry = sector + MBR_ENTRIES;
	uint8_t scheme = PARTITION_SCHEME_NONE;
	unsigned int i;

	if (!has_signature(sector))
		return;
	for (i = 0; i < 4; i++, entry += MBR_ENTRY_LEN) {
		if (entry[0] & ~MBR_ACTIVE)
			return;
		if (entry[4] == TYPE_GPT)
			scheme = PARTITION_SCHEME_GPT;
		else if (!scheme && entry_lba(entry, 0))
			scheme = PARTITION_SCHEME_MBR;
	}
	table->scheme = scheme;
	table->signature = get_le32(sector + MBR_SIGNATURE);
}

uint32_t partition_active(const uint8_t *sector)
{
	const uint8_t *entry = sector + MBR_ENTRIES;
	unsigned int i;

	for (i = 0; i < 4; i++, entry += MBR_ENTRY_LEN)
		if (entry[0] == MBR_ACTIVE && get_le32(entry + 8))
			return get_le32(entry + 8);
	return 0;
}

/* What a walk has come to. */
struct walk {
	const struct sectors *sectors;
	partition_visitor visitor;
	void *context;
	struct partition partition;
	uint32_t number;
};

/* Read an EBR: its entries are 16 bytes each, and it has two. */
static int read_ebr(const struct sectors *sectors, uint32_t lba,
		    const uint8_t **ret_entry)
{
	const uint8_t *sector;

	if (!sectors_has(sectors, lba))
		return ERR_PARTITION_CHAIN;
	sector = sectors->read(sectors, lba);
	if (!sector)
		return ERR_DRIVE_READ;
	if (!has_signature(sector))
		return ERR_PARTITION_CHAIN;
	*ret_entry = sector + MBR_ENTRIES;
	return 0;
}

/* The link to the next EBR, or 0: it counts from the extended partition. */
static uint32_t next_ebr(const uint8_t *entry, uint32_t base)
{
	entry += MBR_ENTRY_LEN;
	return is_extended(entry) ? entry_lba(entry, base) : 0;
}

/* Is lba among the first EBRs of the chain at base, so many links from it? */
static int chain_has(const struct sectors *sectors, uint32_t base,
		     unsigned int links, uint32_t lba)
{
	const uint8_t *entry;
	uint32_t at = base;

	while (at != lba && links-- && !read_ebr(sectors, at, &entry))
		at = next_ebr(entry, base);
	return at == lba;
}

static int walk_chain(struct walk *walk, uint32_t base)
{
	const uint8_t *entry;
	unsigned int links = 0;
	uint32_t at = base;
	uint32_t high = base;
	uint32_t next;
	int is_partition;
	int rc;

	for (; at && links < PARTITION_MAX && walk->number <= PARTITION_MAX;
	     links++) {
		rc = read_ebr(walk->sectors, at, &entry);
		if (rc)
			return rc;
		next = next_ebr(entry, base);
		is_partition = parse_entry(entry, at, &walk->partition);
		if (is_partition) {
			walk->partition.number = walk->number++;
			rc = walk->visitor(walk->context, &walk->partition);
			if (rc)
				return rc;
		}
		/*
		 * No EBR comes twice where each lies behind all before it.
		 * Others are rare enough to read the chain again.
		 */
		if (at > high)
			high = at;
		if (next && next <= high &&
		    chain_has(walk->sectors, base, links, next))
			return ERR_PARTITION_CHAIN;
		at = next;
	}
	return 0;
}

static int walk_mbr(struct walk *walk)
{
	uint8_t table[MBR_TABLE_LEN];
	const uint8_t *entry = table;
	const uint8_t *sector = walk->sectors->read(walk->sectors, 0);
	uint32_t i;
	int rc = 0;

	if (!sector)
		return ERR_DRIVE_READ;
	memcpy(table, sector + MBR_ENTRIES, sizeof(table));
	for (i = 1; i <= 4 && !rc; i++, entry += MBR_ENTRY_LEN) {
		if (!parse_entry(entry, 0, &walk->partition))
			continue;
		walk->partition.number = i;
		rc = walk->visitor(walk->context, &walk->partition);
	}
	walk->number = FIRST_LOGICAL;
	for (entry = table; entry < table + sizeof(table) && !rc;
	     entry += MBR_ENTRY_LEN)
		if (is_extended(entry))
			rc = walk_chain(walk, entry_lba(entry, 0));
	return rc;
}

/* --- GPT ------------------------------------------------------------------ */

static uint32_t header_crc(const uint8_t *header, uint32_t len)
{
	static const uint8_t zero[4];
	uint32_t sum = crc32(UINT32_MAX, header, GPT_HEADER_CRC);

	sum = crc32(sum, zero, sizeof(zero));
	return ~crc32(sum, header + GPT_HEADER_CRC + 4,
		      len - GPT_HEADER_CRC - 4);
}

static int is_header(const uint8_t *header, uint32_t sector_len, uint64_t lba)
{
	uint32_t len = get_le32(header + GPT_HEADER_LEN);

	return memcmp(header, "EFI PART", 8) == 0 &&
	       len >= GPT_MIN_HEADER_LEN && len <= sector_len &&
	       get_le64(header + GPT_MY_LBA) == lba &&
	       get_le32(header + GPT_HEADER_CRC) == header_crc(header, len);
}

/* Entries are 128 bytes, or twice that and again; none crosses a sector. */
static int is_array(const struct partition_table *table, uint32_t sector_len)
{
	return table->entries <= GPT_MAX_ENTRIES &&
	       table->entry_len >= GPT_MIN_ENTRY_LEN &&
	       sector_len % table->entry_len == 0;
}

static int check_array(const struct sectors *sectors,
		       const struct partition_table *table, uint32_t crc)
{
	uint32_t left = table->entries * table->entry_len;
	uint64_t lba = table->entries_lba;
	uint32_t sum = UINT32_MAX;
	const uint8_t *sector;
	uint32_t len;

	for (; left; left -= len, lba++) {
		sector = sectors_has(sectors, lba) ? sectors->read(sectors, lba)
						   : NULL;
		if (!sector)
			return ERR_DRIVE_READ;
		len = left < sectors->sector_len ? left : sectors->sector_len;
		sum = crc32(sum, sector, len);
	}
	return ~sum == crc ? 0 : ERR_GPT_DAMAGED;
}

static int read_gpt(const struct sectors *sectors, uint64_t lba,
		    struct partition_table *table)
{
	const uint8_t *header = sectors->read(sectors, lba);

	if (!header)
		return ERR_DRIVE_READ;
	if (!is_header(header, sectors->sector_len, lba))
		return ERR_GPT_DAMAGED;
	memcpy(table->guid, header + GPT_DISK_GUID, PARTITION_GUID_LEN);
	table->entries_lba = get_le64(header + GPT_ENTRIES_LBA);
	table->entries = get_le32(header + GPT_ENTRIES);
	table->entry_len = get_le32(header + GPT_ENTRY_LEN);
	if (!is_array(table, sectors->sector_len))
		return ERR_GPT_DAMAGED;
	return check_array(sectors, table, get_le32(header + GPT_ENTRIES_CRC));
}

/* Returns 0 for an unused entry, or one that cannot be. */
static int parse_gpt_entry(const uint8_t *entry, struct partition *partition)
{
	static const uint8_t unused[PARTITION_GUID_LEN];
	uint64_t first = get_le64(entry + ENTRY_FIRST_LBA);
	uint64_t last = get_le64(entry + ENTRY_LAST_LBA);

	if (memcmp(entry, unused, sizeof(unused)) == 0 || !first ||
	    last < first)
		return 0;
	partition->active = !!(entry[ENTRY_ATTRIBUTES] & ENTRY_LEGACY_BOOT);
	partition->type = TYPE_GPT;
	partition->first_lba = first;
	partition->sectors = last - first + 1;
	memcpy(partition->type_guid, entry, PARTITION_GUID_LEN);
	memcpy(partition->guid, entry + ENTRY_GUID, PARTITION_GUID_LEN);
	bytes_name(entry + ENTRY_NAME, PARTITION_NAME_LEN - 1, 2,
		   partition->name);
	return 1;
}

static int walk_gpt(struct walk *walk, const struct partition_table *table)
{
	const struct sectors *sectors = walk->sectors;
	const uint8_t *sector = NULL;
	uint32_t visited = 0;
	uint32_t offset;
	uint32_t i;
	int rc;

	for (i = 0; i < table->entries && visited < PARTITION_MAX; i++) {
		offset = i * table->entry_len;
		if (!sector || offset % sectors->sector_len == 0)
			sector = sectors->read(
			    sectors,
			    table->entries_lba + offset / sectors->sector_len);
		if (!sector)
			return ERR_DRIVE_READ;
		if (!parse_gpt_entry(sector + offset % sectors->sector_len,
				     &walk->partition))
			continue;
		visited++;
		walk->partition.number = i + 1;
		rc = walk->visitor(walk->context, &walk->partition);
		if (rc)
			return rc;
		/* The visitor may have read another sector. */
		sector = NULL;
	}
	return 0;
}

/* --- Both ----------------------------------------------------------------- */

int partition_table_read(const struct sectors *sectors,
			 struct partition_table *ret_table)
{
	const uint8_t *sector = sectors->read(sectors, 0);
	struct partition_table table;
	int rc = 0;

	if (!sector)
		return ERR_DRIVE_READ;
	memset(&table, 0, sizeof(table));
	read_mbr(sector, &table);
	if (table.scheme == PARTITION_SCHEME_GPT) {
		rc = read_gpt(sectors, GPT_LBA, &table);
		if (rc && sectors->count > GPT_LBA + 1) {
			table.backup = 1;
			if (!read_gpt(sectors, sectors->count - 1, &table))
				rc = 0;
		}
	}
	if (!rc)
		*ret_table = table;
	return rc;
}

int partition_walk(const struct sectors *sectors,
		   const struct partition_table *table,
		   partition_visitor visitor, void *context)
{
	struct walk walk;

	walk.sectors = sectors;
	walk.visitor = visitor;
	walk.context = context;
	if (table->scheme == PARTITION_SCHEME_MBR)
		return walk_mbr(&walk);
	if (table->scheme == PARTITION_SCHEME_GPT)
		return walk_gpt(&walk, table);
	return 0;
}

#define FOUND 1

static int take_number(void *context, const struct partition *partition)
{
	struct partition *wanted = context;

	if (partition->number != wanted->number)
		return 0;
	*wanted = *partition;
	return FOUND;
}

int partition_find(const struct sectors *sectors,
		   const struct partition_table *table, uint32_t number,
		   struct partition *ret_partition)
{
	struct partition wanted;
	int rc;

	if (table->scheme == PARTITION_SCHEME_NONE)
		return ERR_PARTITION_TABLE;
	wanted.number = number;
	rc = partition_walk(sectors, table, take_number, &wanted);
	if (rc == 0)
		return ERR_PARTITION_NONE;
	if (rc != FOUND)
		return rc;
	*ret_partition = wanted;
	return 0;
}

int partition_entry(const struct partition *partition, uint8_t entry[16])
{
	if (partition->first_lba > UINT32_MAX)
		return ERR_PARTITION_FAR;
	memset(entry, 0xff, MBR_ENTRY_LEN);
	entry[0] = MBR_ACTIVE;
	entry[1] = 0xfe;
	entry[4] =
	    partition->type == TYPE_GPT ? TYPE_GPT_HANDOVER : partition->type;
	entry[5] = 0xfe;
	put_le32(entry + 8, (uint32_t)partition->first_lba);
	if (partition->sectors <= UINT32_MAX)
		put_le32(entry + 12, (uint32_t)partition->sectors);
	return 0;
}

int partition_is_esp(const struct partition *partition)
{
	return partition->type == TYPE_ESP ||
	       (partition->type == TYPE_GPT &&
		guid_is(partition->type_guid,
			"C12A7328F81F11D2BA4B00A0C93EC93B", 32));
}

int guid_is(const uint8_t guid[PARTITION_GUID_LEN], const char *text,
	    size_t len)
{
	/* The text's order of the bytes. */
	static const uint8_t order[PARTITION_GUID_LEN] = {
	    3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
	struct span digit = {text, 1};
	unsigned int n = 0;
	uint32_t value;

	for (; len; len--, digit.text++) {
		if (*digit.text == '-' || *digit.text == '{' ||
		    *digit.text == '}')
			continue;
		if (n == 2 * PARTITION_GUID_LEN ||
		    !span_number(&digit, 16, 15, &value) ||
		    (guid[order[n / 2]] >> (n & 1 ? 0 : 4) & 15) != value)
			return 0;
		n++;
	}
	return n == 2 * PARTITION_GUID_LEN;
}
