// SPDX-License-Identifier: GPL-2.0-only
/*
 * A negative number is a clock of somebody, as Linux has it:
 *
 *	31			  3   2	    1	   0
 *	| ~number, of 0: oneself |task| what counts |
 */
#include <exo/compiler.h>
#include <exo/process_life.h>
#include <exo/task.h>
#include <uapi/errno.h>
#include <uapi/time.h>

#include "cpu_clock.h"

enum {
	COUNTS_MASK = 3,
	COUNTS_USER = 1, /* 0 and 2: all */
	COUNTS_NOTHING = 3,
	OF_TASK = 4,
	NUMBER_SHIFT = 3,
	OWN_PROCESS = -6,
	OWN_TASK = -2,
};

static int process_times(u32 id, struct process_times *times)
{
	struct process *process = process_find(id ? id : current_process->id);

	if (!process)
		return -EINVAL;
	process_get_times(process, times);
	process_put(process);
	return 0;
}

static int task_times(u32 id, struct process_times *times)
{
	struct task *task = process_find_task(id ? id : current->id);
	bool own;

	if (!task)
		return -EINVAL;
	own = READ_ONCE(task->process) == current_process;
	task_get_times(task, times);
	task_put(task);
	return own ? 0 : -EINVAL;
}

static int read_somebodys(int clock, u64 *ns)
{
	u32 id = ~(u32)(clock >> NUMBER_SHIFT);
	struct process_times times;
	int err;

	if ((clock & COUNTS_MASK) == COUNTS_NOTHING)
		return -EINVAL;
	err = clock & OF_TASK ? task_times(id, &times)
			      : process_times(id, &times);
	if (err)
		return err;
	*ns = times.user_ns;
	if ((clock & COUNTS_MASK) != COUNTS_USER)
		*ns += times.system_ns;
	return 0;
}

int cpu_clock_read(int clock, u64 *ns)
{
	bool own_process = clock == CLOCK_PROCESS_CPUTIME_ID;

	if (!own_process && clock != CLOCK_THREAD_CPUTIME_ID && clock >= 0)
		return -EINVAL;
	if (IS_ENABLED(CONFIG_PROCESS) && current_process)
		return read_somebodys(own_process  ? OWN_PROCESS
				      : clock >= 0 ? OWN_TASK
						   : clock,
				      ns);
	if (clock < 0)
		return -EINVAL;
	*ns = task_cpu_ns(current);
	return 0;
}
