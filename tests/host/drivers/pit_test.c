// SPDX-License-Identifier: GPL-2.0-only
/* The 8254 driver against a model of the chip. */
#include "pit_model.h"

#include <asm/io.h>
#include <exo/clock_event.h>
#include <exo/irq.h>
#include <exo/ktest.h>
#include <uapi/errno.h>
#include "initcalls.h"

static const struct clock_event *event;
static irq_handler_t handler;
static unsigned int interrupts;

int clock_event_register(const struct clock_event *new_event)
{
	event = new_event;
	return 0;
}

void clock_event_interrupt(void)
{
	interrupts++;
}

/* As I/O APICs have it. */
unsigned int irq_isa_line(unsigned int irq)
{
	return irq + 2;
}

int irq_request(unsigned int line, irq_handler_t new_handler, void *arg,
		const char *name)
{
	(void)arg;
	(void)name;
	if (line != 2)
		return -EINVAL;
	handler = new_handler;
	return 0;
}

static void power_up(void)
{
	pit.present = true;
	pit.port_ns = 1;
	RUN_INITCALLS(clock);
}

KTEST(pit, absent_chip_does_not_start)
{
	u64 tick_ns;

	power_up();
	pit.present = false;
	KTEST_EXPECT_EQ(t, event->start_periodic(100, &tick_ns), -ENODEV);
	KTEST_EXPECT_EQ(t, event->start_one_shot(), -ENODEV);
	KTEST_EXPECT(t, !handler);
}

KTEST(pit, periodic_ticks_are_as_long_as_said)
{
	static const unsigned int rates[] = {100, 250, 1000};
	u64 tick_ns;

	power_up();
	for (unsigned int i = 0; i < ARRAY_SIZE(rates); i++) {
		u64 wanted = 1000000000 / rates[i];

		KTEST_EXPECT_EQ(t, event->start_periodic(rates[i], &tick_ns),
				0);
		KTEST_EXPECT_EQ(t, pit_model_mode(), 2);
		KTEST_EXPECT_EQ(t, tick_ns,
				pit_model_reload() * 1000000000UL / 1193182);
		KTEST_EXPECT_GT(t, tick_ns, wanted - wanted / 1000);
		KTEST_EXPECT_LT(t, tick_ns, wanted + wanted / 1000);
	}
}

KTEST(pit, elapsed_time_grows_through_a_tick)
{
	u64 tick_ns, elapsed;

	power_up();
	event->start_periodic(100, &tick_ns);
	pit.now_ns += 3000000;
	elapsed = event->elapsed_ns();
	KTEST_EXPECT_GE(t, elapsed, 2999000);
	KTEST_EXPECT_LE(t, elapsed, 3001000);
}

KTEST(pit, interrupt_goes_to_the_tick_core)
{
	power_up();
	KTEST_EXPECT_EQ(t, event->start_one_shot(), 0);
	KTEST_ASSERT(t, handler);
	KTEST_EXPECT_EQ(t, handler(0, NULL), IRQ_HANDLED);
	KTEST_EXPECT_EQ(t, interrupts, 1);
}

KTEST(pit, one_shot_comes_never_early_and_two_counts_late_at_most)
{
	unsigned int early = 0, late = 0;

	power_up();
	event->start_one_shot();
	for (u64 delta = 0; delta < event->max_ns; delta += delta / 7 + 1) {
		u64 from = pit.now_ns, rises;

		event->program(delta);
		rises = pit_model_rises_ns() - from;
		early += rises < delta;
		late += rises > delta + 2 * 839 + 4;
		pit.now_ns += 100;
	}
	KTEST_EXPECT_EQ(t, early, 0);
	KTEST_EXPECT_EQ(t, late, 0);
}

KTEST(pit, the_longest_one_shot_fits_the_counter)
{
	u64 from;

	power_up();
	event->start_one_shot();
	from = pit.now_ns;
	event->program(event->max_ns);
	KTEST_EXPECT_GT(t, event->max_ns, 50000000);
	KTEST_EXPECT_GE(t, pit_model_rises_ns() - from, event->max_ns);
	KTEST_EXPECT_LE(t, pit_model_reload(), 0xffff);
}

KTEST(pit, asking_again_costs_two_accesses)
{
	unsigned int before;

	power_up();
	event->start_one_shot();
	before = pit.accesses;
	event->program(1000000);
	KTEST_EXPECT_EQ(t, pit.accesses - before, 2);
}
