/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware we run on: its tables, its errors, its variables.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "bootguard.h"
#include "bytes.h"
#include "firmware.h"
#include "uefierror.h"

EFI_SYSTEM_TABLE *st;
EFI_BOOT_SERVICES *bs;
EFI_RUNTIME_SERVICES *rt;
EFI_HANDLE self;
EFI_LOADED_IMAGE *self_image;

static EFI_GUID global_variable = EFI_GLOBAL_VARIABLE;
/* 8f1d3a52-6c0b-4e7e-9b41-2d7a50c1e86f: netchain's own variables. */
static EFI_GUID own_variable = {
    0x8f1d3a52,
    0x6c0b,
    0x4e7e,
    {0x9b, 0x41, 0x2d, 0x7a, 0x50, 0xc1, 0xe8, 0x6f}};

#define KEPT                                                                   \
	(EFI_VARIABLE_NON_VOLATILE | EFI_VARIABLE_BOOTSERVICE_ACCESS |         \
	 EFI_VARIABLE_RUNTIME_ACCESS)
#define UNTIL_RESET                                                            \
	(EFI_VARIABLE_BOOTSERVICE_ACCESS | EFI_VARIABLE_RUNTIME_ACCESS)

void firmware_init(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;

	st = table;
	bs = table->BootServices;
	rt = table->RuntimeServices;
	self = image;
	self_image = firmware_protocol(image, &guid);
}

int firmware_error(EFI_STATUS status)
{
	switch (status) {
	case EFI_SUCCESS:
		return 0;
	case EFI_NOT_FOUND:
		return ERR_LOAD_NONE;
	case EFI_SECURITY_VIOLATION:
	case EFI_ACCESS_DENIED:
		return ERR_LOAD_REFUSED;
	case EFI_LOAD_ERROR:
	case EFI_UNSUPPORTED:
	case EFI_INVALID_PARAMETER:
		return ERR_LOAD_FORMAT;
	case EFI_OUT_OF_RESOURCES:
		return ERR_LOAD_MEMORY;
	case EFI_DEVICE_ERROR:
	case EFI_VOLUME_CORRUPTED:
	case EFI_CRC_ERROR:
		return ERR_LOAD_READ;
	case EFI_NO_MEDIA:
		return ERR_DRIVE_EMPTY;
	default:
		return ERR_LOAD_OTHER;
	}
}

void *firmware_alloc(size_t len)
{
	void *memory;

	if (EFI_ERROR(bs->AllocatePool(EfiLoaderData, len, &memory)))
		return NULL;
	return memset(memory, 0, len);
}

void firmware_free(void *memory)
{
	if (memory)
		bs->FreePool(memory);
}

void *firmware_protocol(EFI_HANDLE handle, EFI_GUID *guid)
{
	void *protocol;

	if (!handle || EFI_ERROR(bs->HandleProtocol(handle, guid, &protocol)))
		return NULL;
	return protocol;
}

EFI_HANDLE *firmware_handles(EFI_GUID *guid, UINTN *ret_count)
{
	EFI_HANDLE *handles;

	*ret_count = 0;
	if (EFI_ERROR(bs->LocateHandleBuffer(ByProtocol, guid, NULL, ret_count,
					     &handles)))
		return NULL;
	return handles;
}

static uint8_t *get_variable(const CHAR16 *name, EFI_GUID *vendor,
			     size_t *ret_len)
{
	uint8_t *value = NULL;
	UINTN len = 0;
	EFI_STATUS status;

	status = rt->GetVariable((CHAR16 *)name, vendor, NULL, &len, NULL);
	if (status != EFI_BUFFER_TOO_SMALL)
		return NULL;
	value = firmware_alloc(len);
	if (!value)
		return NULL;
	status = rt->GetVariable((CHAR16 *)name, vendor, NULL, &len, value);
	if (EFI_ERROR(status)) {
		firmware_free(value);
		return NULL;
	}
	*ret_len = len;
	return value;
}

uint8_t *firmware_variable(const CHAR16 *name, size_t *ret_len)
{
	return get_variable(name, &global_variable, ret_len);
}

uint32_t firmware_variable_u16(const CHAR16 *name, uint32_t otherwise)
{
	uint8_t *value;
	size_t len;

	value = firmware_variable(name, &len);
	if (value && len == 2)
		otherwise = get_le16(value);
	firmware_free(value);
	return otherwise;
}

int firmware_set_variable(const CHAR16 *name, const void *value, size_t len)
{
	return !EFI_ERROR(rt->SetVariable((CHAR16 *)name, &global_variable,
					  KEPT, len, (void *)value));
}

void firmware_set_volatile_u16(const CHAR16 *name, uint16_t value)
{
	rt->SetVariable((CHAR16 *)name, &global_variable, UNTIL_RESET,
			sizeof(value), &value);
}

uint8_t *firmware_own_variable(const CHAR16 *name, size_t *ret_len)
{
	return get_variable(name, &own_variable, ret_len);
}

int firmware_set_own_variable(const CHAR16 *name, const void *value, size_t len)
{
	return !EFI_ERROR(rt->SetVariable((CHAR16 *)name, &own_variable,
					  EFI_VARIABLE_NON_VOLATILE |
					      EFI_VARIABLE_BOOTSERVICE_ACCESS,
					  len, (void *)value));
}

uint64_t firmware_time(void)
{
	EFI_TIME now;

	if (EFI_ERROR(rt->GetTime(&now, NULL)))
		return 0;
	return bootguard_seconds(now.Year, now.Month, now.Day, now.Hour,
				 now.Minute, now.Second);
}
