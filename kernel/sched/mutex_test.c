// SPDX-License-Identifier: GPL-2.0-only
#include <asm/irqflags.h>
#include <exo/ktest.h>
#include <exo/mutex.h>
#include <exo/thread.h>
#include <exo/time.h>

#include "internal.h"

struct account {
	struct mutex mutex;
	unsigned long balance;
	bool stop;
};

enum {
	DEPOSITS = 500
};

static void account_init(struct account *account)
{
	*account = (struct account){.balance = 0};
	mutex_init(&account->mutex, "account");
}

static int deposit(void *arg)
{
	struct account *account = arg;

	for (int i = 0; i < DEPOSITS; i++) {
		unsigned long balance;

		mutex_lock(&account->mutex);
		balance = READ_ONCE(account->balance);
		if (i % 8 == 0)
			thread_yield();
		WRITE_ONCE(account->balance, balance + 1);
		mutex_unlock(&account->mutex);
	}
	return 0;
}

KTEST(mutex, one_thread_at_a_time_holds_it)
{
	struct task *threads[5];
	struct account account;

	account_init(&account);
	for (int i = 0; i < 5; i++) {
		threads[i] = thread_create("depositor", deposit, &account);
		KTEST_ASSERT(t, threads[i]);
	}
	for (int i = 0; i < 5; i++)
		thread_join(threads[i]);
	KTEST_EXPECT_EQ(t, account.balance, 5 * DEPOSITS);
	KTEST_EXPECT_EQ(t, account.mutex.owner, 0);
}

KTEST(mutex, trylock_fails_while_it_is_held)
{
	struct account account;

	account_init(&account);
	KTEST_EXPECT(t, mutex_trylock(&account.mutex));
	KTEST_EXPECT(t, mutex_owner(&account.mutex) == current);
	KTEST_EXPECT(t, !mutex_trylock(&account.mutex));
	mutex_unlock(&account.mutex);
	KTEST_EXPECT(t, mutex_trylock(&account.mutex));
	mutex_unlock(&account.mutex);
}

static int hold_while_computing(void *arg)
{
	struct account *account = arg;

	mutex_lock(&account->mutex);
	while (!READ_ONCE(account->stop))
		cpu_relax();
	mutex_unlock(&account->mutex);
	return current->inherited;
}

static int lock_once(void *arg)
{
	struct account *account = arg;

	mutex_lock(&account->mutex);
	mutex_unlock(&account->mutex);
	return 0;
}

/*
 * A holder that computes sinks to HOT; a waiter that sleeps is COLD. While it
 * waits, the holder runs as COLD.
 */
KTEST(mutex, holder_inherits_the_class_of_its_best_waiter)
{
	struct task *holder, *waiter;
	struct account account;

	if (!IS_ENABLED(CONFIG_SCHED_EMA))
		KTEST_SKIP(t, "round-robin has one class");
	account_init(&account);
	holder = thread_create("holder", hold_while_computing, &account);
	KTEST_ASSERT(t, holder);
	thread_sleep_ms(60);
	KTEST_EXPECT_EQ(t, holder->class, SCHED_HOT);
	KTEST_EXPECT_EQ(t, holder->queue, SCHED_HOT);
	waiter = thread_create("waiter", lock_once, &account);
	KTEST_ASSERT(t, waiter);
	thread_sleep_ms(20);
	KTEST_EXPECT_EQ(t, waiter->state, TASK_BLOCKED);
	KTEST_EXPECT_EQ(t, holder->inherited, SCHED_COLD);
	KTEST_EXPECT_EQ(t, holder->queue, SCHED_COLD);
	WRITE_ONCE(account.stop, true);
	thread_join(waiter);
	KTEST_EXPECT_EQ(t, thread_join(holder), SCHED_CLASSES);
}

static int hold_then_look_at_hot(void *arg)
{
	const struct sched_debt *hot = &percpu.run_queue->debts[SCHED_HOT];
	struct account *account = arg;
	unsigned long flags;
	u64 before;
	bool fresh;

	mutex_lock(&account->mutex);
	while (!READ_ONCE(account->stop))
		cpu_relax();
	flags = irq_save();
	before = sched_clock();
	mutex_unlock(&account->mutex);
	fresh = hot->seen_at >= before;
	irq_restore(flags);
	return fresh;
}

/* What a class waits for is counted from when it has a task, not before. */
KTEST(mutex, holder_whose_waiter_leaves_arrives_in_its_own_class)
{
	struct task *holder, *waiter;
	struct account account;

	if (!IS_ENABLED(CONFIG_SCHED_EMA))
		KTEST_SKIP(t, "round-robin has one class");
	account_init(&account);
	holder = thread_create("holder", hold_then_look_at_hot, &account);
	KTEST_ASSERT(t, holder);
	thread_sleep_ms(60);
	waiter = thread_create("waiter", lock_once, &account);
	KTEST_ASSERT(t, waiter);
	thread_sleep_ms(20);
	KTEST_EXPECT_EQ(t, holder->class, SCHED_HOT);
	KTEST_EXPECT_EQ(t, holder->queue, SCHED_COLD);
	WRITE_ONCE(account.stop, true);
	thread_join(waiter);
	KTEST_EXPECT_EQ(t, thread_join(holder), true);
}

struct chain {
	struct account first, second;
};

/* It computes until it is HOT, by itself and by the burst that then ends. */
static int hold_first_want_second(void *arg)
{
	struct chain *chain = arg;

	while (READ_ONCE(current->class) != SCHED_HOT)
		cpu_relax();
	mutex_lock(&chain->first.mutex);
	lock_once(&chain->second);
	mutex_unlock(&chain->first.mutex);
	return 0;
}

