// SPDX-License-Identifier: GPL-2.0-only
/*
 * Limits of processes: what the first one has, from which all others have theirs,
 * and how many tasks there may be at all.
 */
#include <exo/frame.h>
#include <exo/kernel_stack.h>
#include <exo/task_id.h>

#include "internal.h"

enum {
	STACK_LIMIT = 8 << 20,
	FILES_LIMIT = 1024,
	FILES_LIMIT_MAX = 4096,
	MEMLOCK_LIMIT = 8 << 20,
	MSGQUEUE_LIMIT = 819200,
	TASKS_SHARE = 8, /* of memory, one part in so many for their stacks */
	TASKS_MIN = 20,
};

static u32 nr_tasks, tasks_max; /* process_lock */

void limits_count_task(struct process *process)
{
	nr_tasks++;
	user_count_add(process->counted, 1);
}

void limits_uncount_task(struct process *process)
{
	nr_tasks--;
	user_count_add(process->counted, -1);
}

bool process_may_be_added(bool privileged)
{
	const struct process *self = current_process;
	const u64 limit = READ_ONCE(self->limits[RLIMIT_NPROC].rlim_cur);
	unsigned long flags;
	bool below;

	if (READ_ONCE(nr_tasks) >= tasks_max)
		return false;
	if (privileged)
		return true;
	flags = spin_lock_irqsave(&process_lock);
	below = user_count_below(self->counted, limit);
	spin_unlock_irqrestore(&process_lock, flags);
	return below;
}

void limits_init(struct rlimit *limits)
{
	struct frame_statistics frames;
	u64 most;

	frame_statistics(&frames);
	most = frames.total * PAGE_SIZE / TASKS_SHARE /
	       (KERNEL_STACK_SIZE + PAGE_SIZE);
	tasks_max = (u32)min(max(most, (u64)TASKS_MIN), (u64)TASK_ID_MAX / 2);
	for (int i = 0; i < RLIM_NLIMITS; i++)
		limits[i] = (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
	limits[RLIMIT_STACK].rlim_cur = STACK_LIMIT;
	limits[RLIMIT_CORE].rlim_cur = 0;
	limits[RLIMIT_NPROC] = (struct rlimit){tasks_max / 2, tasks_max / 2};
	limits[RLIMIT_NOFILE] = (struct rlimit){FILES_LIMIT, FILES_LIMIT_MAX};
	limits[RLIMIT_MEMLOCK] = (struct rlimit){MEMLOCK_LIMIT, MEMLOCK_LIMIT};
	limits[RLIMIT_SIGPENDING] = limits[RLIMIT_NPROC];
	limits[RLIMIT_MSGQUEUE] =
		(struct rlimit){MSGQUEUE_LIMIT, MSGQUEUE_LIMIT};
	limits[RLIMIT_NICE] = (struct rlimit){0, 0};
	limits[RLIMIT_RTPRIO] = (struct rlimit){0, 0};
}
