/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Boot loaders on the machine's disks, whatever the boot entries say.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "devpath.h"
#include "disks.h"
#include "drives.h"
#include "entries.h"
#include "files.h"
#include "findings.h"
#include "knownloader.h"
#include "partition.h"
#include "program.h"
#include "text.h"
#include "uefierror.h"
#include "uefiladder.h"

#define MAX_FOLDERS 16
#define WHAT_LEN 200

/* One drive of a method, while it is looked at. */
struct look {
	uint8_t method;
	struct efi_drive drive;
	struct partition_table table;
	char what[WHAT_LEN];
	int esp_in_table;
	unsigned int volumes; /* file systems looked into */
	unsigned int loaders; /* found on them */
};

/* A file system of it. */
struct volume_look {
	const struct look *look;
	EFI_FILE_HANDLE root;
	const path_t *path;
	struct devpath_info info;
	unsigned int found; /* loaders */
};

static void describe(struct look *look)
{
	const struct drive *drive = &look->drive.drive;
	char path[DEVPATH_TEXT_LEN];

	devpath_text(look->drive.path, path_len(look->drive.path), path,
		     sizeof(path));
	text_format(look->what, WHAT_LEN, "%s%s%s%s%s%s", path,
		    drive->model[0] ? " \"" : "", drive->model,
		    drive->model[0] ? "\"" : "",
		    drive->serial[0] ? " serial " : "", drive->serial);
}

static void start_file(struct volume_look *volume, const char *file,
		       const struct entry *entry)
{
	path_t *path = path_with_file(volume->path, file);
	uint64_t status = 0;
	int rc = ERR_LOAD_MEMORY;

	volume->found++;
	if (path)
		rc = start_program(path, entry ? entry->option.data : NULL,
				   entry ? entry->option.data_len : 0,
				   entry ? entry->number : NO_ENTRY, &status);
	firmware_free(path);
	finding_add(volume->look->method, volume->look->what, file, rc, status);
}

/* A loader on this partition that BootOrder names: with its arguments. */
static int start_named(void *context, const struct entry *entry, int verdict)
{
	struct volume_look *volume = context;
	char file[DEVPATH_TEXT_LEN];
	struct devpath_info info;
	const uint8_t *path;
	size_t len;

	if (verdict)
		return 0;
	path = entry->option.path;
	len = entry->option.path_len;
	devpath_look(path, len, &info);
	if (!info.has_file || !info.has_hd || !volume->info.has_hd ||
	    !devpath_same_partition(
		path + info.partition, len - info.partition,
		(const uint8_t *)volume->path + volume->info.partition,
		path_len(volume->path) - volume->info.partition))
		return 0;
	devpath_text(path + info.device_len, len - info.device_len, file,
		     sizeof(file));
	if (files_exist(volume->root, file))
		start_file(volume, file, entry);
	return 0;
}

static void start_known(struct volume_look *volume)
{
	static char folders[MAX_FOLDERS][KNOWNLOADER_FOLDER_LEN];
	char path[KNOWNLOADER_PATH_LEN];
	unsigned int count;
	unsigned int index;
	unsigned int i;
	int rc;

	count = files_folders(volume->root, "\\EFI", folders[0],
			      KNOWNLOADER_FOLDER_LEN, MAX_FOLDERS);
	for (index = 0, rc = 0; rc >= 0; index++) {
		for (i = 0; i < count; i++) {
			rc = knownloader_path(index, FIRMWARE_ARCH, folders[i],
					      !i, path);
			if (rc > 0 && files_exist(volume->root, path))
				start_file(volume, path, NULL);
		}
		if (!count)
			break;
	}
}

static int is_esp(const struct look *look, const struct devpath_info *info,
		  const path_t *path)
{
	struct partition partition;
	uint32_t number;

	if (!info->has_hd)
		return 0;
	number =
	    devpath_partition_number((const uint8_t *)path + info->partition,
				     path_len(path) - info->partition);
	return number &&
	       !partition_find(&look->drive.drive.sectors, &look->table, number,
			       &partition) &&
	       partition_is_esp(&partition);
}

