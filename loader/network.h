/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The network that we came by, when another program has had it.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_NETWORK_H
#define LOADER_NETWORK_H

/* Note where we came from, while it is there. Once is enough. */
void network_remember(void);

/*
 * An iPXE takes the NIC away from the firmware's drivers: what we came by is
 * gone when it comes back, with its handle. Where that is so, take what the
 * firmware has made anew in its place, and let PXE ask DHCP again.
 */
void network_restore(void);

#endif /* LOADER_NETWORK_H */
