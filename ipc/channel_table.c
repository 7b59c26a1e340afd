// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names of channels: a hash table that doubles when there are more names
 * than buckets. A name holds a reference to its channel until it is taken away.
 */
#include <exo/credentials.h>
#include <exo/hash.h>
#include <exo/kmalloc.h>
#include <exo/mutex.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "channel_internal.h"
#include "channel_name.h"

enum {
	FIRST_BUCKETS = 16, /* a power of two */
	CHANNELS_MAX = 65536,
};

static struct mutex names_lock = MUTEX_INIT(names_lock, "channel names");
/* Guarded by names_lock. */
static struct hlist_head first_buckets[FIRST_BUCKETS];
static struct hlist_head *buckets = first_buckets;
static u32 nr_buckets = FIRST_BUCKETS;
static u32 nr_names;

static struct channel_caller caller_of(const struct channel *channel)
{
	const struct credentials *who = credentials_current();
	u32 gid = channel->gid;

	return (struct channel_caller){
		.is_root = who->euid == 0,
		.is_owner = who->euid == channel->uid,
		.in_group = who->egid == gid ||
			    credentials_have_group(who, gid),
	};
}

static struct hlist_head *bucket_of(const char *name)
{
	/* The seed is no secret: there is no source of random numbers yet. */
	u32 hash = hash_bytes(name, strlen(name), 0);

	return &buckets[hash & (nr_buckets - 1)];
}

static struct channel *lookup(const char *name)
{
	struct channel *channel;

	hlist_for_each_entry(channel, bucket_of(name), name_node) {
		if (strcmp(channel->name, name) == 0)
			return channel;
	}
	return NULL;
}

/* Without memory for it the chains just get longer. */
static void grow(void)
{
	struct hlist_head *old = buckets;
	u32 nr_old = nr_buckets;
	struct hlist_head *new = kcalloc(2UL * nr_old, sizeof(*new));

	if (!new)
		return;
	buckets = new;
	nr_buckets = 2 * nr_old;
	for (u32 i = 0; i < nr_old; i++) {
		struct channel *channel;

		while ((channel = hlist_entry(old[i].first, struct channel,
					      name_node))) {
			hlist_del(&channel->name_node);
			hlist_add_head(&channel->name_node,
				       bucket_of(channel->name));
		}
	}
	if (old != first_buckets)
		kfree(old);
}

static void insert(struct channel *channel)
{
	if (nr_names >= nr_buckets)
		grow();
	hlist_add_head(&channel->name_node, bucket_of(channel->name));
	nr_names++;
}

static void forget(struct channel *channel)
{
	hlist_del(&channel->name_node);
	if (--nr_names || buckets == first_buckets)
		return;
	kfree(buckets);
	buckets = first_buckets;
	nr_buckets = FIRST_BUCKETS;
}

static int create(const char *name, const struct channel_attributes *attributes,
		  struct channel **channel)
{
	int err;

	if (nr_names == CHANNELS_MAX)
		return -ENOSPC;
	err = channel_make(name, attributes, channel);
	if (!err)
		insert(*channel); /* the name's reference is the first one */
	return err;
}

static int find_or_create(const char *name, u32 flags,
			  const struct channel_attributes *attributes,
			  struct channel **channel)
{
	*channel = lookup(name);
	if (!*channel)
		return flags & O_CREAT ? create(name, attributes, channel)
				       : -ENOENT;
	if (flags & O_CREAT && flags & O_EXCL)
		return -EEXIST;
	if (!channel_mode_allows((*channel)->mode, caller_of(*channel), flags))
		return -EACCES;
	return 0;
}

int channel_find(const char *name, u32 flags,
		 const struct channel_attributes *attributes,
		 struct channel **channel)
{
	struct channel *found;
	int err = channel_name_check(name);

	if (err < 0)
		return err;
	mutex_lock(&names_lock);
	err = find_or_create(name, flags, attributes, &found);
	if (!err) {
		__atomic_fetch_add(&found->refs, 1, __ATOMIC_RELAXED);
		*channel = found;
	}
	mutex_unlock(&names_lock);
	return err;
}

/* May the caller take the name away? */
static bool may_unlink(const struct channel *channel)
{
	struct channel_caller caller = caller_of(channel);

	return caller.is_root || caller.is_owner;
}

int channel_unlink(const char *name)
{
	struct channel *channel;
	int err = channel_name_check(name);

	if (err < 0)
		return err;
	mutex_lock(&names_lock);
	channel = lookup(name);
	err = !channel ? -ENOENT : may_unlink(channel) ? 0 : -EACCES;
	if (!err)
		forget(channel);
	mutex_unlock(&names_lock);
	if (!err)
		channel_put(channel);
	return err;
}

static void describe(struct channel *channel, struct channel_info *info)
{
	*info = (struct channel_info){
		.name = channel->name,
		.uid = channel->uid,
		.gid = channel->gid,
		.mode = channel->mode,
		.capacity = channel->capacity,
		.message_max = channel->message_max,
	};
	spin_lock(&channel->lock);
	info->senders = channel->nr_senders;
	info->receivers = channel->nr_receivers;
	info->messages = channel->nr_messages;
	for (u32 i = 0; i < channel->capacity; i++)
		info->calls += channel->slots[i].call != NULL;
	spin_unlock(&channel->lock);
}

bool channel_visit(u64 *cursor,
		   void (*visit)(const struct channel_info *info, void *arg),
		   void *arg)
{
	struct channel_info info;
	struct channel *channel;
	bool found = false;

	mutex_lock(&names_lock);
	while (!found && *cursor < nr_buckets) {
		hlist_for_each_entry(channel, &buckets[*cursor], name_node) {
			describe(channel, &info);
			visit(&info, arg);
			found = true;
		}
		++*cursor;
	}
	mutex_unlock(&names_lock);
	return found;
}

void channel_for_each(void (*visit)(const struct channel_info *info, void *arg),
		      void *arg)
{
	u64 cursor = 0;

	while (channel_visit(&cursor, visit, arg))
		;
}
