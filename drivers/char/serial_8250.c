// SPDX-License-Identifier: GPL-2.0-only
/*
 * The 8250, 16450 and 16550 UART (National PC16550D data sheet), as ttyS0.
 *
 * Text goes into a ring. Before interrupts are up, and in a panic, the writer
 * empties the ring itself by polling; afterwards it only fills the
 * transmitter and the "holding register empty" (THRE) interrupt fetches the
 * rest. A writer that finds the ring full polls until there is room, so
 * nothing is lost however slow the line.
 *
 * Every wait is bounded. A transmitter that does not become ready within the
 * bound is stuck: from then on it gets one look a time, until it is ready
 * again, and text that does not fit into the ring is dropped. Some chips lose
 * THRE interrupts; a look at each tick while the ring holds text makes up for
 * it.
 *
 * While the console's input queue is full, received bytes stay in the chip, so
 * that a sender that minds flow control waits. The receive interrupt, which
 * would not end, is off meanwhile; a tick that finds room turns it on.
 *
 * All functions run with interrupts off.
 */
#define pr_fmt(fmt) "serial_8250: " fmt

#include <asm/irqflags.h>
#include <exo/console.h>
#include <exo/initcall.h>
#include <exo/irq.h>
#include <exo/kstrto.h>
#include <exo/printk.h>
#include <exo/ring.h>
#include <exo/string.h>
#include <exo/time.h>
#include <uapi/errno.h>

#include "serial_8250.h"

enum {
	FIFO_SIZE = 16,
	TX_SIZE = 2048, /* a power of two */
	/*
	 * A look takes about a microsecond on a PC; the slowest sensible line,
	 * 1200 baud, needs 133,000 of them for a full FIFO.
	 */
	POLLS_MAX = 200000,
	/* Rounds of one interrupt; each moves up to a FIFO of bytes. */
	ROUNDS_MAX = 256,
};

struct uart uart;

static struct console serial_console;

static u8 tx_buffer[TX_SIZE];
static struct ring tx = RING_INIT(tx_buffer);

static void set_ier(u8 ier)
{
	if (uart.ier == ier)
		return;
	uart.ier = ier;
	uart_write(UART_IER, ier);
}

/*
 * Sending.
 */

static bool wait_for(u8 lsr_bit)
{
	unsigned int polls = uart.stuck ? 1 : POLLS_MAX;

	while (polls-- > 0) {
		if (uart_read(UART_LSR) & lsr_bit) {
			uart.stuck = false;
			return true;
		}
		cpu_relax();
	}
	uart.stuck = true;
	return false;
}

/* Whether the other side lets us send. */
static bool clear_to_send(void)
{
	return !uart.hardware_flow || uart_read(UART_MSR) & MSR_CTS;
}

/* Move text to the transmitter, which is known to be empty. */
static void fill_transmitter(void)
{
	unsigned int room = uart.fifo_size;
	u8 byte;

	if (!clear_to_send())
		return;
	uart.filled = true;
	while (room-- > 0 && ring_pop(&tx, &byte))
		uart_write(UART_DATA, byte);
}

static void tx_push(u8 byte)
{
	if (ring_full(&tx) && wait_for(LSR_THRE))
		fill_transmitter();
	ring_push(&tx, byte);
}

/* Until the last bit is on the line: the machine may end after this. */
static void tx_drain(void)
{
	while (!ring_empty(&tx) && clear_to_send() && wait_for(LSR_THRE))
		fill_transmitter();
	wait_for(LSR_IDLE);
}

/*
 * Start the transmitter if it idles, and have it ask for the rest. It may
 * forget to; then serial_tick() makes up for it.
 */
static void tx_service(u8 lsr)
{
	if (lsr & LSR_THRE)
		fill_transmitter();
	if (ring_used(&tx) <= TX_SIZE / 2)
		console_output_sent(&serial_console);
	set_ier((uart.held ? 0 : IER_RECEIVE) |
		(ring_empty(&tx) ? 0 : IER_TRANSMIT));
	if (uart.held || !ring_empty(&tx))
		time_need_tick();
}

