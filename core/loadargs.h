/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A UEFI program's load options as a command line.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_LOADARGS_H
#define CORE_LOADARGS_H

#include <stddef.h>

/* A longer command line is cut. */
#define LOADARGS_LEN 1024

/*
 * Load options are bytes of any kind (UEFI 2.10, section 9.1). Firmware, the
 * shell and iPXE give a line of UTF-16 up to a NUL or the end; some entries
 * made by hand hold ASCII. Other bytes (a GUID, structures) are no line.
 *
 * A first word that is the program's name is left out: one that ends in
 * ".efi" or is file_name, with or without that ending, and has no '='.
 * file_name: "localboot.efi", or "".
 *
 * Returns the line in buf (LOADARGS_LEN bytes), from where the arguments
 * begin; an empty one when there are none.
 */
const char *loadargs_read(const void *options, size_t len,
			  const char *file_name, char buf[LOADARGS_LEN]);

#endif /* CORE_LOADARGS_H */
