/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests of core/knownloader.c and core/uefierror.c.
 *
 * Runs in: host.
 */
#include "unit.h"

#include <strings.h>

#include "knownloader.h"
#include "uefierror.h"

/* All paths for an ESP with these folders, in the order they are tried. */
static const struct row {
	const char *name;
	const char *arch;
	const char *folder[2];
	const char *paths;
} rows[] = {
    {"known: two folders",
     "x64",
     {"debian", "Acme"},
     "\\EFI\\Microsoft\\Boot\\bootmgfw.efi "
     "\\EFI\\debian\\shimx64.efi \\EFI\\Acme\\shimx64.efi "
     "\\EFI\\debian\\shim.efi \\EFI\\Acme\\shim.efi "
     "\\EFI\\debian\\grubx64.efi \\EFI\\Acme\\grubx64.efi "
     "\\EFI\\debian\\grub.efi \\EFI\\Acme\\grub.efi "
     "\\EFI\\debian\\systemd-bootx64.efi \\EFI\\Acme\\systemd-bootx64.efi "
     "\\EFI\\debian\\refind_x64.efi \\EFI\\Acme\\refind_x64.efi "
     "\\EFI\\debian\\loader.efi \\EFI\\Acme\\loader.efi "
     "\\EFI\\BOOT\\BOOTX64.EFI "},
    {"known: AArch64",
     "aa64",
     {"a", NULL},
     "\\EFI\\Microsoft\\Boot\\bootmgfw.efi \\EFI\\a\\shimaa64.efi "
     "\\EFI\\a\\shim.efi \\EFI\\a\\grubaa64.efi \\EFI\\a\\grub.efi "
     "\\EFI\\a\\systemd-bootaa64.efi \\EFI\\a\\refind_aa64.efi "
     "\\EFI\\a\\loader.efi \\EFI\\BOOT\\BOOTAA64.EFI "},
    {"known: no folder",
     "x64",
     {"", NULL},
     "\\EFI\\Microsoft\\Boot\\bootmgfw.efi \\EFI\\BOOT\\BOOTX64.EFI "},
};

static void lists(void **state)
{
	const struct row *row = *state;
	char path[KNOWNLOADER_PATH_LEN];
	char all[1024] = "";
	unsigned int index;
	unsigned int i;
	int rc = 0;

	for (index = 0; rc >= 0; index++) {
		for (i = 0; i < 2 && row->folder[i]; i++) {
			rc = knownloader_path(index, row->arch, row->folder[i],
					      !i, path);
			assert_int_equal(rc > 0, path[0] != '\0');
			if (rc > 0) {
				strcat(all, path);
				strcat(all, " ");
			}
		}
	}
	assert_string_equal(all, row->paths);
}

static void longest_folder_fits(void **state)
{
	char folder[KNOWNLOADER_FOLDER_LEN];
	char path[KNOWNLOADER_PATH_LEN];
	unsigned int index;

	(void)state;
	memset(folder, 'f', sizeof(folder) - 1);
	folder[sizeof(folder) - 1] = '\0';
	for (index = 0; knownloader_path(index, "aa64", folder, 1, path) >= 0;
	     index++)
		assert_int_equal(strcasecmp(path + strlen(path) - 4, ".efi"),
				 0);
}

/* --- Texts ---------------------------------------------------------------- */

static void each_code_has_its_text(void **state)
{
	(void)state;
#define CHECK(name, text) assert_string_equal(error_text_uefi(name), text);
	ERROR_TABLE_UEFI(CHECK)
#undef CHECK
}

static void other_codes(void **state)
{
	(void)state;
	assert_string_equal(error_text_uefi(0), "ok");
	assert_string_equal(error_text_uefi(ERR_KEY_VALUE),
			    error_text_local(ERR_KEY_VALUE));
	assert_string_equal(error_text_uefi(-UEFI_ERROR_FIRST),
			    "unknown error");
	assert_string_equal(error_text_uefi(-UEFI_ERROR_END), "unknown error");
	assert_true((int)ERROR_COUNT < (int)UEFI_ERROR_FIRST);
}

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(rows) + 3];
	size_t n = 0;

	UNIT_ROWS(tests, n, rows, lists);
	UNIT_TEST(tests, n, longest_folder_fits);
	UNIT_TEST(tests, n, each_code_has_its_text);
	UNIT_TEST(tests, n, other_codes);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
