/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file system of a few files in memory (UEFI 2.10, sections 13.4 and 13.5).
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "memfiles.h"

#define NAME_LEN 32

static EFI_GUID file_system_guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;
static EFI_GUID device_path_guid = EFI_DEVICE_PATH_PROTOCOL_GUID;
static EFI_GUID file_info_guid = EFI_FILE_INFO_ID;

/* Messaging, vendor-defined: b2c7f0a4-51d6-4b8e-8a0c-6d3f1e9c7b25. */
static const uint8_t own_node[] = {
    3,	  10,	20,   0,    0xa4, 0xf0, 0xc7, 0xb2, 0xd6, 0x51, 0x8e, 0x4b,
    0x8a, 0x0c, 0x6d, 0x3f, 0x1e, 0x9c, 0x7b, 0x25, 0x7f, 0xff, 4,    0,
};

/* An open file, or the folder: file is NULL. */
struct open_file {
	EFI_FILE protocol; /* first: what the caller has */
	const struct memfile *file;
	UINT64 at;
};

static const struct memfile *files;
static unsigned int file_count;
static EFI_HANDLE volume;
static path_t *volume_path;

static EFI_FILE_HANDLE open_new(const struct memfile *file);

static uint8_t lower(CHAR16 c)
{
	return (uint8_t)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static int is_name(const CHAR16 *wide, const char *name)
{
	while (*name && *wide < 0x80 && lower(*wide) == lower((uint8_t)*name)) {
		wide++;
		name++;
	}
	return !*name && !*wide;
}

static EFI_STATUS EFIAPI file_open(EFI_FILE_HANDLE this, EFI_FILE_HANDLE *ret,
				   CHAR16 *name, UINT64 mode, UINT64 attributes)
{
	const struct memfile *found = NULL;
	unsigned int i;

	(void)this;
	(void)attributes;
	if (mode != EFI_FILE_MODE_READ)
		return EFI_WRITE_PROTECTED;
	while (*name == '\\' || *name == '.')
		name++;
	for (i = 0; i < file_count && !found; i++)
		if (is_name(name, files[i].name))
			found = &files[i];
	if (*name && !found)
		return EFI_NOT_FOUND;
	*ret = open_new(found);
	return *ret ? EFI_SUCCESS : EFI_OUT_OF_RESOURCES;
}

static EFI_STATUS EFIAPI file_close(EFI_FILE_HANDLE this)
{
	firmware_free(this);
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI file_delete(EFI_FILE_HANDLE this)
{
	firmware_free(this);
	return EFI_WARN_DELETE_FAILURE;
}

static EFI_STATUS EFIAPI file_read(EFI_FILE_HANDLE this, UINTN *len, VOID *buf)
{
	struct open_file *open = (struct open_file *)this;
	UINT64 left;

	if (!open->file || open->at > open->file->len) {
		*len = 0;
		return open->file ? EFI_DEVICE_ERROR : EFI_SUCCESS;
	}
	left = open->file->len - open->at;
	if (*len > left)
		*len = (UINTN)left;
	memcpy(buf, (const uint8_t *)open->file->data + open->at, *len);
	open->at += *len;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI file_write(EFI_FILE_HANDLE this, UINTN *len, VOID *buf)
{
	(void)this;
	(void)buf;
	*len = 0;
	return EFI_WRITE_PROTECTED;
}

static EFI_STATUS EFIAPI file_get_position(EFI_FILE_HANDLE this, UINT64 *ret_at)
{
	*ret_at = ((struct open_file *)this)->at;
	return EFI_SUCCESS;
}

/* All ones: the end. */
static EFI_STATUS EFIAPI file_set_position(EFI_FILE_HANDLE this, UINT64 at)
{
	struct open_file *open = (struct open_file *)this;

	open->at = at + 1 || !open->file ? at : open->file->len;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI file_get_info(EFI_FILE_HANDLE this, EFI_GUID *type,
				       UINTN *len, VOID *buf)
{
	const struct memfile *file = ((struct open_file *)this)->file;
	const char *name = file ? file->name : "";
	UINTN needed = sizeof(EFI_FILE_INFO) + 2 * NAME_LEN;
	EFI_FILE_INFO *info = buf;
	unsigned int i;

	if (memcmp(type, &file_info_guid, sizeof(*type)) != 0)
		return EFI_UNSUPPORTED;
	if (*len < needed) {
		*len = needed;
		return EFI_BUFFER_TOO_SMALL;
	}
	*len = needed;
	memset(info, 0, needed);
	info->Size = needed;
	info->FileSize = file ? file->len : 0;
	info->PhysicalSize = info->FileSize;
	info->Attribute =
	    EFI_FILE_READ_ONLY | (file ? 0 : (UINT64)EFI_FILE_DIRECTORY);
	for (i = 0; i < NAME_LEN - 1 && name[i]; i++)
		info->FileName[i] = (CHAR16)name[i];
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI file_set_info(EFI_FILE_HANDLE this, EFI_GUID *type,
				       UINTN len, VOID *buf)
{
	(void)this;
	(void)type;
	(void)len;
	(void)buf;
	return EFI_WRITE_PROTECTED;
}

static EFI_STATUS EFIAPI file_flush(EFI_FILE_HANDLE this)
{
	(void)this;
	return EFI_SUCCESS;
}

static EFI_FILE_HANDLE open_new(const struct memfile *file)
{
	static const EFI_FILE protocol = {
	    .Revision = EFI_FILE_HANDLE_REVISION,
	    .Open = file_open,
	    .Close = file_close,
	    .Delete = file_delete,
	    .Read = file_read,
	    .Write = file_write,
	    .GetPosition = file_get_position,
	    .SetPosition = file_set_position,
	    .GetInfo = file_get_info,
	    .SetInfo = file_set_info,
	    .Flush = file_flush,
	};
	struct open_file *open = firmware_alloc(sizeof(*open));

	if (!open)
		return NULL;
	open->protocol = protocol;
	open->file = file;
	return &open->protocol;
}

static EFI_STATUS EFIAPI open_volume(EFI_FILE_IO_INTERFACE *this,
				     EFI_FILE_HANDLE *ret_root)
{
	(void)this;
	*ret_root = open_new(NULL);
	return *ret_root ? EFI_SUCCESS : EFI_OUT_OF_RESOURCES;
}

static EFI_FILE_IO_INTERFACE file_system = {
    .Revision = EFI_FILE_IO_INTERFACE_REVISION,
    .OpenVolume = open_volume,
};

const path_t *memfiles_publish(const path_t *parent,
			       const struct memfile *memfiles,
			       unsigned int count)
{
	const path_t *own = (const path_t *)own_node;

	memfiles_withdraw();
	volume_path = parent ? path_join(parent, own) : path_copy(own);
	if (!volume_path)
		return NULL;
	files = memfiles;
	file_count = count;
	if (EFI_ERROR(bs->InstallMultipleProtocolInterfaces(
		&volume, &device_path_guid, volume_path, &file_system_guid,
		&file_system, NULL))) {
		volume = NULL;
		memfiles_withdraw();
	}
	return volume_path;
}

void memfiles_withdraw(void)
{
	if (volume && EFI_ERROR(bs->UninstallMultipleProtocolInterfaces(
			  volume, &device_path_guid, volume_path,
			  &file_system_guid, &file_system, NULL)))
		return;
	volume = NULL;
	firmware_free(volume_path);
	volume_path = NULL;
}
