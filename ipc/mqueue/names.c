// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues by name: making, opening and removing them, by whom and within which limits.
 */
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/fs_context.h>
#include <exo/kmalloc.h>
#include <exo/mutex.h>
#include <exo/process.h>
#include <exo/string.h>
#include <uapi/errno.h>
#include <uapi/stat.h>

#include "../queue_account.h"
#include "mqueue.h"

enum {
	/* What Linux counts for a message and for a priority. */
	MESSAGE_CHARGE = 48,
	PRIORITY_CHARGE = 48,
	MODE_BITS = 07777,
	MAY_RECEIVE = 4,
	MAY_SEND = 2,
};

u32 mqueue_count_max = 256;
u32 mqueue_messages_max = 10, mqueue_size_max = 8192;
u32 mqueue_messages_default = 10, mqueue_size_default = 8192;

static struct mutex names_lock = MUTEX_INIT(names_lock, "message queues");
static struct avl_tree names;
static u32 queue_count; /* of queues, named or still open */

/* Where @name is, or would be: below *@parent, *@right. */
static struct mqueue *find(const char *name, struct avl_node **parent,
			   bool *right)
{
	struct avl_node *at = names.top;

	*parent = NULL;
	*right = false;
	while (at) {
		struct mqueue *queue = avl_entry(at, struct mqueue, node);
		const int order = strcmp(name, queue->name);

		if (!order)
			return queue;
		*parent = at;
		*right = order > 0;
		at = at->child[*right];
	}
	return NULL;
}

static bool is_root(void)
{
	return credentials_current()->euid == 0;
}

/* The shape of a new queue: *@attr, filled from the limits unless it was given. */
static int check_shape(struct mq_attr *attr, bool given)
{
	const s64 messages_max = is_root() ? MQUEUE_MESSAGES_VALID
					   : READ_ONCE(mqueue_messages_max);
	const s64 size_max = is_root() ? MQUEUE_SIZE_VALID
				       : READ_ONCE(mqueue_size_max);

	if (!given) {
		attr->mq_maxmsg = min(READ_ONCE(mqueue_messages_max),
				      READ_ONCE(mqueue_messages_default));
		attr->mq_msgsize = min(READ_ONCE(mqueue_size_max),
				       READ_ONCE(mqueue_size_default));
	}
	if (attr->mq_maxmsg <= 0 || attr->mq_maxmsg > messages_max ||
	    attr->mq_msgsize <= 0 || attr->mq_msgsize > size_max)
		return -EINVAL;
	return 0;
}

static u64 charge_of(const struct mq_attr *attr)
{
	const u64 messages = (u64)attr->mq_maxmsg;

	return messages * ((u64)attr->mq_msgsize + MESSAGE_CHARGE) +
	       min(messages, (u64)MQ_PRIO_MAX) * PRIORITY_CHARGE;
}

/* A queue without a name yet, that somebody pays for; NULL: see *@err. */
static struct mqueue *alloc(const struct mq_attr *attr, size_t name_size,
			    int *err)
{
	struct mqueue *queue = kzalloc(sizeof(*queue) + name_size);

	*err = -ENOMEM;
	if (!queue)
		return NULL;
	queue->charge = charge_of(attr);
	*err = queue_charge(credentials_current()->uid, queue->charge,
			    queue_limit(), &queue->account);
	if (*err) {
		if (*err == -ENOSPC)
			*err = -EMFILE;
		kfree(queue);
		return NULL;
	}
	queue->count_max = (u32)attr->mq_maxmsg;
	queue->size_max = (size_t)attr->mq_msgsize;
	spin_init(&queue->lock, "message queue");
	list_init(&queue->senders);
	list_init(&queue->receivers);
	poll_source_init(&queue->news);
	return queue;
}

static void set_owner(struct mqueue *queue, u32 mode)
{
	const struct credentials *maker = credentials_current();

	queue->uid = maker->fsuid;
	queue->gid = maker->fsgid;
	queue->mode = mode & ~fs_context_current()->umask & MODE_BITS;
}

/* A queue called @name, to be linked below @parent. The name has a reference. */
static int create(const char *name, u32 mode, const struct mq_attr *given,
		  struct mqueue **made)
{
	struct mq_attr attr = given ? *given : (struct mq_attr){};
	const size_t size = strlen(name) + 1;
	struct mqueue *queue;
	int err;

