// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channel 0 of the 8254 interval timer (Intel 8254 data sheet) as the tick
 * source: mode 2, which reloads itself, so ticks do not drift with latency.
 */
#define pr_fmt(fmt) "pit: " fmt

#include <asm/io.h>
#include <asm/irqflags.h>
#include <exo/initcall.h>
#include <exo/irq.h>
#include <exo/printk.h>
#include <exo/time.h>
#include <uapi/errno.h>

enum {
	PIT_HZ = 1193182,
	PIT_CHANNEL0 = 0x40,
	PIT_COMMAND = 0x43,
	PIT_LINE = 0,

	MODE2_BOTH_BYTES = 0x34, /* channel 0, low byte then high byte */
	LATCH_COUNT = 0x00, /* channel 0 */
	LATCH_STATUS = 0xe2, /* channel 0, not its count */
	STATUS_MODE_MASK = 0x3f,
};

static unsigned int divisor;

static u64 counts_to_ns(u64 counts)
{
	return counts * NSEC_PER_SEC / PIT_HZ;
}

static enum irq_result pit_interrupt(unsigned int line, void *arg)
{
	(void)line;
	(void)arg;
	time_tick();
	return IRQ_HANDLED;
}

static unsigned int read_count(void)
{
	unsigned int low;

	outb(PIT_COMMAND, LATCH_COUNT);
	low = inb(PIT_CHANNEL0);
	return low | (unsigned int)inb(PIT_CHANNEL0) << 8;
}

/* The counter runs from the divisor down to 1. Interrupts are off. */
static u64 pit_elapsed_ns(void)
{
	unsigned int count = read_count();

	return count > divisor ? 0 : counts_to_ns(divisor - count);
}

/* The mode written can be read back; nobody reads as all ones. */
static bool pit_answers(void)
{
	outb(PIT_COMMAND, LATCH_STATUS);
	return (inb(PIT_CHANNEL0) & STATUS_MODE_MASK) == MODE2_BOTH_BYTES;
}

static int pit_start(unsigned int hz, u64 *tick_ns)
{
	divisor = (PIT_HZ + hz / 2) / hz;
	outb(PIT_COMMAND, MODE2_BOTH_BYTES);
	outb(PIT_CHANNEL0, (u8)divisor);
	outb(PIT_CHANNEL0, (u8)(divisor >> 8));
	if (!pit_answers())
		return -ENODEV;
	*tick_ns = counts_to_ns(divisor);
	return irq_request(PIT_LINE, pit_interrupt, NULL, "pit");
}

static const struct clock_event pit_event = {
	.name = "pit",
	.start = pit_start,
	.elapsed_ns = pit_elapsed_ns,
};

static int pit_init(void)
{
	return time_set_clock_event(&pit_event);
}
INITCALL(clock, pit_init);
