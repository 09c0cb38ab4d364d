/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting an iPXE that does what a script of ours says.
 *
 * iPXE runs a file autoexec.ipxe of the file system that it was loaded from
 * (since 2021: its src/interface/efi/efi_autoexec.c, efi_local.c). So it is
 * loaded from one of ours.
 *
 * Runs in: UEFI.
 */
#include <string.h>

#include "devpath.h"
#include "files.h"
#include "ipxestart.h"
#include "memfiles.h"
#include "uefierror.h"

#define IPXE_MAX_LEN 0x400000
#define OWN_MAX_LEN 0x40000
#define SCRIPT_NAME "autoexec.ipxe"

static const path_t *own_device(void)
{
	return self_image ? path_of(self_image->DeviceHandle) : NULL;
}

const uint8_t *ipxestart_mac(void)
{
	const path_t *path = own_device();
	const uint8_t *mac;

	if (!path || !devpath_mac(path, path_len(path), &mac))
		return NULL;
	return mac;
}

/* Does the file know of the script? In its text it stands as it is. */
static int takes_script(const uint8_t *file, size_t len)
{
	static const char name[] = SCRIPT_NAME;
	const size_t name_len = sizeof(name) - 1;
	size_t i;

	for (i = 0; len >= name_len && i <= len - name_len; i++)
		if (file[i] == 'a' && !memcmp(file + i, name, name_len))
			return 1;
	return 0;
}

static int start(const path_t *volume, const char *name, void *file, size_t len)
{
	path_t *path = path_with_file(volume, name);
	EFI_HANDLE image = NULL;
	EFI_STATUS status;

	if (!path)
		return ERR_LOAD_MEMORY;
	status = bs->LoadImage(FALSE, self, path, file, len, &image);
	firmware_free(path);
	if (EFI_ERROR(status)) {
		if (image)
			bs->UnloadImage(image);
		return firmware_error(status);
	}
	bs->StartImage(image, NULL, NULL);
	return ERR_LOADER_RETURNED;
}

/* With both files read. */
static int start_with(const char *name, uint8_t *ipxe, size_t len, void *own,
		      size_t own_len, const char *script, size_t script_len)
{
	const struct memfile files[] = {
	    {SCRIPT_NAME, script, script_len},
	    {IPXESTART_FILE, own, own_len},
	};
	const path_t *volume;
	int rc;

	if (!takes_script(ipxe, len))
		return ERR_CARRIER_IMAGE;
	volume = memfiles_publish(own_device(), files, 2);
	if (!volume)
		return ERR_LOAD_MEMORY;
	rc = start(volume, name, ipxe, len);
	memfiles_withdraw();
	return rc;
}

int ipxestart(const char *name, const char *script, size_t script_len)
{
	uint8_t *ipxe = firmware_alloc(IPXE_MAX_LEN);
	uint8_t *own = firmware_alloc(OWN_MAX_LEN);
	int rc = ERR_LOAD_MEMORY;
	int own_len;

	if (ipxe && own) {
		rc = files_read_beside(name, ipxe, IPXE_MAX_LEN);
		own_len = rc < 0 ? rc : files_read_own(own, OWN_MAX_LEN);
		rc = own_len < 0
			 ? own_len
			 : start_with(name, ipxe, (size_t)rc, own,
				      (size_t)own_len, script, script_len);
	}
	firmware_free(ipxe);
	firmware_free(own);
	return rc;
}
