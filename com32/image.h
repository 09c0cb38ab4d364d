/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program's own image in memory.
 *
 * Runs in: flat 32-bit.
 */
#ifndef COM32_IMAGE_H
#define COM32_IMAGE_H

#define HIDDEN __attribute__((visibility("hidden")))

/*
 * Relocate the image to where it stands (R_386_RELATIVE) and clear its BSS.
 * First thing in the raw entries; a module's loader has done both. May be
 * called once.
 */
void image_init(void) HIDDEN;

#endif /* COM32_IMAGE_H */
