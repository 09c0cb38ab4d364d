/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A serial port (8250 to 16550A), polled.
 *
 * Runs in: flat 32-bit.
 */
#ifndef BIOS_SERIAL_H
#define BIOS_SERIAL_H

#include <stdint.h>

struct serial {
	uint16_t base;	 /* I/O address */
	uint16_t flow;	 /* SERIAL's bits (doc/syslinux.txt) */
	uint8_t enabled; /* interrupts before */
	uint8_t stalled; /* the other side does not take bytes */
};

/*
 * Open a port for 8 bits, no parity: port is 0 to 3, which the BIOS knows the
 * address of, or an address. Returns 1, or 0 when no port is there.
 */
int serial_open(struct serial *serial, unsigned int port, uint32_t baud,
		unsigned int flow);

/* Send a byte. When the other side takes none for 1 s, bytes are lost. */
void serial_put(void *serial, uint8_t byte);

/* Take the next byte, or -1 when none is there. */
int serial_take(const struct serial *serial);

/* Wait until all is sent, and give the port back as it was. */
void serial_close(const struct serial *serial);

#endif /* BIOS_SERIAL_H */
