/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot loaders that are looked for on an EFI system partition.
 *
 * Runs in: everywhere.
 */
#include "knownloader.h"

/*
 * '*' is a folder below \EFI, '#' the processor, '^' the same in capitals. shim
 * before GRUB: it is what Secure Boot accepts, and it starts GRUB itself.
 */
static const char *const paths[] = {
    "\\EFI\\Microsoft\\Boot\\bootmgfw.efi",
    "\\EFI\\*\\shim#.efi",
    "\\EFI\\*\\shim.efi",
    "\\EFI\\*\\grub#.efi",
    "\\EFI\\*\\grub.efi",
    "\\EFI\\*\\systemd-boot#.efi",
    "\\EFI\\*\\refind_#.efi",
    "\\EFI\\*\\loader.efi",
    "\\EFI\\BOOT\\BOOT^.EFI",
};

/* Append text; where upper is set, in capitals. */
static size_t append(char *path, size_t used, const char *text, int upper)
{
	for (; *text && used + 1 < KNOWNLOADER_PATH_LEN; text++)
		path[used++] = upper && *text >= 'a' && *text <= 'z'
				   ? (char)(*text & ~0x20)
				   : *text;
	path[used] = '\0';
	return used;
}

int knownloader_path(unsigned int index, const char *arch, const char *folder,
		     int first, char path[KNOWNLOADER_PATH_LEN])
{
	char c[2] = "";
	size_t used = 0;
	int fixed = 1;
	const char *p;

	path[0] = '\0';
	if (index >= sizeof(paths) / sizeof(paths[0]))
		return -1;
	for (p = paths[index]; *p; p++) {
		c[0] = *p;
		fixed &= *p != '*';
		used = append(path, used,
			      *p == '*'		       ? folder
			      : *p == '#' || *p == '^' ? arch
						       : c,
			      *p == '^');
	}
	if (fixed ? first : folder[0] != '\0')
		return 1;
	path[0] = '\0';
	return 0;
}
