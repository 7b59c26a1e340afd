// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queue of a process that is nowhere else.
 */
#include <exo/ktest.h>
#include <exo/process.h>
#include <uapi/errno.h>
#include <uapi/siginfo.h>

#include "signal_internal.h"

enum {
	LIMIT = 5
};

static struct process process;
static struct signal_queue *const queue = &process.signals.queue;

static void begin(void)
{
	process = (struct process){};
	process.limits[RLIMIT_SIGPENDING].rlim_cur = LIMIT;
	signal_queue_init(queue);
	list_init(&process.signals.child.node);
}

static int add(unsigned int signal, s32 code, u64 value)
{
	const struct signal_info info = {
		.signal = signal, .code = code, .value = value};
	unsigned long flags = signal_lock_with_entries(code != SI_KERNEL);
	int err = signal_queue_add(&process, queue, &info);

	spin_unlock_irqrestore(&process_lock, flags);
	return err;
}

static struct signal_info take(unsigned int signal)
{
	struct signal_info info;
	unsigned long flags = spin_lock_irqsave(&process_lock);

	signal_queue_take(&process, queue, signal, &info);
	spin_unlock_irqrestore(&process_lock, flags);
	return info;
}

static void drop(u64 set)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);

	signal_queue_drop(&process, queue, set);
	spin_unlock_irqrestore(&process_lock, flags);
}

KTEST(signal_queue, early_signals_are_noted_once_with_what_came_first)
{
	begin();
	KTEST_EXPECT_EQ(t, add(SIGUSR1, SI_QUEUE, 1), 0);
	KTEST_EXPECT_EQ(t, add(SIGUSR1, SI_QUEUE, 2), 0);
	KTEST_EXPECT_EQ(t, queue->pending, SIGNAL_BIT(SIGUSR1));
	KTEST_EXPECT_EQ(t, take(SIGUSR1).value, 1);
	KTEST_EXPECT_EQ(t, queue->pending, 0);
	KTEST_EXPECT_EQ(t, process.signals.nr_entries, 0);
}

KTEST(signal_queue, late_signals_queue_in_order)
{
	begin();
	KTEST_EXPECT_EQ(t, add(40, SI_QUEUE, 1), 0);
	KTEST_EXPECT_EQ(t, add(50, SI_QUEUE, 2), 0);
	KTEST_EXPECT_EQ(t, add(40, SI_QUEUE, 3), 0);
	KTEST_EXPECT_EQ(t, take(40).value, 1);
	KTEST_EXPECT_EQ(t, queue->pending, SIGNAL_BIT(40) | SIGNAL_BIT(50));
	KTEST_EXPECT_EQ(t, take(40).value, 3);
	KTEST_EXPECT_EQ(t, queue->pending, SIGNAL_BIT(50));
	KTEST_EXPECT_EQ(t, take(50).value, 2);
	KTEST_EXPECT(t, list_empty(&queue->entries));
}

KTEST(signal_queue, those_of_the_kernel_need_no_entry)
{
	begin();
	process.limits[RLIMIT_SIGPENDING].rlim_cur = 0;
	KTEST_EXPECT_EQ(t, add(SIGALRM, SI_KERNEL, 0), 0);
	KTEST_EXPECT_EQ(t, process.signals.nr_entries, 0);
	KTEST_EXPECT_EQ(t, take(SIGALRM).code, SI_KERNEL);
	KTEST_EXPECT_EQ(t, queue->plain, 0);
}

KTEST(signal_queue, without_an_entry_kill_is_told_from_nobody)
{
	struct signal_info info;

	begin();
	for (u64 i = 0; i < LIMIT; i++)
		KTEST_EXPECT_EQ(t, add(40, SI_QUEUE, i), 0);
	KTEST_EXPECT_EQ(t, add(40, SI_QUEUE, LIMIT), -EAGAIN);
	KTEST_EXPECT_EQ(t, add(SIGUSR2, SI_QUEUE, 7), 0);
	info = take(SIGUSR2);
	KTEST_EXPECT_EQ(t, info.code, SI_USER);
	KTEST_EXPECT_EQ(t, info.process, 0);
	KTEST_EXPECT_EQ(t, info.value, 0);
	/* What kill() sends is told in any case. */
	KTEST_EXPECT_EQ(t, add(SIGUSR1, SI_USER, 9), 0);
	KTEST_EXPECT_EQ(t, take(SIGUSR1).value, 9);
	drop(~0UL);
	KTEST_EXPECT_EQ(t, process.signals.nr_entries, 0);
}

KTEST(signal_queue, news_of_children_have_an_entry_of_their_own)
{
	begin();
	process.limits[RLIMIT_SIGPENDING].rlim_cur = 0;
	KTEST_EXPECT_EQ(t, add(SIGCHLD, CLD_EXITED, 3), 0);
	KTEST_EXPECT_EQ(t, add(SIGCHLD, CLD_EXITED, 4), 0);
	KTEST_EXPECT_EQ(t, take(SIGCHLD).value, 3);
	KTEST_EXPECT_EQ(t, add(SIGCHLD, CLD_KILLED, 5), 0);
	KTEST_EXPECT_EQ(t, take(SIGCHLD).code, CLD_KILLED);
}

KTEST(signal_queue, dropping_leaves_the_others)
{
	begin();
	KTEST_EXPECT_EQ(t, add(40, SI_QUEUE, 1), 0);
	KTEST_EXPECT_EQ(t, add(SIGTSTP, SI_KERNEL, 0), 0);
	KTEST_EXPECT_EQ(t, add(SIGTTIN, SI_USER, 0), 0);
	drop(SIGNALS_STOPPING);
	KTEST_EXPECT_EQ(t, queue->pending, SIGNAL_BIT(40));
	KTEST_EXPECT_EQ(t, queue->plain, 0);
	KTEST_EXPECT_EQ(t, process.signals.nr_entries, 1);
	KTEST_EXPECT_EQ(t, take(40).value, 1);
}
