/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware's ACPI tables.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_ACPI_H
#define LOADER_ACPI_H

#include "firmware.h"

/*
 * The table with this signature, of *ret_len bytes, in the firmware's own
 * memory; or NULL.
 */
uint8_t *acpi_table(const char signature[4], size_t *ret_len);

#endif /* LOADER_ACPI_H */
