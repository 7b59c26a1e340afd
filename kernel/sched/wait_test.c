// SPDX-License-Identifier: GPL-2.0-only
#include <exo/delay.h>
#include <exo/ktest.h>
#include <exo/sched.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/wait.h>

struct gate {
	struct spinlock lock;
	struct wait_queue waiters;
	bool open;
	unsigned int passed;
	u32 order[4]; /* ids of those who passed */
};

static void gate_init(struct gate *gate)
{
	*gate = (struct gate){.lock = SPINLOCK_INIT("gate")};
	wait_queue_init(&gate->waiters);
}

static int pass(void *arg)
{
	struct gate *gate = arg;

	spin_lock(&gate->lock);
	while (!gate->open)
		wait_on(&gate->waiters, &gate->lock);
	gate->order[gate->passed++ % ARRAY_SIZE(gate->order)] = current->id;
	spin_unlock(&gate->lock);
	return 0;
}

KTEST(wait, waiter_sleeps_until_it_is_woken)
{
	struct gate gate;
	struct task *thread;

	gate_init(&gate);
	thread = thread_create("waiter", pass, &gate);
	KTEST_ASSERT(t, thread);
	thread_sleep_ms(20);
	KTEST_EXPECT_EQ(t, gate.passed, 0);
	KTEST_EXPECT_EQ(t, thread->state, TASK_BLOCKED);
	spin_lock(&gate.lock);
	gate.open = true;
	KTEST_EXPECT(t, wake_one(&gate.waiters));
	KTEST_EXPECT(t, !wake_one(&gate.waiters));
	spin_unlock(&gate.lock);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, gate.passed, 1);
}

KTEST(wait, spurious_wake_up_makes_the_waiter_look_again)
{
	struct gate gate;
	struct task *thread;

	gate_init(&gate);
	thread = thread_create("waiter", pass, &gate);
	KTEST_ASSERT(t, thread);
	for (int i = 0; i < 3; i++) {
		thread_sleep_ms(10);
		spin_lock(&gate.lock);
		KTEST_EXPECT(t, wake_one(&gate.waiters));
		spin_unlock(&gate.lock);
	}
	thread_sleep_ms(10);
	KTEST_EXPECT_EQ(t, gate.passed, 0);
	spin_lock(&gate.lock);
	gate.open = true;
	wake_all(&gate.waiters);
	spin_unlock(&gate.lock);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, gate.passed, 1);
}

KTEST(wait, waiters_are_woken_in_the_order_they_came)
{
	struct task *threads[4];
	struct gate gate;

	gate_init(&gate);
	for (int i = 0; i < 4; i++) {
		threads[i] = thread_create("waiter", pass, &gate);
		KTEST_ASSERT(t, threads[i]);
		thread_sleep_ms(10);
	}
	spin_lock(&gate.lock);
	gate.open = true;
	wake_all(&gate.waiters);
	KTEST_EXPECT(t, wait_queue_empty(&gate.waiters));
	spin_unlock(&gate.lock);
	for (int i = 0; i < 4; i++) {
		u32 id = threads[i]->id;

		thread_join(threads[i]);
		KTEST_EXPECT_EQ(t, gate.order[i], id);
	}
}

KTEST(wait, deadline_ends_the_wait)
{
	struct gate gate;
	u64 start = time_uptime_ns();

	gate_init(&gate);
	spin_lock(&gate.lock);
	KTEST_EXPECT(t, !wait_on_until(&gate.waiters, &gate.lock,
				       start + 20 * NSEC_PER_MSEC));
	KTEST_EXPECT(t, wait_queue_empty(&gate.waiters));
	assert_locked(&gate.lock);
	spin_unlock(&gate.lock);
	KTEST_EXPECT_GE(t, time_uptime_ns() - start, 20 * NSEC_PER_MSEC);
}

static int open_later(void *arg)
{
	struct gate *gate = arg;
	unsigned long flags;

	thread_sleep_ms(10);
	flags = spin_lock_irqsave(&gate->lock);
	gate->open = true;
	wake_all(&gate->waiters);
	spin_unlock_irqrestore(&gate->lock, flags);
	return 0;
}

