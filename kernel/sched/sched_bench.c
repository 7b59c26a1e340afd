// SPDX-License-Identifier: GPL-2.0-only
/*
 * What switching, waking, waiting and locking cost.
 *
 * The measuring thread computes all the time, so it is HOT. Where it takes
 * turns with others it first sleeps until it is COLD like them.
 */
#include <asm/context.h>
#include <exo/bench.h>
#include <exo/completion.h>
#include <exo/kernel_stack.h>
#include <exo/kmalloc.h>
#include <exo/mutex.h>
#include <exo/semaphore.h>
#include <exo/thread.h>
#include <exo/wait.h>
#include <uapi/errno.h>

static void become_cold(void)
{
	for (int i = 0; i < 40; i++)
		thread_sleep_ns(1);
}

/*
 * The bare switch, to a stack that switches back at once: an operation is two
 * of them and the jump of the other side's loop. What the function costs that
 * contains a switch, by having to save registers, the second row tells.
 */

static struct context here, there;
static void *other_stack;

static void switch_back(void)
{
	for (;;)
		context_switch(&there, &here);
}

static int prepare_switch(unsigned long size)
{
	(void)size;
	other_stack = kernel_stack_alloc();
	if (!other_stack)
		return -ENOMEM;
	context_init(&there, (u8 *)other_stack + KERNEL_STACK_SIZE - 8);
	there.rip = (u64)switch_back;
	return 0;
}

static void free_other_stack(void)
{
	kernel_stack_free(other_stack);
}

BENCH(sched, two_context_switches, .batch = 16, .setup = prepare_switch,
      .teardown = free_other_stack)
{
	context_switch(&here, &there);
}

BENCH(sched, no_context_switch, .batch = 16)
{
	CONTEXT_SWITCH_LOSES_REGISTERS();
}

/*
 * Threads that do nothing but yield; an operation is one yield of each. They
 * wait until all are there, to be of one class.
 */

static struct completion start;
static bool stop;
static struct task **yielders;
static unsigned long nr_yielders;

static int yield_forever(void *arg)
{
	(void)arg;
	completion_wait(&start);
	while (!READ_ONCE(stop))
		thread_yield();
	return 0;
}

static void stop_yielders(void)
{
	WRITE_ONCE(stop, true);
	complete(&start);
	while (nr_yielders)
		thread_join(yielders[--nr_yielders]);
	kfree(yielders);
}

/* @size threads, the measuring one included. */
static int start_yielders(unsigned long size)
{
	yielders = kcalloc(size, sizeof(struct task *));
	if (!yielders)
		return -ENOMEM;
	stop = false;
	completion_init(&start);
	while (nr_yielders < size - 1) {
		struct task *thread =
			thread_create("yielder", yield_forever, NULL);

		if (!thread) {
			stop_yielders();
			return -ENOMEM;
		}
		yielders[nr_yielders++] = thread;
	}
	become_cold();
	complete(&start);
	return 0;
}

BENCH(sched, yield, BENCH_SIZES(2, 100, 10000), .per_object = true,
      .irqs_on = true, .setup = start_yielders, .teardown = stop_yielders)
{
	thread_yield();
}

/*
 * Two threads that wake each other by semaphores; an operation is a round trip,
 * two wake-ups and two switches.
 */

static struct semaphore ping, pong;
static struct task *partner;

static int answer(void *arg)
{
	(void)arg;
	while (!READ_ONCE(stop)) {
		semaphore_down(&ping);
		semaphore_up(&pong);
	}
	return 0;
}

static int start_partner(unsigned long size)
{
	(void)size;
	stop = false;
	semaphore_init(&ping, 0);
	semaphore_init(&pong, 0);
	become_cold();
	partner = thread_create("partner", answer, NULL);
	return partner ? 0 : -ENOMEM;
}

static void stop_partner(void)
{
	WRITE_ONCE(stop, true);
	semaphore_up(&ping);
	thread_join(partner);
}

BENCH(sched, semaphore_round_trip, .irqs_on = true, .setup = start_partner,
      .teardown = stop_partner)
{
	semaphore_up(&ping);
	semaphore_down(&pong);
}

/* The same, and who is woken gets the CPU from who waits. */

static struct spinlock baton_lock = SPINLOCK_INIT("baton");
static struct wait_queue here_waits = WAIT_QUEUE_INIT(here_waits);
static struct wait_queue there_waits = WAIT_QUEUE_INIT(there_waits);

static int hand_back(void *arg)
{
	(void)arg;
	spin_lock(&baton_lock);
	while (!READ_ONCE(stop))
		wait_on_waking(&there_waits, &baton_lock, &here_waits);
	spin_unlock(&baton_lock);
	return 0;
}

static int start_baton_partner(unsigned long size)
{
	(void)size;
	stop = false;
	become_cold();
	partner = thread_create("partner", hand_back, NULL);
	if (!partner)
		return -ENOMEM;
	thread_yield();
	return 0;
}

static void stop_baton_partner(void)
{
	WRITE_ONCE(stop, true);
	spin_lock(&baton_lock);
	wake_one(&there_waits);
	spin_unlock(&baton_lock);
	thread_join(partner);
}

BENCH(sched, hand_over_round_trip, .irqs_on = true,
      .setup = start_baton_partner, .teardown = stop_baton_partner)
{
	spin_lock(&baton_lock);
	wait_on_waking(&here_waits, &baton_lock, &there_waits);
	spin_unlock(&baton_lock);
}

static int return_at_once(void *arg)
{
	(void)arg;
	return 0;
}

static int prepare_threads(unsigned long size)
{
	(void)size;
	become_cold();
	return 0;
}

BENCH(sched, create_and_join, .irqs_on = true, .setup = prepare_threads)
{
	struct task *thread = thread_create("brief", return_at_once, NULL);

	if (thread)
		thread_join(thread);
}

static struct mutex mutex = MUTEX_INIT(mutex, "bench mutex");

BENCH(sched, mutex_lock_and_unlock, .batch = 16, .irqs_on = true)
{
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
}

static struct spinlock lock = SPINLOCK_INIT("bench lock");

BENCH(sched, spin_lock_and_unlock, .batch = 16)
{
	spin_lock(&lock);
	spin_unlock(&lock);
}
