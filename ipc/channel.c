// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named channels: opening and closing their ends, and what makes these files.
 *
 * A side that is gone is noticed by the other: with the last end that receives,
 * what waits in the queue is dropped and every sender and caller gets -EPIPE;
 * with the last that sends, so does who waits for a message. Who took a call and
 * closes its end fails the caller. So a waiting thread is always woken by
 * somebody.
 */
#include <exo/kmalloc.h>
#include <exo/panic.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>

#include "channel_internal.h"

void channel_put(struct channel *channel)
{
	if (__atomic_sub_fetch(&channel->refs, 1, __ATOMIC_ACQ_REL))
		return;
	ASSERT(list_empty(&channel->queue) && list_empty(&channel->receivers));
	channel_free(channel);
}

static void attach(struct channel_end *end)
{
	struct channel *channel = end->channel;

	spin_lock(&channel->lock);
	if (end->receiving && !channel->nr_receivers++)
		channel->sender_came = false;
	if (end->sending) {
		channel->nr_senders++;
		channel->sender_came = true;
	}
	poll_notify(&channel->news, POLLOUT | POLLWRNORM);
	spin_unlock(&channel->lock);
}

/* Nobody can receive any more. What was in the queue goes to @dropped. */
static void last_receiver_left(struct channel *channel,
			       struct list_head *dropped)
{
	struct channel_entry *entry, *next;

	list_for_each_entry_safe(entry, next, &channel->queue, node) {
		list_del(&entry->node);
		if (entry->call)
			channel_fail_queued(channel, entry->call);
		else
			list_add_tail(&entry->node, dropped);
	}
	channel->nr_messages = 0;
	wake_all(&channel->room);
	wake_all(&channel->slot_freed);
	poll_notify(&channel->news, POLLERR);
}

static void last_sender_left(struct channel *channel)
{
	struct channel_receiver *receiver, *next;

	list_for_each_entry_safe(receiver, next, &channel->receivers, node) {
		list_del(&receiver->node);
		receiver->result = -EPIPE;
		task_wake(receiver->task);
	}
	poll_notify(&channel->news, POLLHUP);
}

static void detach(struct channel_end *end, struct list_head *dropped)
{
	struct channel *channel = end->channel;

	spin_lock(&channel->lock);
	if (end->receiving) {
		channel_fail_received(channel, end);
		if (!--channel->nr_receivers)
			last_receiver_left(channel, dropped);
	}
	if (end->sending && !--channel->nr_senders)
		last_sender_left(channel);
	spin_unlock(&channel->lock);
}

static void channel_release(struct file *file)
{
	struct channel_end *end = file->private;
	struct channel_entry *entry, *next;
	LIST_HEAD(dropped);

	if (end->channel) { /* it was opened in full */
		detach(end, &dropped);
		list_for_each_entry_safe(entry, next, &dropped, node)
			channel_entry_free(entry);
		channel_put(end->channel);
	}
	kfree(end);
}

static u32 state_of(const struct channel *channel,
		    const struct channel_end *end)
{
	u32 state = 0;

	if (end->receiving) {
		if (!list_empty(&channel->queue))
			state |= POLLIN | POLLRDNORM;
		if (!channel->nr_senders && channel->sender_came)
			state |= POLLHUP;
	}
	if (end->sending) {
		if (!channel->nr_receivers)
			state |= POLLERR;
		else if (channel->nr_messages < channel->capacity)
			state |= POLLOUT | POLLWRNORM;
	}
	return state;
}

static u32 channel_poll(struct file *file, struct poll_entry *entry)
{
	const struct channel_end *end = file->private;
	u32 state;

	spin_lock(&end->channel->lock);
	poll_attach(&end->channel->news, entry);
	state = state_of(end->channel, end);
	spin_unlock(&end->channel->lock);
	return state;
}

static void channel_poll_detach(struct file *file, struct poll_entry *entry)
{
	const struct channel_end *end = file->private;

	spin_lock(&end->channel->lock);
	list_del(&entry->node);
	spin_unlock(&end->channel->lock);
}

/* Bytes in the message that comes next, 0 when none waits. */
static long next_size(struct channel *channel)
{
	const struct channel_entry *first;
	long size = 0;

	spin_lock(&channel->lock);
	first = list_first_entry(&channel->queue, struct channel_entry, node);
	if (first)
		size = (long)channel_message_size(first->message);
	spin_unlock(&channel->lock);
	return size;
}

static long channel_control(struct file *file, unsigned int command,
			    unsigned long arg)
{
	const struct channel_end *end = file->private;

	(void)arg;
	return command == FIONREAD ? next_size(end->channel) : -ENOTTY;
}

const struct file_ops channel_file_ops = {
	.read = file_no_read,
	.write = file_no_write,
	.control = channel_control,
	.poll = channel_poll,
	.poll_detach = channel_poll_detach,
	.release = channel_release,
};

static struct file *end_alloc(u32 flags)
{
	struct channel_end *end = kzalloc(sizeof(*end));
	struct file *file;

	if (!end)
		return NULL;
	file = file_alloc(&channel_file_ops, end, flags);
	if (!file)
		kfree(end);
	else
		file->stream = true;
	return file;
}

static bool flags_make_sense(u32 flags)
{
	return (flags & O_ACCMODE) != O_ACCMODE &&
	       !(flags &
		 ~(u32)(O_ACCMODE | O_CREAT | O_EXCL | O_NONBLOCK | O_CLOEXEC));
}

int channel_open(const char *name, u32 flags,
		 const struct channel_attributes *attributes,
		 struct file **file)
{
	u32 access = flags & O_ACCMODE;
	struct channel_end *end;
	int err;

	if (!flags_make_sense(flags))
		return -EINVAL;
	*file = end_alloc(flags);
	if (!*file)
		return -ENOMEM;
	end = (*file)->private;
	err = channel_find(name, flags, attributes, &end->channel);
	if (err) {
		file_put(*file);
		*file = NULL;
		return err;
	}
	end->sending = access != O_RDONLY ? end->channel : NULL;
	end->receiving = access != O_WRONLY ? end->channel : NULL;
	attach(end);
	return 0;
}
