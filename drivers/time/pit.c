// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channel 0 of the 8254 interval timer (Intel 8254 data sheet) as the clock
 * event, and before that as a counter to calibrate others by.
 *
 * Ticks come from mode 2, which reloads itself, so they do not drift with
 * latency; single interrupts from mode 0, where each count written starts
 * anew and the output rises when it has run down.
 */
#define pr_fmt(fmt) "pit: " fmt

#include "reference_counter.h"

#include <asm/io.h>
#include <exo/clock_event.h>
#include <exo/initcall.h>
#include <exo/irq.h>
#include <exo/printk.h>
#include <exo/time.h>
#include <uapi/errno.h>

enum {
	PIT_HZ = 1193182,
	PIT_CHANNEL0 = 0x40,
	PIT_COMMAND = 0x43,
	PIT_ISA_IRQ = 0,

	/* Channel 0, low byte then high byte. */
	MODE0_BOTH_BYTES = 0x30,
	MODE2_BOTH_BYTES = 0x34,
	LATCH_COUNT = 0x00, /* channel 0 */
	LATCH_STATUS = 0xe2, /* channel 0, not its count */
	STATUS_MODE_MASK = 0x3f,

	COUNT_MAX = 0xffff,
};

/* Counts a nanosecond, 32 fraction bits. */
#define COUNTS_PER_NS (((u64)PIT_HZ << 32) / NSEC_PER_SEC)

static unsigned int divisor;

static u64 counts_to_ns(u64 counts)
{
	return counts * NSEC_PER_SEC / PIT_HZ;
}

static enum irq_result pit_interrupt(unsigned int line, void *arg)
{
	(void)line;
	(void)arg;
	clock_event_interrupt();
	return IRQ_HANDLED;
}

static void write_count(unsigned int count)
{
	outb(PIT_CHANNEL0, (u8)count);
	outb(PIT_CHANNEL0, (u8)(count >> 8));
}

static unsigned int read_count(void)
{
	unsigned int low;

	outb(PIT_COMMAND, LATCH_COUNT);
	low = inb(PIT_CHANNEL0);
	return low | (unsigned int)inb(PIT_CHANNEL0) << 8;
}

/*
 * Set @mode with a first @count, 0 for the largest. The mode written can be
 * read back; nobody reads as all ones.
 */
static int set_mode(u8 mode, unsigned int count)
{
	outb(PIT_COMMAND, mode);
	write_count(count);
	outb(PIT_COMMAND, LATCH_STATUS);
	return (inb(PIT_CHANNEL0) & STATUS_MODE_MASK) == mode ? 0 : -ENODEV;
}

/* The counter runs from the divisor down to 1. */
static u64 pit_elapsed_ns(void)
{
	unsigned int count = read_count();

	return count > divisor ? 0 : counts_to_ns(divisor - count);
}

static int request_line(void)
{
	return irq_request(irq_isa_line(PIT_ISA_IRQ), pit_interrupt, NULL,
			   "pit");
}

static int pit_start_periodic(unsigned int hz, u64 *tick_ns)
{
	int err;

	divisor = (PIT_HZ + hz / 2) / hz;
	err = set_mode(MODE2_BOTH_BYTES, divisor);
	if (err)
		return err;
	*tick_ns = counts_to_ns(divisor);
	return request_line();
}

static int pit_start_one_shot(void)
{
	int err = set_mode(MODE0_BOTH_BYTES, COUNT_MAX);

	return err ? err : request_line();
}

/* Rounded up, lest the interrupt come before its cause. */
static void pit_program(u64 delta_ns)
{
	write_count((unsigned int)(delta_ns * COUNTS_PER_NS >> 32) + 1);
}

static const struct clock_event pit_event = {
	.name = "pit",
	.start_periodic = pit_start_periodic,
	.start_one_shot = pit_start_one_shot,
	.program = pit_program,
	.max_ns = (COUNT_MAX - 1) * NSEC_PER_SEC / PIT_HZ,
	.elapsed_ns = pit_elapsed_ns,
};

static int pit_init(void)
{
	int err = clock_event_register(&pit_event);

	return err == -EBUSY ? 0 : err; /* a better one ticks already */
}
INITCALL(clock, pit_init);

static int counter_start(void)
{
	return set_mode(MODE2_BOTH_BYTES, 0);
}

static u32 counter_read(void)
{
	return -read_count() & COUNT_MAX;
}

const struct reference_counter pit_counter = {
	.name = "pit",
	.hz = PIT_HZ,
	.mask = COUNT_MAX,
	.start = counter_start,
	.read = counter_read,
};
