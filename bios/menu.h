/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot menu on this machine.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_MENU_H
#define BIOS_MENU_H

/*
 * Read the configuration that the arguments name, or that PXELINUX would
 * read, and show its menu. Returns the program's status when it is left, or
 * when the loader is to start what was chosen.
 */
int menu(const char *arguments);

#endif /* BIOS_MENU_H */
