/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files: on a volume, and beside our own file wherever that came from.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_FILES_H
#define LOADER_FILES_H

#include "firmware.h"
#include "text.h"

/* Is there a file at this device path? */
int files_has(const EFI_DEVICE_PATH *path);

/* The root folder of the file system on a handle, or NULL. */
EFI_FILE_HANDLE files_open_volume(EFI_HANDLE handle);
void files_close(EFI_FILE_HANDLE file);

/* Is there such a file or folder? */
int files_exist(EFI_FILE_HANDLE root, const char *path);

/*
 * The names of the folders in a folder, at most max, each of at most len - 1
 * ASCII characters (others are left out). Returns how many.
 */
unsigned int files_folders(EFI_FILE_HANDLE root, const char *path, char *names,
			   size_t len, unsigned int max);

/*
 * Read a file that lies beside ours: where iPXE fetched us from (by its
 * download protocol), or an image that iPXE has loaded, on the server of the
 * firmware's HTTP boot, on the volume, or on the TFTP server of the PXE boot;
 * or any, by its URL. Returns its length, cut to max, or ERR_FILE_*,
 * ERR_HTTP_*.
 */
int files_read_beside(const char *name, void *buf, size_t max);

/* Before a path: it begins at the server's root, or what that is taken for. */
#define FILES_ROOT "::"

/* A whole file; data is to be freed. */
struct files_data {
	void *data;
	size_t len;
};

/*
 * The same, into memory of its own. A name that begins with '/' or FILES_ROOT
 * does not lie beside ours. Returns 0, or as files_read_beside().
 */
int files_load(const char *name, struct files_data *ret_data);

/* The path of such a file, for a program in it; to be freed. NULL: no memory.
 */
path_t *files_path(const char *name);

/* The same as files_read_beside() of our own file, as it was before it was
 * loaded. */
int files_read_own(void *buf, size_t max);

/*
 * An option of the PXE boot's DHCP answer, as it lies in the packet; of HTTP
 * boot only the addresses are known. Returns 0, or ERR_DHCP_OPTION: not there,
 * or not started over the network.
 */
int files_dhcp_option(uint8_t option, struct span *ret_value);

/* All of that answer, from "op" on; NULL: there is none. */
const uint8_t *files_dhcp_ack(size_t *ret_len);

/* The server that we came from. Returns 0, or ERR_DHCP_OPTION. */
int files_server(uint8_t ret_ip[4]);

/*
 * Ask for a URL, through iPXE or the firmware's HTTP; the answer is dropped.
 * Returns 0, ERR_UEFI_SEND (iPXE), or as http_fetch().
 */
int files_request(const char *url);

#endif /* LOADER_FILES_H */
