/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * EFI_LOAD_OPTION: what a Boot#### variable holds.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_LOADOPTION_H
#define CORE_LOADOPTION_H

#include <stddef.h>
#include <stdint.h>

/* A description as ASCII, cut, and a NUL. */
#define LOADOPTION_NAME_LEN 64

/* Points into the variable. */
struct loadoption {
	uint32_t attributes;
	const uint8_t *name; /* UTF-16, without its NUL */
	size_t name_units;
	const uint8_t *path; /* the first of its list, with the end node */
	size_t path_len;
	const uint8_t *data; /* what the program gets as load options */
	size_t data_len;
};

/*
 * Read a variable (UEFI 2.10, section 3.1.3). Optional data that only marks
 * an entry as made by EDK2 itself counts as none.
 * Returns 0, or ERR_OPTION_DAMAGED: short, the description does not end, the
 * path list reaches beyond the variable, or its first path is damaged.
 */
int loadoption_read(const void *variable, size_t len,
		    struct loadoption *ret_option);

/*
 * May this entry be started after a network boot? Returns 0, or why not:
 * ERR_OPTION_INACTIVE, ERR_OPTION_APP, ERR_OPTION_LEGACY,
 * ERR_OPTION_NETWORK, ERR_OPTION_FIRMWARE or ERR_OPTION_FORM.
 */
int loadoption_judge(const struct loadoption *option);

/* The description, in ASCII ('?' for the rest), cut. */
void loadoption_name(const struct loadoption *option,
		     char name[LOADOPTION_NAME_LEN]);

#endif /* CORE_LOADOPTION_H */
