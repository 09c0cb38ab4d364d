/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: core/partition.c, the MBR and its chain. The input is flags (1
 * byte: 1, the drive's size is not known; 2, sectors of 4096 bytes), then for
 * each sector from the first on what begins at offset 446 (66 bytes).
 *
 * Runs in: host.
 */
#include "bytes.h"
#include "drive.h"
#include "error.h"
#include "partition.h"

#define TABLE_OFFSET 446
#define TABLE_LEN 66
#define MAX_SECTORS 256
/* Reading a chain again for each of its links. */
#define MAX_READS (4 * PARTITION_MAX * PARTITION_MAX)

struct visits {
	struct drive *drive;
	unsigned int count;
	struct partition partition[PARTITION_MAX];
};

static int visit(void *context, const struct partition *partition)
{
	struct visits *visits = context;

	REQUIRE(visits->count < PARTITION_MAX);
	visits->partition[visits->count++] = *partition;
	visits->drive->sectors.read(&visits->drive->sectors, 0);
	return 0;
}

/* --- The same, written another way ---------------------------------------- */

struct model {
	const struct drive *drive;
	struct visits visits;
	uint32_t number;
};

static const uint8_t *model_entry(const struct model *model, uint64_t lba,
				  unsigned int slot)
{
	return model->drive->image + lba * model->drive->sectors.sector_len +
	       TABLE_OFFSET + 16 * slot;
}

static int model_is_extended(const uint8_t *entry)
{
	return (entry[4] == 5 || entry[4] == 15 || entry[4] == 0x85) &&
	       get_le32(entry + 8) && get_le32(entry + 12);
}

static void model_visit(struct model *model, const uint8_t *entry,
			uint64_t base, uint32_t number)
{
	struct partition *partition =
	    &model->visits.partition[model->visits.count];

	if (entry[4] == 0 || !get_le32(entry + 8) || !get_le32(entry + 12) ||
	    model_is_extended(entry) || number > PARTITION_MAX)
		return;
	memset(partition, 0, sizeof(*partition));
	partition->number = number;
	partition->active = entry[0] == 0x80;
	partition->type = entry[4];
	partition->first_lba = base + get_le32(entry + 8);
	if (partition->first_lba > UINT32_MAX)
		partition->first_lba = UINT32_MAX;
	partition->sectors = get_le32(entry + 12);
	model->visits.count++;
	if (number > 4)
		model->number++;
}

static int model_chain(struct model *model, uint64_t base)
{
	uint8_t seen[MAX_SECTORS] = {0};
	const uint8_t *link;
	uint64_t at = base;
	unsigned int links;

	for (links = 0; links < PARTITION_MAX; links++) {
		if (model->number > PARTITION_MAX)
			return 0;
		if (at >= model->drive->len)
			return model->drive->sectors.count ? ERR_PARTITION_CHAIN
							   : ERR_DRIVE_READ;
		if (seen[at])
			return ERR_PARTITION_CHAIN;
		seen[at] = 1;
		if (memcmp(model_entry(model, at, 4), "\x55\xaa", 2) != 0)
			return ERR_PARTITION_CHAIN;
		model_visit(model, model_entry(model, at, 0), at,
			    model->number);
		link = model_entry(model, at, 1);
		if (!model_is_extended(link))
			return 0;
		at = base + get_le32(link + 8);
	}
	return 0;
}

static int model_walk(struct model *model)
{
	const uint8_t *entry;
	unsigned int slot;
	int rc = 0;

	for (slot = 0; slot < 4; slot++)
		model_visit(model, model_entry(model, 0, slot), 0, slot + 1);
	model->number = 5;
	for (slot = 0; slot < 4 && !rc; slot++) {
		entry = model_entry(model, 0, slot);
		if (model_is_extended(entry))
			rc = model_chain(model, get_le32(entry + 8));
	}
	return rc;
}

/* --- The properties ------------------------------------------------------- */

static void check_partitions(struct drive *drive,
			     const struct partition_table *table,
			     const struct visits *visits)
{
	const struct partition *partition;
	struct partition found;
	unsigned int i;

	for (i = 0; i < visits->count; i++) {
		partition = &visits->partition[i];
		REQUIRE(!i || partition[-1].number < partition->number);
		REQUIRE(partition->first_lba && partition->sectors);
		REQUIRE(partition->number >= 1 &&
			partition->number <= PARTITION_MAX);
		REQUIRE(partition_find(&drive->sectors, table,
				       partition->number, &found) == 0);
		REQUIRE(memcmp(&found, partition, sizeof(found)) == 0);
	}
}

static void check_walk(struct drive *drive, const struct partition_table *table)
{
	struct visits visits = {.drive = drive};
	struct model model = {.drive = drive};
	int rc;

	drive->reads = 0;
	rc = partition_walk(&drive->sectors, table, visit, &visits);
	REQUIRE(drive->reads <= MAX_READS);
	REQUIRE(rc == model_walk(&model));
	REQUIRE(visits.count == model.visits.count);
	REQUIRE(memcmp(visits.partition, model.visits.partition,
		       visits.count * sizeof(*visits.partition)) == 0);
	check_partitions(drive, table, &visits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct partition_table table;
	struct drive drive;
	uint8_t flags;
	uint64_t lba;
	int rc;

	if (len < 1)
		return 0;
	flags = *data++;
	len--;
	drive_new(&drive, flags & 2 ? 4096 : 512,
		  len / TABLE_LEN < MAX_SECTORS ? len / TABLE_LEN
						: MAX_SECTORS);
	for (lba = 0; lba < drive.len; lba++)
		drive_put(&drive, lba, TABLE_OFFSET, &data, &len, TABLE_LEN);
	if (flags & 1)
		drive.sectors.count = 0;
	rc = partition_table_read(&drive.sectors, &table);
	REQUIRE(rc == 0 || rc == ERR_GPT_DAMAGED ||
		(rc == ERR_DRIVE_READ && drive.len < 2));
	if (!rc)
		REQUIRE(table.scheme <= PARTITION_SCHEME_MBR);
	if (!rc && table.scheme == PARTITION_SCHEME_MBR)
		check_walk(&drive, &table);
	drive_free(&drive);
	return 0;
}
