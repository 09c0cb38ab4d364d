/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot loaders that are looked for on an EFI system partition.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_KNOWNLOADER_H
#define CORE_KNOWNLOADER_H

#include <stddef.h>

/* The longest name of a folder below \EFI that is looked into, and a NUL. */
#define KNOWNLOADER_FOLDER_LEN 32
/* The longest path that comes of it, and a NUL. */
#define KNOWNLOADER_PATH_LEN 64

/*
 * The path number `index`, in the order in which they are tried: Windows,
 * then what distributions and others install in a folder of their own, at
 * last the default path for removable media (UEFI 2.10, section 3.5.1.1).
 *
 * arch: the firmware's word for the processor, "x64" or "aa64". folder: one
 * below \EFI, at most KNOWNLOADER_FOLDER_LEN - 1 characters; paths that are
 * the same in all folders come with the first one (first not 0) only.
 *
 * Returns 1 and the path, with backslashes; 0 and "" when there is none for
 * this folder; -1 behind the last one.
 */
int knownloader_path(unsigned int index, const char *arch, const char *folder,
		     int first, char path[KNOWNLOADER_PATH_LEN]);

#endif /* CORE_KNOWNLOADER_H */
