/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel's initrds, as it asks for them.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "efiplace.h"
#include "files.h"
#include "initrd.h"
#include "uefierror.h"

#define NAME_LEN 256
#define MAX_INITRDS 16

/* UEFI 2.10, section 13.2. */
typedef struct load_file load_file_t;
struct load_file {
	EFI_STATUS(EFIAPI *load)
	(load_file_t *this, EFI_DEVICE_PATH *path, BOOLEAN boot_policy,
	 UINTN *len, VOID *buf);
};

static EFI_GUID load_file2_guid = {
    0x4006c0c1,
    0xfcb3,
    0x403e,
    {0x99, 0x6d, 0x4a, 0x6c, 0x87, 0x24, 0xe0, 0x6d}};
static EFI_GUID device_path_guid = EFI_DEVICE_PATH_PROTOCOL_GUID;

/* Media, vendor-defined: LINUX_EFI_INITRD_MEDIA_GUID. */
static const uint8_t initrd_path[] = {
    4,	  3,	20,   0,    0x27, 0xe4, 0x68, 0x55, 0xfc, 0x68, 0x3d, 0x4f,
    0xac, 0x74, 0xca, 0x55, 0x52, 0x31, 0xcc, 0x68, 0x7f, 0xff, 4,    0,
};

static struct files_data initrds[MAX_INITRDS];
static unsigned int count;
static EFI_HANDLE handle;

/* Each begins at a multiple of four bytes. */
static size_t padded(size_t len)
{
	return (len + 3) & ~(size_t)3;
}

static EFI_STATUS EFIAPI load(load_file_t *this, EFI_DEVICE_PATH *path,
			      BOOLEAN boot_policy, UINTN *len, VOID *buf)
{
	size_t total = 0;
	UINTN room = *len;
	unsigned int i;

	(void)this;
	(void)path;
	if (boot_policy)
		return EFI_UNSUPPORTED;
	for (i = 0; i < count; i++)
		total += padded(initrds[i].len);
	*len = total;
	if (!buf || room < total)
		return EFI_BUFFER_TOO_SMALL;
	memset(buf, 0, total);
	for (i = 0, total = 0; i < count; i++) {
		memcpy((uint8_t *)buf + total, initrds[i].data, initrds[i].len);
		total += padded(initrds[i].len);
	}
	return EFI_SUCCESS;
}

static load_file_t load_file2 = {load};

void initrd_withdraw(void)
{
	if (handle)
		bs->UninstallMultipleProtocolInterfaces(
		    handle, &device_path_guid, initrd_path, &load_file2_guid,
		    &load_file2, NULL);
	handle = NULL;
	while (count)
		firmware_free(initrds[--count].data);
}

static int read(const struct span *name)
{
	char text[NAME_LEN];
	int rc;

	if (count == MAX_INITRDS)
		return ERR_LOAD_MEMORY;
	text_format(text, sizeof(text), "%S", name);
	rc = files_load(place(text), &initrds[count]);
	count += !rc;
	return rc;
}

int initrd_publish(struct span names, struct span *ret_name)
{
	int rc = 0;

	*ret_name = names;
	while (names.len && !rc) {
		span_cut(&names, ',', ret_name);
		if (ret_name->len)
			rc = read(ret_name);
	}
	if (!rc && count &&
	    EFI_ERROR(bs->InstallMultipleProtocolInterfaces(
		&handle, &device_path_guid, initrd_path, &load_file2_guid,
		&load_file2, NULL)))
		rc = ERR_LOAD_OTHER;
	if (rc)
		initrd_withdraw();
	return rc;
}
