/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way we came by over the network, across a program that takes the network
 * card for itself, as iPXE does.
 *
 * iPXE takes the firmware's drivers off the card, and puts them on it again
 * when it ends. The handle we came by is gone then. For PXE, another one has
 * its path, and a PXE stack that was not started and knows no packets. For
 * HTTP boot none has; all that we need of it is the path.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "network.h"
#include "paths.h"

static EFI_GUID pxe_guid = EFI_PXE_BASE_CODE_PROTOCOL_GUID;
static path_t *device;
static EFI_PXE_BASE_CODE_MODE kept; /* when it is Started */

static EFI_PXE_BASE_CODE_PROTOCOL *started(void)
{
	EFI_PXE_BASE_CODE_PROTOCOL *pxe =
	    self_image ? firmware_protocol(self_image->DeviceHandle, &pxe_guid)
		       : NULL;

	return pxe && pxe->Mode->Started ? pxe : NULL;
}

void network_keep(void)
{
	EFI_PXE_BASE_CODE_PROTOCOL *pxe = started();
	const path_t *path =
	    self_image ? path_of(self_image->DeviceHandle) : NULL;

	if (device || !path)
		return;
	if (pxe && !pxe->Mode->UsingIpv6)
		memcpy(&kept, pxe->Mode, sizeof(kept));
	device = path_copy(path);
}

/* The handle of a PXE stack that has our path, or NULL. */
static EFI_HANDLE find(void)
{
	EFI_DEVICE_PATH *rest = device;
	EFI_HANDLE handle;

	if (EFI_ERROR(bs->LocateDevicePath(&pxe_guid, &rest, &handle)))
		return NULL;
	return IsDevicePathEnd(rest) ? handle : NULL;
}

/* An address is asked for anew: with it comes the gateway. */
static void start(EFI_PXE_BASE_CODE_PROTOCOL *pxe)
{
	pxe->Start(pxe, FALSE);
	if (EFI_ERROR(pxe->Dhcp(pxe, FALSE)))
		pxe->SetStationIp(pxe, &kept.StationIp, &kept.SubnetMask);
	/* What names the server and the boot file is as it was. */
	pxe->SetPackets(pxe, &kept.DhcpDiscoverValid, &kept.DhcpAckReceived,
			&kept.ProxyOfferReceived, &kept.PxeDiscoverValid,
			&kept.PxeReplyReceived, &kept.PxeBisReplyReceived,
			&kept.DhcpDiscover, &kept.DhcpAck, &kept.ProxyOffer,
			&kept.PxeDiscover, &kept.PxeReply, &kept.PxeBisReply);
}

static EFI_HANDLE restore_pxe(void)
{
	EFI_HANDLE handle = find();

	if (handle)
		start(firmware_protocol(handle, &pxe_guid));
	return handle;
}

static EFI_HANDLE new_handle(void)
{
	static EFI_GUID guid = EFI_DEVICE_PATH_PROTOCOL_GUID;
	EFI_HANDLE handle = NULL;

	bs->InstallProtocolInterface(&handle, &guid, EFI_NATIVE_INTERFACE,
				     device);
	return handle;
}

void network_restore(void)
{
	EFI_HANDLE handle;

	if (!device || started() ||
	    (!kept.Started && path_of(self_image->DeviceHandle)))
		return;
	handle = kept.Started ? restore_pxe() : new_handle();
	if (handle)
		self_image->DeviceHandle = handle;
}
