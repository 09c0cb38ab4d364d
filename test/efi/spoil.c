/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program of the tests that takes something away from the firmware, says
 * SPOILT, and comes back. What, tells the first letter of its load options:
 *
 *	h	HTTP, as on firmware without it
 *	m	the network mask in the DHCP answer that PXE keeps
 *
 * Runs in: UEFI.
 */
#include <efi.h>

#define HTTP_SERVICE_GUID                                                      \
	{                                                                      \
		0xbdc8e6af, 0xd9bc, 0x4379,                                    \
		{                                                              \
			0xa7, 0x2a, 0xe0, 0xc4, 0xe7, 0x5d, 0xae, 0x1c         \
		}                                                              \
	}
#define OPTION_NETMASK 1
#define OPTION_OTHER 254 /* for sites' own use: of no meaning here */
#define OPTION_END 255

static EFI_BOOT_SERVICES *bs;

static EFI_STATUS take_http(void)
{
	static EFI_GUID guid = HTTP_SERVICE_GUID;
	EFI_STATUS status;
	EFI_HANDLE *handles;
	UINTN count;
	void *service;

	status =
	    bs->LocateHandleBuffer(ByProtocol, &guid, NULL, &count, &handles);
	while (!EFI_ERROR(status) && count--) {
		status = bs->HandleProtocol(handles[count], &guid, &service);
		if (!EFI_ERROR(status))
			status = bs->UninstallProtocolInterface(handles[count],
								&guid, service);
	}
	return status;
}

static EFI_STATUS take_netmask(EFI_HANDLE nic)
{
	static EFI_GUID guid = EFI_PXE_BASE_CODE_PROTOCOL_GUID;
	EFI_PXE_BASE_CODE_PROTOCOL *pxe;
	UINT8 *option;
	EFI_STATUS status;

	status = bs->HandleProtocol(nic, &guid, (void **)&pxe);
	if (EFI_ERROR(status))
		return status;
	option = pxe->Mode->DhcpAck.Dhcpv4.DhcpOptions;
	while (*option != OPTION_NETMASK) {
		if (*option == OPTION_END)
			return EFI_NOT_FOUND;
		option += 2 + option[1];
	}
	*option = OPTION_OTHER;
	return EFI_SUCCESS;
}

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table);

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	static const CHAR16 done[] = L"\r\nSPOILT\r\n";
	EFI_LOADED_IMAGE *loaded;
	EFI_STATUS status;

	bs = table->BootServices;
	status = bs->HandleProtocol(image, &guid, (void **)&loaded);
	if (EFI_ERROR(status) || !loaded->LoadOptionsSize)
		return EFI_INVALID_PARAMETER;
	if (*(CHAR16 *)loaded->LoadOptions == 'h')
		status = take_http();
	else
		status = take_netmask(loaded->DeviceHandle);
	if (!EFI_ERROR(status))
		table->ConOut->OutputString(table->ConOut, (CHAR16 *)done);
	return status;
}

/* As in every program here; loader/elf2efi.py wants the section. */
static const char sbat[] __attribute__((section(".sbat"), used)) =
    "sbat,1,SBAT Version,sbat,1,"
    "https://github.com/rhboot/shim/blob/main/SBAT.md\n"
    "spoil,1,netchain,spoil,1,https://netchain.example/\n";
