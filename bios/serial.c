/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A serial port (8250 to 16550A), polled.
 *
 * Runs in: flat 32-bit.
 */
#include <string.h>

#include "bios.h"
#include "serial.h"

/* Registers, from the port's address on (National Semiconductor PC16550D). */
enum {
	DATA,	    /* or the divisor's low byte */
	INTERRUPTS, /* or its high byte */
	FIFO,
	LINE_CONTROL,
	MODEM_CONTROL,
	LINE_STATUS,
	MODEM_STATUS,
};

#define CLOCK 115200
#define EIGHT_BITS 0x03
#define DIVISOR 0x80 /* is to be set */
#define RECEIVED 0x01
#define CAN_SEND 0x20
#define ALL_SENT 0x40
#define NO_PORT 0xff
/* Reads of a port, of about 1 us each. */
#define PATIENCE 1000000
/* SERIAL's flow control: lines to raise, to wait for, to take input by. */
#define FLOW_RAISE 0x003
#define FLOW_LINES 0x0f0

static uint8_t get(const struct serial *serial, unsigned int at)
{
	return port_read((uint16_t)(serial->base + at));
}

static void set(const struct serial *serial, unsigned int at,
		unsigned int value)
{
	port_write((uint16_t)(serial->base + at), (uint8_t)value);
}

/* Are all these lines of the modem status up? */
static int are_up(const struct serial *serial, unsigned int lines)
{
	lines &= FLOW_LINES;
	return (get(serial, MODEM_STATUS) & lines) == lines;
}

int serial_open(struct serial *serial, unsigned int port, uint32_t baud,
		unsigned int flow)
{
	unsigned int divisor = CLOCK / baud;

	memset(serial, 0, sizeof(*serial));
	serial->base = (uint16_t)port;
	if (port < BDA_SERIALS)
		serial->base = phys_read16(BDA_SERIAL + 2 * port);
	serial->flow = (uint16_t)flow;
	if (!serial->base || get(serial, LINE_STATUS) == NO_PORT)
		return 0;
	serial->interrupts = get(serial, INTERRUPTS);
	set(serial, INTERRUPTS, 0);
	set(serial, LINE_CONTROL, DIVISOR | EIGHT_BITS);
	set(serial, DATA, divisor);
	set(serial, INTERRUPTS, divisor >> 8);
	set(serial, LINE_CONTROL, EIGHT_BITS);
	set(serial, FIFO, 1);
	set(serial, MODEM_CONTROL, flow & FLOW_RAISE);
	return 1;
}

/* The port keeps 16 bytes, which is less than comes while a row is sent. */
static void receive(struct serial *serial)
{
	uint8_t byte;

	if (!(get(serial, LINE_STATUS) & RECEIVED))
		return;
	byte = get(serial, DATA);
	if ((uint8_t)(serial->to - serial->from) < SERIAL_INPUT &&
	    are_up(serial, serial->flow >> 4))
		serial->input[serial->to++ % SERIAL_INPUT] = byte;
}

int serial_put(void *context, uint8_t byte)
{
	struct serial *serial = context;
	unsigned int tries = serial->stalled ? 1 : PATIENCE;

	while (!(get(serial, LINE_STATUS) & CAN_SEND) ||
	       !are_up(serial, serial->flow)) {
		receive(serial);
		if (!--tries) {
			serial->stalled = 1;
			return 0;
		}
	}
	serial->stalled = 0;
	set(serial, DATA, byte);
	return 1;
}

int serial_take(struct serial *serial)
{
	receive(serial);
	return serial->from == serial->to
		   ? -1
		   : serial->input[serial->from++ % SERIAL_INPUT];
}

void serial_close(const struct serial *serial)
{
	unsigned int tries = PATIENCE;

	while (!(get(serial, LINE_STATUS) & ALL_SENT) && --tries)
		;
	set(serial, INTERRUPTS, serial->interrupts);
}
