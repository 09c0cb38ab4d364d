/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a menu's entry starts, on each host.
 *
 * Runs in: flat 32-bit, over struct host; may end in real mode.
 */
#ifndef BIOS_ACTION_H
#define BIOS_ACTION_H

/*
 * Can this host do an entry of this type (menu/config.h:enum kernel_type,
 * but KERNEL_CONFIG, which is the menu's own) and file? Looks at the name
 * only, so that it can be asked for each entry before the menu is drawn.
 *
 * Returns NULL, or the reason why not, for the status line. An entry that is
 * started all the same is tried: its file may be another than its name says.
 */
const char *action_refusal(unsigned int type, const char *file);

/*
 * Start a command line: ".TYPE " or nothing, a file, its arguments, as
 * model_command() and ACTION_COMMAND's text give it; "initrd=A,B" among the
 * arguments names initrds. The screen is left to what is started.
 *
 * Does not return when the entry runs. Else returns
 * - a reason, for model_failed() and the status line; valid until the next call
 * - "": it ran and came back without a failure (sanboot hook, localboot menu);
 * - NULL: end the program now with status 0; the loader then starts it.
 */
const char *action_run(const char *line);

#endif /* BIOS_ACTION_H */
