// SPDX-License-Identifier: GPL-2.0-only
/*
 * The thread that does deferred interrupt work. It works like any other thread
 * and lets others run after each batch, so work that never ends costs the
 * system its share and no more.
 */
#include <exo/deferred_work.h>
#include <exo/initcall.h>
#include <exo/thread.h>
#include <exo/wait.h>
#include <uapi/errno.h>

enum {
	BATCH = 16
};

static struct spinlock lock = SPINLOCK_INIT("deferred work");
static struct wait_queue workers = WAIT_QUEUE_INIT(workers);

static void wake_worker(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	wake_one(&workers);
	spin_unlock_irqrestore(&lock, flags);
}

static void wait_for_work(void)
{
	unsigned long flags = spin_lock_irqsave(&lock);

	while (!deferred_work_waiting())
		wait_on(&workers, &lock);
	spin_unlock_irqrestore(&lock, flags);
}

static int work(void *arg)
{
	(void)arg;
	for (;;) {
		wait_for_work();
		while (deferred_work_run(BATCH) == BATCH)
			thread_yield();
	}
	return 0;
}

static int worker_start(void)
{
	struct task *thread = thread_create("kworker", work, NULL);

	if (!thread)
		return -ENOMEM;
	thread_detach(thread);
	deferred_work_set_wake(wake_worker);
	return 0;
}
INITCALL(device, worker_start);
