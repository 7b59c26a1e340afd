/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Clocks of CPU time, as clock_gettime(2) and
 * clock_getcpuclockid(3) number them:
 *
 *	| ~number of a process or task (0: the own one) | task | what |
 *	31                                              3      2      0
 *
 * @what is 0 for all time, 1 for the program's own, 2 for all time again, but exact.
 * CLOCK_PROCESS_CPUTIME_ID and CLOCK_THREAD_CPUTIME_ID are those of the caller.
 */
#ifndef PROC_CPU_CLOCK_H
#define PROC_CPU_CLOCK_H

#include <exo/task.h>
#include <uapi/time.h>

#ifdef CONFIG_PROCESS
/* What clock @clock shows; false: there is no such one. */
bool cpu_clock_read(int clock, u64 *now_ns);
#else
static inline bool cpu_clock_read(int clock, u64 *now_ns)
{
	*now_ns = task_cpu_ns(current);
	return clock == CLOCK_PROCESS_CPUTIME_ID ||
	       clock == CLOCK_THREAD_CPUTIME_ID;
}
#endif

#endif
