// SPDX-License-Identifier: GPL-2.0-only
/*
 * The making of a channel, and its end. All the memory that it may ever take is
 * counted for who makes it, so that sending needs to ask nobody.
 */
#include <exo/credentials.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "channel_internal.h"
#include "queue_account.h"

enum {
	DEFAULT_CAPACITY = 16,
	DEFAULT_MESSAGE_MAX = 4096,
	DEFAULT_MODE = 0600,
};

static int fill_in(struct channel_attributes *wanted,
		   const struct channel_attributes *given)
{
	*wanted = given ? *given
			: (struct channel_attributes){.mode = DEFAULT_MODE};
	if (!wanted->capacity)
		wanted->capacity = DEFAULT_CAPACITY;
	if (!wanted->message_max)
		wanted->message_max = DEFAULT_MESSAGE_MAX;
	if (wanted->capacity > CHANNEL_CAPACITY_MAX ||
	    wanted->message_max > CHANNEL_MESSAGE_MAX ||
	    wanted->mode & ~0777U || wanted->reserved)
		return -EINVAL;
	return 0;
}

static bool alloc_slots(struct channel *channel)
{
	u32 nr = channel->capacity;

	channel->slots = kcalloc(nr, sizeof(*channel->slots));
	if (!channel->slots)
		return false;
	for (u32 i = 0; i < nr; i++) {
		channel->slots[i].token = CHANNEL_TOKEN_USE | i;
		channel->slots[i].next_free =
			i + 1 < nr ? &channel->slots[i + 1] : NULL;
	}
	channel->free_slot = channel->slots;
	return true;
}

static struct channel *channel_alloc(const char *name,
				     const struct channel_attributes *wanted)
{
	size_t size = strlen(name) + 1;
	struct channel *channel = kzalloc(sizeof(*channel) + size);
	const struct credentials *creator = credentials_current();

	if (!channel)
		return NULL;
	channel->capacity = wanted->capacity;
	channel->message_max = wanted->message_max;
	channel->plain_max = min(wanted->message_max, (u32)CHANNEL_SMALL_MAX);
	if (!alloc_slots(channel)) {
		kfree(channel);
		return NULL;
	}
	spin_init(&channel->lock, "channel");
	list_init(&channel->queue);
	list_init(&channel->receivers);
	wait_queue_init(&channel->room);
	wait_queue_init(&channel->slot_freed);
	poll_source_init(&channel->news);
	channel->uid = creator->euid;
	channel->gid = creator->egid;
	channel->mode = wanted->mode;
	channel->refs = 1;
	memcpy(channel->name, name, size);
	return channel;
}

static u64 bytes_of(const struct channel *channel)
{
	return sizeof(*channel) + strlen(channel->name) + 1 +
	       channel->capacity * (sizeof(struct channel_slot) +
				    channel_entry_bytes(channel->message_max));
}

/* Root's are not counted. */
static int charge(struct channel *channel)
{
	const u32 user = credentials_current()->uid;

	if (user == 0)
		return 0;
	return queue_charge(user, bytes_of(channel), queue_limit(),
			    &channel->account);
}

int channel_make(const char *name, const struct channel_attributes *attributes,
		 struct channel **channel)
{
	struct channel_attributes wanted;
	int err = fill_in(&wanted, attributes);

	if (err)
		return err;
	*channel = channel_alloc(name, &wanted);
	if (!*channel)
		return -ENOMEM;
	err = charge(*channel);
	if (err)
		channel_free(*channel);
	return err;
}

void channel_free(struct channel *channel)
{
	queue_uncharge(channel->account, bytes_of(channel));
	kfree(channel->slots);
	kfree(channel);
}
