// SPDX-License-Identifier: GPL-2.0-only
#include <exo/credentials.h>
#include <exo/process_life.h>
#include <uapi/errno.h>

#include "identity.h"

struct credentials *credentials_begin_groups(u32 nr_groups)
{
	return credentials_copy(credentials_current(), nr_groups);
}

struct credentials *credentials_begin_change(void)
{
	return credentials_begin_groups(credentials_current()->nr_groups);
}

/* What a process may do is another's: its memory is not to be looked at. */
static bool is_another(const struct credentials *a, const struct credentials *b)
{
	return a->euid != b->euid || a->egid != b->egid ||
	       a->fsuid != b->fsuid || a->fsgid != b->fsgid;
}

bool may_reschedule_locked(const struct task *task)
{
	const u32 own = credentials_current()->euid;
	const struct credentials *its =
		task->credentials ? task->credentials : &initial_credentials;

	return !own || own == its->uid || own == its->euid;
}

int credentials_change(struct credentials *new)
{
	struct credentials *old = current->credentials;
	const bool another = is_another(credentials_current(), new);
	unsigned long flags;

	if (process_set_user(new->uid)) {
		credentials_put(new);
		return -ENOMEM;
	}
	flags = spin_lock_irqsave(&process_lock);
	current->credentials = new;
	if (another) {
		current_process->dumpable = false;
		current_process->parent_death_signal = 0;
	}
	spin_unlock_irqrestore(&process_lock, flags);
	credentials_put(old);
	return 0;
}
