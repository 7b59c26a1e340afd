// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many tasks each user has (RLIMIT_NPROC). Root's are not counted: it has no
 * such limit. A process counts until its status was asked for, for zombies take
 * memory too.
 */
#include <exo/kmalloc.h>
#include <exo/compiler.h>
#include <exo/panic.h>
#include <uapi/errno.h>

#include "internal.h"

enum {
	CHAINS = 64
};

struct user_count {
	struct hlist_node node;
	u32 user;
	u32 refs; /* processes that refer to it */
	u32 tasks;
};

static struct hlist_head chains[CHAINS]; /* process_lock */

static struct user_count *find(u32 user)
{
	struct user_count *count;

	hlist_for_each_entry(count, &chains[user % CHAINS], node)
		if (count->user == user)
			return count;
	return NULL;
}

void user_count_add(struct user_count *count, int tasks)
{
	assert_locked(&process_lock);
	if (count)
		count->tasks += (u32)tasks;
}

void user_count_get(struct user_count *count)
{
	assert_locked(&process_lock);
	if (count)
		count->refs++;
}

/* The caller frees what is returned when the lock is let go. */
static struct user_count *put_locked(struct user_count *count)
{
	if (!count || --count->refs)
		return NULL;
	hlist_del(&count->node);
	return count;
}

void user_count_put(struct user_count *count)
{
	unsigned long flags;

	if (!count)
		return;
	flags = spin_lock_irqsave(&process_lock);
	count = put_locked(count);
	spin_unlock_irqrestore(&process_lock, flags);
	kfree(count);
}

/* That of @user, which *@spare becomes if there is none; NULL: root. */
static struct user_count *find_or_make(u32 user, struct user_count **spare)
{
	struct user_count *count;

	if (!user)
		return NULL;
	count = find(user);
	if (!count) {
		count = *spare;
		*spare = NULL;
		count->user = user;
		hlist_add_head(&count->node, &chains[user % CHAINS]);
	}
	count->refs++;
	return count;
}

static bool above_limit(const struct process *process)
{
	const u64 limit = READ_ONCE(process->limits[RLIMIT_NPROC].rlim_cur);

	assert_locked(&process_lock);
	return process->counted && process->counted->tasks > limit;
}

bool process_may_execute(void)
{
	struct process *self = current_process;
	unsigned long flags;
	bool too_many;

	if (likely(!self->user_has_too_many))
		return true;
	flags = spin_lock_irqsave(&process_lock);
	too_many = above_limit(self);
	/* Once it is allowed it stays so, as on Linux. */
	self->user_has_too_many = too_many;
	spin_unlock_irqrestore(&process_lock, flags);
	return !too_many;
}

int process_set_user(u32 user)
{
	struct process *process = current_process;
	struct user_count *spare, *old;
	unsigned long flags;

	if (process->user == user)
		return 0;
	spare = kzalloc(sizeof(*spare));
	if (!spare)
		return -ENOMEM;
	flags = spin_lock_irqsave(&process_lock);
	old = process->counted;
	user_count_add(old, -(int)process->nr_tasks);
	process->counted = find_or_make(user, &spare);
	process->user_has_too_many = above_limit(process);
	user_count_add(process->counted, (int)process->nr_tasks);
	process->user = user;
	old = put_locked(old);
	spin_unlock_irqrestore(&process_lock, flags);
	kfree(spare);
	kfree(old);
	return 0;
}

bool user_count_below(const struct user_count *count, u64 limit)
{
	assert_locked(&process_lock);
	return !count || count->tasks < limit;
}
