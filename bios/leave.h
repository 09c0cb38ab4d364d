/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Restarting the machine, and switching it off.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_LEAVE_H
#define BIOS_LEAVE_H

void leave_restart(void) __attribute__((noreturn));

/* By APM 1.2. Returns when the BIOS does not do it (ERR_NO_APM). */
void leave_power_off(void);

#endif /* BIOS_LEAVE_H */
