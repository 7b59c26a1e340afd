// SPDX-License-Identifier: GPL-2.0-only
#include <asm/irqflags.h>
#include <exo/completion.h>
#include <exo/ktest.h>
#include <exo/preempt.h>
#include <exo/thread.h>
#include <exo/time.h>

static int return_argument(void *arg)
{
	return (int)(long)arg;
}

KTEST(thread, join_gives_the_exit_code)
{
	struct task *thread =
		thread_create("code", return_argument, (void *)42);

	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, thread_join(thread), 42);
}

static int exit_early(void *arg)
{
	thread_exit((int)(long)arg);
	return -1;
}

KTEST(thread, thread_exit_ends_the_thread_where_it_is)
{
	struct task *thread = thread_create("exit", exit_early, (void *)7);

	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, thread_join(thread), 7);
}

KTEST(thread, join_works_long_after_the_end)
{
	struct task *thread = thread_create("early", return_argument, NULL);

	KTEST_ASSERT(t, thread);
	thread_sleep_ms(30);
	KTEST_EXPECT_EQ(t, thread->state, TASK_DEAD);
	KTEST_EXPECT_EQ(t, thread_join(thread), 0);
}

KTEST(thread, long_names_are_cut)
{
	struct task *thread = thread_create("a_name_of_more_than_fifteen",
					    return_argument, NULL);

	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_STREQ(t, thread->name, "a_name_of_more_");
	thread_join(thread);
}

KTEST(thread, every_thread_has_an_id_of_its_own)
{
	struct task *first = thread_create("first", return_argument, NULL);
	struct task *second = thread_create("second", return_argument, NULL);

	KTEST_ASSERT(t, first && second);
	KTEST_EXPECT_NE(t, first->id, second->id);
	KTEST_EXPECT_NE(t, first->id, current->id);
	thread_join(first);
	thread_join(second);
}

static bool thread_is_listed(u32 id)
{
	bool found = false;

	for (struct task *task = task_next(NULL); task; task = task_next(task))
		found |= task->id == id;
	return found;
}

KTEST(thread, list_of_tasks_holds_a_thread_until_it_is_joined)
{
	struct task *thread = thread_create("listed", return_argument, NULL);
	u32 id;

	KTEST_ASSERT(t, thread);
	id = thread->id;
	KTEST_EXPECT(t, thread_is_listed(id));
	thread_join(thread);
	/* It leaves the CPU, then the list when the CPU is idle. */
	for (unsigned int i = 0; i < 1000 && thread_is_listed(id); i++)
		thread_sleep_ms(1);
	KTEST_EXPECT(t, !thread_is_listed(id));
}

struct relay {
	struct completion start;
	struct task *last; /* who had the last turn */
	unsigned int turns, repeated;
};

enum {
	RELAY_ROUNDS = 200
};

/* Both compute until they are HOT, and stay so: of one class to the end. */
static int run_relay(void *arg)
{
	struct relay *relay = arg;

	while (IS_ENABLED(CONFIG_SCHED_EMA) &&
	       READ_ONCE(current->class) != SCHED_HOT)
		cpu_relax();
	completion_wait(&relay->start);
	for (unsigned int i = 0; i < RELAY_ROUNDS; i++) {
		relay->repeated += READ_ONCE(relay->last) == current;
		WRITE_ONCE(relay->last, current);
		relay->turns++;
		thread_yield();
	}
	return 0;
}

KTEST(thread, yield_alternates_between_two_threads)
{
	struct relay relay = {.turns = 0};
	struct task *first, *second;

	completion_init(&relay.start);
	first = thread_create("first", run_relay, &relay);
	second = thread_create("second", run_relay, &relay);
	KTEST_ASSERT(t, first && second);
	while (READ_ONCE(first->state) != TASK_BLOCKED ||
	       READ_ONCE(second->state) != TASK_BLOCKED)
		thread_sleep_ms(20);
	complete(&relay.start);
	thread_join(first);
	thread_join(second);
	KTEST_EXPECT_EQ(t, relay.turns, 2 * RELAY_ROUNDS);
	/* A tick between turn and yield puts one runner a step ahead. */
	KTEST_EXPECT_LE(t, relay.repeated, 8);
}

