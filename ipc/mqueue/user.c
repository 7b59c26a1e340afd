// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who pays for queues: the user that made one, by its real number, for as long as
 * there is the queue. Each may have as much as the RLIMIT_MSGQUEUE of the process
 * that makes the next one says, root too.
 */
#include "mqueue.h"

#include <exo/credentials.h>
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <uapi/errno.h>
#include <uapi/resource.h>

struct mqueue_user {
	struct avl_node node;
	u32 uid;
	u64 charged; /* bytes; with none the user is forgotten */
};

static struct avl_tree users; /* the lock of names */

static u64 limit(void)
{
	return current_process
		       ? READ_ONCE(current_process->limits[RLIMIT_MSGQUEUE]
					   .rlim_cur)
		       : RLIM_INFINITY;
}

/* Where @uid is, or would be: below *@parent, *@right. */
static struct mqueue_user *find(u32 uid, struct avl_node **parent, bool *right)
{
	struct avl_node *at = users.top;

	*parent = NULL;
	*right = false;
	while (at) {
		struct mqueue_user *user =
			avl_entry(at, struct mqueue_user, node);

		if (user->uid == uid)
			return user;
		*parent = at;
		*right = uid > user->uid;
		at = at->child[*right];
	}
	return NULL;
}

static struct mqueue_user *find_or_make(u32 uid)
{
	struct avl_node *parent;
	bool right;
	struct mqueue_user *user = find(uid, &parent, &right);

	if (user)
		return user;
	user = kmalloc(sizeof(*user));
	if (!user)
		return NULL;
	user->uid = uid;
	user->charged = 0;
	avl_insert(&users, &user->node, parent, right);
	return user;
}

struct mqueue_user *mqueue_user_charge(u64 charge, int *err)
{
	struct mqueue_user *user = find_or_make(credentials_current()->uid);

	*err = -ENOMEM;
	if (!user)
		return NULL;
	user->charged += charge;
	if (user->charged <= limit())
		return user;
	mqueue_user_uncharge(user, charge);
	*err = -EMFILE;
	return NULL;
}

void mqueue_user_uncharge(struct mqueue_user *user, u64 charge)
{
	user->charged -= charge;
	if (user->charged)
		return;
	avl_remove(&users, &user->node);
	kfree(user);
}
