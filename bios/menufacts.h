/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the menu is told of this machine.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_MENUFACTS_H
#define BIOS_MENUFACTS_H

#include "source.h"

/*
 * Ask DHCP's answer, SMBIOS and the processor, and fill in what the source of
 * the configuration is to know: facts, prefix, option 209. All of it stays.
 */
void menufacts_learn(struct source *source);

#endif /* BIOS_MENUFACTS_H */
