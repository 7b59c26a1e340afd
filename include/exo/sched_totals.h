/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. What the scheduler has counted of all tasks together, for who
 * looks at the machine as a whole (built with CONFIG_PROCFS or CONFIG_PROCESS).
 */
#ifndef EXO_SCHED_TOTALS_H
#define EXO_SCHED_TOTALS_H

#include <exo/types.h>

struct sched_totals {
	u64 idle_ns; /* CPU time of the idle task; the rest is the others' */
	u64 user_ns; /* of the rest, in user mode, by samples */
	u64 switches; /* between tasks, since start-up */
	u32 created; /* tasks, since start-up */
	u32 last_id; /* that was given to one */
	u32 tasks; /* that there are, the idle task not counted */
	u32 runnable; /* of these: running or ready */
};

/* Threads only; does not sleep. Takes as long as there are tasks. */
void sched_totals(struct sched_totals *totals);

enum {
	LOAD_AVERAGES = 3, /* over 1, 5 and 15 minutes */
	LOAD_SHIFT = 11, /* fraction bits */
};

/*
 * How many tasks were runnable, on average (getloadavg(3)): sampled each five
 * seconds, exponentially damped. Threads only.
 */
void load_averages(u64 averages[LOAD_AVERAGES]);

/* One of them in hundredths, rounded to nearest. */
static inline u64 load_hundredths(u64 average)
{
	return (average * 100 + (1 << LOAD_SHIFT) / 2) >> LOAD_SHIFT;
}

#endif
