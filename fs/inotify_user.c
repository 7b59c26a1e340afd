// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each user has of inotify, and may have. Those who have an instance are in a
 * list; they are few.
 */
#include <asm/memlayout.h>
#include <exo/credentials.h>
#include <exo/frame.h>
#include <exo/initcall.h>
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

#include "inotify.h"

enum {
	/* Of a watch and the inode that it keeps; all of a user's: 1 %. */
	WATCH_BYTES = sizeof(struct inotify_watch) + 2 * sizeof(struct inode),
	MEMORY_PART = 100,
	WATCHES_MIN = 8192,
	WATCHES_MAX = 1048576,
};

struct inotify_limits inotify_limits = {
	.queued_events = 16384,
	.user_instances = 128,
	.user_watches = WATCHES_MIN,
};

static LIST_HEAD(users); /* inotify_watching */

/* As many watches as Linux would find right for this memory. */
static int inotify_limits_init(void)
{
	struct frame_statistics frames;
	u64 watches;

	frame_statistics(&frames);
	watches = frames.total / MEMORY_PART * PAGE_SIZE / WATCH_BYTES;
	inotify_limits.user_watches =
		(u32)min(max(watches, (u64)WATCHES_MIN), (u64)WATCHES_MAX);
	return 0;
}
INITCALL(memory, inotify_limits_init);

/* That of @uid, which *@spare becomes if there is none. */
static struct inotify_user *find_or_make(u32 uid, struct inotify_user **spare)
{
	struct inotify_user *user;

	list_for_each_entry(user, &users, node)
		if (user->uid == uid)
			return user;
	user = *spare;
	*spare = NULL;
	user->uid = uid;
	list_add(&user->node, &users);
	return user;
}

static void forget_if_unused(struct inotify_user *user)
{
	if (user->instances)
		return;
	list_del(&user->node);
	kfree(user);
}

int inotify_user_get(struct inotify_user **result)
{
	struct inotify_user *spare = kzalloc(sizeof(*spare)), *user;
	int err = 0;

	if (!spare)
		return -ENOMEM;
	mutex_lock(&inotify_watching);
	user = find_or_make(credentials_current()->euid, &spare);
	if (user->instances < READ_ONCE(inotify_limits.user_instances))
		user->instances++;
	else
		err = -EMFILE;
	forget_if_unused(user);
	mutex_unlock(&inotify_watching);
	kfree(spare);
	*result = user;
	return err;
}

void inotify_user_put(struct inotify_user *user)
{
	mutex_lock(&inotify_watching);
	user->instances--;
	forget_if_unused(user);
	mutex_unlock(&inotify_watching);
}
