// SPDX-License-Identifier: GPL-2.0-only
#include "blocking_model.h"

#include <exo/compiler.h>
#include <exo/cpu.h>
#include <exo/hand_over.h>
#include <exo/panic.h>
#include <exo/task.h>
#include <exo/task_signal.h>
#include <exo/wait.h>
#include <uapi/errno.h>

enum {
	DEPTH_MAX = 8,
};

/* By depth: who runs while those before it wait. */
static struct task tasks[DEPTH_MAX + 1];
static unsigned int depth;
static bool timed_out;

bool model_may_block(void)
{
	return depth < DEPTH_MAX;
}

void model_time_out(void)
{
	timed_out = true;
}

void model_signal(void)
{
	if (depth)
		task_raise_signal(&tasks[depth - 1], SIGUSR1);
}

int model_block(u64 deadline_ns)
{
	struct task *before = current, *self = &tasks[depth];

	if (!model_may_block())
		panic("too many tasks wait\n");
	/* The outermost is the program's own. */
	if (depth == 0)
		self = before;
	self->state = TASK_BLOCKED;
	timed_out = false;
	tasks[++depth] = (struct task){.id = depth + 1, .name = "other"};
	boot_cpu.current_task = &tasks[depth];
	while (self->state == TASK_BLOCKED &&
	       !(timed_out && deadline_ns != WAIT_FOREVER))
		if (!model_run_next())
			task_raise_signal(self, SIGUSR1);
	depth--;
	boot_cpu.current_task = before;
	if (self->state != TASK_BLOCKED)
		return 0;
	self->state = TASK_RUNNABLE;
	return -ETIMEDOUT;
}

bool task_wake(struct task *task)
{
	bool blocked = task->state == TASK_BLOCKED;

	task->state = TASK_RUNNABLE;
	return blocked;
}

bool task_wake_next(struct task *task)
{
	return task_wake(task);
}

void task_raise_signal(struct task *task, unsigned int signal)
{
	task->pending_signals |= 1UL << (signal - 1);
	task_wake(task);
}

bool task_take_signal(struct task *task, unsigned int signal)
{
	u64 bit = 1UL << (signal - 1);
	bool pending = task->pending_signals & bit;

	task->pending_signals &= ~bit;
	return pending;
}

int hand_over(struct spinlock *lock, struct task *next, u64 deadline_ns)
{
	int err;

	if (next)
		task_wake(next);
	if (task_signal_pending(current))
		return -EINTR;
	spin_unlock(lock);
	err = model_block(deadline_ns);
	spin_lock(lock);
	return err;
}

/* The target sends and calls only where there is room. */
int wait_on_interruptible(struct wait_queue *queue, struct spinlock *lock,
			  u64 deadline_ns)
{
	(void)queue;
	(void)lock;
	(void)deadline_ns;
	panic("waits for room\n");
}

bool wake_one(struct wait_queue *queue)
{
	ASSERT(wait_queue_empty(queue));
	return false;
}
