// SPDX-License-Identifier: GPL-2.0-only
/*
 * The clock event: ticks at CONFIG_HZ, and interrupts for timers between them.
 *
 * One-shot, when there is an exact clock and NO_HZ_IDLE: each interrupt asks
 * for the next one, which comes with the next tick or timer. Ticks are where
 * the clock says they are, so none is lost, however late an interrupt. While
 * the CPU is idle only timers are asked for, and the next tick if a hook needs
 * it. Idling begins by doing nothing:
 * the interrupt already asked for comes and finds the CPU idle. A halt that
 * ends before it thus never touches the hardware.
 *
 * Periodic otherwise: the hardware ticks by itself, and timers run at the
 * first interrupt after their time. Without an exact clock each interrupt is
 * one tick, and those that came while interrupts were off are lost.
 *
 * All state belongs to this CPU and changes with interrupts off.
 */
#define pr_fmt(fmt) "time: " fmt

#include "tick.h"

#include <asm/irqflags.h>
#include <exo/boot_option.h>
#include <exo/clock_event.h>
#include <exo/compiler.h>
#include <exo/printk.h>
#include <exo/sched.h>
#include <exo/string.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <uapi/errno.h>

#define TICK_NS (NSEC_PER_SEC / CONFIG_HZ)

enum {
	TICK_HOOKS_MAX = 8
};

static const struct clock_event *event;
u64 time_ticks_passed;
const u64 time_tick_ns = TICK_NS;
static time_tick_hook_t tick_hooks[TICK_HOOKS_MAX];
static unsigned int nr_tick_hooks;

static u64 next_tick_ns; /* by the exact clock */
static bool handling; /* the interrupt, which asks for the next at its end */
static bool idle;
static bool tick_needed; /* though idle */

/* One-shot. */
static bool one_shot;
static u64 programmed_ns; /* when the interrupt asked for comes */

/* The ticks as the clock. */
static u64 period_ns; /* the true length of one tick */
static u64 latest_ns; /* the largest uptime told to anybody */
static bool reading; /* the hardware is being read */

static bool nohz = true;

static int parse_nohz(const char *value)
{
	if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
		return -EINVAL;
	nohz = strcmp(value, "on") == 0;
	return 0;
}
BOOT_OPTION("nohz=", parse_nohz,
	    "on or off: whether ticks pause while the CPU is idle (needs "
	    "CONFIG_NO_HZ_IDLE)");

const char *time_event_name(void)
{
	return event ? event->name : NULL;
}

bool time_ticks_pause(void)
{
	return one_shot;
}

int time_add_tick_hook(time_tick_hook_t hook)
{
	unsigned long flags;
	int err = -ENOMEM;

	flags = irq_save();
	if (nr_tick_hooks < TICK_HOOKS_MAX) {
		tick_hooks[nr_tick_hooks++] = hook;
		err = 0;
	}
	irq_restore(flags);
	return err;
}

/* Whatever happens at each tick, in the interrupt. */
static void run_tick(void)
{
	tick_needed = false;
	for (unsigned int i = 0; i < nr_tick_hooks; i++)
		tick_hooks[i]();
	sched_tick();
}

/* Count the ticks that have passed by @now; true when there are any. */
static bool count_ticks(u64 now)
{
	u64 passed;

	if (now < next_tick_ns)
		return false;
	passed = (now - next_tick_ns) / TICK_NS + 1;
	next_tick_ns += passed * TICK_NS;
	WRITE_ONCE(time_ticks_passed, time_ticks_passed + passed);
	return true;
}

static void program(u64 due_ns, u64 now)
{
	u64 delta_ns = due_ns > now ? min(due_ns - now, event->max_ns) : 0;

	programmed_ns = now + delta_ns;
	event->program(delta_ns);
}

/* Of this CPU as it is now: ~0 when nothing is to come. */
static u64 next_due_ns(void)
{
	u64 due_ns = timer_next_ns();

	return idle && !tick_needed ? due_ns : min(due_ns, next_tick_ns);
}

