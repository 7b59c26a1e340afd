// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clocks of CPU time. That of a process is anybody's to read, that of a task its own
 * process's, as on Linux.
 */
#include "cpu_clock.h"

#include <exo/process.h>
#include <exo/process_life.h>

enum {
	PROGRAM_TIME = 1, /* the lowest bits */
	DEVICE = 3, /* not a clock of CPU time */
	WHAT_MASK = 3,
	OF_TASK = 4,
	ID_SHIFT = 3,
};

/* Of the own process; who has none, a test's thread, is alone. */
static void own_times(struct process_times *times)
{
	if (current_process)
		process_get_times(current_process, times);
	else
		task_get_times(current, times);
}

static bool process_times_of(u32 id, struct process_times *times)
{
	struct process *process;

	if (!id || id == current->id) {
		own_times(times);
		return true;
	}
	process = process_find(id);
	if (!process)
		return false;
	process_get_times(process, times);
	process_put(process);
	return true;
}

static bool task_times_of(u32 id, struct process_times *times)
{
	struct task *task;
	bool own;

	if (!id) {
		task_get_times(current, times);
		return true;
	}
	task = process_find_task(id);
	if (!task)
		return false;
	own = task->process == current_process;
	if (own)
		task_get_times(task, times);
	task_put(task);
	return own;
}

bool cpu_clock_read(int clock, u64 *now_ns)
{
	struct process_times times;
	bool found;

	if (clock == CLOCK_PROCESS_CPUTIME_ID)
		found = process_times_of(0, &times);
	else if (clock == CLOCK_THREAD_CPUTIME_ID)
		found = task_times_of(0, &times);
	else if (clock >= 0 || (clock & WHAT_MASK) == DEVICE)
		return false;
	else if (clock & OF_TASK)
		found = task_times_of(~(u32)(clock >> ID_SHIFT), &times);
	else
		found = process_times_of(~(u32)(clock >> ID_SHIFT), &times);
	if (!found)
		return false;
	*now_ns = times.user_ns;
	if ((clock & WHAT_MASK) != PROGRAM_TIME || clock >= 0)
		*now_ns += times.system_ns;
	return true;
}
