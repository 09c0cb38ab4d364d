/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting another UEFI program.
 *
 * Runs in: UEFI.
 */
#ifndef LOADER_PROGRAM_H
#define LOADER_PROGRAM_H

#include "loadargs.h"
#include "paths.h"

/* A boot entry's number where there is none. */
#define NO_ENTRY BOOTORDER_NO_ENTRY

/* Our command line; buf is where it may stand. */
const char *program_arguments(char buf[LOADARGS_LEN]);

/*
 * Note our own file, and that of the program that started us (iPXE on a disk),
 * and so on: none of them is started again. Call once.
 */
void program_remember_ancestors(void);

/*
 * Load and start the program at this path, with these bytes as load options,
 * and with BootCurrent naming the entry meanwhile. A path is started once in
 * our life: what came back is not started again by another method.
 *
 * Returns when it does: ERR_LOAD_* when it could not be loaded,
 * ERR_LOADER_RETURNED, ERR_LOADER_BEFORE, ERR_OPTION_CURRENT. *ret_status is
 * the firmware's or the program's status, 0 where it says no more than the
 * code.
 */
int start_program(const path_t *path, const void *options, size_t len,
		  uint32_t entry, uint64_t *ret_status);

/* A program in memory, and its load options. */
struct program {
	const void *data;
	size_t len;
	const void *options;
	size_t options_len;
};

/*
 * Load and start it, as from this path, however often it was started before.
 * Returns 0 when it did and gave EFI_SUCCESS back; ERR_LOADER_RETURNED after
 * another status; or ERR_LOAD_*. *ret_status as start_program().
 */
int start_loaded(const path_t *path, const struct program *program,
		 uint64_t *ret_status);

/* What start_program() has started may be started again. */
void program_forget_tried(void);

#endif /* LOADER_PROGRAM_H */
