// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending one way: the message is copied first, which allocates, and then either
 * given to a receiver that waits or put in the queue.
 */
#include <exo/compiler.h>
#include <uapi/errno.h>

#include "channel_delivery.h"
#include "channel_internal.h"

static void enqueue(struct channel *channel, struct channel_entry *entry)
{
	list_add_tail(&entry->node, &channel->queue);
	channel->nr_messages++;
	poll_notify(&channel->news, POLLIN | POLLRDNORM);
}

/* Wait until the queue or a receiver can take a message. The lock is held. */
static int wait_for_room(struct channel *channel,
			 const struct channel_message *message, bool nonblock)
{
	int err = 0;

	while (!err) {
		if (!channel->nr_receivers)
			return -EPIPE;
		if (channel->nr_messages < channel->capacity)
			return 0;
		if (nonblock)
			return -EAGAIN;
		err = wait_on_interruptible(&channel->room, &channel->lock,
					    channel_deadline(message));
	}
	return err;
}

/* @entry is a copy of @message, but for its pages. */
static int send_entry(struct file *file, struct channel_message *message,
		      struct channel_entry **entry)
{
	const struct channel_end *end = file->private;
	struct channel *channel = end->channel;
	struct task *receiver;
	int err;

	spin_lock(&channel->lock);
	err = wait_for_room(channel, message,
			    file_nonblocking(file) ||
				    message->flags & CHANNEL_NONBLOCK);
	if (!err) {
		if (message->pages) {
			(*entry)->message->pages = message->pages;
			message->pages = NULL;
		}
		receiver = channel_give_to_receiver(channel, (*entry)->message,
						    NULL);
		if (receiver) {
			task_wake_next(receiver);
		} else {
			enqueue(channel, *entry);
			*entry = NULL;
		}
	}
	spin_unlock(&channel->lock);
	return err;
}

int channel_send_slow(struct file *file, struct channel_message *message)
{
	const struct channel_end *end = channel_end_of(file);
	struct channel_entry *entry;
	int err;

	if (!end || !end->sending)
		return -EBADF;
	err = channel_check_outgoing(message, end->channel->message_max);
	if (err)
		return err;
	entry = channel_entry_alloc(message);
	if (!entry)
		return -ENOMEM;
	err = send_entry(file, message, &entry);
	channel_entry_free(entry);
	return err;
}
