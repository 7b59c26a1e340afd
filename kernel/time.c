// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time since boot, counted in ticks of the clock event and refined by what
 * its hardware says has passed since the last tick.
 *
 * A tick that has happened but is not counted yet, because interrupts are
 * off, makes the refined time fall back; time_uptime_ns() remembers what it
 * said last and never says less.
 */
#define pr_fmt(fmt) "time: " fmt

#include <asm/irqflags.h>
#include <exo/printk.h>
#include <exo/sched.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <uapi/errno.h>

enum {
	TICK_HOOKS_MAX = 8
};

static const struct clock_event *clock_event;
static u64 ticks;
static u64 tick_ns; /* the true length of one tick */
static u64 latest_ns; /* the largest uptime told to anybody */
static bool reading; /* the hardware is being read on this CPU */

static time_tick_hook_t tick_hooks[TICK_HOOKS_MAX];
static unsigned int nr_tick_hooks;

int time_set_clock_event(const struct clock_event *event)
{
	int err = event->start(CONFIG_HZ, &tick_ns);

	if (err)
		return err;
	clock_event = event;
	printk_set_clock(time_uptime_ns);
	pr_info("%s ticks at %d Hz\n", event->name, CONFIG_HZ);
	return 0;
}

const char *time_clock_name(void)
{
	return clock_event ? clock_event->name : NULL;
}

int time_add_tick_hook(time_tick_hook_t hook)
{
	unsigned long flags;

	if (nr_tick_hooks == TICK_HOOKS_MAX)
		return -ENOMEM;
	flags = irq_save();
	tick_hooks[nr_tick_hooks++] = hook;
	irq_restore(flags);
	return 0;
}

void time_tick(void)
{
	WRITE_ONCE(ticks, ticks + 1);
	for (unsigned int i = 0; i < nr_tick_hooks; i++)
		tick_hooks[i]();
	timers_run(time_uptime_ns());
	sched_tick();
}

u64 time_ticks(void)
{
	return READ_ONCE(ticks);
}

/* Interrupts are off. */
static u64 read_clock(void)
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
	if (clock_event->elapsed_ns)
		elapsed = min(clock_event->elapsed_ns(), tick_ns - 1);
	barrier();
	reading = false;
	return ticks * tick_ns + elapsed;
}

u64 time_uptime_ns(void)
{
	unsigned long flags;
	u64 now;

	if (!clock_event)
		return 0;
	flags = irq_save();
	now = max(read_clock(), latest_ns);
	latest_ns = now;
	irq_restore(flags);
	return now;
}
