/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which names of a search are not there, asked all at once.
 *
 * Runs in: flat 32-bit, over struct host.
 */
#ifndef BIOS_ABSENT_H
#define BIOS_ABSENT_H

#include <stdint.h>

#include "search.h"

/*
 * Ask the server that sent our own file for all names the search has still to
 * try, by TFTP over the PXE stack's UDP, without waiting for one answer before
 * the next question: one round trip in place of one for each. Files that are
 * there are not fetched.
 *
 * Says which names are not there. Returns bit n for each name, n being the
 * search's step behind it, that the server says is not there. A name that it
 * did not answer for within a second has none: it is to be looked for as ever.
 * So are all when we are no boot file that was read by TFTP, or iPXE is too
 * old to say so (before 2024).
 */
uint32_t absent_names(struct search search);

#endif /* BIOS_ABSENT_H */
