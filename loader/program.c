/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting another UEFI program.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "bootorder.h"
#include "console.h"
#include "devpath.h"
#include "program.h"
#include "uefierror.h"

#define WATCHDOG_SECONDS 300 /* UEFI 2.10, section 7.5.1: as a boot manager */
#define MAX_TRIED 32
#define STATUS_MASK 0x7fffffff /* without the error bit */

static path_t *tried[MAX_TRIED];
static unsigned int tried_count;

static int was_tried(const path_t *path)
{
	size_t len = path_len(path);
	unsigned int i;

	for (i = 0; i < tried_count; i++)
		if (path_len(tried[i]) == len &&
		    memcmp(tried[i], path, len) == 0)
			return 1;
	return 0;
}

static void remember(const path_t *path)
{
	size_t len = path_len(path);
	path_t *copy;

	if (tried_count == MAX_TRIED)
		return;
	copy = firmware_alloc(len);
	if (!copy)
		return;
	memcpy(copy, path, len);
	tried[tried_count++] = copy;
}

/* As the firmware's boot manager does it around an entry. */
static EFI_STATUS run(EFI_HANDLE image, uint32_t entry)
{
	uint32_t current = firmware_variable_u16(L"BootCurrent", NO_ENTRY);
	EFI_STATUS status;

	if (entry != NO_ENTRY)
		firmware_set_volatile_u16(L"BootCurrent", (uint16_t)entry);
	bs->SetWatchdogTimer(WATCHDOG_SECONDS, 0, 0, NULL);
	status = bs->StartImage(image, NULL, NULL);
	bs->SetWatchdogTimer(0, 0, 0, NULL);
	if (entry != NO_ENTRY && current != NO_ENTRY)
		firmware_set_volatile_u16(L"BootCurrent", (uint16_t)current);
	return status;
}

static void say_start(const path_t *path)
{
	char text[DEVPATH_TEXT_LEN];

	devpath_text(path, path_len(path), text, sizeof(text));
	say("Starting %s\n", text);
}

int start_program(const path_t *path, const void *options, size_t len,
		  uint32_t entry, uint64_t *ret_status)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	EFI_HANDLE image = NULL;
	EFI_LOADED_IMAGE *loaded;
	EFI_STATUS status;
	int rc;

	*ret_status = 0;
	if (was_tried(path))
		return ERR_LOADER_BEFORE;
	status = bs->LoadImage(TRUE, self, (path_t *)path, NULL, 0, &image);
	if (EFI_ERROR(status)) {
		/* Secure Boot leaves a handle behind: section 7.4.1. */
		if (image)
			bs->UnloadImage(image);
		rc = firmware_error(status);
		if (rc == ERR_LOAD_OTHER)
			*ret_status = status & STATUS_MASK;
		return rc;
	}
	loaded = firmware_protocol(image, &guid);
	if (loaded && len) {
		loaded->LoadOptions = (void *)options;
		loaded->LoadOptionsSize = (UINT32)len;
	}
	remember(path);
	say_start(path);
	*ret_status = run(image, entry) & STATUS_MASK;
	return ERR_LOADER_RETURNED;
}
