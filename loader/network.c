/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The network that we came by, when another program has had it.
 *
 * Runs in: UEFI.
 */
#include "network.h"
#include "paths.h"

static EFI_GUID pxe_guid = EFI_PXE_BASE_CODE_PROTOCOL_GUID;

static path_t *device; /* the path of what we came from */
static int is_pxe;

void network_remember(void)
{
	const path_t *path =
	    self_image ? path_of(self_image->DeviceHandle) : NULL;

	if (device || !path)
		return;
	device = path_copy(path);
	is_pxe = firmware_protocol(self_image->DeviceHandle, &pxe_guid) != NULL;
}

/* The handle with PXE and just this path, or NULL. */
static EFI_HANDLE find_pxe(void)
{
	EFI_DEVICE_PATH *rest = device;
	EFI_HANDLE handle;

	if (EFI_ERROR(bs->LocateDevicePath(&pxe_guid, &rest, &handle)) ||
	    !IsDevicePathEndType(rest))
		return NULL;
	return handle;
}

static void start_pxe(EFI_HANDLE handle)
{
	EFI_PXE_BASE_CODE_PROTOCOL *pxe = firmware_protocol(handle, &pxe_guid);

	if (pxe && !pxe->Mode->Started && !EFI_ERROR(pxe->Start(pxe, FALSE)))
		pxe->Dhcp(pxe, FALSE);
}

void network_restore(void)
{
	static EFI_GUID guid = EFI_DEVICE_PATH_PROTOCOL_GUID;
	EFI_HANDLE handle;

	if (!device)
		return;
	handle = is_pxe ? find_pxe() : NULL;
	if (handle) {
		self_image->DeviceHandle = handle;
		start_pxe(handle);
		return;
	}
	if (path_of(self_image->DeviceHandle))
		return;
	/* HTTP boot: its address is in the path. */
	if (!EFI_ERROR(bs->InstallProtocolInterface(
		&handle, &guid, EFI_NATIVE_INTERFACE, device)))
		self_image->DeviceHandle = handle;
}
