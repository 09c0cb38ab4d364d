/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel's initrds, as it asks for them.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_INITRD_H
#define LOADER_INITRD_H

#include "text.h"

/*
 * Read the initrds of a list with commas between, and have them ready behind
 * one another (LINUX_EFI_INITRD_MEDIA_GUID: Linux since 5.8,
 * Documentation/admin-guide/efi-stub.rst). An empty list: nothing.
 *
 * Returns 0, or why not: ERR_FILE_NONE, ERR_FILE_READ, ERR_LOAD_MEMORY,
 * ERR_LOAD_OTHER; *ret_name is the one at fault then.
 */
int initrd_publish(struct span names, struct span *ret_name);

/* Take them away again. */
void initrd_withdraw(void);

#endif /* LOADER_INITRD_H */
