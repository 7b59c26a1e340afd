// SPDX-License-Identifier: GPL-2.0-only
/* See uart_model.h. */
#include "uart_model.h"
#include <asm/io.h>

enum {
	DATA,
	IER,
	IIR_FCR,
	LCR,
	MCR,
	LSR,
	MSR,
	SCRATCH
};

struct uart_model uart_model;

void uart_model_reset(void)
{
	uart_model = (struct uart_model){
		.present = true,
		.has_fifo = true,
		.byte_time = 10,
		.floating = 0xff,
	};
}

static bool fifo_works(void)
{
	return uart_model.has_fifo && !uart_model.fifo_is_broken &&
	       (uart_model.fcr & 1);
}

static unsigned int tx_capacity(void)
{
	return fifo_works() ? UART_MODEL_FIFO : 1;
}

static void byte_is_out(void)
{
	uart_model.tx_waiting--;
	uart_model.next_byte_at += uart_model.byte_time;
	if (uart_model.tx_waiting == 0 && !uart_model.loses_thre)
		uart_model.thre_pending = true;
}

void uart_model_pass_time(u64 accesses)
{
	uart_model.accesses += accesses;
	while (uart_model.tx_waiting > 0 && !uart_model.transmitter_hangs &&
	       uart_model.accesses >= uart_model.next_byte_at)
		byte_is_out();
}

void uart_model_receive(u8 byte, u8 errors)
{
	uart_model.rx[uart_model.rx_head++ % sizeof(uart_model.rx)] = byte;
	uart_model.line_errors |= errors;
}

static bool rx_ready(void)
{
	return uart_model.rx_head != uart_model.rx_tail;
}

bool uart_model_line(void)
{
	return ((uart_model.ier & 1) && rx_ready()) ||
	       ((uart_model.ier & 2) && uart_model.thre_pending);
}

static u8 read_iir(void)
{
	u8 fifo_bits = 0;

	if (uart_model.has_fifo && (uart_model.fcr & 1))
		fifo_bits = uart_model.fifo_is_broken ? 0x80 : 0xc0;
	if (uart_model.interrupt_hangs || ((uart_model.ier & 1) && rx_ready()))
		return fifo_bits | 0x04;
	if ((uart_model.ier & 2) && uart_model.thre_pending) {
		uart_model.thre_pending = false;
		return fifo_bits | 0x02;
	}
	return fifo_bits | 0x01;
}

static u8 read_lsr(void)
{
	u8 lsr = uart_model.line_errors;

	uart_model.line_errors = 0;
	if (rx_ready() || uart_model.interrupt_hangs)
		lsr |= 0x01;
	if (uart_model.tx_waiting == 0 && !uart_model.transmitter_hangs)
		lsr |= 0x60;
	return lsr;
}

static u8 read_msr(void)
{
	u8 mcr = uart_model.mcr;

	if (!(mcr & 0x10))
		/* A terminal is connected. */
		return uart_model.peer_is_busy ? 0xa0 : 0xb0;
	return (u8)((mcr & 0x0c) << 4 | (mcr & 0x02) << 3 | (mcr & 0x01) << 5);
}

static u8 read_rx(void)
{
	if (!rx_ready())
		return 0;
	return uart_model.rx[uart_model.rx_tail++ % sizeof(uart_model.rx)];
}

static void write_tx(u8 byte)
{
	uart_model.thre_pending = false;
	if (uart_model.tx_waiting == tx_capacity()) {
		uart_model.nr_overwritten++;
		return;
	}
	if (uart_model.tx_waiting++ == 0)
		uart_model.next_byte_at =
			uart_model.accesses + uart_model.byte_time;
	if (uart_model.nr_sent < UART_MODEL_SENT_MAX)
		uart_model.sent[uart_model.nr_sent++] = byte;
}

static void write_ier(u8 value)
{
	/* An empty transmitter answers at once when asked for interrupts. */
	if ((value & 2) && !(uart_model.ier & 2) &&
	    uart_model.tx_waiting == 0 && !uart_model.loses_thre)
		uart_model.thre_pending = true;
	uart_model.ier = value & 0x0f;
}

static void write_divisor(u8 *half, u8 value)
{
	*half = value;
	uart_model.divisor = (unsigned int)uart_model.divisor_high << 8 |
			     uart_model.divisor_low;
}

u8 inb(u16 port)
{
	bool dlab = uart_model.lcr & 0x80;

	uart_model_pass_time(1);
	if (!uart_model.present)
		return uart_model.floating;
	switch (port - UART_MODEL_BASE) {
	case DATA:
		return dlab ? uart_model.divisor_low : read_rx();
	case IER:
		return dlab ? uart_model.divisor_high : uart_model.ier;
	case IIR_FCR:
		return read_iir();
	case LCR:
		return uart_model.lcr;
	case MCR:
		return uart_model.mcr;
	case LSR:
		return read_lsr();
	case MSR:
		return read_msr();
	default:
		return 0xff;
	}
}

void outb(u16 port, u8 value)
{
	bool dlab = uart_model.lcr & 0x80;

	uart_model_pass_time(1);
	if (!uart_model.present)
		return;
	switch (port - UART_MODEL_BASE) {
	case DATA:
		if (dlab)
			write_divisor(&uart_model.divisor_low, value);
		else
			write_tx(value);
		break;
	case IER:
		if (dlab)
			write_divisor(&uart_model.divisor_high, value);
		else
			write_ier(value);
		break;
	case IIR_FCR:
		uart_model.fcr = value;
		break;
	case LCR:
		uart_model.lcr = value;
		break;
	case MCR:
		uart_model.mcr = value;
		break;
	}
}
