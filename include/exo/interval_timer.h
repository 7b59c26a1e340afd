/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. The three interval timers of a process (setitimer(2)), which send
 * it signals: SIGALRM by the clock, SIGVTALRM by the time it computes, SIGPROF by the
 * time it uses with what the kernel does for it. The latter two are looked at with each
 * tick.
 */
#ifndef EXO_INTERVAL_TIMER_H
#define EXO_INTERVAL_TIMER_H

#include <exo/timer.h>
#include <exo/types.h>
#include <uapi/time.h>

struct process;

/* One of them, as programs see it. */
struct interval_time {
	u64 left_ns; /* 0: it is off */
	u64 period_ns; /* 0: once */
};

/* By the process's own time. */
struct cpu_timer {
	u64 expires_ns; /* of that; 0: it is off */
	u64 period_ns;
};

/* In struct process; process_lock. */
struct interval_timers {
	struct timer real;
	u64 real_period_ns;
	struct cpu_timer virtual, profiling;
};

/* Of a process that nobody knows yet: all are off. */
void interval_timers_init(struct process *process);

/* @process ends: none goes off any more. process_lock is held. */
void interval_timers_stop(struct process *process);

/*
 * Of the current process, @which being ITIMER_*: set to *@new if that is not NULL;
 * *@old is how it was. Threads.
 */
void interval_timer_exchange(int which, const struct interval_time *new,
			     struct interval_time *old);

#endif
