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
#include "nvme.h"

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

/* ATA's names: two characters in a 16-bit word, the first one high. */
enum ata { ATA_SERIAL = 20, ATA_MODEL = 54 };
/* NVMe's, in the data of Identify Controller. */
enum nvme { NVME_SERIAL = 4, NVME_MODEL = 24 };
enum { SERIAL_LEN = 20, MODEL_LEN = 40 };

_Static_assert(sizeof(((struct drive *)0)->serial) == SERIAL_LEN + 1 &&
		   sizeof(((struct drive *)0)->model) == MODEL_LEN + 1,
	       "the names fit");

/* The interfaces whose identify data are ATA's. */
static const struct {
	EFI_GUID interface;
	char bus[5];
} ata_interfaces[] = {
    {{0x5e948fe3,
      0x26d3,
      0x42b5,
      {0xaf, 0x17, 0x61, 0x02, 0x87, 0x18, 0x8d, 0xec}},
     "IDE"},
    {{0x9e498932,
      0x4abc,
      0x45af,
      {0xa3, 0x4d, 0x02, 0x47, 0x78, 0x7b, 0xe7, 0xc6}},
     "SATA"},
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

/* Without blanks before and behind. */
static void copy_name(const uint8_t *from, unsigned int len, int swapped,
		      char *to)
{
	uint8_t name[MODEL_LEN];
	unsigned int i;

	for (i = 0; i < len; i++)
		name[i] = from[swapped ? i ^ 1 : i];
	for (i = 0; i < len && name[i] == ' '; i++)
		;
	bytes_name(name + i, len - i, 1, to);
}

static void identify_ata(EFI_HANDLE handle, struct drive *drive)
{
	disk_info_t *info = firmware_protocol(handle, &disk_info_guid);
	UINT32 len = sizeof(sector);
	unsigned int i;

	if (!info)
		return;
	for (i = 0; i < sizeof(ata_interfaces) / sizeof(ata_interfaces[0]);
	     i++) {
		if (memcmp(&ata_interfaces[i].interface, &info->interface,
			   sizeof(EFI_GUID)) != 0 ||
		    EFI_ERROR(info->identify(info, sector, &len)))
			continue;
		memcpy(drive->bus, ata_interfaces[i].bus,
		       sizeof(ata_interfaces[i].bus));
		copy_name(sector + ATA_SERIAL, SERIAL_LEN, 1, drive->serial);
		copy_name(sector + ATA_MODEL, MODEL_LEN, 1, drive->model);
	}
}

static void identify_nvme(const path_t *path, struct drive *drive)
{
	if (!nvme_identify(path, sector))
		return;
	memcpy(drive->bus, "NVMe", 5);
	copy_name(sector + NVME_SERIAL, SERIAL_LEN, 0, drive->serial);
	copy_name(sector + NVME_MODEL, MODEL_LEN, 0, drive->model);
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
	identify_ata(handle, &ret_drive->drive);
	identify_nvme(ret_drive->path, &ret_drive->drive);
	return 1;
}
