// SPDX-License-Identifier: GPL-2.0-only
/*
 * The scheduler's unit of time, that of the time-stamp counter, and the times of
 * tasks in the world's units.
 */
#include <asm/irqflags.h>
#include <exo/ema.h>
#include <exo/sched.h>
#include <exo/time.h>

#include "internal.h"

#define GUESSED_CLOCK_HZ 2000000000UL

/* Where nobody could find out, times are wrong by a factor, the order is not. */
static u64 clock_hz(void)
{
	u64 hz = time_tsc_hz();

	return hz ? hz : GUESSED_CLOCK_HZ;
}

u64 sched_clock_from_us(u64 us)
{
	return us * (clock_hz() / 1000) / 1000;
}

u64 sched_clock_to_ns(u64 units)
{
	u64 hz = clock_hz();

	return units / hz * NSEC_PER_SEC + units % hz * NSEC_PER_SEC / hz;
}

u64 task_cpu_ns(const struct task *task)
{
	unsigned long flags = irq_save();
	u64 time = task->stats.cpu_time + task->burst;

	if (task == current)
		time += sched_clock() - percpu.run_queue->clock;
	irq_restore(flags);
	return sched_clock_to_ns(time);
}

u64 task_average_burst(const struct task *task)
{
	return ema_value(READ_ONCE(task->ema));
}
