// SPDX-License-Identifier: GPL-2.0-only
/*
 * semop(2): several operations on the semaphores of a set, all at once or none. Who
 * cannot go on waits in line. After each change those that wait for zero are looked at
 * first, as they change nothing, then the others in the order in which they came, again
 * from the first whenever one could go on.
 */
#include "sem.h"

#include <exo/limits.h>
#include <uapi/errno.h>

/* Take back what was done before the operation @failed. */
static void take_back(struct sem_array *set, const struct sem_attempt *attempt,
		      const struct sembuf *failed)
{
	for (const struct sembuf *op = failed; op-- > attempt->operations;) {
		set->values[op->sem_num].value -= op->sem_op;
		if (op->sem_flg & SEM_UNDO)
			attempt->undo->adjust[op->sem_num] =
				(s16)(attempt->undo->adjust[op->sem_num] +
				      op->sem_op);
	}
}

/* One operation: 0, SEM_BLOCKED, or -ERANGE; only 0 has changed anything. */
static int step(struct sem_array *set, const struct sem_attempt *attempt,
		const struct sembuf *op)
{
	struct sem_value *semaphore = &set->values[op->sem_num];
	const s32 value = semaphore->value + op->sem_op;
	s32 adjust;

	if ((!op->sem_op && semaphore->value) || value < 0)
		return SEM_BLOCKED;
	if (value > SEMVMX)
		return -ERANGE;
	if (op->sem_flg & SEM_UNDO) {
		adjust = attempt->undo->adjust[op->sem_num] - op->sem_op;
		if (adjust < -SEMAEM - 1 || adjust > SEMAEM)
			return -ERANGE;
		attempt->undo->adjust[op->sem_num] = (s16)adjust;
	}
	semaphore->value = value;
	return 0;
}

/* All of it: 0, SEM_BLOCKED, -ERANGE, or -EAGAIN: it must not wait. */
static int attempt_all(struct sem_array *set, struct sem_attempt *attempt)
{
	const struct sembuf *op = attempt->operations;
	const struct sembuf *end = op + attempt->count;
	int result = 0;

	for (; op < end && !result; op++)
		result = step(set, attempt, op);
	if (result) {
		take_back(set, attempt, --op);
		attempt->blocked_by = op;
		return result == SEM_BLOCKED && op->sem_flg & IPC_NOWAIT
			       ? -EAGAIN
			       : result;
	}
	for (op = attempt->operations; op < end; op++)
		set->values[op->sem_num].last_pid = attempt->pid;
	return 0;
}

static bool alters(const struct sem_attempt *attempt)
{
	for (u32 i = 0; i < attempt->count; i++)
		if (attempt->operations[i].sem_op)
			return true;
	return false;
}

/* The end of a wait. The first is kept in *@first, for the caller to wake. */
static void finish(struct sem_waiter *waiter, int result,
		   struct sem_waiter **first)
{
	waiter->result = result;
	list_del(&waiter->node);
	if (*first)
		wake_one(&waiter->queue);
	else
		*first = waiter;
}

/*
 * Let go on who can: those that alter nothing, or the first that does. Whether one of
 * the latter did.
 */
static bool release_some(struct sem_array *set, bool altering,
			 struct sem_waiter **first)
{
	struct sem_waiter *waiter, *next;
	int result;

	list_for_each_entry_safe(waiter, next, &set->waiters, node) {
		if (alters(&waiter->attempt) != altering)
			continue;
		result = attempt_all(set, &waiter->attempt);
		if (result == SEM_BLOCKED)
			continue;
		finish(waiter, result, first);
		if (result)
			continue;
		set->otime_s = ipc_now_s();
		if (altering)
			return true;
	}
	return false;
}

/* Returns who is to be woken, or NULL: the others have been. */
static struct sem_waiter *release(struct sem_array *set)
{
	struct sem_waiter *first = NULL;

	if (list_empty(&set->waiters))
		return NULL;
	do
		release_some(set, false, &first);
	while (release_some(set, true, &first));
	return first;
}

void sem_wake(struct sem_array *set)
{
	struct sem_waiter *first = release(set);

	if (first)
		wake_one(&first->queue);
}

void sem_wake_all(struct sem_array *set, int error)
{
	struct sem_waiter *waiter, *next, *first = NULL;

	list_for_each_entry_safe(waiter, next, &set->waiters, node)
		finish(waiter, error, &first);
	if (first)
		wake_one(&first->queue);
}

/* The lock is held, and let go meanwhile; @set may be gone then. */
static int wait_in_line(struct sem_array *set,
			const struct sem_attempt *attempt, u64 deadline_ns)
{
	struct sem_waiter waiter = {
		.attempt = *attempt,
		.result = SEM_BLOCKED,
	};
	int err = 0;

	wait_queue_init(&waiter.queue);
	list_add_tail(&waiter.node, &set->waiters);
	while (waiter.result == SEM_BLOCKED && !err)
		err = wait_on_mutex_until(&waiter.queue, &sem_table.lock,
					  deadline_ns);
	if (waiter.result != SEM_BLOCKED)
		return waiter.result;
	list_del(&waiter.node);
	return err == -ETIMEDOUT ? -EAGAIN : err;
}

/* What the operations need: the highest semaphore, permission, undo. */
static int check(const struct sembuf *operations, u32 count,
		 struct hlist_head *undos, struct sem_array *set,
		 struct sem_undo **undo)
{
	bool undone = false, alter = false;
	u32 highest = 0;

	for (u32 i = 0; i < count; i++) {
		highest = max(highest, (u32)operations[i].sem_num);
		undone |= operations[i].sem_flg & SEM_UNDO;
		alter |= operations[i].sem_op;
	}
	if (highest >= set->count)
		return -EFBIG;
	if (!ipc_permitted(&set->object, alter ? 0222 : 0444))
		return -EACCES;
	if (!undone)
		return 0;
	return undos ? sem_undo_find(undos, set, undo) : -EINVAL;
}

static int operate_locked(s32 id, struct sem_attempt *attempt, u64 deadline_ns,
			  struct hlist_head *undos, struct sem_waiter **woken)
{
	struct ipc_object *object = ipc_find(&sem_table, id);
	struct sem_array *set;
	int result;

	if (!object)
		return -EINVAL;
	set = sem_array(object);
	result = check(attempt->operations, attempt->count, undos, set,
		       &attempt->undo);
	if (!result)
		result = attempt_all(set, attempt);
	if (result == SEM_BLOCKED)
		return wait_in_line(set, attempt, deadline_ns);
	if (result)
		return result;
	set->otime_s = ipc_now_s();
	*woken = release(set);
	return 0;
}

int sem_operate(s32 id, const struct sembuf *operations, u32 count,
		u64 deadline_ns, struct hlist_head *undos)
{
	struct sem_attempt attempt = {
		.operations = operations,
		.count = count,
		.pid = ipc_caller_pid(),
	};
	struct sem_waiter *woken = NULL;
	int result;

	if (!count || id < 0)
		return -EINVAL;
	if (count > READ_ONCE(sem_limits.operations))
		return -E2BIG;
	mutex_lock(&sem_table.lock);
	result = operate_locked(id, &attempt, deadline_ns, undos, &woken);
	ipc_unlock_and_wake(&sem_table, woken ? &woken->queue : NULL);
	return result;
}
