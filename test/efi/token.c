/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A boot loader of the tests: says its token, its load options, BootCurrent.
 *
 *	TOKEN 0123abcd OPTIONS <text> [hex] CURRENT 0003
 *
 * test/boot/uefi.py puts the token and what it does then into the file: 'S'
 * stays, 'R' returns success, 'E' returns an error.
 *
 * Runs in: UEFI.
 */
#include <efi.h>

/* "NCTOKEN:", 8 digits, what to do. */
static volatile char settings[] = "NCTOKEN:00000000S";
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
