/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware's PXE stack that we came by, across a program that takes the
 * network card for itself, as iPXE does.
 *
 * iPXE takes the firmware's drivers off the card, and puts them on it again
 * when it ends. The handle we came by is gone then. Another one has its path,
 * and a PXE stack that was not started and knows no packets.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "network.h"
#include "paths.h"

static EFI_GUID pxe_guid = EFI_PXE_BASE_CODE_PROTOCOL_GUID;
static path_t *device; /* NULL: we did not come by PXE over IPv4 */
static EFI_PXE_BASE_CODE_MODE kept;

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
	const path_t *path;

	if (device || !pxe || pxe->Mode->UsingIpv6)
		return;
	path = path_of(self_image->DeviceHandle);
	if (!path)
		return;
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

void network_restore(void)
{
	EFI_HANDLE handle;
	EFI_PXE_BASE_CODE_PROTOCOL *pxe;

	if (!device || started())
		return;
	handle = find();
	pxe = handle ? firmware_protocol(handle, &pxe_guid) : NULL;
	if (!pxe)
		return;
	start(pxe);
	self_image->DeviceHandle = handle;
}