KTEST(wait, wake_up_before_the_deadline_is_told_apart)
{
	struct task *thread;
	unsigned long flags;
	struct gate gate;

	gate_init(&gate);
	thread = thread_create("opener", open_later, &gate);
	KTEST_ASSERT(t, thread);
	flags = spin_lock_irqsave(&gate.lock);
	KTEST_EXPECT(t, wait_on_until(&gate.waiters, &gate.lock,
				      time_uptime_ns() + 10 * NSEC_PER_SEC));
	KTEST_EXPECT(t, gate.open);
	KTEST_EXPECT(t, !irqs_enabled());
	spin_unlock_irqrestore(&gate.lock, flags);
	KTEST_EXPECT(t, irqs_enabled());
	thread_join(thread);
}

/* A message box of one place: every message must arrive, in order. */
struct box {
	struct spinlock lock;
	struct wait_queue changed;
	unsigned int message; /* 0: empty */
};

enum {
	MESSAGES = 5000
};

static int send_all(void *arg)
{
	struct box *box = arg;

	for (unsigned int i = 1; i <= MESSAGES; i++) {
		spin_lock(&box->lock);
		while (box->message)
			wait_on(&box->changed, &box->lock);
		box->message = i;
		wake_one(&box->changed);
		spin_unlock(&box->lock);
	}
	return 0;
}

KTEST(wait, no_wake_up_is_lost_over_thousands)
{
	struct box box = {.lock = SPINLOCK_INIT("box")};
	struct task *sender;
	unsigned int wrong = 0;

	wait_queue_init(&box.changed);
	sender = thread_create("sender", send_all, &box);
	KTEST_ASSERT(t, sender);
	for (unsigned int i = 1; i <= MESSAGES; i++) {
		spin_lock(&box.lock);
		while (!box.message)
			wait_on(&box.changed, &box.lock);
		wrong += box.message != i;
		box.message = 0;
		wake_one(&box.changed);
		spin_unlock(&box.lock);
	}
	thread_join(sender);
	KTEST_EXPECT_EQ(t, wrong, 0);
}

/* So that those who are created or woken do not preempt us. */
static void become_cold(void)
{
	for (int i = 0; i < 40; i++)
		thread_sleep_ns(1);
}

/* Two threads that hand the CPU to each other, until they are to stop. */
struct baton {
	struct spinlock lock;
	struct wait_queue sides[2];
	u64 rounds;
	bool stop;
	struct task *partner;
};

static int hand_back(void *arg)
{
	struct baton *baton = arg;

	spin_lock(&baton->lock);
	while (!READ_ONCE(baton->stop))
		wait_on_waking(&baton->sides[1], &baton->lock,
			       &baton->sides[0]);
	spin_unlock(&baton->lock);
	return 0;
}

static bool baton_start(struct baton *baton)
{
	*baton = (struct baton){.lock = SPINLOCK_INIT("baton")};
	wait_queue_init(&baton->sides[0]);
	wait_queue_init(&baton->sides[1]);
	baton->partner = thread_create("partner", hand_back, baton);
	if (baton->partner)
		thread_sleep_ms(10);
	return baton->partner;
}

static void baton_pass(struct baton *baton)
{
	spin_lock(&baton->lock);
	wait_on_waking(&baton->sides[0], &baton->lock, &baton->sides[1]);
	spin_unlock(&baton->lock);
	baton->rounds++;
}

static void baton_stop(struct baton *baton)
{
	WRITE_ONCE(baton->stop, true);
	spin_lock(&baton->lock);
	wake_one(&baton->sides[1]);
	spin_unlock(&baton->lock);
	thread_join(baton->partner);
}

static int note_turn(void *arg)
{
	WRITE_ONCE(*(bool *)arg, true);
	return 0;
}

KTEST(wait, cpu_is_handed_over_past_those_ready_to_run)
{
	struct task *other;
	bool had_turn = false;
	struct baton baton;

	KTEST_ASSERT(t, baton_start(&baton));
	become_cold(); /* and the end of the turn is far */
	other = thread_create("other", note_turn, &had_turn);
	KTEST_ASSERT(t, other);
	for (int i = 0; i < 10; i++)
		baton_pass(&baton);
	KTEST_EXPECT(t, !had_turn);
	thread_join(other);
	baton_stop(&baton);
}

