// SPDX-License-Identifier: GPL-2.0-only
/*
 * Robust futexes (set_robust_list(2)): words that hold the number of the task that
 * owns a lock, in a list that the program keeps. When the task ends, those that
 * are its own are marked, and one who waits is woken.
 *
 * The list is a program's, so it may be anything: an endless one ends at LIST_MAX,
 * one that leads to nowhere there.
 */
#include <exo/credentials.h>
#include <exo/futex.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/futex.h>

#include "futex.h"

enum {
	LIST_MAX = 2048, /* entries, as Linux has it */
};

#define OTHER_KIND 1UL /* in an entry's address: of priority inheritance */

static int wake_one_at(u32 __user *address)
{
	const struct futex futex = {.address = address};

	return futex_wake(&futex, 1, FUTEX_BITSET_MATCH_ANY);
}

/* Mark the word at @address, if it is ours. False: it cannot be done. */
static bool bury(u32 __user *address, bool pending, bool other_kind)
{
	u32 old, new, seen;

	if ((unsigned long)address % sizeof(u32) || user_get(old, address))
		return false;
	/* It was let go, and the wake-up that follows was not made. */
	if (pending && !other_kind && !old) {
		(void)wake_one_at(address);
		return true;
	}
	for (;;) {
		if ((old & FUTEX_TID_MASK) != current->id)
			return true;
		new = (old & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
		if (user_compare_swap(address, old, new, &seen))
			return false;
		if (seen == old)
			break;
		old = seen;
	}
	if (!other_kind && old & FUTEX_WAITERS)
		(void)wake_one_at(address);
	return true;
}

/* @entry may be of the other kind; its word is @offset away. */
static bool bury_entry(u64 entry, s64 offset, bool pending)
{
	const u64 word = (entry & ~OTHER_KIND) + (u64)offset;

	return bury((u32 __user *)word, pending, entry & OTHER_KIND);
}

static void bury_list(const struct robust_list_head __user *list)
{
	struct robust_list_head head;
	u64 entry, next = 0;
	bool more;

	if (user_copy_from(&head, list, sizeof(head)))
		return;
	entry = head.next;
	for (int i = 0; i < LIST_MAX; i++) {
		if ((entry & ~OTHER_KIND) == (u64)list)
			break;
		/* Before the word changes: its owner may free it then. */
		more = !user_get(next, (u64 __user *)(entry & ~OTHER_KIND));
		if ((entry ^ head.list_op_pending) & ~OTHER_KIND &&
		    !bury_entry(entry, head.futex_offset, false))
			return;
		if (!more)
			break;
		entry = next;
	}
	if (head.list_op_pending)
		(void)bury_entry(head.list_op_pending, head.futex_offset, true);
}

void futex_leave(void)
{
	u32 __user *clear_id = current->clear_id;

	if (!current->vm)
		return;
	if (current->robust_list)
		bury_list(current->robust_list);
	current->robust_list = NULL;
	current->clear_id = NULL;
	if (clear_id && READ_ONCE(current->vm->refs) > 1 &&
	    !user_put(clear_id, 0))
		(void)wake_one_at(clear_id);
}

long sys_set_robust_list(void __user *head, size_t size)
{
	if (size != sizeof(struct robust_list_head))
		return -EINVAL;
	current->robust_list = head;
	return 0;
}

/* May the caller know where @task has its list? By the rules of ptrace(2). */
static bool may_ask(const struct task *task)
{
	const struct credentials *caller = credentials_current(), *owner;
	unsigned long flags;
	bool may;

	if (task == current || !caller->euid)
		return true;
	flags = spin_lock_irqsave(&process_lock);
	owner = task->credentials;
	may = owner && caller->uid == owner->uid &&
	      caller->uid == owner->euid && caller->uid == owner->suid;
	spin_unlock_irqrestore(&process_lock, flags);
	return may;
}

static long tell_list(const struct task *task, void __user *__user *head,
		      size_t __user *size)
{
	if (!may_ask(task))
		return -EPERM;
	if (user_put(size, sizeof(struct robust_list_head)))
		return -EFAULT;
	return user_put((u64 __user *)head,
			(unsigned long)READ_ONCE(task->robust_list));
}

long sys_get_robust_list(int id, void __user *__user *head, size_t __user *size)
{
	struct task *task;
	long error;

	if (!id)
		return tell_list(current, head, size);
	task = process_find_task((u32)id);
	if (!task)
		return -ESRCH;
	error = tell_list(task, head, size);
	task_put(task);
	return error;
}
