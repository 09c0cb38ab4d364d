/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way we came by over the network, across a program that takes the network
 * card for itself, as iPXE does.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_NETWORK_H
#define LOADER_NETWORK_H

/* Before such a program: note what there is. Once is enough. */
void network_keep(void);

/* After it: have that again, where it is gone. */
void network_restore(void);

#endif /* LOADER_NETWORK_H */
