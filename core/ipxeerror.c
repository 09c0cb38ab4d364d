/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Why gPXE/iPXE could not attach a SAN disk.
 *
 * Runs in: everywhere.
 */
#include <stddef.h>

#include "error.h"
#include "ipxeerror.h"

/* What a status means when nothing else is known. */
struct usual {
	uint8_t status;
	int16_t cause;
};

static const struct usual usual[] = {
    {0x02, ERR_ATTACH_ARGUMENT}, {0x03, ERR_ATTACH_UNSUPPORTED},
    {0x06, ERR_ATTACH_MEMORY},	 {0x11, ERR_ATTACH_UNREACHABLE},
    {0x19, ERR_ATTACH_DRIVE},	 {0x35, ERR_ATTACH_TIMEOUT},
    {0x38, ERR_ATTACH_REFUSED},	 {0x39, ERR_ATTACH_LUN},
    {0x3b, ERR_ATTACH_TARGET},	 {0x3c, ERR_ATTACH_DENIED},
};

/* The same by iPXE's number of the POSIX error. */
static const struct usual usual_posix[] = {
    {0x1c, ERR_ATTACH_ARGUMENT},    {0x3c, ERR_ATTACH_UNSUPPORTED},
    {0x3f, ERR_ATTACH_UNSUPPORTED}, {0x31, ERR_ATTACH_MEMORY},
    {0x28, ERR_ATTACH_UNREACHABLE}, {0x03, ERR_ATTACH_DRIVE},
    {0x4c, ERR_ATTACH_TIMEOUT},	    {0x0f, ERR_ATTACH_REFUSED},
    {0x1d, ERR_ATTACH_LUN},	    {0x2c, ERR_ATTACH_TARGET},
    {0x2d, ERR_ATTACH_TARGET},	    {0x02, ERR_ATTACH_DENIED},
    {0x41, ERR_ATTACH_DENIED},
};

/*
 * The same numbers in iPXE's source of January 2019 and of August 2026. So
 * ended an attach in Debian's three iPXEs (2019, 2025, 2026), with tgtd or
 * with a server made to answer so; those marked "read" were only read in the
 * source.
 */
struct row {
	uint32_t number;
	int cause;
};

