// SPDX-License-Identifier: GPL-2.0-only
/*
 * Semaphores: all or nothing, who goes on first, undoing, and short of memory.
 */
#include "sem.h"

#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/thread.h>
#include <uapi/errno.h>

enum {
	COUNT = 3,
	WAITERS = 3,
};

static s32 id;
static struct hlist_head undos;

static bool begin(struct ktest *t)
{
	id = sem_get(IPC_PRIVATE, COUNT, 0600);
	return KTEST_EXPECT_GE(t, id, 0);
}

static int value(s32 number)
{
	return sem_query(id, number, GETVAL);
}

static int operate(u16 number, s16 op, s16 flags)
{
	const struct sembuf one = {number, op, flags};

	return sem_operate(id, &one, 1, WAIT_FOREVER, &undos);
}

KTEST(sysv_sem, operations_are_done_together_or_not_at_all)
{
	const struct sembuf some[] = {
		{0, 2, SEM_UNDO},
		{1, 1, 0},
		{0, -1, SEM_UNDO},
		{2, -1, IPC_NOWAIT},
	};

	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t, sem_operate(id, some, 4, WAIT_FOREVER, &undos),
			-EAGAIN);
	KTEST_EXPECT_EQ(t, value(0) | value(1) | value(2), 0);
	KTEST_EXPECT_EQ(t, operate(2, 1, 0), 0);
	KTEST_EXPECT_EQ(t, sem_operate(id, some, 4, WAIT_FOREVER, &undos), 0);
	KTEST_EXPECT_EQ(t, value(0), 1);
	KTEST_EXPECT_EQ(t, value(1), 1);
	KTEST_EXPECT_EQ(t, value(2), 0);
	sem_undo_all(&undos);
	KTEST_EXPECT_EQ(t, value(0), 0);
	KTEST_EXPECT_EQ(t, value(1), 1);
	KTEST_EXPECT_EQ(t, sem_remove(id), 0);
}

KTEST(sysv_sem, values_have_ends)
{
	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t, sem_set_value(id, 0, SEMVMX + 1), -ERANGE);
	KTEST_EXPECT_EQ(t, sem_set_value(id, 0, SEMVMX), 0);
	KTEST_EXPECT_EQ(t, operate(0, 1, 0), -ERANGE);
	KTEST_EXPECT_EQ(t, operate(0, -SEMVMX, 0), 0);
	KTEST_EXPECT_EQ(t, operate(0, -1, IPC_NOWAIT), -EAGAIN);
	KTEST_EXPECT_EQ(t, operate(0, 0, 0), 0);
	KTEST_EXPECT_EQ(t, operate(COUNT, 0, 0), -EFBIG);
	KTEST_EXPECT_EQ(t, sem_set_value(id, COUNT, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, sem_remove(id), 0);
	KTEST_EXPECT_EQ(t, operate(0, 0, 0), -EINVAL);
}

struct waiter {
	struct sembuf operation;
	u64 deadline_ns;
	struct task *thread;
};

static int wait_in_thread(void *arg)
{
	const struct waiter *waiter = arg;

	return sem_operate(id, &waiter->operation, 1, waiter->deadline_ns,
			   NULL);
}

/* A thread that stands in line for operation @op. */
static bool start(struct ktest *t, struct waiter *waiter, s16 op)
{
	const int command = op ? GETNCNT : GETZCNT;
	const int before = sem_query(id, 0, command);

	waiter->operation = (struct sembuf){0, op, 0};
	waiter->deadline_ns = WAIT_FOREVER;
	waiter->thread = thread_create("waiter", wait_in_thread, waiter);
	if (!KTEST_EXPECT(t, waiter->thread != NULL))
		return false;
	while (sem_query(id, 0, command) == before)
		thread_yield();
	return true;
}

