// SPDX-License-Identifier: GPL-2.0-only
/* The local APIC's timer against a model, in a machine whose host stalls. */
#include <exo/boot_option.h>
#include <exo/clock_event.h>
#include <exo/ktest.h>
#include <exo/local_apic.h>
#include <exo/local_vector.h>
#include <exo/time.h>
#include <uapi/errno.h>
#include "initcalls.h"

enum {
	ACCESS_NS = 40,
	CLOCK_NS = 10
};

#define HZ_USUAL 1000000000UL

static struct {
	u64 now_ns;
	bool usable, clock;
	u64 hz; /* 0: stands still */
	unsigned int divisor;
	u32 lvt, initial;
	u64 started_ns;
	unsigned int writes, eois;
	unsigned int stall_at; /* the access at which the host stalls; 0: none */
	u64 stall_ns;
	unsigned int accesses;
} machine;

static const struct clock_event *event;
static const struct local_vector *vector;
static unsigned int interrupts;

static void pass_access(void)
{
	machine.now_ns += ACCESS_NS;
	if (++machine.accesses == machine.stall_at)
		machine.now_ns += machine.stall_ns;
}

static u64 counts_since_start(void)
{
	return (u64)((unsigned __int128)(machine.now_ns - machine.started_ns) *
		     machine.hz / machine.divisor / NSEC_PER_SEC);
}

bool local_apic_usable(void)
{
	return machine.usable;
}

u32 local_apic_read(enum local_apic_register reg)
{
	u64 counts = counts_since_start();

	pass_access();
	if (reg != LOCAL_APIC_TIMER_CURRENT)
		return 0;
	return counts < machine.initial ? (u32)(machine.initial - counts) : 0;
}

void local_apic_write(enum local_apic_register reg, u32 value)
{
	pass_access();
	machine.writes++;
	if (reg == LOCAL_APIC_LVT_TIMER) {
		machine.lvt = value;
	} else if (reg == LOCAL_APIC_TIMER_DIVIDE) {
		machine.divisor = value == 0xb ? 1 : 16;
	} else if (reg == LOCAL_APIC_TIMER_INITIAL) {
		machine.initial = value;
		machine.started_ns = machine.now_ns;
	}
}

void local_apic_eoi(void)
{
	machine.eois++;
}

u64 time_uptime_ns(void)
{
	machine.now_ns += CLOCK_NS;
	return machine.now_ns;
}

const char *time_clock_name(void)
{
	return machine.clock ? "model" : NULL;
}

int clock_event_register(const struct clock_event *new_event)
{
	event = new_event;
	return 0;
}

void clock_event_interrupt(void)
{
	interrupts++;
}

int local_vector_register(unsigned int number, const struct local_vector *what)
{
	if (number != VECTOR_LOCAL_TIMER)
		return -EINVAL;
	vector = what;
	return 0;
}

static void power_up(u64 hz)
{
	machine.usable = machine.clock = true;
	machine.hz = hz;
	machine.divisor = 1;
	machine.now_ns = 987654321;
	RUN_INITCALLS(clock);
}

/* When the interrupt asked for comes, in nanoseconds from the request. */
static u64 due_ns(void)
{
	unsigned __int128 counts = (u64)machine.initial * 16;

	return (u64)((counts * NSEC_PER_SEC + machine.hz - 1) / machine.hz);
}

static void expect_right(struct ktest *t, u64 hz)
{
	unsigned int early = 0, late = 0;
	u64 slack = 1000 + 2 * 16 * NSEC_PER_SEC / hz;

	power_up(hz);
	KTEST_ASSERT(t, event);
	KTEST_EXPECT_EQ(t, event->start_one_shot(), 0);
	for (u64 delta = 0; delta < event->max_ns; delta += delta / 7 + 1) {
		event->program(delta);
		early += due_ns() + delta / 10000 < delta;
		late += due_ns() > delta + delta / 10000 + slack;
	}
	KTEST_EXPECT_EQ(t, early, 0);
	KTEST_EXPECT_EQ(t, late, 0);
}

KTEST(local_apic_timer, asks_for_the_time_it_is_told_at_a_gigahertz)
{
	expect_right(t, HZ_USUAL);
}

KTEST(local_apic_timer, asks_for_the_time_it_is_told_at_24_megahertz)
{
	expect_right(t, 24000000);
}

KTEST(local_apic_timer, asks_for_the_time_it_is_told_at_an_odd_rate)
{
	expect_right(t, 133333337);
}

