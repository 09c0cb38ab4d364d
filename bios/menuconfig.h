/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding and reading the menu's configuration.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_MENUCONFIG_H
#define BIOS_MENUCONFIG_H

#include "config.h"
#include "expand.h"

/* The first mistake in what was read last, for the status line; or "". */
extern char menuconfig_mistake[MENU_MAX_STATUS + 1];

/*
 * Take memory for the configuration and find out about this machine. Before
 * the other functions. Returns len bytes for the caller, aligned for numbers;
 * NULL when there is too little memory.
 */
void *menuconfig_start(size_t len);
void menuconfig_end(void);

/* What is known of this machine. */
const struct facts *menuconfig_facts(void);

/*
 * Read configuration files: those named, separated by blanks; when there is
 * no name, what the loader has read, or what PXELINUX would look for. Names
 * are expanded (expand.h). UI, and DEFAULT as it was once written, lead on to
 * the files they name.
 *
 * Returns 0, or why there is no menu to show (fetch_reason()).
 */
int menuconfig_read(struct config *config, const char *names);

/* What FALLBACK said in the last configuration that had one, or "". */
const char *menuconfig_fallback(void);

/* A sum over the configuration: has something been loaded over it? */
uint32_t menuconfig_sum(const struct config *config);

#endif /* BIOS_MENUCONFIG_H */
