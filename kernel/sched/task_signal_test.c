// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waits that a signal ends, under a spinlock and under a mutex.
 */
#include <exo/ktest.h>
#include <exo/mutex.h>
#include <exo/semaphore.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/wait.h>
#include <uapi/errno.h>

struct napper {
	struct spinlock lock;
	struct wait_queue waiters;
	struct mutex mutex;
	u64 deadline_ns;
	bool by_mutex;
};

static void napper_init(struct napper *napper)
{
	spin_init(&napper->lock, "napper");
	wait_queue_init(&napper->waiters);
	mutex_init(&napper->mutex, "napper");
}

static int nap(void *arg)
{
	struct napper *napper = arg;
	int result;

	if (napper->by_mutex) {
		mutex_lock(&napper->mutex);
		result = wait_on_mutex(&napper->waiters, &napper->mutex,
				       napper->deadline_ns);
		mutex_unlock(&napper->mutex);
		return result;
	}
	spin_lock(&napper->lock);
	result = wait_on_interruptible(&napper->waiters, &napper->lock,
				       napper->deadline_ns);
	spin_unlock(&napper->lock);
	return result;
}

static struct task *start_nap(struct napper *napper, bool by_mutex, u64 ms)
{
	struct task *thread;

	napper_init(napper);
	napper->by_mutex = by_mutex;
	napper->deadline_ns = ms ? time_uptime_ns() + ms * NSEC_PER_MSEC
				 : WAIT_FOREVER;
	thread = thread_create("napper", nap, napper);
	if (thread)
		thread_sleep_ms(10);
	return thread;
}

static void wake_napper(struct napper *napper)
{
	if (napper->by_mutex)
		mutex_lock(&napper->mutex);
	else
		spin_lock(&napper->lock);
	wake_one(&napper->waiters);
	if (napper->by_mutex)
		mutex_unlock(&napper->mutex);
	else
		spin_unlock(&napper->lock);
}

KTEST(task_signal, interruptible_wait_tells_what_ended_it)
{
	for (int by_mutex = 0; by_mutex < 2; by_mutex++) {
		struct napper napper;
		struct task *thread;

		thread = start_nap(&napper, by_mutex, 0);
		KTEST_ASSERT(t, thread);
		wake_napper(&napper);
		KTEST_EXPECT_EQ(t, thread_join(thread), 0);

		thread = start_nap(&napper, by_mutex, 20);
		KTEST_ASSERT(t, thread);
		KTEST_EXPECT_EQ(t, thread_join(thread), -ETIMEDOUT);

		thread = start_nap(&napper, by_mutex, 0);
		KTEST_ASSERT(t, thread);
		task_raise_signal(thread, SIGINT);
		KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
		KTEST_EXPECT(t, wait_queue_empty(&napper.waiters));
	}
}

KTEST(task_signal, one_that_came_before_lets_nobody_sleep)
{
	struct napper napper = {.deadline_ns = WAIT_FOREVER};

	napper_init(&napper);
	task_raise_signal(current, SIGALRM);
	KTEST_EXPECT_EQ(t, nap(&napper), -EINTR);
	napper.by_mutex = true;
	KTEST_EXPECT_EQ(t, nap(&napper), -EINTR);
	KTEST_EXPECT(t, task_take_signal(current, SIGALRM));
	KTEST_EXPECT(t, !task_take_signal(current, SIGALRM));
	KTEST_EXPECT(t, !task_signal_pending(current));
}

static int wait_for_semaphore(void *arg)
{
	semaphore_down(arg);
	return 0;
}

KTEST(task_signal, it_does_not_end_other_waits)
{
	struct semaphore semaphore;
	struct task *thread;

	semaphore_init(&semaphore, 0);
	thread = thread_create("waiter", wait_for_semaphore, &semaphore);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(10);
	task_raise_signal(thread, SIGTERM);
	KTEST_EXPECT_EQ(t, thread->state, TASK_BLOCKED);
	semaphore_up(&semaphore);
	thread_join(thread);
}
