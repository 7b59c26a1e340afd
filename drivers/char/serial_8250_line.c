// SPDX-License-Identifier: GPL-2.0-only
/*
 * What programs set of a serial line by termios(3) and ioctl_tty(2): speed, frame,
 * flow control by CTS and RTS, break, modem lines.
 */
#include <exo/console.h>
#include <exo/console_line.h>
#include <uapi/termios.h>

#include "serial_8250.h"

static unsigned int get_baud(struct console *console)
{
	(void)console;
	return uart.baud;
}

static u8 frame_of(u32 cflag)
{
	/* CSIZE counts from 5 bits on, as the chip does. */
	u8 lcr = (u8)((cflag & CSIZE) >> 4);

	if (cflag & CSTOPB)
		lcr |= LCR_TWO_STOP;
	if (cflag & PARENB)
		lcr |= LCR_PARITY;
	if (!(cflag & PARODD) && cflag & PARENB)
		lcr |= LCR_EVEN;
	return lcr;
}

static void set_flow_control(bool hardware)
{
	uart.hardware_flow = hardware;
	if (!hardware && !(uart.mcr & MCR_RTS))
		uart_set_mcr(uart.mcr | MCR_RTS);
}

static unsigned int set_line(struct console *console, unsigned int baud,
			     u32 cflag)
{
	bool possible = baud >= UART_BAUD_MIN && baud <= UART_BAUD_MAX;
	unsigned int speed = possible ? baud : uart.baud;
	u8 lcr = frame_of(cflag);

	(void)console;
	if (baud && !(uart.mcr & MCR_DTR))
		uart_set_mcr(uart.mcr | MCR_DTR | MCR_RTS);
	set_flow_control(cflag & CRTSCTS);
	if (speed != uart.baud || lcr != uart.lcr)
		uart_set_line(speed, lcr);
	if (!baud)
		uart_set_mcr(uart.mcr & (u8) ~(MCR_DTR | MCR_RTS));
	return baud ? speed : 0;
}

static void set_break(struct console *console, bool on)
{
	(void)console;
	uart_write(UART_LCR, on ? uart.lcr | LCR_BREAK : uart.lcr);
}

static u8 mcr_bits(u32 lines)
{
	return (u8)((lines & TIOCM_DTR ? MCR_DTR : 0) |
		    (lines & TIOCM_RTS ? MCR_RTS : 0));
}

static unsigned int modem(struct console *console, u32 set, u32 clear)
{
	u8 mcr = (uart.mcr & (u8)~mcr_bits(clear)) | mcr_bits(set);
	u8 msr;

	(void)console;
	if (mcr != uart.mcr)
		uart_set_mcr(mcr);
	msr = uart_read(UART_MSR);
	return (mcr & MCR_DTR ? TIOCM_DTR : 0) |
	       (mcr & MCR_RTS ? TIOCM_RTS : 0) |
	       (msr & MSR_CTS ? TIOCM_CTS : 0) |
	       (msr & MSR_DSR ? TIOCM_DSR : 0) |
	       (msr & MSR_RING ? TIOCM_RNG : 0) |
	       (msr & MSR_CARRIER ? TIOCM_CAR : 0);
}

const struct console_line_ops serial_line_ops = {
	.get_baud = get_baud,
	.set = set_line,
	.set_break = set_break,
	.modem = modem,
};
