// SPDX-License-Identifier: GPL-2.0-only
/*
 * The server's side: receiving, replying, and both in one step.
 */
#include <exo/compiler.h>
#include <exo/hand_over.h>
#include <uapi/errno.h>

#include "channel_delivery.h"
#include "channel_internal.h"

/* The end that @file is, for receiving into @message; or an error. */
static __always_inline int
check_receiving(const struct file *file, const struct channel_message *message)
{
	const struct channel_end *end = channel_end_of(file);
	size_t needed;

	if (unlikely(!end || !end->receiving))
		return -EBADF;
	needed = message->flags & CHANNEL_PAGES ? end->channel->plain_max
						: end->channel->message_max;
	return message->room >= needed ? 0 : -EMSGSIZE;
}

/* An allocated message has left the queue. */
static void note_room(struct channel *channel)
{
	channel->nr_messages--;
	wake_one(&channel->room);
	poll_notify(&channel->news, POLLOUT | POLLWRNORM);
}

/*
 * Take the first of the queue, which is not empty. Returns what is to be freed
 * when the lock is let go.
 */
static struct channel_entry *take_first(const struct channel_end *end,
					struct channel_message *message)
{
	struct channel *channel = end->channel;
	struct channel_entry *entry =
		list_entry(channel->queue.next, struct channel_entry, node);
	struct channel_call *call = entry->call;

	list_unlink(&entry->node);
	channel_deliver(message, entry->message, call ? call->token : 0);
	message->sender = entry->message->sender;
	if (call) {
		call->received_by = end;
		return NULL;
	}
	note_room(channel);
	return entry;
}

/* Why not to wait for a message, 0 if there is no reason. */
static int check_wait(const struct file *file,
		      const struct channel_message *message)
{
	const struct channel_end *end = file->private;
	const struct channel *channel = end->channel;

	if (!channel->nr_senders && channel->sender_came)
		return -EPIPE;
	if (file_nonblocking(file) || message->flags & CHANNEL_NONBLOCK)
		return -EAGAIN;
	return 0;
}

/* Wait, in the list already, for a message. @next, or NULL, runs meanwhile. */
int channel_wait_as(struct channel *channel, struct channel_receiver *receiver,
		    struct task *next)
{
	int err;

	do {
		err = hand_over(&channel->lock, next,
				channel_deadline(receiver->message));
		next = NULL;
	} while (receiver->result == CHANNEL_PENDING && !err);
	if (receiver->result != CHANNEL_PENDING)
		return receiver->result;
	list_del(&receiver->node);
	return err;
}

static int wait_for_message(const struct channel_end *end,
			    struct channel_message *message, struct task *next)
{
	struct channel_receiver receiver = {
		.task = current,
		.message = message,
		.end = end,
		.result = CHANNEL_PENDING,
	};

	list_add_tail(&receiver.node, &end->channel->receivers);
	return channel_wait_as(end->channel, &receiver, next);
}

/*
 * Receive, and let @next, if there is one, go on; the lock is held. @entry is
 * to be freed without it.
 */
static int receive(struct file *file, struct channel_message *message,
		   struct task *next, struct channel_entry **entry)
{
	const struct channel_end *end = file->private;
	int err;

	*entry = NULL;
	if (likely(list_empty(&end->channel->queue))) {
		err = check_wait(file, message);
		if (likely(!err))
			return wait_for_message(end, message, next);
	} else {
		*entry = take_first(end, message);
		err = 0;
	}
	if (next)
		task_wake(next);
	return err;
}

int channel_receive_slow(struct file *file, struct channel_message *message)
{
	struct channel_entry *entry;
	struct channel *channel;
	int err = check_receiving(file, message);

	if (unlikely(err))
		return err;
	channel = ((const struct channel_end *)file->private)->channel;
	spin_lock(&channel->lock);
	err = receive(file, message, NULL, &entry);
	spin_unlock(&channel->lock);
	channel_entry_free(entry);
	if (likely(!err))
		channel_unpack(message);
	return err;
}

static bool fits(const struct channel_message *to,
		 const struct channel_message *message)
{
	if (unlikely(message->pages))
		return to->flags & CHANNEL_PAGES ||
		       message->pages->size <= to->room;
	return message->size <= to->room;
}

/* The slot of the caller that @token names, if @end has its call; NULL. */
static struct channel_slot *find_caller(const struct channel_end *end,
					u64 token)
{
	struct channel_slot *slot = channel_slot_find(end->channel, token);

	return slot && slot->call->received_by == end ? slot : NULL;
}

/* Reply to who waits for it; *@caller is to be woken. The lock is held. */
static int answer(const struct channel_end *end, struct channel_message *reply,
		  struct task **caller)
{
	struct channel_slot *slot = find_caller(end, reply->token);

	if (unlikely(!slot))
		return -ESRCH;
	if (unlikely(!fits(slot->call->reply, reply)))
		return -EMSGSIZE;
	channel_deliver(slot->call->reply, reply, 0);
	*caller = channel_finish_call(end->channel, slot, 0);
	return 0;
}

void channel_refuse(struct file *file, u64 token)
{
	const struct channel_end *end = file->private;
	struct channel_slot *slot;

	spin_lock(&end->channel->lock);
	slot = find_caller(end, token);
	if (slot)
		task_wake(channel_finish_call(end->channel, slot, -EPIPE));
	spin_unlock(&end->channel->lock);
}

static int check_reply(const struct file *file,
		       const struct channel_message *reply)
{
	const struct channel_end *end = channel_end_of(file);

	if (unlikely(!end || !end->receiving))
		return -EBADF;
	return channel_check_outgoing(reply, CHANNEL_MESSAGE_MAX);
}

static int reply_only(struct file *file, struct channel_message *reply)
{
	const struct channel_end *end = file->private;
	struct task *caller;
	int err;

	spin_lock(&end->channel->lock);
	err = answer(end, reply, &caller);
	if (!err)
		task_wake(caller);
	spin_unlock(&end->channel->lock);
	return err;
}

int channel_reply(struct file *file, struct channel_message *reply)
{
	struct channel_message packed;
	int err = check_reply(file, reply);

	if (err)
		return err;
	if (!channel_must_be_packed(reply))
		return reply_only(file, reply);
	err = channel_pack(&packed, reply);
	if (err)
		return err;
	err = reply_only(file, &packed);
	channel_pages_free(packed.pages);
	return err;
}

/* Both under one lock, so that the caller can have the CPU. */
static int reply_and_receive(struct file *file, struct channel_message *reply,
			     struct channel_message *request)
{
	const struct channel_end *end = file->private;
	struct channel_entry *entry = NULL;
	struct task *caller;
	int err;

	spin_lock(&end->channel->lock);
	err = answer(end, reply, &caller);
	if (!err)
		err = receive(file, request, caller, &entry);
	spin_unlock(&end->channel->lock);
	channel_entry_free(entry);
	if (!err)
		channel_unpack(request);
	return err;
}

int channel_reply_and_receive_slow(struct file *file,
				   struct channel_message *reply,
				   struct channel_message *request)
{
	int err = check_receiving(file, request);

	if (err)
		return err;
	if (!reply->token)
		return channel_receive_slow(file, request);
	err = channel_check_outgoing(reply, CHANNEL_MESSAGE_MAX);
	if (err)
		return err;
	if (!channel_must_be_packed(reply))
		return reply_and_receive(file, reply, request);
	err = channel_reply(file, reply);
	return err ? err : channel_receive_slow(file, request);
}
