/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A boot loader of the tests: says its token, its load options, BootCurrent.
 *
 *	TOKEN 0123abcd OPTIONS <text> [hex] CURRENT 0003
 *	SEES SAN 00 IBFT 0
 *
 * The second line: how many disks from the network the firmware shows, and
 *whether it has the table iBFT.
 *
 * test/boot/uefi.py puts the token and what it does then into the file: 'S'
 * stays, 'R' returns success, 'E' returns an error.
 *
 * Runs in: UEFI.
 */
#include <efi.h>
#include <string.h>

/* "NCTOKEN:", 8 digits, what to do. */
static volatile char settings[] = "NCTOKEN:00000000S";
#define ISCSI_NODE 19 /* UEFI 2.10, section 10.3.4.20 */
enum settings { TOKEN = 8, ACTION = 16 };

static SIMPLE_TEXT_OUTPUT_INTERFACE *out;

static void put(CHAR16 c)
{
	CHAR16 text[] = {c, 0};

	out->OutputString(out, text);
}

static void put_text(const char *text)
{
	while (*text)
		put((CHAR16)*text++);
}

static void put_hex(unsigned int value, unsigned int digits)
{
	while (digits--)
		put((CHAR16) "0123456789abcdef"[value >> 4 * digits & 15]);
}

static void put_options(const EFI_LOADED_IMAGE *loaded)
{
	const UINT8 *bytes = loaded->LoadOptions;
	UINT32 i;

	put_text(" OPTIONS <");
	for (i = 0; i + 1 < loaded->LoadOptionsSize; i += 2)
		if (bytes[i] >= ' ' && bytes[i] <= '~' && !bytes[i + 1])
			put(bytes[i]);
	put_text("> [");
	for (i = 0; i < loaded->LoadOptionsSize && i < 64; i++)
		put_hex(bytes[i], 2);
	put_text("]");
}

static void put_current(const EFI_SYSTEM_TABLE *table)
{
	static EFI_GUID global = EFI_GLOBAL_VARIABLE;
	CHAR16 name[] = L"BootCurrent";
	UINT16 current = 0xffff;
	UINTN len = sizeof(current);

	table->RuntimeServices->GetVariable(name, &global, NULL, &len,
					    &current);
	put_text(" CURRENT ");
	put_hex(current, 4);
}

static int is(const EFI_DEVICE_PATH *node, UINT8 type, UINT8 subtype)
{
	return node->Type == type && node->SubType == subtype;
}

/* As iPXE names it: by an iSCSI node, in 2019 by one of its own for hardware.
 */
static int is_san_disk(const EFI_DEVICE_PATH *node)
{
	const EFI_DEVICE_PATH *last = node;
	int behind_nic = 0;

	for (; node->Type != END_DEVICE_PATH_TYPE;
	     node = NextDevicePathNode(node)) {
		last = node;
		behind_nic |= is(node, MESSAGING_DEVICE_PATH, MSG_MAC_ADDR_DP);
	}
	return behind_nic && (is(last, MESSAGING_DEVICE_PATH, ISCSI_NODE) ||
			      is(last, HARDWARE_DEVICE_PATH, HW_VENDOR_DP));
}

static unsigned int count_san(EFI_BOOT_SERVICES *bs)
{
	static EFI_GUID block = EFI_BLOCK_IO_PROTOCOL_GUID;
	static EFI_GUID path = EFI_DEVICE_PATH_PROTOCOL_GUID;
	EFI_HANDLE *handles;
	EFI_DEVICE_PATH *device;
	unsigned int disks = 0;
	UINTN count;

	if (EFI_ERROR(bs->LocateHandleBuffer(ByProtocol, &block, NULL, &count,
					     &handles)))
		return 0;
	while (count--)
		if (!EFI_ERROR(bs->HandleProtocol(handles[count], &path,
						  (void **)&device)))
			disks += (unsigned int)is_san_disk(device);
	return disks;
}

static const UINT8 *pointer_at(const UINT8 *place)
{
	const UINT8 *pointer;

	memcpy(&pointer, place, sizeof(pointer));
	return pointer;
}

/* By the XSDT (ACPI 6.5, section 5.2.8), to which the root pointer leads. */
static unsigned int has_ibft(const EFI_SYSTEM_TABLE *table)
{
	static const EFI_GUID acpi = ACPI_20_TABLE_GUID;
	const EFI_CONFIGURATION_TABLE *entry = table->ConfigurationTable;
	const UINT8 *xsdt;
	UINT32 len;
	UINT32 i;

	while (memcmp(&entry->VendorGuid, &acpi, sizeof(acpi)) != 0)
		if (++entry ==
		    table->ConfigurationTable + table->NumberOfTableEntries)
			return 0;
	xsdt = pointer_at((UINT8 *)entry->VendorTable + 24);
	memcpy(&len, xsdt + 4, sizeof(len));
	for (i = 36; i + 8 <= len; i += 8)
		if (!memcmp(pointer_at(xsdt + i), "iBFT", 4))
			return 1;
	return 0;
}

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table);

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	EFI_LOADED_IMAGE *loaded;
	unsigned int i;

	out = table->ConOut;
	put_text("\r\nTOKEN ");
	for (i = TOKEN; i < ACTION; i++)
		put((CHAR16)settings[i]);
	if (!EFI_ERROR(table->BootServices->HandleProtocol(image, &guid,
							   (void **)&loaded)))
		put_options(loaded);
	put_current(table);
	put_text("\r\nSEES SAN ");
	put_hex(count_san(table->BootServices), 2);
	put_text(" IBFT ");
	put_hex(has_ibft(table), 1);
	put_text("\r\n");
	while (settings[ACTION] == 'S')
		table->BootServices->Stall(1000000);
	return settings[ACTION] == 'R' ? EFI_SUCCESS : EFI_ABORTED;
}

/* As in every program here; loader/elf2efi.py wants the section. */
static const char sbat[] __attribute__((section(".sbat"), used)) =
    "sbat,1,SBAT Version,sbat,1,"
    "https://github.com/rhboot/shim/blob/main/SBAT.md\n"
    "token,1,netchain,token,1,https://netchain.example/\n";
