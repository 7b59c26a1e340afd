/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. The clocks that tell how long a process or a
 * task has had the CPU (clock_getcpuclockid(3), pthread_getcpuclockid(3)).
 */
#ifndef PROC_CPU_CLOCK_H
#define PROC_CPU_CLOCK_H

#include <exo/compiler.h>
#include <exo/types.h>

/*
 * What @clock says: CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, or a negative
 * number that names any process, or a task of the caller's. 0, or -EINVAL: it is none.
 */
__must_check int cpu_clock_read(int clock, u64 *ns);

#endif
