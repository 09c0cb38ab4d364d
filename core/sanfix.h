/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a wrong SAN address was probably meant to be.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_SANFIX_H
#define CORE_SANFIX_H

#include "sanuri.h"

/*
 * Put a wrong iscsi: address right, where it is obvious what goes where: a
 * colon too few or too many, host:port:target, port and LUN in each other's
 * place or in PROTOCOL, 0x before LUN, an IPv6 address without brackets, the
 * target's iqn. in capitals, the scheme missing, and the form of libiscsi and
 * QEMU, iscsi://host:port/target/lun, whose LUN is decimal.
 *
 * ret_text becomes an address that sanuri_parse() takes, or empty.
 */
void sanfix(struct span text, char ret_text[SANURI_MAX + 1]);

#endif /* CORE_SANFIX_H */
