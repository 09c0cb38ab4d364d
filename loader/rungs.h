/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Local boot: the steps of localboot.efi, and of the menu.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_RUNGS_H
#define LOADER_RUNGS_H

#include "firmware.h"

/*
 * Start this machine's own disk or next boot entry, as the arguments say
 * (uefiladder.h). They are to stay. All is said on the console.
 *
 * Returns the status to end with when nothing was started: EFI_SUCCESS after
 * `menu` or `exit` with exit=success; EFI_INVALID_PARAMETER when the arguments
 * cannot be understood; else an error.
 */
EFI_STATUS rungs_run(const char *arguments);

/* Can the arguments be understood? Returns 0 when not; that has been said. */
int rungs_understand(const char *arguments);

/* Did it end because `exit` was the first method? Then leave the program. */
int rungs_wants_exit(void);

#endif /* LOADER_RUNGS_H */