static const struct row rows[] = {
    /* TCP: a reset, which is how a closed port answers, too. */
    {0x0f0a6039, ERR_ATTACH_REFUSED},
    /* iSCSI: the other side closed the connection. */
    {0x0f0d6039, ERR_ATTACH_RESET},
    /* iSCSI: class 3 of login statuses, target errors. */
    {0x1d0d6139, ERR_ATTACH_BUSY},
    {0x1d0d6239, ERR_ATTACH_BUSY},
    {0x3c0d6403, ERR_ATTACH_BUSY},
    /*
     * SCSI: sense keys 2 to 6. iPXE gets them from descriptor-format sense
     * data alone. With the usual, fixed format each error is 1d704039, as
     * "busy" and "reservation conflict" are: the usual cause.
     */
    {0x1d704239, ERR_ATTACH_NOT_READY},
    {0x1d704339, ERR_ATTACH_MEDIUM},
    {0x1d704439, ERR_ATTACH_MEDIUM},
    {0x1d704539, ERR_ATTACH_NO_LUN},
    {0x1d704639, ERR_ATTACH_NOT_READY},
    /* DNS: no such name; no server (read); no answer; nonsense (read). */
    {0x3e11613b, ERR_ATTACH_NAME},
    {0x3e11623b, ERR_ATTACH_NAME},
    {0x4c116035, ERR_ATTACH_NAME},
    {0x1c116002, ERR_ATTACH_NAME},
    /* iSCSI: login status 0202. */
    {0x410d623c, ERR_ATTACH_FORBIDDEN},
    /* iSCSI: the target's user name, and its secret. */
    {0x020d613c, ERR_ATTACH_MUTUAL},
    {0x020d623c, ERR_ATTACH_MUTUAL},
    /* iSCSI: it did not answer our challenge (read), or too long (read). */
    {0x430d6001, ERR_ATTACH_MUTUAL},
    {0x430d6401, ERR_ATTACH_MUTUAL},
    /* iSCSI: "AuthMethod=Reject" to an offer of no authentication. */
    {0x430d6601, ERR_ATTACH_CREDENTIALS},
    /* iSCSI: (read) */
    {0x1c0d6502, ERR_ATTACH_INITIATOR},
    /* iSCSI: other login statuses, of class 2 and of unknown classes. */
    {0x3c0d6103, ERR_ATTACH_PROTOCOL},
    {0x1c0d6002, ERR_ATTACH_PROTOCOL},
    /* iSCSI: what iPXE does not understand (read). */
    {0x430d6101, ERR_ATTACH_PROTOCOL},
    {0x430d6201, ERR_ATTACH_PROTOCOL},
    {0x430d6301, ERR_ATTACH_PROTOCOL},
    {0x430d6501, ERR_ATTACH_PROTOCOL},
    {0x1d0d6039, ERR_ATTACH_PROTOCOL},
    {0x3c0d6203, ERR_ATTACH_PROTOCOL},
    /* INT 13h: the iBFT is longer than 768 bytes, as of three targets. */
    {0x34852006, ERR_ATTACH_TABLE},
    /* HTTP: 404, 401, 403, an unknown answer (read), other 4xx, 5xx. */
    {0x2d0c613b, ERR_ATTACH_HTTP},
    {0x020c613c, ERR_ATTACH_HTTP},
    {0x410c613c, ERR_ATTACH_HTTP},
    {0x1d0c6139, ERR_ATTACH_HTTP},
    {0x1d0c6439, ERR_ATTACH_HTTP},
    {0x1d0c6539, ERR_ATTACH_HTTP},
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static int usual_cause(const struct usual *table, size_t count, uint8_t status)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (table[i].status == status)
			return table[i].cause;
	return ERR_ATTACH_OTHER;
}

int ipxeerror_cause(uint8_t status, uint32_t number)
{
	unsigned int i;

	for (i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].number == number && (uint8_t)number == status)
			return rows[i].cause;
	return usual_cause(usual, COUNT_OF(usual), status);
}

int ipxeerror_cause_uefi(uint32_t number)
{
	unsigned int i;

	for (i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].number >> 8 == number >> 8)
			return rows[i].cause;
	return usual_cause(usual_posix, COUNT_OF(usual_posix),
			   (uint8_t)(number >> 24));
}

uint32_t ipxeerror_candidate(uint8_t status, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < COUNT_OF(rows); i++)
		if ((uint8_t)rows[i].number == status && !n--)
			return rows[i].number;
	return 0;
}

/* How many stages an attachment got past. */
static unsigned int stages_passed(int cause)
{
	switch (cause) {
	case 0:
	case ERR_ATTACH_BLOCKSIZE:
	case ERR_ATTACH_TABLE:
	case ERR_ATTACH_DRIVE:
		return 3;
	case ERR_ATTACH_LUN:
	case ERR_ATTACH_NO_LUN:
	case ERR_ATTACH_NOT_READY:
	case ERR_ATTACH_MEDIUM:
		return 2;
	case ERR_ATTACH_TARGET:
	case ERR_ATTACH_FORBIDDEN:
	case ERR_ATTACH_BUSY:
	case ERR_ATTACH_DENIED:
	case ERR_ATTACH_CREDENTIALS:
	case ERR_ATTACH_MUTUAL:
		return 1;
	default:
		return 0;
	}
}

const char *ipxeerror_passed(int cause, unsigned int n)
{
	static const char *const words[] = {
	    "server: reached",
	    "login: accepted",
	    "LUN: ready",
	};

	return n < stages_passed(cause) ? words[n] : NULL;
}
