/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: lib. What the scheduler counts of each task, in units of its clock
 * where it is time.
 */
#ifndef EXO_SCHED_STATS_H
#define EXO_SCHED_STATS_H

#include <exo/types.h>

struct sched_stats {
	u64 cpu_time; /* of the bursts that have ended */
	u64 bursts; /* ended by blocking */
	u64 switches; /* to the task */
	u64 preemptions; /* of the task */
	u64 longest_wait; /* runnable, for its turn */
};

#endif
