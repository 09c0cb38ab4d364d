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
 * in its messages, https://ipxe.org/XXXXXXXX, and in ${errno:hexraw} there:
 *
 *   bits 31-24  the POSIX error, as iPXE numbers them
 *   bits 23-13  the source file
 *   bits 12-8   which of the errors of this kind in this file
 *   bits 7-0    the PXE status
 */

/*
 * The cause: ERR_ATTACH_*. errno_value 0 when it is not known, as on gPXE;
 * then the cause that is usual for the status. A number that is no row of the
 * table is judged by its POSIX error alone; ERR_ATTACH_OTHER when this says
 * nothing.
 */
int ipxeerror_cause(uint8_t status, uint32_t errno_value);

/*
 * A caller cannot read ${errno}, only ask "iseq ${errno:hexraw} XXXXXXXX":
 * the n-th number, from 0, that is worth asking for with this status. Those
 * whose cause is what ipxeerror_cause(status, 0) says are not among them.
 * Returns 0 when there are no more.
 */
uint32_t ipxeerror_candidate(uint8_t status, unsigned int n);

#endif /* CORE_IPXEERROR_H */