static void look_at_volume(struct look *look, EFI_HANDLE handle, int esps)
{
	struct volume_look volume = {.look = look};

	volume.path = path_of(handle);
	if (!volume.path ||
	    !devpath_begins(volume.path, path_len(volume.path),
			    look->drive.path,
			    path_len(look->drive.path) - DEVPATH_END_LEN))
		return;
	devpath_look(volume.path, path_len(volume.path), &volume.info);
	if (is_esp(look, &volume.info, volume.path) != esps)
		return;
	volume.root = files_open_volume(handle);
	if (volume.root && (esps || files_exist(volume.root, "\\EFI"))) {
		look->volumes++;
		entries_walk(start_named, &volume);
		start_known(&volume);
		look->loaders += volume.found;
		if (!volume.found)
			finding_add(look->method, look->what, "", ERR_ESP_EMPTY,
				    0);
	}
	files_close(volume.root);
}

static void look_at_volumes(struct look *look, int esps)
{
	static EFI_GUID guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;
	EFI_HANDLE *handles;
	UINTN count;
	UINTN i;

	handles = firmware_handles(&guid, &count);
	for (i = 0; i < count; i++)
		look_at_volume(look, handles[i], esps);
	firmware_free(handles);
}

static int note_esp(void *context, const struct partition *partition)
{
	struct look *look = context;

	look->esp_in_table |= partition_is_esp(partition);
	return 0;
}

/* Returns 0, or why nothing on it is to be started. */
static int check(struct look *look, const struct selector *selector)
{
	struct sectors *sectors = &look->drive.drive.sectors;
	int rc;

	if (!look->drive.block->Media->MediaPresent)
		return ERR_DRIVE_EMPTY;
	if (sectors->sector_len < 512 || sectors->sector_len > SECTORS_MAX_LEN)
		return ERR_DRIVE_READ;
	rc = partition_table_read(sectors, &look->table);
	/* A CD need not have a table, and may have a damaged one. */
	if (rc && look->drive.kind == DRIVE_KIND_CD) {
		memset(&look->table, 0, sizeof(look->table));
		rc = 0;
	}
	if (!rc)
		rc = selector_match(selector, &look->drive.drive, &look->table);
	if (rc)
		return rc == ERR_SELECT_UNKNOWN ? ERR_UEFI_UNKNOWN : rc;
	if (look->table.scheme != PARTITION_SCHEME_NONE)
		partition_walk(sectors, &look->table, note_esp, look);
	return 0;
}

int disks_start_drive(uint8_t method, const struct efi_drive *drive,
		      const struct selector *selector)
{
	struct look look;
	int rc;

	memset(&look, 0, sizeof(look));
	look.method = method;
	look.drive = *drive;
	describe(&look);
	rc = check(&look, selector);
	if (!rc) {
		look_at_volumes(&look, 1);
		if (look.esp_in_table && !look.volumes)
			rc = ERR_ESP_UNREADABLE;
		look_at_volumes(&look, 0);
		if (!look.volumes && !rc)
			rc = ERR_ESP_NONE;
	}
	if (rc)
		finding_add(method, look.what, "", rc, 0);
	return rc || look.loaders ? rc : ERR_ESP_EMPTY;
}

/* What the network gave is not this machine's own. */
static void look_at_drive(uint8_t method, const struct efi_drive *drive,
			  const struct selector *selector)
{
	struct look look;

	if (!drive->drive.san) {
		disks_start_drive(method, drive, selector);
		return;
	}
	look.drive = *drive;
	describe(&look);
	finding_add(method, look.what, "", ERR_DRIVE_SAN, 0);
}

void disks_start(uint8_t method, const struct selector *selector)
{
	static const uint8_t kinds[UEFI_METHODS] = {
	    [UEFI_DISK] = DRIVE_KIND_DISK,
	    [UEFI_CD] = DRIVE_KIND_CD,
	    [UEFI_USB] = DRIVE_KIND_REMOVABLE,
	};
	static EFI_GUID guid = EFI_BLOCK_IO_PROTOCOL_GUID;
	struct efi_drive drive;
	EFI_HANDLE *handles;
	unsigned int drives = 0;
	UINTN count;
	UINTN i;

	handles = firmware_handles(&guid, &count);
	for (i = 0; i < count; i++) {
		if (!drive_open(handles[i], &drive) ||
		    drive.kind != kinds[method])
			continue;
		drives++;
		look_at_drive(method, &drive, selector);
	}
	firmware_free(handles);
	if (!drives)
		finding_add(method, "", "", ERR_UEFI_NO_DISK, 0);
}
