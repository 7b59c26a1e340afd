// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupt lines, raised by calling the entry with a frame of our own. Uses
 * a line on which no PC of today has a device.
 */
#include "tick.h"

#include <asm/irqflags.h>
#include <asm/trap_frame.h>
#include <exo/arch_entry.h>
#include <exo/delay.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <uapi/errno.h>

enum {
	LINE = 11,
	STORM_UNHANDLED = 90000, /* of the next */
	STORM_WINDOW = 100000,
};

/* What a handler is told to answer, and what it saw. */
struct device {
	enum irq_result answer;
	unsigned int calls;
	bool in_interrupt;
};

static enum irq_result device_interrupt(unsigned int line, void *arg)
{
	struct device *device = arg;

	(void)line;
	device->calls++;
	device->in_interrupt = in_interrupt();
	return device->answer;
}

static void raise(unsigned int times)
{
	struct trap_frame frame = {.vector = IRQ_VECTOR_FIRST + LINE};

	while (times-- > 0) {
		unsigned long flags = irq_save();

		irq_dispatch(&frame);
		irq_restore(flags);
	}
}

static bool attach(struct device *device)
{
	return irq_request(LINE, device_interrupt, device, "ktest") == 0;
}

KTEST(irq, request_refuses_a_line_that_is_not_there)
{
	struct irq_statistics stats;
	struct device device = {.answer = IRQ_HANDLED};

	if (!irq_statistics(0, &stats))
		KTEST_SKIP(t, "no interrupt controller");
	KTEST_EXPECT_EQ(t,
			irq_request(IRQ_LINES_MAX, device_interrupt, &device,
				    "ktest"),
			-EINVAL);
	KTEST_EXPECT_EQ(t, irq_request(LINE, NULL, &device, "ktest"), -EINVAL);
	KTEST_EXPECT(t, !irq_statistics(IRQ_LINES_MAX, &stats));
}

KTEST(irq, all_handlers_of_a_shared_line_are_called)
{
	struct device first = {.answer = IRQ_HANDLED};
	struct device second = {.answer = IRQ_HANDLED};
	struct irq_statistics before, after;

	if (!attach(&first))
		KTEST_SKIP(t, "no interrupt controller");
	KTEST_EXPECT(t, attach(&second));
	irq_statistics(LINE, &before);
	raise(3);
	irq_statistics(LINE, &after);
	KTEST_EXPECT_EQ(t, first.calls, 3);
	KTEST_EXPECT_EQ(t, second.calls, 3);
	KTEST_EXPECT_EQ(t, after.count - before.count, 3);
	KTEST_EXPECT_EQ(t, after.unhandled, before.unhandled);
	irq_free(LINE, &first);
	raise(1);
	KTEST_EXPECT_EQ(t, first.calls, 3);
	KTEST_EXPECT_EQ(t, second.calls, 4);
	irq_free(LINE, &second);
}

KTEST(irq, handler_knows_that_it_is_in_an_interrupt)
{
	struct device device = {.answer = IRQ_HANDLED};

	if (!attach(&device))
		KTEST_SKIP(t, "no interrupt controller");
	raise(1);
	irq_free(LINE, &device);
	KTEST_EXPECT(t, device.in_interrupt);
	KTEST_EXPECT(t, !in_interrupt());
}

KTEST(irq, storm_masks_the_line_until_it_is_requested_again)
{
	struct device device = {.answer = IRQ_NONE};
	struct irq_statistics stats;

	if (!attach(&device))
		KTEST_SKIP(t, "no interrupt controller");
	raise(STORM_UNHANDLED - 1);
	irq_statistics(LINE, &stats);
	KTEST_EXPECT(t, !stats.storm);
	raise(1);
	irq_statistics(LINE, &stats);
	KTEST_EXPECT(t, stats.storm);
	irq_free(LINE, &device);
	KTEST_EXPECT(t, attach(&device));
	irq_statistics(LINE, &stats);
	KTEST_EXPECT(t, !stats.storm);
	irq_free(LINE, &device);
}

/* Each group of interrupts begins with a handled one. */
static bool storm_with_one_handled_of(unsigned int group)
{
	struct device device = {.answer = IRQ_NONE};
	struct irq_statistics stats = {.storm = false};

	if (!attach(&device))
		return false;
	for (unsigned int i = 0; i < 2 * STORM_WINDOW && !stats.storm; i++) {
		device.answer = i % group == 0 ? IRQ_HANDLED : IRQ_NONE;
		raise(1);
		irq_statistics(LINE, &stats);
	}
	irq_free(LINE, &device);
	return stats.storm;
}

KTEST(irq, few_handled_interrupts_do_not_excuse_a_storm)
{
	KTEST_EXPECT(t, storm_with_one_handled_of(20));
	KTEST_EXPECT(t, !storm_with_one_handled_of(5));
}

KTEST(irq, a_quiet_line_is_forgiven)
{
	struct device device = {.answer = IRQ_NONE};
	struct irq_statistics stats;

	if (!time_is_exact() || !attach(&device))
		KTEST_SKIP(t, "no clock or no interrupt controller");
	raise(STORM_UNHANDLED - 1);
	udelay(550 * 1000);
	raise(2);
	irq_statistics(LINE, &stats);
	irq_free(LINE, &device);
	KTEST_EXPECT(t, !stats.storm);
}

KTEST(irq, handlers_are_named_in_the_order_they_came)
{
	struct device first = {.answer = IRQ_HANDLED}, second = first;

	if (!attach(&first))
		KTEST_SKIP(t, "no interrupt controller");
	irq_request(LINE, device_interrupt, &second, "another");
	KTEST_EXPECT_STREQ(t, irq_handler_name(LINE, 0), "ktest");
	KTEST_EXPECT_STREQ(t, irq_handler_name(LINE, 1), "another");
	KTEST_EXPECT(t, !irq_handler_name(LINE, 2));
	KTEST_EXPECT(t, !irq_handler_name(IRQ_LINES_MAX, 0));
	irq_free(LINE, &first);
	irq_free(LINE, &second);
	KTEST_EXPECT(t, !irq_handler_name(LINE, 0));
}

KTEST(irq, pool_of_handlers_runs_out_with_an_error)
{
	struct device devices[64] = {{.answer = IRQ_HANDLED}};
	unsigned int attached = 0;

	if (!attach(&devices[0]))
		KTEST_SKIP(t, "no interrupt controller");
	for (attached = 1; attached < ARRAY_SIZE(devices); attached++) {
		if (!attach(&devices[attached]))
			break;
	}
	KTEST_EXPECT_LT(t, attached, ARRAY_SIZE(devices));
	KTEST_EXPECT_EQ(
		t, irq_request(LINE, device_interrupt, &devices[63], "ktest"),
		-ENOMEM);
	while (attached-- > 0)
		irq_free(LINE, &devices[attached]);
	KTEST_EXPECT(t, attach(&devices[0]));
	irq_free(LINE, &devices[0]);
}