KTEST(thread, sleep_takes_at_least_its_time)
{
	for (u64 ms = 1; ms <= 64; ms *= 4) {
		u64 start = time_uptime_ns();

		thread_sleep_ms(ms);
		KTEST_EXPECT_GE(t, time_uptime_ns() - start,
				ms * NSEC_PER_MSEC);
	}
}

KTEST(thread, sleep_until_a_past_time_returns)
{
	u64 start = time_uptime_ns();

	thread_sleep_until(0);
	thread_sleep_until(start);
	KTEST_EXPECT_GE(t, time_uptime_ns(), start);
}

struct hog {
	bool stop;
	u64 rounds;
};

static int compute(void *arg)
{
	struct hog *hog = arg;

	while (!READ_ONCE(hog->stop))
		WRITE_ONCE(hog->rounds, hog->rounds + 1);
	return 0;
}

KTEST(thread, computing_thread_is_preempted_and_goes_on)
{
	struct hog hog = {0};
	struct task *thread = thread_create("hog", compute, &hog);
	u64 before;

	KTEST_ASSERT(t, thread);
	thread_sleep_ms(30);
	before = READ_ONCE(hog.rounds);
	KTEST_EXPECT_GT(t, before, 0);
	thread_sleep_ms(30);
	KTEST_EXPECT_GT(t, READ_ONCE(hog.rounds), before);
	WRITE_ONCE(hog.stop, true);
	KTEST_EXPECT_EQ(t, thread_join(thread), 0);
}

KTEST(thread, computing_threads_share_the_cpu)
{
	struct hog hogs[3] = {{0}};
	struct task *threads[3];

	for (int i = 0; i < 3; i++) {
		threads[i] = thread_create("hog", compute, &hogs[i]);
		KTEST_ASSERT(t, threads[i]);
	}
	thread_sleep_ms(300);
	for (int i = 0; i < 3; i++)
		WRITE_ONCE(hogs[i].stop, true);
	for (int i = 0; i < 3; i++) {
		thread_join(threads[i]);
		KTEST_EXPECT_GT(t, hogs[i].rounds,
				hogs[(i + 1) % 3].rounds / 4);
	}
}

KTEST(thread, no_other_thread_runs_while_preemption_is_off)
{
	struct hog hog = {0};
	struct task *thread;
	u64 ticks = time_ticks() + 3, before;

	thread = thread_create("hog", compute, &hog);
	KTEST_ASSERT(t, thread);
	preempt_disable();
	before = hog.rounds;
	while (time_ticks() < ticks)
		cpu_relax();
	KTEST_EXPECT_EQ(t, hog.rounds, before);
	preempt_enable();
	thread_sleep_ms(30);
	KTEST_EXPECT_GT(t, READ_ONCE(hog.rounds), before);
	WRITE_ONCE(hog.stop, true);
	thread_join(thread);
}

KTEST(thread, nice_scales_the_quantum)
{
	struct task *thread = thread_create("nice", return_argument, NULL);
	u64 quantum;

	KTEST_ASSERT(t, thread);
	quantum = thread->quantum;
	KTEST_EXPECT_EQ(t, thread_set_nice(thread, -5), 0);
	KTEST_EXPECT_GT(t, thread->quantum, 2 * quantum);
	KTEST_EXPECT_EQ(t, thread_set_nice(thread, 5), 0);
	KTEST_EXPECT_LE(t, thread->quantum, quantum);
	KTEST_EXPECT_EQ(t, thread_set_nice(thread, NICE_MAX + 1), -EINVAL);
	KTEST_EXPECT_EQ(t, thread_set_nice(thread, NICE_MIN - 1), -EINVAL);
	thread_join(thread);
}

enum {
	MANY = 2000
};

static int sleep_a_little(void *arg)
{
	(void)arg;
	thread_sleep_ns(1);
	return 0;
}

KTEST(thread, thousands_of_threads_come_and_go)
{
	unsigned int created = 0;

	for (int i = 0; i < MANY; i++) {
		struct task *thread =
			thread_create("brief", sleep_a_little, NULL);

		if (!thread)
			break;
		created++;
		if (i % 2)
			thread_detach(thread);
		else
			thread_join(thread);
	}
	KTEST_EXPECT_EQ(t, created, MANY);
}
