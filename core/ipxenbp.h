/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * iPXE as PXE boot file: undionly.kpxe and its like.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_IPXENBP_H
#define CORE_IPXENBP_H

#include <stddef.h>
#include <stdint.h>

/*
 * Its first part, which is not compressed, asks the PXE stack for a command
 * line (PXENV_FILE_CMDLINE), which only iPXE's stack has, and notes in a
 * variable where it is; iPXE then runs it as a script. From another stack the
 * variable stays 0, as the file has it: so a script is handed over by writing
 * its address there. (iPXE's src/arch/x86/prefix/pxeprefix.S: get_cmdline;
 * so since 2013.)
 */

/*
 * Check a file, and find that variable: 4 bytes at *ret_cmdline, lying in the
 * file, for a linear address.
 *
 * Returns 0, ERR_CARRIER_IMAGE (it is not such a file), or ERR_CARRIER_SHORT
 * (it says that it is longer than len).
 */
int ipxenbp_parse(const void *file, size_t len, uint32_t *ret_cmdline);

#endif /* CORE_IPXENBP_H */
