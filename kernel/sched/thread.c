// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel threads: the life of a task that runs a function.
 */
#include <asm/irqflags.h>
#include <exo/arch_entry.h>
#include <exo/panic.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <exo/user_task.h>

#include "internal.h"

struct task *thread_create(const char *name, int (*run)(void *arg), void *arg)
{
	struct task *thread = thread_prepare(name, run, arg);

	if (thread)
		task_wake(thread);
	return thread;
}

struct task *thread_prepare(const char *name, int (*run)(void *arg), void *arg)
{
	struct task *thread = task_alloc(name);

	if (!thread)
		return NULL;
	thread->run = run;
	thread->arg = arg;
	task_get(thread); /* the creator's */
	return thread;
}

void thread_discard(struct task *thread)
{
	task_put(thread);
	task_put(thread);
}

__noreturn void thread_begin(void)
{
	user_switch(current);
	irq_enable();
	thread_exit(current->run(current->arg));
}

__noreturn void thread_exit(int exit_code)
{
	assert_can_sleep();
	ASSERT(current->inherited == SCHED_CLASSES); /* it holds no mutex */
	lock_debug_thread_exit();
	user_task_exit();
	current->exit_code = exit_code;
	complete(&current->exited);
	irq_disable();
	sched_exit();
}

int thread_join(struct task *thread)
{
	int exit_code;

	completion_wait(&thread->exited);
	exit_code = thread->exit_code;
	task_put(thread);
	return exit_code;
}

void thread_detach(struct task *thread)
{
	task_put(thread);
}

struct sleeper {
	struct timer timer;
	struct task *task;
	bool done;
};

static void sleeper_wake(struct timer *timer)
{
	struct sleeper *sleeper = container_of(timer, struct sleeper, timer);

	sleeper->done = true;
	task_wake(sleeper->task);
}

void thread_sleep_until(u64 deadline_ns)
{
	struct sleeper sleeper = {.task = current};

	assert_can_sleep();
	timer_init(&sleeper.timer, sleeper_wake);
	irq_disable();
	timer_start(&sleeper.timer, deadline_ns);
	while (!sleeper.done) {
		sched_prepare_to_block();
		sched_block();
	}
	irq_enable();
}

void thread_sleep_ns(u64 ns)
{
	u64 now = time_uptime_ns();

	thread_sleep_until(ns < ~0ULL - now ? now + ns : ~0ULL);
}

void assert_can_sleep(void)
{
	ASSERT(!preempt_is_off() && irqs_enabled());
}
