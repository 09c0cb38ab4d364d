/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files by the download protocol of the iPXE that started us.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_DOWNLOAD_H
#define LOADER_DOWNLOAD_H

#include "sink.h"

/*
 * Fetch a URL, or a name that lies beside what iPXE runs. Returns 0;
 * ERR_UEFI_REPORT: it was not iPXE that started us; ERR_FILE_NONE;
 * ERR_FILE_SILENT; or ERR_FILE_READ: it breaks off.
 */
int download_fetch(const char *url, struct sink *sink);

#endif /* LOADER_DOWNLOAD_H */
