/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting an iPXE that does what a script of ours says.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_IPXESTART_H
#define LOADER_IPXESTART_H

#include "firmware.h"

/* The address of our own file in that script. */
#define IPXESTART_FILE "netchain.efi"
#define IPXESTART_PROGRAM "file:/" IPXESTART_FILE

/* The MAC address of the NIC that we came by; NULL: by none. */
const uint8_t *ipxestart_mac(void);

/*
 * Read iPXE from a file beside ours, and start it with this script. It finds
 * our own file at IPXESTART_PROGRAM.
 *
 * Returns when it does: ERR_LOADER_RETURNED, or why it could not be started:
 * ERR_FILE_NONE, ERR_FILE_READ, ERR_CARRIER_IMAGE (no iPXE, or one from before
 * 2021, which takes no scripts so), ERR_LOAD_*.
 */
int ipxestart(const char *name, const char *script, size_t script_len);

#endif /* LOADER_IPXESTART_H */
