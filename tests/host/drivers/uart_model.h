/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A 16550 as software sees it (National PC16550D data sheet), with the faults
 * a driver must survive. Time passes by port accesses: one each.
 */
#ifndef TESTS_UART_MODEL_H
#define TESTS_UART_MODEL_H

#include <exo/types.h>

enum {
	UART_MODEL_BASE = 0x3f8,
	UART_MODEL_FIFO = 16,
	UART_MODEL_SENT_MAX = 1 << 16,
};

struct uart_model {
	/* What kind of chip it is; set by the test. */
	bool present; /* else the bus reads as @floating */
	u8 floating;
	bool has_fifo;
	bool fifo_is_broken; /* the first 16550: bit 7 of IIR only */
	bool transmitter_hangs;
	bool loses_thre; /* no interrupt when the transmitter empties */
	bool interrupt_hangs; /* IIR and LSR ask for service for ever */
	bool peer_is_busy; /* the other side holds CTS low */
	unsigned int byte_time; /* accesses until a byte is out */

	/* What happened. */
	u64 accesses;
	u8 sent[UART_MODEL_SENT_MAX];
	unsigned int nr_sent;
	unsigned int nr_overwritten; /* bytes written to a full transmitter */
	unsigned int divisor;

	/* Inside. */
	u8 ier, lcr, mcr, fcr, divisor_low, divisor_high, line_errors;
	unsigned int tx_waiting; /* bytes not out yet */
	u64 next_byte_at;
	bool thre_pending;
	u8 rx[64];
	unsigned int rx_head, rx_tail;
};

extern struct uart_model uart_model;

/* Power up: a good 16550A that sends a byte in 10 accesses. */
void uart_model_reset(void);

/* @byte arrives, with @errors of the line status register (0x1e). */
void uart_model_receive(u8 byte, u8 errors);

/* Does the chip ask for an interrupt? */
bool uart_model_line(void);

/* Let @accesses pass without one. */
void uart_model_pass_time(u64 accesses);

#endif
