/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why gPXE/iPXE could not attach a SAN disk, from its status and its errno.
 *
 * Runs in: everywhere.
 */
#ifndef CORE_IPXEERROR_H
#define CORE_IPXEERROR_H

#include <stdint.h>

/*
 * A command run through PXENV_FILE_EXEC ends with an 8-bit PXE status (PXE
 * 2.1, section 2.3), the low byte of iPXE's 32-bit error number: the number
 * in its messages, https://ipxe.org/XXXXXXXX, and in ${errno:hexraw} there
 * (iPXE: src/include/errno.h, ipxe/errfile.h):
 *
 *   bits 31-24  the POSIX error, as iPXE numbers them
 *   bits 23-13  the source file
 *   bits 12-8   which of the errors of this kind in this file
 *   bits 7-0    the PXE status
 */

/*
 * The cause, ERR_ATTACH_*: of this number; or, when it is 0 (not known, as on
 * gPXE), has another status or is in no row, the usual one for the status.
 */
int ipxeerror_cause(uint8_t status, uint32_t number);

/*
 * The n-th number, from 0, that has this status and another cause than the
 * usual one; 0 when there are no more.
 *
 * A program cannot read ${errno}, only ask for a number at a time. A question
 * answered by no is an error too, and overwrites it; so keep a copy first:
 *
 *   set keep ${errno:hexraw}
 *   iseq ${keep} XXXXXXXX	(eight digits; status 0: yes)
 */
uint32_t ipxeerror_candidate(uint8_t status, unsigned int n);

/*
 * The cause of a number from an iPXE for UEFI: it has the firmware's status in
 * bits 7-0, and the same above. What is in no row is told by its POSIX error.
 */
int ipxeerror_cause_uefi(uint32_t number);

/*
 * What an attachment went through before it failed for this cause (0: it did
 * not), from n = 0: "server: reached" ...; NULL when there is no more.
 */
const char *ipxeerror_passed(int cause, unsigned int n);

#endif /* CORE_IPXEERROR_H */