KTEST(wait, those_who_hand_over_to_each_other_starve_nobody)
{
	struct task *other;
	bool had_turn = false;
	struct baton baton;

	KTEST_ASSERT(t, baton_start(&baton));
	other = thread_create("other", note_turn, &had_turn);
	KTEST_ASSERT(t, other);
	while (!READ_ONCE(had_turn) && baton.rounds < 10000000)
		baton_pass(&baton);
	KTEST_EXPECT(t, had_turn);
	thread_join(other);
	baton_stop(&baton);
}

/* At the end of each turn the queues are asked, and one goes through them. */
KTEST(wait, who_gets_the_cpu_at_the_end_of_a_turn_has_not_waited_since_ever)
{
	struct baton baton;
	u64 end;

	KTEST_ASSERT(t, baton_start(&baton));
	end = time_uptime_ns() + 200 * NSEC_PER_MSEC;
	while (time_uptime_ns() < end)
		baton_pass(&baton);
	KTEST_EXPECT_LT(t, sched_clock_to_ns(baton.partner->stats.longest_wait),
			NSEC_PER_SEC);
	KTEST_EXPECT_LT(t, sched_clock_to_ns(current->stats.longest_wait),
			60 * NSEC_PER_SEC);
	baton_stop(&baton);
}

KTEST(wait, who_waits_and_wakes_nobody_just_waits)
{
	struct gate nobody, gate;
	struct task *thread;

	gate_init(&nobody);
	gate_init(&gate);
	thread = thread_create("opener", open_later, &gate);
	KTEST_ASSERT(t, thread);
	spin_lock(&gate.lock);
	while (!gate.open)
		wait_on_waking(&gate.waiters, &gate.lock, &nobody.waiters);
	spin_unlock(&gate.lock);
	thread_join(thread);
	KTEST_EXPECT(t, wait_queue_empty(&gate.waiters));
}

static int wait_briefly(void *arg)
{
	struct gate *gate = arg;
	bool woken;

	spin_lock(&gate->lock);
	woken = wait_on_until(&gate->waiters, &gate->lock,
			      time_uptime_ns() + 20 * NSEC_PER_MSEC);
	spin_unlock(&gate->lock);
	return woken;
}

/*
 * Its time is over, so it is ready to run, but it waits for the CPU and is in
 * the queue still.
 */
KTEST(wait, cpu_is_not_handed_to_who_is_ready_already)
{
	struct gate gate;
	struct task *late, *opener;

	gate_init(&gate);
	late = thread_create("late", wait_briefly, &gate);
	opener = thread_create("opener", open_later, &gate);
	KTEST_ASSERT(t, late && opener);
	thread_sleep_ns(NSEC_PER_MSEC / 2);
	spin_lock(&gate.lock);
	while (late->state == TASK_BLOCKED)
		cpu_relax();
	while (!gate.open)
		wait_on_waking(&gate.waiters, &gate.lock, &gate.waiters);
	spin_unlock(&gate.lock);
	KTEST_EXPECT(t, thread_join(late));
	thread_join(opener);
}

struct race {
	struct gate gate;
	bool other_ran;
};

static int look_who_ran(void *arg)
{
	struct race *race = arg;

	pass(&race->gate);
	return READ_ONCE(race->other_ran);
}

/* Wake a thread while another is ready already; which of them runs first? */
static bool woken_runs_first(struct ktest *t, u64 wait_us)
{
	struct race race = {.other_ran = false};
	struct task *waiter, *other;
	bool other_ran;

	gate_init(&race.gate);
	waiter = thread_create("waiter", look_who_ran, &race);
	KTEST_EXPECT(t, waiter);
	become_cold();
	other = thread_create("other", note_turn, &race.other_ran);
	KTEST_EXPECT(t, other);
	spin_lock(&race.gate.lock);
	race.gate.open = true;
	irq_disable();
	wake_one_next(&race.gate.waiters);
	irq_enable();
	udelay(wait_us);
	spin_unlock(&race.gate.lock);
	other_ran = thread_join(waiter);
	thread_join(other);
	return !other_ran;
}

KTEST(wait, who_is_to_be_next_runs_before_those_ready_earlier)
{
	KTEST_EXPECT(t, woken_runs_first(t, 0));
}

KTEST(wait, who_is_to_be_next_joins_the_others_at_a_tick)
{
	KTEST_EXPECT(t, !woken_runs_first(t, 2 * 1000000 / CONFIG_HZ));
}