KTEST(mutex, inheritance_follows_a_chain_of_holders)
{
	struct task *last, *middle, *waiter;
	struct chain chain;

	if (!IS_ENABLED(CONFIG_SCHED_EMA))
		KTEST_SKIP(t, "round-robin has one class");
	account_init(&chain.first);
	account_init(&chain.second);
	mutex_init(&chain.second.mutex, "second account");
	last = thread_create("last", hold_while_computing, &chain.second);
	KTEST_ASSERT(t, last);
	thread_sleep_ms(60);
	middle = thread_create("middle", hold_first_want_second, &chain);
	KTEST_ASSERT(t, middle);
	thread_sleep_ms(200);
	KTEST_EXPECT_EQ(t, middle->state, TASK_BLOCKED);
	KTEST_EXPECT_EQ(t, middle->queue, SCHED_HOT);
	waiter = thread_create("waiter", lock_once, &chain.first);
	KTEST_ASSERT(t, waiter);
	thread_sleep_ms(20);
	KTEST_EXPECT_EQ(t, middle->inherited, SCHED_COLD);
	KTEST_EXPECT_EQ(t, last->inherited, SCHED_COLD);
	WRITE_ONCE(chain.second.stop, true);
	KTEST_EXPECT_EQ(t, thread_join(last), SCHED_CLASSES);
	thread_join(middle);
	thread_join(waiter);
}

/* Keeps the CPU from HOT threads: bursts that are NORMAL, hardly a pause. */
static int keep_busy(void *arg)
{
	const bool *stop = arg;

	while (!READ_ONCE(*stop)) {
		u64 end = task_cpu_ns(current) + 3 * NSEC_PER_MSEC;

		while (task_cpu_ns(current) < end)
			cpu_relax();
		thread_sleep_ns(1);
	}
	return 0;
}

struct handover {
	struct account account;
	u64 cold_got_it_ns;
};

static int lock_when_hot(void *arg)
{
	struct handover *handover = arg;

	while (READ_ONCE(current->class) != SCHED_HOT)
		cpu_relax();
	return lock_once(&handover->account);
}

static int lock_and_note(void *arg)
{
	struct handover *handover = arg;

	lock_once(&handover->account);
	handover->cold_got_it_ns = time_uptime_ns();
	return 0;
}

KTEST(mutex, next_owner_inherits_from_those_who_wait_behind_it)
{
	struct task *hot, *cold, *busy[2];
	struct handover handover;
	bool stop = false;
	u64 start;

	if (!IS_ENABLED(CONFIG_SCHED_EMA))
		KTEST_SKIP(t, "round-robin has one class");
	account_init(&handover.account);
	mutex_lock(&handover.account.mutex);
	hot = thread_create("hot", lock_when_hot, &handover);
	KTEST_ASSERT(t, hot);
	thread_sleep_ms(100);
	cold = thread_create("cold", lock_and_note, &handover);
	KTEST_ASSERT(t, cold);
	for (int i = 0; i < 2; i++)
		busy[i] = thread_create("busy", keep_busy, &stop);
	KTEST_ASSERT(t, busy[0] && busy[1]);
	thread_sleep_ms(100);
	start = time_uptime_ns();
	mutex_unlock(&handover.account.mutex);
	thread_join(cold);
	KTEST_EXPECT_LT(t, handover.cold_got_it_ns - start, 10 * NSEC_PER_MSEC);
	WRITE_ONCE(stop, true);
	thread_join(hot);
	thread_join(busy[0]);
	thread_join(busy[1]);
}

/* Short bursts on average, but the one that ends here made it NORMAL. */
static int lock_after_a_long_burst(void *arg)
{
	for (int i = 0; i < 20; i++)
		thread_sleep_ns(100000);
	while (READ_ONCE(current->queue) == SCHED_COLD)
		cpu_relax();
	return lock_once(arg);
}

KTEST(mutex, owner_inherits_the_class_a_waiter_has_while_it_waits)
{
	struct task *holder, *waiter;
	struct account account;

	if (!IS_ENABLED(CONFIG_SCHED_EMA))
		KTEST_SKIP(t, "round-robin has one class");
	account_init(&account);
	holder = thread_create("holder", hold_while_computing, &account);
	KTEST_ASSERT(t, holder);
	thread_sleep_ms(100);
	waiter = thread_create("waiter", lock_after_a_long_burst, &account);
	KTEST_ASSERT(t, waiter);
	thread_sleep_ms(100);
	KTEST_EXPECT_EQ(t, waiter->state, TASK_BLOCKED);
	KTEST_EXPECT_EQ(t, holder->queue, waiter->queue);
	WRITE_ONCE(account.stop, true);
	thread_join(holder);
	thread_join(waiter);
}

static int grab_greedily(void *arg)
{
	struct account *account = arg;

	while (!READ_ONCE(account->stop)) {
		mutex_lock(&account->mutex);
		thread_yield();
		mutex_unlock(&account->mutex);
	}
	return 0;
}

KTEST(mutex, waiter_is_not_passed_over_for_ever)
{
	struct task *greedy[2];
	struct account account;

	account_init(&account);
	for (int i = 0; i < 2; i++) {
		greedy[i] = thread_create("greedy", grab_greedily, &account);
		KTEST_ASSERT(t, greedy[i]);
	}
	for (int i = 0; i < 100; i++)
		lock_once(&account);
	WRITE_ONCE(account.stop, true);
	for (int i = 0; i < 2; i++)
		KTEST_EXPECT_EQ(t, thread_join(greedy[i]), 0);
}
