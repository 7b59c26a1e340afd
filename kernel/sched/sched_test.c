// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the EMA policy promises of classes. Times are guest time: run under
 * -icount to mean the same on every machine.
 */
#include <asm/irqflags.h>
#include <exo/ktest.h>
#include <exo/sched.h>
#include <exo/semaphore.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/timer.h>
#include <exo/wait.h>

struct subject {
	bool stop;
	bool yields;
	u64 hot_after_ns; /* CPU time it had used when it became HOT */
};

static u64 burst_ns(void)
{
	return sched_clock_to_ns(READ_ONCE(current->burst));
}

/* Compute until HOT, and note when that was. */
static int compute_until_hot(void *arg)
{
	struct subject *subject = arg;

	while (READ_ONCE(current->class) != SCHED_HOT &&
	       !READ_ONCE(subject->stop)) {
		if (subject->yields)
			thread_yield();
		else
			cpu_relax();
	}
	subject->hot_after_ns = burst_ns();
	return current->class;
}

static u64 hot_limit_ns(void)
{
	const u64 quantum = CONFIG_SCHED_QUANTUM_MS * NSEC_PER_MSEC;
	const u64 hot = CONFIG_SCHED_HOT_US * NSEC_PER_USEC;

	return max(2 * quantum, hot + quantum);
}

static void expect_hot(struct ktest *t, struct subject *subject)
{
	struct task *thread =
		thread_create("subject", compute_until_hot, subject);

	KTEST_ASSERT(t, thread);
	thread_sleep_ms(1000);
	WRITE_ONCE(subject->stop, true);
	KTEST_EXPECT_EQ(t, thread_join(thread), SCHED_HOT);
	KTEST_EXPECT_LE(t, subject->hot_after_ns, hot_limit_ns());
}

KTEST(sched, endless_loop_becomes_hot_within_two_quanta)
{
	struct subject subject = {0};

	expect_hot(t, &subject);
}

KTEST(sched, endless_loop_that_yields_becomes_hot_too)
{
	struct subject subject = {.yields = true};

	expect_hot(t, &subject);
}

static int wake_often(void *arg)
{
	bool *stop = arg;

	while (!READ_ONCE(*stop))
		thread_sleep_ns(NSEC_PER_MSEC);
	return 0;
}

KTEST(sched, endless_loop_preempted_every_millisecond_becomes_hot_too)
{
	struct subject subject = {0};
	bool stop = false;
	struct task *other = thread_create("waker", wake_often, &stop);

	KTEST_ASSERT(t, other);
	expect_hot(t, &subject);
	WRITE_ONCE(stop, true);
	thread_join(other);
}

KTEST(sched, thread_that_mostly_sleeps_is_cold)
{
	bool stop = false;
	struct task *thread = thread_create("sleeper", wake_often, &stop);

	KTEST_ASSERT(t, thread);
	thread_sleep_ms(100);
	KTEST_EXPECT_EQ(t, thread->class, SCHED_COLD);
	KTEST_EXPECT_GT(t, thread->stats.bursts, 5);
	WRITE_ONCE(stop, true);
	thread_join(thread);
}

/* Bursts of 3 ms with sleeps between: between the two thresholds. */
static int compute_in_bursts(void *arg)
{
	bool *stop = arg;

	while (!READ_ONCE(*stop)) {
		while (burst_ns() < 3 * NSEC_PER_MSEC)
			thread_yield();
		thread_sleep_ns(NSEC_PER_MSEC);
	}
	return current->class;
}

KTEST(sched, thread_with_bursts_between_the_thresholds_is_normal)
{
	bool stop = false;
	struct task *thread = thread_create("bursts", compute_in_bursts, &stop);

	KTEST_ASSERT(t, thread);
	thread_sleep_ms(300);
	WRITE_ONCE(stop, true);
	KTEST_EXPECT_EQ(t, thread_join(thread), SCHED_NORMAL);
}

/* First computes, then sleeps: the average of its bursts falls. */
static int compute_then_sleep(void *arg)
{
	(void)arg;
	while (READ_ONCE(current->class) != SCHED_HOT)
		cpu_relax();
	for (int i = 0; i < 100; i++) {
		thread_sleep_ns(NSEC_PER_MSEC);
		if (current->class == SCHED_COLD)
			return i;
	}
	return -1;
}

