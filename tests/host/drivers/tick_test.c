// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tick core and the timers against a model of a clock and of a timer
 * chip that can be late, or early by its own idea of time.
 */
#include <asm/msr.h>
#include <exo/boot_option.h>
#include <exo/clock_event.h>
#include <exo/clock_source.h>
#include <exo/ktest.h>
#include <exo/printk.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <uapi/errno.h>

#define TICK_NS	   (NSEC_PER_SEC / CONFIG_HZ)
#define GRANULE_NS 65536UL
#define MAX_NS	   (54 * NSEC_PER_MSEC)

static struct {
	u64 now_ns;
	u64 due_ns; /* of the next interrupt, ~0 when none was asked for */
	bool periodic;
	u64 elapsed_ns;
	u64 latency_ns; /* of interrupts, at most */
	u64 fast_ppm; /* how much too fast the chip counts */
	unsigned int programmed, interrupts;
	u64 random;
} machine;

u64 rdtsc(void)
{
	return machine.now_ns * 2;
}

struct cpuid cpuid(u32 leaf, u32 subleaf)
{
	(void)leaf;
	(void)subleaf;
	return (struct cpuid){0};
}

void printk_set_clock(u64 (*uptime_ns)(void))
{
	(void)uptime_ns;
}

void vprintk(enum log_level level, const char *fmt, va_list ap)
{
	(void)level;
	(void)fmt;
	(void)ap;
}

static const struct clock_source source = {
	.name = "model",
	.read = rdtsc,
	.is_tsc = true,
};

static int start_periodic(unsigned int hz, u64 *tick_ns)
{
	machine.periodic = true;
	*tick_ns = NSEC_PER_SEC / hz;
	machine.due_ns = machine.now_ns + *tick_ns;
	return 0;
}

static int start_one_shot(void)
{
	machine.due_ns = ~0UL;
	return 0;
}

static void program(u64 delta_ns)
{
	machine.programmed++;
	machine.due_ns = machine.now_ns + delta_ns -
			 delta_ns * machine.fast_ppm / 1000000;
}

static u64 elapsed_ns(void)
{
	return machine.elapsed_ns;
}

static const struct clock_event event = {
	.name = "model",
	.start_periodic = start_periodic,
	.start_one_shot = start_one_shot,
	.program = program,
	.max_ns = MAX_NS,
	.elapsed_ns = elapsed_ns,
};

static void begin(void)
{
	machine.now_ns = 5000;
	clock_source_register(&source, 2 * NSEC_PER_SEC);
	clock_event_register(&event);
}

static u64 next_random(void)
{
	machine.random =
		machine.random * 6364136223846793005UL + 1442695040888963407UL;
	return machine.random >> 16;
}

static void interrupt(void)
{
	machine.now_ns = max(machine.now_ns, machine.due_ns);
	machine.due_ns = machine.periodic ? machine.due_ns + TICK_NS : ~0UL;
	if (machine.latency_ns)
		machine.now_ns += next_random() % machine.latency_ns;
	machine.interrupts++;
	clock_event_interrupt();
}

/* Time passes for @ns with interrupts on. */
static void pass(u64 ns)
{
	u64 end = machine.now_ns + ns;

	while (machine.due_ns <= end)
		interrupt();
	machine.now_ns = max(machine.now_ns, end);
}

/* The same, halted. */
static void idle(u64 ns)
{
	time_idle_enter();
	pass(ns);
	time_idle_exit();
}

struct alarm {
	struct timer timer;
	unsigned int calls, early;
	u64 wanted_ns, worst_ns;
};

static void alarm_run(struct timer *timer)
{
	struct alarm *alarm = container_of(timer, struct alarm, timer);
	u64 now = time_uptime_ns();

	alarm->calls++;
	alarm->early += now < alarm->wanted_ns;
	alarm->worst_ns = max(alarm->worst_ns, now - alarm->wanted_ns);
}

static void alarm_start(struct alarm *alarm, u64 from_now_ns)
{
	if (!alarm->timer.run)
		timer_init(&alarm->timer, alarm_run);
	alarm->wanted_ns = time_uptime_ns() + from_now_ns;
	timer_start(&alarm->timer, alarm->wanted_ns);
}

