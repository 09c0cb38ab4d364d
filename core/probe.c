/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking at one drive for one rung: can it be started, and if not, why?
 *
 * Runs in: everywhere; the machine is what struct machine says.
 */
#include <string.h>

#include "bootsect.h"
#include "eltorito.h"
#include "error.h"
#include "probe.h"

#define LOWEST_SEGMENT 0x00a0 /* below it: BIOS data, and the hand-off */
#define FLOPPY_DRIVE 0x00
#define CD_PER_VIRTUAL_SHIFT 2 /* virtual sectors of 512 in one of 2048 */

/* Everything one look needs. */
struct look {
	const struct ladder *ladder;
	const struct rung *rung;
	const struct machine *machine;
	struct drive *drive;
	struct finding *finding;
};

int probe_candidate(const struct rung *rung, const struct machine *machine,
		    unsigned int index)
{
	uint8_t drive;

	switch (rung->method) {
	case METHOD_CD:
		drive = machine->cd_drive(index);
		return drive == DRIVE_NONE ? -1 : drive;
	case METHOD_FD:
		return index ? -1 : FLOPPY_DRIVE;
	case METHOD_DRIVE:
	case METHOD_HD:
	case METHOD_PART:
		if (rung->drive)
			return index ? -1 : rung->drive;
		return index < machine->disk_count()
			   ? (int)(DRIVE_FIRST_DISK + index)
			   : -1;
	default:
		return -1;
	}
}

static const uint8_t *read_sector(const struct look *look, uint64_t lba)
{
	return look->drive->sectors.read(&look->drive->sectors, lba);
}

/* The verdict about a boot sector; tells the loader too. */
static int check_sector(const struct look *look, const uint8_t *sector,
			const struct bootsect_loader **ret_loader)
{
	int rc = bootsect_check(sector, BOOTSECT_LEN);

	*ret_loader = NULL;
	if (rc)
		return rc;
	*ret_loader = bootsect_identify(sector);
	look->finding->loader = (*ret_loader)->name;
	return (*ret_loader)->not_bootable ? ERR_SECTOR_DATA : 0;
}

/* Boot code that starts the active partition: can it? */
static int check_active(const struct look *look)
{
	const uint8_t *sector = read_sector(look, 0);
	uint32_t lba;

	if (!sector)
		return ERR_DRIVE_READ;
	lba = partition_active(sector);
	if (!lba)
		return ERR_SECTOR_NO_ACTIVE;
	sector = read_sector(look, lba);
	if (!sector)
		return ERR_DRIVE_READ;
	return bootsect_check(sector, BOOTSECT_LEN) ? ERR_SECTOR_ACTIVE_EMPTY
						    : 0;
}

static int visit_esp(void *context, const struct partition *partition)
{
	(void)context;
	return partition_is_esp(partition);
}

/* Nothing for a BIOS on it: is it a disk that UEFI firmware boots? */
static int is_uefi_disk(const struct look *look)
{
	return partition_walk(&look->drive->sectors, &look->finding->table,
			      visit_esp, NULL) == 1;
}

static int select_disk(const struct look *look)
{
	const struct selector *selector = &look->ladder->selector;

	if (!selector_given(selector))
		return 0;
	if (selector->serial.len || selector->internal)
		look->machine->identify(look->drive);
	return selector_match(selector, look->drive, &look->finding->table);
}

static int read_table(const struct look *look)
{
	int rc =
	    partition_table_read(&look->drive->sectors, &look->finding->table);

	look->finding->looked = !rc;
	return rc;
}

static int look_at_disk(const struct look *look)
{
	const struct bootsect_loader *loader;
	const uint8_t *sector;
	int verdict;
	int rc;

	sector = read_sector(look, 0);
	if (!sector)
		return ERR_DRIVE_READ;
	verdict = check_sector(look, sector, &loader);
	rc = read_table(look);
	if (rc == ERR_DRIVE_READ)
		return rc;
	rc = select_disk(look);
	if (rc)
		return rc;
	/* A disk that was named is started if it can be at all. */
	if (!verdict && loader->wants_active && look->rung->method == METHOD_HD)
		verdict = check_active(look);
	/* Windows writes an MBR's boot code on a disk with a GPT too. */
	if ((verdict == ERR_SECTOR_EMPTY || verdict == ERR_SECTOR_NO_ACTIVE) &&
	    is_uefi_disk(look))
		return ERR_SECTOR_UEFI;
	return verdict;
}

