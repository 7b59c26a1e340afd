// SPDX-License-Identifier: GPL-2.0-only
/*
 * An account for each user who has a queue, which goes with the last one.
 */
#include <exo/hlist.h>
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <exo/spinlock.h>
#include <uapi/errno.h>
#include <uapi/resource.h>

#include "queue_account.h"

enum {
	CHAINS = 64
};

struct queue_account {
	struct hlist_node node;
	u32 user;
	u64 bytes; /* promised; not 0 */
};

static struct spinlock accounts_lock = SPINLOCK_INIT("queue accounts");
static struct hlist_head chains[CHAINS]; /* guarded by it, as all accounts */

static struct queue_account *find(u32 user)
{
	struct queue_account *account;

	hlist_for_each_entry(account, &chains[user % CHAINS], node)
		if (account->user == user)
			return account;
	return NULL;
}

/* *@spare becomes the account of @user if there is none. NULL: too much. */
static struct queue_account *charge(u32 user, u64 bytes, u64 limit,
				    struct queue_account **spare)
{
	struct queue_account *account = find(user);
	u64 before = account ? account->bytes : 0;

	if (bytes > limit || before > limit - bytes)
		return NULL;
	if (!account) {
		account = *spare;
		*spare = NULL;
		account->user = user;
		hlist_add_head(&account->node, &chains[user % CHAINS]);
	}
	account->bytes += bytes;
	return account;
}

u64 queue_limit(void)
{
	const struct process *process = current_process;

	return process ? READ_ONCE(process->limits[RLIMIT_MSGQUEUE].rlim_cur)
		       : RLIM_INFINITY;
}

int queue_charge(u32 user, u64 bytes, u64 limit, struct queue_account **account)
{
	struct queue_account *spare;

	*account = NULL;
	spare = kzalloc(sizeof(*spare));
	if (!spare)
		return -ENOMEM;
	spin_lock(&accounts_lock);
	*account = charge(user, bytes, limit, &spare);
	spin_unlock(&accounts_lock);
	kfree(spare);
	return *account ? 0 : -ENOSPC;
}

void queue_uncharge(struct queue_account *account, u64 bytes)
{
	bool empty;

	if (!account)
		return;
	spin_lock(&accounts_lock);
	account->bytes -= bytes;
	empty = !account->bytes;
	if (empty)
		hlist_del(&account->node);
	spin_unlock(&accounts_lock);
	if (empty)
		kfree(account);
}