KTEST(tick, busy_ticks_come_at_the_configured_rate)
{
	begin();
	machine.latency_ns = 20000;
	pass(10 * NSEC_PER_SEC);
	KTEST_EXPECT_EQ(t, time_ticks(), 10 * CONFIG_HZ);
	KTEST_EXPECT_GE(t, machine.interrupts, 10 * CONFIG_HZ);
	KTEST_EXPECT_LE(t, machine.interrupts, 10 * CONFIG_HZ + 2);
}

KTEST(tick, idling_takes_an_interrupt_only_when_the_chip_must_be_asked_again)
{
	begin();
	idle(10 * NSEC_PER_SEC);
	KTEST_EXPECT_EQ(t, time_ticks(), 10 * CONFIG_HZ);
	KTEST_EXPECT_LE(t, machine.interrupts, 10 * NSEC_PER_SEC / MAX_NS + 2);
	machine.interrupts = 0;
	pass(NSEC_PER_SEC);
	KTEST_EXPECT_EQ(t, time_ticks(), 11 * CONFIG_HZ);
	KTEST_EXPECT_GE(t, machine.interrupts, CONFIG_HZ - 1);
}

static unsigned int hook_calls, hook_needs; /* ticks */

static void count_call(void)
{
	if (++hook_calls < hook_needs)
		time_need_tick();
}

KTEST(tick, a_hook_that_needs_ticks_gets_them_while_idle)
{
	begin();
	time_add_tick_hook(count_call);
	idle(NSEC_PER_SEC);
	KTEST_EXPECT_LE(t, hook_calls, NSEC_PER_SEC / MAX_NS + 2);
	hook_calls = 0;
	hook_needs = CONFIG_HZ / 2;
	time_need_tick();
	idle(NSEC_PER_SEC);
	KTEST_EXPECT_GE(t, hook_calls, CONFIG_HZ / 2);
	KTEST_EXPECT_LE(t, hook_calls, CONFIG_HZ / 2 + NSEC_PER_SEC / MAX_NS);
}

KTEST(tick, a_tick_needed_in_the_middle_of_a_long_halt_comes_in_time)
{
	begin();
	time_add_tick_hook(count_call);
	time_idle_enter();
	pass(3 * MAX_NS);
	hook_calls = 0;
	/* Another device interrupts, and prints. */
	time_need_tick();
	pass(TICK_NS);
	KTEST_EXPECT_EQ(t, hook_calls, 1);
	time_idle_exit();
}

KTEST(tick, short_halts_never_touch_the_chip)
{
	unsigned int before;

	begin();
	before = machine.programmed;
	for (unsigned int i = 0; i < 9; i++)
		idle(TICK_NS / 10);
	KTEST_EXPECT_EQ(t, machine.programmed, before);
	pass(TICK_NS);
	KTEST_EXPECT_EQ(t, time_ticks(), 1);
}

KTEST(tick, ticks_late_by_any_time_are_all_counted)
{
	begin();
	machine.now_ns += 7 * TICK_NS + TICK_NS / 2;
	pass(0);
	KTEST_EXPECT_EQ(t, time_ticks(), 7);
	pass(TICK_NS);
	KTEST_EXPECT_EQ(t, time_ticks(), 8);
}

KTEST(tick, a_timer_before_the_next_tick_has_an_interrupt_of_its_own)
{
	struct alarm alarm = {.calls = 0};

	begin();
	alarm_start(&alarm, TICK_NS / 4);
	pass(TICK_NS / 2);
	KTEST_EXPECT_EQ(t, alarm.calls, 1);
	KTEST_EXPECT_EQ(t, alarm.early, 0);
	KTEST_EXPECT_LE(t, alarm.worst_ns, GRANULE_NS);
	KTEST_EXPECT_EQ(t, time_ticks(), 0);
}

KTEST(tick, a_timer_after_the_next_tick_costs_nothing_to_start)
{
	struct alarm alarm = {.calls = 0};
	unsigned int before;

	begin();
	before = machine.programmed;
	alarm_start(&alarm, 2 * TICK_NS);
	KTEST_EXPECT_EQ(t, machine.programmed, before);
	pass(3 * TICK_NS);
	KTEST_EXPECT_EQ(t, alarm.calls, 1);
}

