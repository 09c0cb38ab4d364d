/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of files as files.h takes them.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_EFIPLACE_H
#define LOADER_EFIPLACE_H

#include "text.h"

/* All names are below this prefix from here on; it stays the caller's. */
void place_below(struct span prefix);

/*
 * The name that a configuration has for a file (menu/names.h) for files.h.
 * Valid until the next call.
 */
const char *place(const char *name);

#endif /* LOADER_EFIPLACE_H */