/* Send what was pushed, or see to it that it will be. */
static void tx_start(void)
{
	if (!uart.interrupts)
		tx_drain();
	else if (!(uart.ier & IER_TRANSMIT))
		tx_service(uart_read(UART_LSR));
}

static void serial_write(struct console *console, const char *text, size_t len)
{
	(void)console;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			tx_push('\r');
		tx_push((u8)text[i]);
	}
	tx_start();
}

static void serial_write_raw(struct console *console, const char *text,
			     size_t len)
{
	(void)console;
	for (size_t i = 0; i < len; i++)
		tx_push((u8)text[i]);
	tx_start();
}

static size_t serial_queued(struct console *console)
{
	(void)console;
	return ring_used(&tx);
}

static void serial_panic_enter(struct console *console)
{
	(void)console;
	uart.interrupts = false;
	uart.hardware_flow = false;
	set_ier(0);
	tx_drain();
}

/*
 * Setting the line.
 */

void uart_set_line(unsigned int baud, u8 lcr)
{
	u16 divisor = (u16)((UART_BAUD_MAX + baud / 2) / baud);

	/* What the boot loader or we still send would be garbled. */
	wait_for(LSR_IDLE);
	uart_write(UART_LCR, LCR_DLAB | lcr);
	uart_write(UART_DATA, (u8)divisor);
	uart_write(UART_IER, (u8)(divisor >> 8));
	uart_write(UART_LCR, lcr);
	uart.baud = baud;
	uart.lcr = lcr;
}

/* "115200" or "115200n8"; the line has 8 bits and no parity anyway. */
static int parse_baud(const char *options, unsigned int *baud)
{
	size_t digits = strspn(options, "0123456789");
	char number[8];

	if (options[digits] && strcmp(options + digits, "n8") != 0)
		return -EINVAL;
	if (digits >= sizeof(number))
		return -EINVAL;
	memcpy(number, options, digits);
	number[digits] = '\0';
	return kstrtouint(number, 10, baud);
}

static int serial_setup(struct console *console, const char *options)
{
	unsigned int baud;
	int err = parse_baud(options, &baud);

	(void)console;
	if (err)
		return err;
	if (baud < UART_BAUD_MIN || baud > UART_BAUD_MAX ||
	    UART_BAUD_MAX % baud != 0)
		return -EINVAL;
	tx_drain();
	uart_set_line(baud, uart.lcr);
	return 0;
}

/*
 * Receiving.
 */

void uart_set_mcr(u8 mcr)
{
	uart.mcr = mcr;
	uart_write(UART_MCR, mcr);
}

/* By RTS, if the other side is to mind it. */
static void uart_let_send(bool go)
{
	if (uart.hardware_flow)
		uart_set_mcr(go ? uart.mcr | MCR_RTS : uart.mcr & (u8)~MCR_RTS);
}

static void receive(u8 lsr)
{
	unsigned int most = FIFO_SIZE;

	while ((lsr & LSR_DATA_READY) && most-- > 0) {
		u8 byte;

		if (console_input_room(&serial_console) == 0) {
			uart.held = true;
			uart_let_send(false);
			return;
		}
		byte = uart_read(UART_DATA);
		if (!(lsr & LSR_BAD_BYTE))
			console_input_push(&serial_console, byte);
		lsr = uart_read(UART_LSR);
	}
}

/*
 * The PIC sees edges: as long as the chip asks for anything its line stays up
 * and no further interrupt comes, so look until it asks for nothing. Filling
 * the transmitter can take its cause away from an interrupt that the PIC holds
 * already; the one that then finds nothing is still ours.
 */
static enum irq_result serial_interrupt(unsigned int line, void *arg)
{
	unsigned int rounds = ROUNDS_MAX;
	bool ours = false;

