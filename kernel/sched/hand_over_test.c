// SPDX-License-Identifier: GPL-2.0-only
#include <exo/hand_over.h>
#include <exo/ktest.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <uapi/errno.h>

/* Two threads that take turns. */
struct turns {
	struct spinlock lock;
	struct task *players[2];
	unsigned int at; /* whose turn it is */
	u64 played;
	bool stop;
};

static void play(struct turns *turns, unsigned int me)
{
	spin_lock(&turns->lock);
	while (!turns->stop) {
		struct task *next = NULL;

		if (turns->at == me) {
			turns->played++;
			turns->at = !me;
			next = turns->players[!me];
		}
		hand_over(&turns->lock, next, WAIT_FOREVER);
	}
	spin_unlock(&turns->lock);
}

static int play_second(void *arg)
{
	play(arg, 1);
	return 0;
}

/* So that those who are created or woken do not preempt us. */
static void become_cold(void)
{
	for (int i = 0; i < 40; i++)
		thread_sleep_ns(1);
}

/* The second player waits for its turn when this returns. */
static bool turns_start(struct turns *turns)
{
	*turns = (struct turns){.lock = SPINLOCK_INIT("turns")};
	turns->players[0] = current;
	turns->players[1] = thread_create("second", play_second, turns);
	if (turns->players[1])
		become_cold();
	return turns->players[1];
}

static void turn_pass(struct turns *turns)
{
	spin_lock(&turns->lock);
	turns->at = 1;
	do {
		hand_over(&turns->lock, turns->players[1], WAIT_FOREVER);
	} while (turns->at != 0);
	spin_unlock(&turns->lock);
}

static void turns_stop(struct turns *turns)
{
	spin_lock(&turns->lock);
	turns->stop = true;
	task_wake(turns->players[1]);
	spin_unlock(&turns->lock);
	thread_join(turns->players[1]);
}

static int note_turn(void *arg)
{
	WRITE_ONCE(*(bool *)arg, true);
	return 0;
}

KTEST(hand_over, cpu_goes_past_those_ready_to_run)
{
	struct turns turns;
	struct task *other;
	bool had_turn = false;

	KTEST_ASSERT(t, turns_start(&turns));
	other = thread_create("other", note_turn, &had_turn);
	KTEST_ASSERT(t, other);
	for (int i = 0; i < 10; i++)
		turn_pass(&turns);
	KTEST_EXPECT(t, !had_turn);
	KTEST_EXPECT_EQ(t, turns.played, 10);
	thread_join(other);
	turns_stop(&turns);
}

KTEST(hand_over, nobody_starves_beside_those_who_take_turns)
{
	struct turns turns;
	struct task *other;
	bool had_turn = false;

	KTEST_ASSERT(t, turns_start(&turns));
	other = thread_create("other", note_turn, &had_turn);
	KTEST_ASSERT(t, other);
	while (!READ_ONCE(had_turn) && turns.played < 10000000)
		turn_pass(&turns);
	KTEST_EXPECT(t, had_turn);
	thread_join(other);
	turns_stop(&turns);
}

KTEST(hand_over, deadline_ends_it)
{
	struct spinlock lock = SPINLOCK_INIT("hand-over");
	u64 deadline = time_uptime_ns() + 20 * NSEC_PER_MSEC;

	spin_lock(&lock);
	KTEST_EXPECT_EQ(t, hand_over(&lock, NULL, deadline), -ETIMEDOUT);
	assert_locked(&lock);
	spin_unlock(&lock);
	KTEST_EXPECT_GE(t, time_uptime_ns(), deadline);
}

KTEST(hand_over, signal_that_was_there_prevents_it)
{
	struct spinlock lock = SPINLOCK_INIT("hand-over");

	task_raise_signal(current, SIGUSR1);
	spin_lock(&lock);
	KTEST_EXPECT_EQ(t, hand_over(&lock, NULL, WAIT_FOREVER), -EINTR);
	assert_locked(&lock);
	spin_unlock(&lock);
	KTEST_EXPECT(t, task_take_signal(current, SIGUSR1));
}

static int wait_for_signal(void *arg)
{
	struct spinlock *lock = arg;
	int err;

	spin_lock(lock);
	do {
		err = hand_over(lock, NULL, WAIT_FOREVER);
	} while (!err);
	spin_unlock(lock);
	return err;
}

KTEST(hand_over, signal_wakes)
{
	struct spinlock lock = SPINLOCK_INIT("hand-over");
	struct task *thread = thread_create("waiter", wait_for_signal, &lock);

	KTEST_ASSERT(t, thread);
	thread_sleep_ms(5);
	KTEST_EXPECT_EQ(t, thread->state, TASK_BLOCKED);
	task_raise_signal(thread, SIGUSR1);
	KTEST_EXPECT_EQ(t, thread_join(thread), -EINTR);
}

KTEST(hand_over, each_turn_ends_a_burst)
{
	struct turns turns;
	u64 bursts;

	KTEST_ASSERT(t, turns_start(&turns));
	bursts = turns.players[1]->stats.bursts;
	for (int i = 0; i < 100; i++)
		turn_pass(&turns);
	KTEST_EXPECT_EQ(t, turns.players[1]->stats.bursts - bursts, 100);
	KTEST_EXPECT_EQ(t, turns.players[1]->burst, 0);
	turns_stop(&turns);
}
