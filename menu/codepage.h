/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Characters: UTF-8 and code page 437, the one of the BIOS's fonts.
 *
 * Runs in: everywhere.
 */
#ifndef MENU_CODEPAGE_H
#define MENU_CODEPAGE_H

#include "text.h"

/*
 * Take a character off the front of text, which is not empty: UTF-8, or a byte
 * above 7Fh that is none and so is of code page 437 already. Returns it in code
 * page 437: ' ' for a control character; for one that is not there a plain one
 * (dashes, quotation marks) or '?'.
 */
uint8_t codepage_take(struct span *text);

/* The Unicode number of a character of code page 437 from 80h on. */
uint16_t codepage_unicode(uint8_t character);

#endif /* MENU_CODEPAGE_H */