KTEST(local_apic_timer, no_request_is_for_nothing)
{
	power_up(HZ_USUAL);
	event->start_one_shot();
	event->program(0);
	KTEST_EXPECT_GT(t, machine.initial, 0);
	event->program(event->max_ns);
	KTEST_EXPECT_GT(t, machine.initial, 0xfff00000);
}

KTEST(local_apic_timer, reaches_a_minute_and_costs_one_access)
{
	unsigned int before;

	power_up(HZ_USUAL);
	event->start_one_shot();
	KTEST_EXPECT_GT(t, event->max_ns, 60 * NSEC_PER_SEC);
	before = machine.writes;
	event->program(NSEC_PER_MSEC);
	KTEST_EXPECT_EQ(t, machine.writes - before, 1);
}

KTEST(local_apic_timer, a_tick_is_never_early)
{
	power_up(24000000);
	event->start_one_shot();
	event->program(10 * NSEC_PER_MSEC);
	KTEST_EXPECT_GE(t, due_ns(), 10 * NSEC_PER_MSEC);
	KTEST_EXPECT_LE(t, due_ns(), 10 * NSEC_PER_MSEC + 5000);
}

KTEST(local_apic_timer, ticks_of_the_periodic_mode_are_as_long_as_said)
{
	u64 tick_ns;

	power_up(HZ_USUAL);
	KTEST_EXPECT_EQ(t, event->start_periodic(250, &tick_ns), 0);
	KTEST_EXPECT(t, machine.lvt & LVT_PERIODIC);
	KTEST_EXPECT(t, !(machine.lvt & LVT_MASKED));
	KTEST_EXPECT_EQ(t, machine.lvt & 0xff, VECTOR_LOCAL_TIMER);
	KTEST_EXPECT_GE(t, due_ns(), 3999000);
	KTEST_EXPECT_LE(t, due_ns(), 4001000);
	KTEST_EXPECT_GE(t, tick_ns, 3999000);
	KTEST_EXPECT_LE(t, tick_ns, 4001000);
}

KTEST(local_apic_timer, interrupt_is_ended_and_goes_to_the_tick_core)
{
	power_up(HZ_USUAL);
	KTEST_ASSERT(t, vector);
	vector->handle();
	KTEST_EXPECT_EQ(t, machine.eois, 1);
	KTEST_EXPECT_EQ(t, interrupts, 1);
}

KTEST(local_apic_timer, measuring_takes_less_than_a_millisecond)
{
	u64 before = 987654321;

	power_up(HZ_USUAL);
	KTEST_EXPECT_LT(t, machine.now_ns - before, NSEC_PER_MSEC);
}

KTEST(local_apic_timer, a_stall_inside_a_reading_does_no_harm)
{
	for (unsigned int at = 3; at < 40; at += 5) {
		machine.accesses = 0;
		machine.stall_at = at;
		machine.stall_ns = 3 * NSEC_PER_MSEC;
		event = NULL;
		power_up(HZ_USUAL);
		KTEST_ASSERT(t, event);
		event->start_one_shot();
		event->program(10 * NSEC_PER_MSEC);
		KTEST_EXPECT_GE(t, due_ns(), 10 * NSEC_PER_MSEC);
		KTEST_EXPECT_LE(t, due_ns(), 10 * NSEC_PER_MSEC + 3000);
	}
}

KTEST(local_apic_timer, a_stall_in_which_it_runs_out_is_measured_again)
{
	machine.stall_at = 30;
	machine.stall_ns = 5 * NSEC_PER_SEC;
	expect_right(t, HZ_USUAL);
}

KTEST(local_apic_timer, one_that_stands_still_is_not_used)
{
	power_up(0);
	KTEST_EXPECT(t, !event);
}

KTEST(local_apic_timer, without_an_exact_clock_or_a_local_apic_it_is_not_used)
{
	machine.usable = true;
	machine.hz = HZ_USUAL;
	machine.divisor = 1;
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(clock), 0);
	KTEST_EXPECT(t, !event);
	machine.usable = false;
	machine.clock = true;
	KTEST_EXPECT_EQ(t, RUN_INITCALLS(clock), 0);
	KTEST_EXPECT(t, !event);
	KTEST_EXPECT_EQ(t, machine.accesses, 0);
}

KTEST(local_apic_timer, the_command_line_switches_it_off)
{
	const struct boot_option *option = __boot_options_start;

	KTEST_EXPECT_STREQ(t, option->name, "nolapic_timer");
	option->parse(NULL);
	power_up(HZ_USUAL);
	KTEST_EXPECT(t, !event);
}
