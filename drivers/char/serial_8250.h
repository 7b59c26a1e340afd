/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: drivers, private to the serial port: the chip's registers (National
 * PC16550D data sheet, table 2) and what is known of it. Interrupts are off.
 */
#ifndef DRIVERS_CHAR_SERIAL_8250_H
#define DRIVERS_CHAR_SERIAL_8250_H

#include <asm/io.h>
#include <exo/console_line.h>
#include <exo/types.h>

enum uart_register {
	UART_DATA = 0, /* with LCR_DLAB: divisor, low byte */
	UART_IER = 1, /* with LCR_DLAB: divisor, high byte */
	UART_IIR = 2, /* read */
	UART_FCR = 2, /* write */
	UART_LCR = 3,
	UART_MCR = 4,
	UART_LSR = 5,
	UART_MSR = 6,
};

enum {
	IER_RECEIVE = 0x01,
	IER_TRANSMIT = 0x02,
	IER_ALL = 0x0f,

	IIR_NONE = 0x01, /* no interrupt is pending */
	IIR_FIFO_MASK = 0xc0,
	IIR_FIFO_WORKS = 0xc0, /* the 16550 has a FIFO that is broken: 0x80 */

	FCR_ENABLE = 0x01,
	FCR_CLEAR_BOTH = 0x06,
	FCR_TRIGGER_8 = 0x80, /* receive interrupt at 8 bytes */

	LCR_TWO_STOP = 0x04,
	LCR_PARITY = 0x08,
	LCR_EVEN = 0x10,
	LCR_BREAK = 0x40,
	LCR_DLAB = 0x80,
	LCR_8N1 = 0x03,

	MCR_DTR = 0x01,
	MCR_RTS = 0x02,
	MCR_OUT2 = 0x08, /* gates the interrupt line on a PC */
	MCR_LOOPBACK = 0x10,

	LSR_DATA_READY = 0x01,
	LSR_BAD_BYTE = 0x1c, /* parity, framing, break */
	LSR_THRE = 0x20, /* the transmitter takes bytes */
	LSR_IDLE = 0x40, /* the last bit is out */

	MSR_CTS = 0x10,
	MSR_DSR = 0x20,
	MSR_RING = 0x40,
	MSR_CARRIER = 0x80,
	MSR_LOOPBACK_MASK = 0xf0,
	MSR_LOOPBACK_SEEN = 0x90, /* OUT2 as DCD and RTS as CTS */
};

enum {
	UART_BAUD_MIN = 50,
	UART_BAUD_MAX = 115200,
};

struct uart {
	bool present;
	bool interrupts; /* someone empties the ring for us */
	bool stuck;
	bool held; /* received bytes stay in the chip */
	bool filled; /* since the last interrupt that found nothing to do */
	bool hardware_flow; /* CTS and RTS tell when to send */
	u8 ier, lcr, mcr;
	unsigned int fifo_size; /* bytes the transmitter takes at once */
	unsigned int baud;
};

extern struct uart uart;

static inline u8 uart_read(enum uart_register reg)
{
	return inb((u16)(CONFIG_SERIAL_8250_PORT + reg));
}

static inline void uart_write(enum uart_register reg, u8 value)
{
	outb((u16)(CONFIG_SERIAL_8250_PORT + reg), value);
}

/* The speed, UART_BAUD_MIN to _MAX, and the frame. Waits until the chip is idle. */
void uart_set_line(unsigned int baud, u8 lcr);

void uart_set_mcr(u8 mcr);

/* serial_8250_line.c */
#ifdef CONFIG_TTY
extern const struct console_line_ops serial_line_ops;
#define SERIAL_LINE_OPS (&serial_line_ops)
#else
#define SERIAL_LINE_OPS NULL
#endif

#endif