KTEST(tick, a_timer_started_by_an_interrupt_that_ends_a_long_halt_is_in_time)
{
	struct alarm alarm = {.calls = 0};

	begin();
	time_idle_enter();
	pass(3 * TICK_NS);
	/* Another device interrupts; the chip was asked for much later. */
	alarm_start(&alarm, NSEC_PER_MSEC);
	pass(2 * NSEC_PER_MSEC);
	time_idle_exit();
	KTEST_EXPECT_EQ(t, alarm.calls, 1);
	KTEST_EXPECT_LE(t, alarm.worst_ns, GRANULE_NS);
}

KTEST(tick, an_interrupt_about_to_come_is_not_put_off)
{
	struct alarm alarm = {.calls = 0};
	unsigned int before;

	begin();
	machine.now_ns += TICK_NS + 1; /* with interrupts off */
	before = machine.programmed;
	alarm_start(&alarm, 0);
	KTEST_EXPECT_EQ(t, machine.programmed, before);
	pass(0);
	pass(2 * GRANULE_NS);
	KTEST_EXPECT_EQ(t, alarm.calls, 1);
}

/* Busy and idle by turns, with timers of all lengths. */
static void live(struct alarm *alarms, unsigned int nr_alarms,
		 unsigned int steps)
{
	while (steps-- > 0) {
		struct alarm *alarm = &alarms[next_random() % nr_alarms];

		if (!alarm->timer.pending)
			alarm_start(alarm,
				    next_random() % BIT(next_random() % 31));
		if (next_random() % 2)
			idle(next_random() % (3 * TICK_NS));
		else
			pass(next_random() % (3 * TICK_NS));
	}
}

static void expect_in_time(struct ktest *t, u64 most_ns)
{
	struct alarm alarms[20] = {{.calls = 0}};
	unsigned int calls = 0, early = 0;
	u64 worst = 0;

	live(alarms, ARRAY_SIZE(alarms), 3000);
	idle(3 * NSEC_PER_SEC);
	KTEST_EXPECT_EQ(t, timers_pending(), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(alarms); i++) {
		calls += alarms[i].calls;
		early += alarms[i].early;
		worst = max(worst, alarms[i].worst_ns);
	}
	KTEST_EXPECT_GT(t, calls, 1000);
	KTEST_EXPECT_EQ(t, early, 0);
	KTEST_EXPECT_LE(t, worst, most_ns);
	KTEST_EXPECT_EQ(t, time_ticks(), time_uptime_ns() / TICK_NS);
}

KTEST(tick, timers_are_never_early_and_a_granule_late_at_most)
{
	begin();
	machine.latency_ns = 10000;
	expect_in_time(t, GRANULE_NS + 10000);
}

KTEST(tick, a_chip_that_runs_fast_makes_no_timer_early)
{
	begin();
	machine.fast_ppm = 500;
	expect_in_time(t, GRANULE_NS);
}

static unsigned int restarts;

static void restart(struct timer *timer)
{
	restarts++;
	timer_start(timer, 0);
}

KTEST(tick, a_function_that_starts_itself_runs_once_an_interrupt)
{
	struct timer timer;

	begin();
	timer_init(&timer, restart);
	timer_start(&timer, 0);
	pass(NSEC_PER_MSEC);
	KTEST_EXPECT_GT(t, restarts, 10);
	KTEST_EXPECT_LE(t, restarts, NSEC_PER_MSEC / GRANULE_NS + 1);
	KTEST_EXPECT_LE(t, restarts, machine.interrupts);
}

/* One that takes longer than the timer it starts has to go. */
static void restart_slowly(struct timer *timer)
{
	machine.now_ns += 2 * GRANULE_NS;
	restart(timer);
}

KTEST(tick, slow_timers_leave_half_the_time_to_others)
{
	struct timer timer;
	u64 before;

	begin();
	timer_init(&timer, restart_slowly);
	timer_start(&timer, 0);
	before = machine.now_ns;
	pass(100 * NSEC_PER_MSEC);
	KTEST_EXPECT_GT(t, restarts, 100);
	KTEST_EXPECT_LE(t, restarts * 2 * GRANULE_NS,
			(machine.now_ns - before) / 2 + 2 * GRANULE_NS);
}

