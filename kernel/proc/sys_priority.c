// SPDX-License-Identifier: GPL-2.0-only
/*
 * getpriority(2), setpriority(2): nice values, of a task, a group's or a user's.
 */
#include <exo/credentials.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/thread.h>
#include <uapi/errno.h>

#include "identity.h"

/* What getpriority() adds, so that its results are no errors. */
enum {
	PRIORITY_OF_NICE_0 = 20
};

/* Called for each task that was named, process_lock held. */
typedef void (*visit_t)(struct task *task, void *arg);

/* RLIMIT_NICE: the best nice value, counted from NICE_MAX + 1 down. */
static bool may_improve(int nice)
{
	const u64 limit =
		READ_ONCE(current_process->limits[RLIMIT_NICE].rlim_cur);

	return !credentials_current()->euid ||
	       (u64)(PRIORITY_OF_NICE_0 - nice) <= limit;
}

struct change {
	int nice;
	int result;
};

static void change_nice(struct task *task, void *arg)
{
	struct change *change = arg;

	if (!may_reschedule_locked(task)) {
		change->result = -EPERM;
	} else if (change->nice < task->nice && !may_improve(change->nice)) {
		change->result = -EACCES;
	} else {
		if (change->result == -ESRCH)
			change->result = 0;
		(void)thread_set_nice(task, change->nice);
	}
}

/* The best of them, as getpriority() returns it. */
static void look_at_nice(struct task *task, void *arg)
{
	int *best = arg;

	*best = max(*best, PRIORITY_OF_NICE_0 - task->nice);
}

static void visit_process(const struct process *process, visit_t visit,
			  void *arg)
{
	struct task *task;

	list_for_each_entry(task, &process->tasks, process_node)
		visit(task, arg);
}

static void visit_task(u32 id, visit_t visit, void *arg)
{
	struct task *task = process_find_task(id ? id : current->id);
	unsigned long flags;

	if (!task)
		return;
	flags = spin_lock_irqsave(&process_lock);
	visit(task, arg);
	spin_unlock_irqrestore(&process_lock, flags);
	task_put(task);
}

static void visit_group(u32 id, visit_t visit, void *arg)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct process_group *group = id ? process_group_find_locked(id)
					 : current_process->group;
	const struct process *process;

	if (group)
		list_for_each_entry(process, &group->members, group_node)
			visit_process(process, visit, arg);
	spin_unlock_irqrestore(&process_lock, flags);
}

static void visit_user(u32 user, visit_t visit, void *arg)
{
	struct process *process = process_next(0);
	unsigned long flags;
	u32 next;

	if (!user)
		user = credentials_current()->uid;
	for (; process; process = process_next(next)) {
		flags = spin_lock_irqsave(&process_lock);
		if (process->user == user)
			visit_process(process, visit, arg);
		spin_unlock_irqrestore(&process_lock, flags);
		next = process->id + 1;
		process_put(process);
	}
}

static int visit_named(int which, u32 who, visit_t visit, void *arg)
{
	switch (which) {
	case PRIO_PROCESS:
		visit_task(who, visit, arg);
		return 0;
	case PRIO_PGRP:
		visit_group(who, visit, arg);
		return 0;
	case PRIO_USER:
		visit_user(who, visit, arg);
		return 0;
	default:
		return -EINVAL;
	}
}

long sys_getpriority(int which, u32 who)
{
	int best = -ESRCH;
	int error = visit_named(which, who, look_at_nice, &best);

	return error ? error : best;
}

long sys_setpriority(int which, u32 who, int nice)
{
	struct change change = {
		.nice = min(max(nice, (int)NICE_MIN), (int)NICE_MAX),
		.result = -ESRCH,
	};
	int error = visit_named(which, who, change_nice, &change);

	return error ? error : change.result;
}