KTEST(sched, hot_thread_that_turns_to_sleeping_cools_down)
{
	struct task *thread =
		thread_create("cooling", compute_then_sleep, NULL);
	int sleeps;

	KTEST_ASSERT(t, thread);
	sleeps = thread_join(thread);
	KTEST_EXPECT_GT(t, sleeps, 0);
	KTEST_EXPECT_LT(t, sleeps, 60);
}

struct yielder {
	bool stop;
};

static int yield_when_hot(void *arg)
{
	struct yielder *yielder = arg;

	while (!READ_ONCE(yielder->stop)) {
		if (READ_ONCE(current->class) == SCHED_HOT)
			thread_yield();
	}
	return 0;
}

static int compute_short_bursts(void *arg)
{
	struct semaphore *tokens = arg;

	for (int i = 0; i < 2000; i++) {
		u64 end;

		semaphore_down(tokens);
		end = task_cpu_ns(current) + 200 * NSEC_PER_USEC;
		while (task_cpu_ns(current) < end)
			cpu_relax();
		semaphore_up(tokens);
	}
	return 0;
}

/* What a starved thread is owed is not lost by its giving up the CPU. */
KTEST(sched, hot_thread_that_yields_gets_its_share_beside_short_bursts)
{
	struct yielder yielder = {0};
	struct task *hot, *cold[4];
	struct semaphore token;
	u64 start, cpu_before;

	hot = thread_create("yielder", yield_when_hot, &yielder);
	KTEST_ASSERT(t, hot);
	thread_sleep_ms(100);
	semaphore_init(&token, 1);
	for (int i = 0; i < 4; i++) {
		cold[i] = thread_create("short", compute_short_bursts, &token);
		KTEST_ASSERT(t, cold[i]);
	}
	thread_sleep_ms(100);
	start = time_uptime_ns();
	cpu_before = task_cpu_ns(hot);
	thread_sleep_ms(600);
	KTEST_EXPECT_GE(t, (task_cpu_ns(hot) - cpu_before) * 20,
			time_uptime_ns() - start);
	WRITE_ONCE(yielder.stop, true);
	thread_join(hot);
	for (int i = 0; i < 4; i++)
		thread_join(cold[i]);
}

static int note_time(void *arg)
{
	*(u64 *)arg = time_uptime_ns();
	return 0;
}

KTEST(sched, woken_cold_thread_runs_before_a_hot_one_ends_its_quantum)
{
	struct subject subject = {0};
	struct task *hog, *cold;
	u64 start, ran = 0;

	hog = thread_create("hog", compute_until_hot, &subject);
	KTEST_ASSERT(t, hog);
	thread_sleep_ms(200);
	start = time_uptime_ns();
	cold = thread_create("cold", note_time, &ran);
	KTEST_ASSERT(t, cold);
	thread_join(cold);
	KTEST_EXPECT_LT(t, ran - start, 5 * NSEC_PER_MSEC);
	WRITE_ONCE(subject.stop, true);
	thread_join(hog);
}

struct sleeper {
	struct spinlock lock;
	struct wait_queue queue;
};

static int sleep_once(void *arg)
{
	struct sleeper *sleeper = arg;

	spin_lock(&sleeper->lock);
	wait_on(&sleeper->queue, &sleeper->lock);
	spin_unlock(&sleeper->lock);
	return 0;
}

/* Wake the COLD @sleeper to be next. Is the current thread to stop for it? */
static int wake_and_look(void *arg)
{
	struct sleeper *sleeper = arg;
	bool stops;

	while (READ_ONCE(current->queue) != SCHED_HOT)
		cpu_relax();
	irq_disable();
	wake_one_next(&sleeper->queue);
	stops = !(percpu.preempt_count & PREEMPT_NOT_WANTED);
	irq_enable();
	return stops;
}

KTEST(sched, hot_waker_of_the_next_one_is_not_preempted_at_once)
{
	struct sleeper sleeper;
	struct task *cold, *hot;

	spin_init(&sleeper.lock, "sleeper");
	wait_queue_init(&sleeper.queue);
	cold = thread_create("cold", sleep_once, &sleeper);
	KTEST_ASSERT(t, cold);
	hot = thread_create("hot", wake_and_look, &sleeper);
	KTEST_ASSERT(t, hot);
	KTEST_EXPECT_EQ(t, thread_join(hot), false);
	thread_join(cold);
}