static int look_at_partition(const struct look *look)
{
	const struct sectors *sectors = &look->drive->sectors;
	struct finding *finding = look->finding;
	const struct bootsect_loader *loader;
	struct partition partition;
	const uint8_t *sector;
	int rc;

	rc = read_table(look);
	if (rc)
		return rc;
	rc = select_disk(look);
	if (rc)
		return rc;
	rc = partition_find(sectors, &finding->table, look->rung->partition,
			    &partition);
	if (!rc)
		rc = partition_entry(&partition, finding->start.entry);
	if (rc)
		return rc;
	sector = read_sector(look, partition.first_lba);
	if (!sector)
		return ERR_DRIVE_READ;
	finding->start.lba = partition.first_lba;
	finding->start.has_entry = 1;
	/* A volume's boot sector reads the rest of itself from there. */
	if (bootsect_hidden(sector, &finding->start.hidden) &&
	    finding->start.hidden != (uint32_t)partition.first_lba) {
		finding->start.set_hidden = 1;
		finding->start.hidden = (uint32_t)partition.first_lba;
	}
	return check_sector(look, sector, &loader);
}

static int look_at_cd(const struct look *look)
{
	struct start *start = &look->finding->start;
	struct eltorito_entry entry;
	uint32_t first;
	int rc;

	rc = eltorito_find(&look->drive->sectors, look->ladder->entry, &entry);
	if (rc)
		return rc;
	start->segment = entry.load_segment;
	start->lba = entry.lba;
	start->sectors = (entry.virtual_sectors + 3u) >> CD_PER_VIRTUAL_SHIFT;
	first = (uint32_t)entry.load_segment << 4;
	if (entry.load_segment < LOWEST_SEGMENT ||
	    first > look->machine->room() ||
	    start->sectors >
		(look->machine->room() - first) / ELTORITO_SECTOR_LEN)
		return ERR_CD_LOAD;
	return 0;
}

static int look_at_floppy(const struct look *look)
{
	const struct bootsect_loader *loader;
	const uint8_t *sector = read_sector(look, 0);

	return sector ? check_sector(look, sector, &loader) : ERR_DRIVE_READ;
}

void probe_drive(const struct ladder *ladder, unsigned int rung,
		 const struct machine *machine, uint8_t number, int identify,
		 struct drive *drive, struct finding *finding)
{
	const struct look look = {ladder, &ladder->rung[rung], machine, drive,
				  finding};
	uint8_t method = look.rung->method;
	int rc;

	memset(finding, 0, sizeof(*finding));
	finding->rung = rung;
	finding->drive = drive;
	memset(drive, 0, sizeof(*drive));
	drive->number = number;
	rc = machine->drive(number, drive);
	if (!rc && drive->san && !look.rung->drive && method != METHOD_CD)
		rc = ERR_DRIVE_SAN;
	finding->start.drive = number;
	finding->start.map =
	    number < DRIVE_FIRST_DISK || method == METHOD_CD ? 0 : ladder->map;
	finding->start.method = method;
	finding->start.segment = BOOT_SEGMENT;
	finding->start.sector_len = drive->sectors.sector_len;
	finding->start.sectors = 1;
	if (!rc && identify)
		machine->identify(drive);
	if (!rc && method == METHOD_CD)
		rc = look_at_cd(&look);
	else if (!rc && method == METHOD_FD)
		rc = look_at_floppy(&look);
	else if (!rc && method == METHOD_PART)
		rc = look_at_partition(&look);
	else if (!rc)
		rc = look_at_disk(&look);
	if (rc == ERR_DRIVE_READ)
		rc = machine->read_error(number, &finding->status);
	finding->verdict = rc;
}
