/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * localboot.efi: start this machine's own disk or next boot entry.
 *
 * Runs in: UEFI.
 */
#include "program.h"
#include "rungs.h"

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table);

EFI_STATUS EFIAPI efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *table)
{
	static char line[LOADARGS_LEN];

	firmware_init(image, table);
	bs->SetWatchdogTimer(0, 0, 0, NULL);
	program_remember_ancestors();
	return rungs_run(program_arguments(line));
}
