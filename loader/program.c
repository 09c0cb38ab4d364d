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
#define MAX_TRIED 40
#define MAX_ANCESTORS 8
#define STATUS_MASK 0x7fffffff /* without the error bit */

/* The first `ancestors` of them run: ourselves, and what started us. */
static path_t *tried[MAX_TRIED];
static unsigned int tried_count;
static unsigned int ancestors;

static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* FAT does not tell capitals in file names. */
static int is_same(const path_t *a, const path_t *b)
{
	const uint8_t *one = (const uint8_t *)a;
	const uint8_t *two = (const uint8_t *)b;
	size_t len = path_len(a);
	struct devpath_info info;
	size_t i;

	devpath_look(a, len, &info);
	if (path_len(b) != len || memcmp(a, b, info.device_len) != 0)
		return 0;
	for (i = info.device_len; i < len; i++)
		if (lower(one[i]) != lower(two[i]))
			return 0;
	return 1;
}

static int check_tried(const path_t *path)
{
	unsigned int i;

	for (i = 0; i < tried_count; i++)
		if (is_same(tried[i], path))
			return i < ancestors ? ERR_OPTION_CURRENT
					     : ERR_LOADER_BEFORE;
	return 0;
}

static void remember(path_t *path)
{
	if (path && tried_count < MAX_TRIED)
		tried[tried_count++] = path;
	else
		firmware_free(path);
}

/*
 * The image's own path, and, where another one was loaded on the same handle,
 * that one's: shim puts what it starts in its own place, but for this protocol.
 */
static void remember_image(EFI_HANDLE handle, const EFI_LOADED_IMAGE *image)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_DEVICE_PATH_PROTOCOL_GUID;
	const path_t *device = path_of(image->DeviceHandle);
	const path_t *loaded = firmware_protocol(handle, &guid);

	if (device && path_len(image->FilePath))
		remember(path_join(device, image->FilePath));
	if (loaded && !check_tried(loaded))
		remember(path_copy(loaded));
}

void program_remember_ancestors(void)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	EFI_LOADED_IMAGE *image = self_image;
	EFI_HANDLE handle = self;
	unsigned int i;

	for (i = 0; image && i < MAX_ANCESTORS; i++) {
		remember_image(handle, image);
		handle = image->ParentHandle;
		image = firmware_protocol(handle, &guid);
	}
	ancestors = tried_count;
}

const char *program_arguments(char buf[LOADARGS_LEN])
{
	char file_name[DEVPATH_TEXT_LEN] = "";

	if (!self_image)
		return "";
	devpath_file_name(self_image->FilePath, path_len(self_image->FilePath),
			  file_name, sizeof(file_name));
	return loadargs_read(self_image->LoadOptions,
			     self_image->LoadOptionsSize, file_name, buf);
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

/*
 * Load from `data`, or (NULL) from the path, and give it its load options.
 * Returns 0, or ERR_LOAD_*; *ret_status as start_program().
 */
static int load(const path_t *path, const struct program *program,
		EFI_HANDLE *ret_image, uint64_t *ret_status)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	EFI_HANDLE image = NULL;
	EFI_LOADED_IMAGE *loaded;
	EFI_STATUS status;
	int rc;

	/* Not as a boot manager (TRUE): shim's LoadImage, in its place,
	 * refuses. */
	status = bs->LoadImage(FALSE, self, (path_t *)path,
			       (void *)program->data, program->len, &image);
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
	if (loaded) { /* also when there are none: shim would hand on ours */
		loaded->LoadOptions =
		    program->options_len ? (void *)program->options : NULL;
		loaded->LoadOptionsSize = (UINT32)program->options_len;
	}
	*ret_image = image;
	return 0;
}

int start_program(const path_t *path, const void *options, size_t len,
		  uint32_t entry, uint64_t *ret_status)
{
	const struct program program = {NULL, 0, options, len};
	EFI_HANDLE image;
	int rc;

	*ret_status = 0;
	rc = check_tried(path);
	if (!rc)
		rc = load(path, &program, &image, ret_status);
	if (rc)
		return rc;
	remember(path_copy(path));
	say_start(path);
	*ret_status = run(image, entry) & STATUS_MASK;
	return ERR_LOADER_RETURNED;
}

int start_loaded(const path_t *path, const struct program *program,
		 uint64_t *ret_status)
{
	EFI_HANDLE image;
	EFI_STATUS status;
	int rc;

	*ret_status = 0;
	rc = load(path, program, &image, ret_status);
	if (rc)
		return rc;
	say_start(path);
	status = run(image, NO_ENTRY);
	*ret_status = status & STATUS_MASK;
	return EFI_ERROR(status) ? ERR_LOADER_RETURNED : 0;
}

void program_forget_tried(void)
{
	while (tried_count > ancestors)
		firmware_free(tried[--tried_count]);
}