KTEST(tick, without_a_clock_source_ticks_are_the_clock)
{
	clock_event_register(&event);
	KTEST_EXPECT(t, machine.periodic);
	KTEST_EXPECT_STREQ(t, time_clock_name(), "tick");
	pass(3 * TICK_NS);
	machine.elapsed_ns = 1000;
	KTEST_EXPECT_EQ(t, time_uptime_ns(), 3 * TICK_NS + 1000);
	machine.elapsed_ns = 5; /* the next tick is pending */
	KTEST_EXPECT_EQ(t, time_uptime_ns(), 3 * TICK_NS + 1000);
	machine.elapsed_ns = 5 * TICK_NS;
	KTEST_EXPECT_EQ(t, time_uptime_ns(), 4 * TICK_NS - 1);
}

KTEST(tick, without_a_clock_source_timers_wait_for_a_tick)
{
	struct alarm alarm = {.calls = 0};

	clock_event_register(&event);
	alarm_start(&alarm, TICK_NS / 2);
	pass(TICK_NS + 1);
	KTEST_EXPECT_EQ(t, alarm.calls, 1);
	KTEST_EXPECT_EQ(t, alarm.early, 0);
}

static int boot_option(const char *name, const char *value)
{
	const struct boot_option *option = __boot_options_start;

	for (; option < __boot_options_end; option++)
		if (strcmp(option->name, name) == 0)
			return option->parse(value);
	return -ENOENT;
}

KTEST(tick, nohz_off_gives_regular_ticks)
{
	KTEST_EXPECT_EQ(t, boot_option("nohz=", "maybe"), -EINVAL);
	KTEST_EXPECT_EQ(t, boot_option("nohz=", "off"), 0);
	begin();
	KTEST_EXPECT(t, machine.periodic);
	KTEST_EXPECT(t, !time_ticks_pause());
	idle(NSEC_PER_SEC);
	KTEST_EXPECT_EQ(t, time_ticks(), CONFIG_HZ);
	KTEST_EXPECT_STREQ(t, time_clock_name(), "model");
}

KTEST(tick, regular_ticks_missed_are_counted_by_the_clock)
{
	boot_option("nohz=", "off");
	begin();
	machine.now_ns += 7 * TICK_NS;
	machine.due_ns = machine.now_ns + 1; /* six were lost */
	pass(TICK_NS / 2);
	KTEST_EXPECT_EQ(t, time_ticks(), 7);
}

KTEST(tick, clocksource_tick_rules_sources_out)
{
	KTEST_EXPECT(t, clock_source_wanted());
	KTEST_EXPECT_EQ(t, boot_option("clocksource=", "sundial"), -EINVAL);
	KTEST_EXPECT(t, clock_source_wanted());
	KTEST_EXPECT_EQ(t, boot_option("clocksource=", "tick"), 0);
	KTEST_EXPECT(t, !clock_source_wanted());
	KTEST_EXPECT_EQ(t, boot_option("clocksource=", "tsc"), 0);
	KTEST_EXPECT(t, clock_source_wanted());
}

KTEST(tick, only_one_plausible_source_and_one_event_are_taken)
{
	KTEST_EXPECT_EQ(t, clock_source_register(&source, 1000), -EINVAL);
	KTEST_EXPECT(t, !time_clock_name());
	begin();
	KTEST_EXPECT_EQ(t, clock_source_register(&source, NSEC_PER_SEC),
			-EBUSY);
	KTEST_EXPECT_EQ(t, clock_event_register(&event), -EBUSY);
}

/* The product of count and scale has more than 64 bits long before. */
KTEST(tick, uptime_stays_right_for_a_century)
{
	u64 century_ns = 36525UL * 86400 * NSEC_PER_SEC, before;

	clock_source_register(&source, 2 * NSEC_PER_SEC);
	before = time_uptime_ns();
	machine.now_ns += century_ns;
	KTEST_EXPECT_EQ(t, time_uptime_ns() - before, century_ns);
}
