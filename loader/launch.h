/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a menu's entry starts on UEFI.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_LAUNCH_H
#define LOADER_LAUNCH_H

/*
 * Can this machine do an entry of this type (menu/config.h:enum kernel_type)
 * and file? Looks at the name only. Returns NULL, or the reason why not.
 */
const char *launch_refusal(unsigned int type, const char *file);

/*
 * Start a command line, as model_command() gives it. Returns when it comes
 * back: a reason, valid until the next call; "": without failure; NULL: end
 * the program, with launch_status.
 */
const char *launch(const char *line);

/* Start this machine's own disk; returns as launch(). */
const char *launch_localboot(const char *arguments);

extern unsigned long long launch_status;

#endif /* LOADER_LAUNCH_H */