/* Whether the interrupt at @now is one of a tick, which then is counted. */
static bool is_tick(u64 now)
{
	if (time_is_exact())
		return count_ticks(now);
	WRITE_ONCE(time_ticks_passed, time_ticks_passed + 1);
	return true;
}

/*
 * Leave the time that this interrupt took, since @begin, to others before the
 * next: so timers that start themselves over and over get half the CPU at
 * most, however slow it is.
 */
static void ask_for_next(u64 begin)
{
	u64 end = time_uptime_ns();

	program(max(next_due_ns(), end + (end - begin)), end);
}

void clock_event_interrupt(void)
{
	u64 begin = time_uptime_ns();

	handling = true;
	if (is_tick(begin))
		run_tick();
	/* Where the ticks are the clock, it just went on. */
	timers_run(time_uptime_ns());
	handling = false;
	if (one_shot)
		ask_for_next(begin);
}

void tick_timer_started(u64 due_ns)
{
	u64 now;

	if (!one_shot || handling || due_ns >= programmed_ns)
		return;
	now = time_uptime_ns();
	/* One that is about to come will look after this timer too. */
	if (now < programmed_ns)
		program(due_ns, now);
}

void time_idle_enter(void)
{
	idle = true;
}

/* Ask for the next tick, unless what was asked for comes no later. */
static void restart_ticks(void)
{
	u64 now;

	if (!one_shot || programmed_ns <= next_tick_ns)
		return;
	now = time_uptime_ns();
	count_ticks(now);
	if (now < programmed_ns)
		program(next_due_ns(), now);
}

void time_idle_exit(void)
{
	idle = false;
	restart_ticks();
}

void time_need_tick(void)
{
	tick_needed = true;
	if (idle && !handling)
		restart_ticks();
}

static int start_one_shot(void)
{
	int err = event->start_one_shot();
	u64 now = time_uptime_ns();

	if (err)
		return err;
	one_shot = true;
	program(next_due_ns(), now);
	return 0;
}

static bool can_pause_ticks(void)
{
	return IS_ENABLED(CONFIG_NO_HZ_IDLE) && nohz && time_is_exact() &&
	       event->start_one_shot;
}

int clock_event_register(const struct clock_event *new_event)
{
	unsigned long flags = irq_save();
	int err = -EBUSY;

	if (!event) {
		event = new_event;
		next_tick_ns = time_uptime_ns() + TICK_NS;
		if (can_pause_ticks())
			err = start_one_shot();
		else
			err = event->start_periodic(CONFIG_HZ, &period_ns);
		if (err)
			event = NULL;
	}
	irq_restore(flags);
	if (err)
		return err;
	printk_set_clock(time_uptime_ns);
	pr_info("%s ticks at %d Hz%s\n", event->name, CONFIG_HZ,
		one_shot ? ", not while idle" : "");
	return 0;
}

/*
 * The ticks as the clock, refined by what the hardware says has passed since
 * the last one. A tick that has happened but is not counted yet, because
 * interrupts are off, makes the refined time fall back; latest_ns is what was
 * said last, and never less is said. Interrupts are off.
 */
static u64 read_ticks(void)
{
	u64 elapsed = 0;

	/*
	 * The hardware takes several accesses to read; an NMI in the middle
	 * of them must make do with the last answer.
	 */
	if (reading)
		return 0;
	reading = true;
	barrier();
	if (event->elapsed_ns)
		elapsed = min(event->elapsed_ns(), period_ns - 1);
	barrier();
	reading = false;
	return time_ticks_passed * period_ns + elapsed;
}

u64 tick_uptime_ns(void)
{
	unsigned long flags;
	u64 now;

	if (!event)
		return 0;
	flags = irq_save();
	now = max(read_ticks(), latest_ns);
	latest_ns = now;
	irq_restore(flags);
	return now;
}