	(void)line;
	(void)arg;
	while (!(uart_read(UART_IIR) & IIR_NONE) && rounds-- > 0) {
		u8 lsr = uart_read(UART_LSR);

		receive(lsr);
		tx_service(lsr);
		ours = true;
	}
	if (!ours) {
		ours = uart.filled;
		uart.filled = false;
	}
	return ours ? IRQ_HANDLED : IRQ_NONE;
}

/*
 * At each tick: did the THRE interrupt for waiting text get lost? Is there
 * room for what was left in the chip? It interrupts at once then.
 */
static void serial_tick(void)
{
	bool release = uart.held &&
		       console_input_room(&serial_console) >= FIFO_SIZE;

	if (release) {
		uart.held = false;
		uart_let_send(true);
	}
	if (uart.interrupts && (release || !ring_empty(&tx)))
		tx_service(uart_read(UART_LSR));
	else if (uart.held)
		time_need_tick();
}

/*
 * Finding the chip.
 */

/* Nobody there reads as all ones, or as something that does not change. */
static bool ier_answers(void)
{
	u8 off, on;

	uart_write(UART_IER, 0);
	off = uart_read(UART_IER) & IER_ALL;
	uart_write(UART_IER, IER_ALL);
	on = uart_read(UART_IER) & IER_ALL;
	uart_write(UART_IER, 0);
	return off == 0 && on == IER_ALL;
}

static bool loopback_answers(void)
{
	u8 msr;

	uart_write(UART_MCR, MCR_LOOPBACK | MCR_OUT2 | MCR_RTS);
	msr = uart_read(UART_MSR);
	uart_set_mcr(MCR_DTR | MCR_RTS | MCR_OUT2);
	return (msr & MSR_LOOPBACK_MASK) == MSR_LOOPBACK_SEEN;
}

static void enable_fifo(void)
{
	uart_write(UART_FCR, FCR_ENABLE | FCR_CLEAR_BOTH | FCR_TRIGGER_8);
	uart.fifo_size = FIFO_SIZE;
	if ((uart_read(UART_IIR) & IIR_FIFO_MASK) != IIR_FIFO_WORKS) {
		uart_write(UART_FCR, 0);
		uart.fifo_size = 1;
	}
}

static const struct console_ops serial_ops = {
	.write = serial_write,
	.setup = serial_setup,
	.panic_enter = serial_panic_enter,
	.write_raw = serial_write_raw,
	.queued = serial_queued,
	.queue_size = TX_SIZE,
	.line = SERIAL_LINE_OPS,
};

static struct console serial_console = {
	.name = "ttyS0",
	.ops = &serial_ops,
};

static int serial_8250_probe(void)
{
	uart_write(UART_LCR, LCR_8N1);
	if (!ier_answers() || !loopback_answers())
		return -ENODEV;
	uart.present = true;
	uart_set_line(CONFIG_SERIAL_8250_BAUD, LCR_8N1);
	enable_fifo();
	console_register(&serial_console);
	return 0;
}
INITCALL(early, serial_8250_probe);

static int serial_8250_start_interrupts(void)
{
	unsigned long flags;
	int err;

	if (!uart.present) {
		pr_info("no UART at port %#x\n", CONFIG_SERIAL_8250_PORT);
		return 0;
	}
	pr_info("ttyS0 at port %#x, irq %d, FIFO of %u, %u baud\n",
		CONFIG_SERIAL_8250_PORT, CONFIG_SERIAL_8250_IRQ, uart.fifo_size,
		uart.baud);
	err = irq_request(irq_isa_line(CONFIG_SERIAL_8250_IRQ),
			  serial_interrupt, NULL, "ttyS0");
	if (err == -ENODEV) {
		pr_info("no interrupt controller: output is polled\n");
		return 0;
	}
	if (err)
		return err;
	flags = irq_save();
	uart.interrupts = true;
	set_ier(IER_RECEIVE);
	irq_restore(flags);
	return time_add_tick_hook(serial_tick);
}
INITCALL(console, serial_8250_start_interrupts);
