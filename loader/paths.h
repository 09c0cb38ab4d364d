/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Device paths and the devices that they lead to.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_PATHS_H
#define LOADER_PATHS_H

#include "firmware.h"

/*
 * Have the firmware start its drivers on everything but network controllers:
 * where it booted from the network it often has not. Once is enough.
 */
void paths_connect_all(void);

/* The length of a path with its end node; 0 when it is damaged or NULL. */
size_t path_len(const path_t *path);

/* The path of a handle, or NULL. */
const path_t *path_of(EFI_HANDLE handle);

/*
 * The device's path with a file behind it, to be freed. NULL: no memory.
 */
path_t *path_with_file(const path_t *device, const char *file);

/* The same with another path behind it; and a copy. */
path_t *path_join(const path_t *device, const path_t *rest);
path_t *path_copy(const path_t *path);

/* Called for a path that leads somewhere; returns 0 to go on with the next. */
typedef int (*path_visitor)(void *context, const path_t *path);

/*
 * Expand what a load option holds to full paths of files (UEFI 2.10, section
 * 3.1.2), and visit each: a partition's or file's short form on every device
 * that fits; the path of a whole device with the default file name for
 * removable media (section 3.5.1.1) for each file system on it.
 *
 * Returns the visitor's value, or ERR_OPTION_DEVICE, ERR_DRIVE_EMPTY,
 * ERR_ESP_NONE (a device without a file system) when none was visited.
 */
int path_expand(const path_t *path, path_visitor visitor, void *context);

#endif /* LOADER_PATHS_H */
