/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a Linux kernel, by iPXE, beside an attached SAN disk.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_SANKERNEL_H
#define BIOS_SANKERNEL_H

#include "text.h"

/*
 * FILE ARGS... with initrd=FILE[,FILE...] among the arguments, as after a
 * LABEL's APPEND. Files are relative to what iPXE loaded last, as ours was.
 * Returns, always 1, when that failed; the screen says why.
 */
int san_kernel(const struct span *words);

#endif /* BIOS_SANKERNEL_H */
