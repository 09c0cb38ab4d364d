/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking an NVMe drive who it is.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_NVME_H
#define LOADER_NVME_H

#include "paths.h"

#define NVME_IDENTIFY_LEN 4096

/*
 * The data of Identify Controller (NVMe 1.4, section 5.15.2.2) of the drive at
 * this path, to memory that begins on a page. Returns 0 when it is no NVMe
 * drive, or does not answer.
 */
int nvme_identify(const path_t *path, uint8_t data[NVME_IDENTIFY_LEN]);

#endif /* LOADER_NVME_H */
