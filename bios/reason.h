/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why an entry could not be started, for a menu's status line.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_REASON_H
#define BIOS_REASON_H

#include "text.h"

/* "WHAT: text", until the next call here. */
const char *reason_of(const struct span *what, const char *text);
const char *reason_of_name(const char *what, const char *text);

/*
 * From here on the program listens to what sanboot and localboot say, and
 * `host` is another one, for them: a menu is behind them.
 */
struct host *reason_listen(void);

/*
 * The end of that: the last line that began with "sanboot: " or "localboot: ",
 * or "NAME: failed". *ret_exit: was the way back to the PXE ROM asked for?
 */
const char *reason_heard(const char *name, int *ret_exit);

#endif /* BIOS_REASON_H */
