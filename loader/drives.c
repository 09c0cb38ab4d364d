/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The drives that the firmware has.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "bytes.h"
#include "devpath.h"
#include "drives.h"

#define CD_SECTOR_LEN 2048

/* PI 1.7, volume 5, section 14.1; gnu-efi does not have it. */
typedef struct disk_info disk_info_t;
typedef EFI_STATUS(EFIAPI *disk_info_read)(disk_info_t *this, void *buf,
					   UINT32 *len);
struct disk_info {
	EFI_GUID interface;
	disk_info_read inquiry;
	disk_info_read identify;
	disk_info_read sense;
	EFI_STATUS(EFIAPI *which_ide)(disk_info_t *this, UINT32 *, UINT32 *);
};

static EFI_GUID disk_info_guid = {
    0xd432a67f,
    0x14dc,
    0x484b,
    {0xb3, 0xbb, 0x3f, 0x02, 0x91, 0x84, 0x93, 0x27}};

/* Where the identify data of an interface has its names. */
static const struct identify {
	EFI_GUID interface;
	uint8_t serial;
	uint8_t model;
	uint8_t swapped; /* ATA: two characters in a 16-bit word, high first */
	char bus[5];
} identifies[] = {
    {{0x5e948fe3,
      0x26d3,
      0x42b5,
      {0xaf, 0x17, 0x61, 0x02, 0x87, 0x18, 0x8d, 0xec}},
     20,
     54,
     1,
     "IDE"},
    {{0x9e498932,
      0x4abc,
      0x45af,
      {0xa3, 0x4d, 0x02, 0x47, 0x78, 0x7b, 0xe7, 0xc6}},
     20,
     54,
     1,
     "SATA"},
    {{0x3ab14680,
      0x5d3f,
      0x4a4d,
      {0xbc, 0xdc, 0xcc, 0x38, 0x00, 0x18, 0xc7, 0xf7}},
     4,
     24,
     0,
     "NVMe"},
};

/* Sectors may have to be read to aligned memory, at most to a page. */
static uint8_t sector[SECTORS_MAX_LEN] __attribute__((aligned(4096)));

static const uint8_t *read_sector(const struct sectors *sectors, uint64_t lba)
{
	const struct efi_drive *drive = (const struct efi_drive *)sectors;
	EFI_BLOCK_IO *block = drive->block;

	if (!sectors_has(sectors, lba) ||
	    EFI_ERROR(block->ReadBlocks(block, block->Media->MediaId, lba,
					sectors->sector_len, sector)))
		return NULL;
	return sector;
}

static void copy_name(const uint8_t *from, unsigned int len, int swapped,
		      char *to)
{
	uint8_t name[40];
	unsigned int i;

	while (len && *from == ' ' && !swapped) {
		from++;
		len--;
	}
	for (i = 0; i < len; i++)
		name[i] = from[swapped ? i ^ 1 : i];
	for (i = 0; i < len && name[i] == ' '; i++)
		;
	bytes_name(name + i, len - i, 1, to);
}

static void identify(EFI_HANDLE handle, struct drive *drive)
{
	disk_info_t *info = firmware_protocol(handle, &disk_info_guid);
	UINT32 len = sizeof(sector);
	const struct identify *row;
	unsigned int i;

	if (!info || EFI_ERROR(info->identify(info, sector, &len)))
		return;
	for (i = 0; i < sizeof(identifies) / sizeof(identifies[0]); i++) {
		row = &identifies[i];
		if (memcmp(&row->interface, &info->interface,
			   sizeof(EFI_GUID)) != 0)
			continue;
		memcpy(drive->bus, row->bus, sizeof(row->bus));
		copy_name(sector + row->serial, sizeof(drive->serial) - 1,
			  row->swapped, drive->serial);
		copy_name(sector + row->model, sizeof(drive->model) - 1,
			  row->swapped, drive->model);
	}
}

static uint8_t kind_of(const EFI_BLOCK_IO_MEDIA *media,
		       const struct devpath_info *info)
{
	if (media->RemovableMedia &&
	    (media->BlockSize == CD_SECTOR_LEN ||
	     (!media->MediaPresent && media->ReadOnly)))
		return DRIVE_KIND_CD;
	return media->RemovableMedia || info->usb ? DRIVE_KIND_REMOVABLE
						  : DRIVE_KIND_DISK;
}

int drive_open(EFI_HANDLE handle, struct efi_drive *ret_drive)
{
	static EFI_GUID guid = EFI_BLOCK_IO_PROTOCOL_GUID;
	struct devpath_info info;
	EFI_BLOCK_IO_MEDIA *media;

	memset(ret_drive, 0, sizeof(*ret_drive));
	ret_drive->block = firmware_protocol(handle, &guid);
	ret_drive->path = path_of(handle);
	if (!ret_drive->block || !ret_drive->path ||
	    ret_drive->block->Media->LogicalPartition)
		return 0;
	media = ret_drive->block->Media;
	devpath_look(ret_drive->path, path_len(ret_drive->path), &info);
	ret_drive->kind = kind_of(media, &info);
	ret_drive->drive.san = info.network;
	ret_drive->drive.place = ret_drive->kind == DRIVE_KIND_DISK
				     ? DRIVE_INTERNAL
				     : DRIVE_EXTERNAL;
	ret_drive->drive.sectors.read = read_sector;
	ret_drive->drive.sectors.sector_len = media->BlockSize;
	ret_drive->drive.sectors.count = media->LastBlock + 1;
	identify(handle, &ret_drive->drive);
	return 1;
}
