/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A serial port (8250 to 16550A), polled.
 *
 * Runs in: flat 32-bit.
 */
#ifndef BIOS_SERIAL_H
#define BIOS_SERIAL_H

#include <stdint.h>

/* Bytes that came in while others were sent. */
#define SERIAL_INPUT 64

struct serial {
	uint16_t base;	    /* I/O address */
	uint16_t flow;	    /* SERIAL's bits (Syslinux, doc/syslinux.txt) */
	uint8_t interrupts; /* that were enabled before */
	uint8_t stalled;    /* the other side does not take what is sent */
	uint8_t from;	    /* in input: taken up to here.. */
	uint8_t to;	    /* ..and filled up to here */
	uint8_t input[SERIAL_INPUT];
};

/*
 * Open a port for 8 bits and no parity, as SERIAL gives it: port is 0 to 3,
 * whose addresses the BIOS has, or an address; baud is 75 to 115200. Returns
 * 1, or 0 when there is no port.
 */
int serial_open(struct serial *serial, unsigned int port, uint32_t baud,
		unsigned int flow);

/*
 * Send a byte, to struct serial; the send of struct ansi. When the other side
 * takes none for about a second, bytes are lost until it does. Returns 1, or 0
 * when this one is lost.
 */
int serial_put(void *serial, uint8_t byte);

/* Take the next byte that came in, or -1: none. */
int serial_take(struct serial *serial);

/* Wait until all is sent; give the port back with its interrupts. */
void serial_close(const struct serial *serial);

#endif /* BIOS_SERIAL_H */
