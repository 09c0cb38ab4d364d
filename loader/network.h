/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The firmware's PXE stack that we came by, across a program that takes the
 * network card for itself, as iPXE does.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_NETWORK_H
#define LOADER_NETWORK_H

/* Before such a program: note what the stack knows. Once is enough. */
void network_keep(void);

/* After it: have the stack again, where it is gone. */
void network_restore(void);

#endif /* LOADER_NETWORK_H */
