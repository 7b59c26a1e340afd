// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sched_*() calls (sched(7)). All tasks are SCHED_OTHER, of which their nice
 * values make some better than others, and there is one CPU: what asks for that
 * succeeds, all else is EINVAL, or EPERM where only root might ask.
 */
#include <exo/credentials.h>
#include <exo/process.h>
#include <exo/sched.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/sched.h>

#include "identity.h"

enum {
	PRIORITY_MIN = 1, /* of real-time policies */
	PRIORITY_MAX = 99,
	THIS_CPU_ONLY = 1, /* a set of CPUs */
};

/* The task called @id, 0: this one, with a reference; NULL. */
static struct task *find_task(int id)
{
	if (id)
		return process_find_task((u32)id);
	task_get(current);
	return current;
}

static int check_exists(int id)
{
	struct task *task = find_task(id);

	if (!task)
		return -ESRCH;
	task_put(task);
	return 0;
}

static int check_may_change(int id)
{
	struct task *task = find_task(id);
	unsigned long flags;
	bool may;

	if (!task)
		return -ESRCH;
	flags = spin_lock_irqsave(&process_lock);
	may = may_reschedule_locked(task);
	spin_unlock_irqrestore(&process_lock, flags);
	task_put(task);
	return may ? 0 : -EPERM;
}

/* SCHED_OTHER has priority 0; what else makes sense is refused all the same. */
static int check_policy(u32 policy, int priority)
{
	const bool real_time = policy == SCHED_FIFO || policy == SCHED_RR;

	if (policy == SCHED_OTHER && !priority)
		return 0;
	if (real_time && priority >= PRIORITY_MIN && priority <= PRIORITY_MAX &&
	    credentials_current()->euid)
		return -EPERM;
	return -EINVAL;
}

static long set_policy(int id, u32 policy,
		       const struct sched_param __user *from)
{
	struct sched_param param;
	int error;

	if (id < 0 || !from)
		return -EINVAL;
	if (user_copy_from(&param, from, sizeof(param)))
		return -EFAULT;
	error = check_exists(id);
	if (error)
		return error;
	error = check_policy(policy, param.sched_priority);
	return error ? error : check_may_change(id);
}

long sys_sched_setparam(int id, const struct sched_param __user *from)
{
	return set_policy(id, SCHED_OTHER, from);
}

long sys_sched_setscheduler(int id, int policy,
			    const struct sched_param __user *from)
{
	if (policy < 0)
		return -EINVAL;
	return set_policy(id, (u32)policy & ~SCHED_RESET_ON_FORK, from);
}

long sys_sched_getparam(int id, struct sched_param __user *to)
{
	const struct sched_param param = {.sched_priority = 0};
	int error;

	if (id < 0 || !to)
		return -EINVAL;
	error = check_exists(id);
	return error ? error : user_copy_to(to, &param, sizeof(param));
}

long sys_sched_getscheduler(int id)
{
	int error = id < 0 ? -EINVAL : check_exists(id);

	return error ? error : SCHED_OTHER;
}

static int bound_of(int policy, int of_real_time)
{
	switch (policy) {
	case SCHED_FIFO:
	case SCHED_RR:
		return of_real_time;
	case SCHED_OTHER:
	case SCHED_BATCH:
	case SCHED_IDLE:
	case SCHED_DEADLINE:
		return 0;
	default:
		return -EINVAL;
	}
}

long sys_sched_get_priority_max(int policy)
{
	return bound_of(policy, PRIORITY_MAX);
}

long sys_sched_get_priority_min(int policy)
{
	return bound_of(policy, PRIORITY_MIN);
}

/* The quantum, in place of Linux's slice. */
long sys_sched_rr_get_interval(int id, struct timespec __user *to)
{
	struct timespec interval;
	struct task *task;
	u64 ns;

	if (id < 0)
		return -EINVAL;
	task = find_task(id);
	if (!task)
		return -ESRCH;
	ns = sched_clock_to_ns(READ_ONCE(task->quantum));
	task_put(task);
	interval = (struct timespec){
		.tv_sec = (s64)(ns / NSEC_PER_SEC),
		.tv_nsec = (s64)(ns % NSEC_PER_SEC),
	};
	return user_copy_to(to, &interval, sizeof(interval));
}

long sys_sched_setaffinity(int id, unsigned int size, const u64 __user *from)
{
	u64 set = 0;
	int error;

	if (user_copy_from(&set, from, min((size_t)size, sizeof(set))))
		return -EFAULT;
	error = check_may_change(id);
	if (error)
		return error;
	return set & THIS_CPU_ONLY ? 0 : -EINVAL;
}

long sys_sched_getaffinity(int id, unsigned int size, u64 __user *to)
{
	int error;

	if (!size || size % sizeof(*to))
		return -EINVAL;
	error = check_exists(id);
	if (error)
		return error;
	return user_put(to, (u64)THIS_CPU_ONLY) ? -EFAULT : (long)sizeof(*to);
}