KTEST(sysv_sem, who_came_first_goes_on_first_if_he_can)
{
	struct waiter large, first, second;

	if (!begin(t) || !start(t, &large, -5) || !start(t, &first, -2) ||
	    !start(t, &second, -2))
		return;
	KTEST_EXPECT_EQ(t, operate(0, 3, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(first.thread), 0);
	KTEST_EXPECT_EQ(t, value(0), 1);
	KTEST_EXPECT_EQ(t, sem_query(id, 0, GETNCNT), 2);
	KTEST_EXPECT_EQ(t, sem_set_value(id, 0, 6), 0);
	KTEST_EXPECT_EQ(t, thread_join(large.thread), 0);
	KTEST_EXPECT_EQ(t, value(0), 1);
	KTEST_EXPECT_EQ(t, operate(0, 1, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(second.thread), 0);
	KTEST_EXPECT_EQ(t, value(0), 0);
	KTEST_EXPECT_EQ(t, sem_remove(id), 0);
}

KTEST(sysv_sem, zero_is_seen_before_it_is_gone)
{
	struct waiter zero, more;

	if (!begin(t) || sem_set_value(id, 0, 1) || !start(t, &zero, 0))
		return;
	KTEST_EXPECT_EQ(t, sem_query(id, 0, GETZCNT), 1);
	KTEST_EXPECT_EQ(t, operate(0, -1, 0), 0);
	KTEST_EXPECT_EQ(t, operate(0, 1, 0), 0);
	KTEST_EXPECT_EQ(t, thread_join(zero.thread), 0);
	KTEST_EXPECT_EQ(t, operate(0, -1, 0), 0);
	if (start(t, &more, -1)) {
		KTEST_EXPECT_EQ(t, sem_remove(id), 0);
		KTEST_EXPECT_EQ(t, thread_join(more.thread), -EIDRM);
	}
}

KTEST(sysv_sem, waiting_has_an_end)
{
	const struct sembuf one = {0, -1, 0};

	if (!begin(t))
		return;
	KTEST_EXPECT_EQ(t,
			sem_operate(id, &one, 1, time_uptime_ns() + 1000, NULL),
			-EAGAIN);
	KTEST_EXPECT_EQ(t, sem_query(id, 0, GETNCNT), 0);
	KTEST_EXPECT_EQ(t, sem_remove(id), 0);
}

KTEST(sysv_sem, the_end_of_a_process_wakes_who_waited_for_it)
{
	struct waiter waiter;

	if (!begin(t) || sem_set_value(id, 0, 1))
		return;
	KTEST_EXPECT_EQ(t, operate(0, -1, SEM_UNDO), 0);
	if (!start(t, &waiter, -1))
		return;
	sem_undo_all(&undos);
	KTEST_EXPECT_EQ(t, thread_join(waiter.thread), 0);
	/* What was set since is not undone. */
	KTEST_EXPECT_EQ(t, operate(0, 3, SEM_UNDO), 0);
	KTEST_EXPECT_EQ(t, sem_set_value(id, 0, 9), 0);
	sem_undo_all(&undos);
	KTEST_EXPECT_EQ(t, value(0), 9);
	KTEST_EXPECT_EQ(t, operate(0, 3, SEM_UNDO), 0);
	KTEST_EXPECT_EQ(t, sem_remove(id), 0);
	KTEST_EXPECT(t, hlist_empty(&undos));
}

static int use(void)
{
	int err;

	id = sem_get(9, COUNT, IPC_CREAT | 0600);
	if (id < 0)
		return id;
	err = operate(0, 1, SEM_UNDO);
	sem_undo_all(&undos);
	if (sem_remove(id))
		return -EIO;
	return err;
}

KTEST(sysv_sem, nothing_is_lost_when_memory_is_short)
{
	struct seminfo info;
	int err = 0;

	fault_inject_each(nth)
	{
		err = use();
		if (err && err != -ENOMEM)
			break;
	}
	KTEST_EXPECT_EQ(t, err, 0);
	sem_info(&info, true);
	KTEST_EXPECT_EQ(t, info.semusz, 0);
	KTEST_EXPECT_EQ(t, info.semaem, 0);
}
