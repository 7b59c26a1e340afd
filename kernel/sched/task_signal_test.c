// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waits that a signal ends, under a spinlock and under a mutex.
 */
#include <exo/ktest.h>
#include <exo/mutex.h>
#include <exo/preempt.h>
#include <exo/sched.h>
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
		result = wait_on_mutex_until(&napper->waiters, &napper->mutex,
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

KTEST(task_signal, one_that_is_gone_at_the_wake_up_is_no_lack_of_time)
{
	for (int by_mutex = 0; by_mutex < 2; by_mutex++) {
		struct napper napper;
		struct task *thread = start_nap(&napper, by_mutex, 0);

		KTEST_ASSERT(t, thread);
		preempt_disable();
		task_raise_signal(thread, SIGINT);
		KTEST_EXPECT(t, task_take_signal(thread, SIGINT));
		preempt_enable();
		KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
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

static int lock_napper(void *arg)
{
	struct napper *napper = arg;

	mutex_lock(&napper->mutex);
	mutex_unlock(&napper->mutex);
	return sched_clock_to_ns(current->stats.longest_wait) > NSEC_PER_SEC;
}

KTEST(task_signal, who_gets_the_mutex_of_a_wait_has_not_waited_since_ever)
{
	struct napper napper;
	struct task *thread;

	napper_init(&napper);
	mutex_lock(&napper.mutex);
	thread = thread_create("locker", lock_napper, &napper);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(10);
	KTEST_EXPECT_EQ(t, thread->state, TASK_BLOCKED);
	KTEST_EXPECT_EQ(
		t,
		wait_on_mutex_until(&napper.waiters, &napper.mutex,
				    time_uptime_ns() + 10 * NSEC_PER_MSEC),
		-ETIMEDOUT);
	mutex_unlock(&napper.mutex);
	KTEST_EXPECT_EQ(t, thread_join(thread), false);
}

/* Its wait is over, but not its return: it waits for the mutex by then. */
KTEST(task_signal, wake_up_counts_that_comes_after_the_signal)
{
	struct napper napper;
	struct task *thread = start_nap(&napper, true, 0);

	KTEST_ASSERT(t, thread);
	mutex_lock(&napper.mutex);
	task_raise_signal(thread, SIGINT);
	thread_sleep_ms(10);
	KTEST_EXPECT(t, wake_one(&napper.waiters));
	thread_sleep_ms(10);
	KTEST_EXPECT_EQ(t, thread->state, TASK_BLOCKED);
	KTEST_EXPECT(t, mutex_owner(&napper.mutex) == current);
	mutex_unlock(&napper.mutex);
	KTEST_EXPECT_EQ(t, thread_join(thread), 0);
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
