/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a boot sector or a CD's boot image.
 *
 * Runs in: flat 32-bit, over struct host; ends in real mode.
 */
#ifndef BIOS_START_H
#define BIOS_START_H

#include "drive.h"
#include "probe.h"

/* Bytes of base memory that can be loaded to, counted from 0. */
uint32_t start_room(void);

/* Where memory from 1 MiB on ends, as the BIOS tells it (INT 15h). */
uint32_t start_memory_end(void);

/*
 * A place above 1 MiB for len bytes, at most 4 MiB, that neither this program
 * and its stack nor a PXE ROM has, nor a stage. NULL when the machine has too
 * little memory.
 */
uint8_t *start_stage(uint32_t len);

/* The places, a bit each, that memory touches which is not to be given away. */
uint8_t start_places(const void *memory, uint32_t len);

/* struct host's stage and stage_free, for loaders that know of none. */
uint8_t *start_take(size_t len);
void start_give_back(uint8_t *stage, size_t len);

/*
 * Called when nothing can go wrong any more (released: the machine is given
 * back already). The second call returns the drive number to start it with.
 */
typedef uint8_t (*start_hook)(const struct start *start, int released);

/*
 * Read what is to be started, give the machine back, and jump there. Returns
 * only when it could not be read; the machine is untouched then.
 */
void start_sector(const struct start *start, start_hook hook);
void start_cd(const struct start *start, start_hook hook);

#endif /* BIOS_START_H */