	if (queue_count >= READ_ONCE(mqueue_count_max) && !is_root())
		return -ENOSPC;
	err = check_shape(&attr, given);
	if (err)
		return err;
	queue = alloc(&attr, size, &err);
	if (!queue)
		return err;
	set_owner(queue, mode);
	memcpy(queue->name, name, size);
	queue->named = true;
	queue->refs = 1;
	queue_count++;
	*made = queue;
	return 0;
}

/* The lock of names is held. True: it was the last one, the caller frees the queue. */
static bool put_locked(struct mqueue *queue)
{
	if (--queue->refs)
		return false;
	queue_uncharge(queue->account, queue->charge);
	queue_count--;
	return true;
}

/* Nobody can reach @queue any more. */
static void free_queue(struct mqueue *queue)
{
	struct ipc_message *message;

	while ((message = mqueue_take(queue)))
		ipc_message_free(message);
	process_put(queue->notification.owner);
	kfree(queue);
}

void mqueue_put(struct mqueue *queue)
{
	bool last;

	mutex_lock(&names_lock);
	last = put_locked(queue);
	mutex_unlock(&names_lock);
	if (last)
		free_queue(queue);
}

static bool permitted(const struct mqueue *queue, u32 wanted)
{
	const struct credentials *who = credentials_current();
	u32 granted = queue->mode;

	if (who->fsuid == 0)
		return true;
	if (who->fsuid == queue->uid)
		granted >>= 6;
	else if (credentials_in_group(who, queue->gid))
		granted >>= 3;
	return !(wanted & ~granted);
}

static int check_open(const struct mqueue *queue, u32 flags)
{
	static const u32 wanted[] = {
		[O_RDONLY] = MAY_RECEIVE,
		[O_WRONLY] = MAY_SEND,
		[O_RDWR] = MAY_RECEIVE | MAY_SEND,
	};

	if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
		return -EEXIST;
	if ((flags & O_ACCMODE) == O_ACCMODE)
		return -EINVAL;
	return permitted(queue, wanted[flags & O_ACCMODE]) ? 0 : -EACCES;
}

/* The queue that @name means, or is to mean, in *@found. */
static int find_or_create(const char *name, u32 flags, u32 mode,
			  const struct mq_attr *attr, struct mqueue **found)
{
	struct avl_node *parent;
	bool right;
	int err;

	*found = find(name, &parent, &right);
	if (*found)
		return check_open(*found, flags);
	if (!(flags & O_CREAT))
		return -ENOENT;
	err = create(name, mode, attr, found);
	if (!err)
		avl_insert(&names, &(*found)->node, parent, right);
	return err;
}

/* The file comes first: a queue that was made must not stay when memory is short. */
static int open_locked(const char *name, u32 flags, u32 mode,
		       const struct mq_attr *attr, struct file *file)
{
	struct mqueue *queue;
	int err = find_or_create(name, flags, mode, attr, &queue);

	if (err)
		return err;
	queue->refs++;
	file->private = queue;
	file->ops = &mqueue_ops; /* from here on it is to be released */
	return 0;
}

static int check_name(const char *name)
{
	if (!*name)
		return -ENOENT;
	if (strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, ".."))
		return -EACCES;
	return 0;
}

int mqueue_open(const char *name, u32 flags, u32 mode,
		const struct mq_attr *attr, struct file **opened)
{
	static const struct file_ops none = {};
	int err = check_name(name);

	if (err)
		return err;
	*opened = file_alloc(&none, NULL, flags & (O_ACCMODE | O_NONBLOCK));
	if (!*opened)
		return -ENOMEM;
	mutex_lock(&names_lock);
	err = open_locked(name, flags, mode, attr, *opened);
	mutex_unlock(&names_lock);
	if (err)
		file_put(*opened);
	return err;
}

/* Take the name off: *@queue, whose reference of the name is the caller's then. */
static int take_name(const char *name, struct mqueue **queue)
{
	const u32 fsuid = credentials_current()->fsuid;
	struct avl_node *parent;
	bool right;

	*queue = find(name, &parent, &right);
	if (!*queue)
		return -ENOENT;
	if (fsuid != 0 && fsuid != (*queue)->uid)
		return -EPERM;
	avl_remove(&names, &(*queue)->node);
	(*queue)->named = false;
	return 0;
}

int mqueue_unlink(const char *name)
{
	struct mqueue *queue;
	int err = check_name(name);

	if (err)
		return err;
	mutex_lock(&names_lock);
	err = take_name(name, &queue);
	mutex_unlock(&names_lock);
	if (!err)
		mqueue_put(queue);
	return err;
}
