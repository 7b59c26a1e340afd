// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fast paths: a small message without page or file, to a receiver or caller
 * that waits; and waiting, without limit of time. Whatever else is the case goes
 * to the functions of the same names with _slow, before anything has changed.
 * They do all of this too: without this file, messages are just slower.
 */
#include <exo/compiler.h>
#include <exo/hand_over_inline.h>

#include "channel_delivery.h"
#include "channel_internal.h"

/* Goes without page or file, and is small enough. */
static __always_inline bool is_plain(const struct channel_message *message,
				     size_t size_max)
{
	return likely(!((unsigned long)message->pages |
			(unsigned long)message->file) &&
		      message->size <= size_max);
}

static __always_inline void deliver(struct channel_message *to,
				    const struct channel_message *from,
				    u64 token)
{
	size_t size = from->size;

	to->pages = NULL;
	to->file = NULL;
	to->token = token;
	to->size = size;
	channel_copy(to->data, from->data, size);
}

/* Who waits for a message, or the head of the list when nobody does. */
static __always_inline struct channel_receiver *
first_receiver(const struct channel *channel)
{
	return list_entry(channel->receivers.next, struct channel_receiver,
			  node);
}

/* Give @message to @receiver, who is out of the list then. Returns its task. */
static __always_inline struct task *give(struct channel_receiver *receiver,
					 const struct channel_message *message,
					 u64 token)
{
	list_unlink(&receiver->node);
	receiver->result = 0;
	deliver(receiver->message, message, token);
	receiver->message->sender = message->sender;
	return receiver->task;
}

int channel_send(struct file *file, struct channel_message *message)
{
	struct channel *channel;
	struct task *receiver;

	if (unlikely(file->ops != &channel_file_ops))
		return -EBADF;
	channel = ((const struct channel_end *)file->private)->sending;
	if (unlikely(!channel || !is_plain(message, channel->plain_max)))
		return channel_send_slow(file, message);
	spin_lock_irq(&channel->lock);
	if (unlikely(list_empty(&channel->receivers))) {
		spin_unlock_irq(&channel->lock);
		return channel_send_slow(file, message);
	}
	receiver = give(first_receiver(channel), message, 0);
	if (message->flags & CHANNEL_HAND_OVER) {
		spin_unlock_irq_to_block(&channel->lock);
		sched_run_instead(current, receiver);
		irq_enable_and_yield();
	} else {
		task_wake_next(receiver);
		spin_unlock_irq(&channel->lock);
	}
	return 0;
}

/* A call that was begun: look again for whatever else woke its caller. */
static __noinline int go_on_calling(struct channel_call *call)
{
	struct channel *channel = call->channel;
	int err;

	spin_lock(&channel->lock);
	err = call->result;
	if (err == CHANNEL_PENDING)
		err = channel_wait_for_reply(channel, call, NULL);
	spin_unlock(&channel->lock);
	return err;
}

int channel_call(struct file *file, struct channel_message *request,
		 struct channel_message *reply)
{
	struct task *self = current;
	struct channel *channel;
	struct channel_call call;
	int err;

	if (unlikely(file->ops != &channel_file_ops))
		return -EBADF;
	channel = ((const struct channel_end *)file->private)->sending;
	if (unlikely(!channel || !is_plain(request, channel->plain_max) ||
		     reply->deadline_ns))
		return channel_call_slow(file, request, reply);
	spin_lock_irq(&channel->lock);
	if (unlikely(list_empty(&channel->receivers) || !channel->free_slot)) {
		spin_unlock_irq(&channel->lock);
		return channel_call_slow(file, request, reply);
	}
	call.task = self;
	call.reply = reply;
	call.channel = channel;
	call.result = CHANNEL_PENDING;
	channel_slot_take(channel, &call);
	call.received_by = first_receiver(channel)->end;
	hand_over_irq(&channel->lock, self,
		      give(first_receiver(channel), request, call.token));
	err = call.result;
	spin_unlock_irq(&call.channel->lock);
	if (unlikely(err)) {
		if (err == CHANNEL_PENDING)
			err = go_on_calling(&call);
		if (err)
			return err;
	}
	channel_unpack(call.reply);
	return 0;
}

/* Would channel_receive() just wait, if there are senders? */
static __always_inline bool must_wait(const struct file *file,
				      const struct channel *channel,
				      const struct channel_message *message)
{
	return likely(message->room >= channel->message_max &&
		      !(message->deadline_ns |
			(message->flags & ~CHANNEL_KEEP_PAGES)) &&
		      !file_nonblocking(file) && list_empty(&channel->queue));
}

/* As go_on_calling(). */
static __noinline int go_on_receiving(struct channel_receiver *receiver)
{
	struct channel *channel = receiver->end->channel;
	int err;

	spin_lock(&channel->lock);
	err = receiver->result;
	if (err == CHANNEL_PENDING)
		err = channel_wait_as(channel, receiver, NULL);
	spin_unlock(&channel->lock);
	return err;
}

/* @self waits for a message to be put in *@message by somebody. */
static __always_inline void enlist(struct channel_receiver *receiver,
				   struct task *self,
				   const struct channel_end *end,
				   struct channel_message *message)
{
	receiver->task = self;
	receiver->message = message;
	receiver->end = end;
	receiver->result = CHANNEL_PENDING;
	list_add_tail(&receiver->node, &end->channel->receivers);
}

/* @receiver has been woken and holds the lock. */
static __always_inline int finish_receiving(struct channel_receiver *receiver)
{
	int err = receiver->result;

	spin_unlock_irq(&receiver->end->channel->lock);
	if (unlikely(err)) {
		if (err == CHANNEL_PENDING)
			err = go_on_receiving(receiver);
		if (err)
			return err;
	}
	channel_unpack(receiver->message);
	return 0;
}

int channel_receive(struct file *file, struct channel_message *message)
{
	const struct channel_end *end = file->private;
	struct channel_receiver receiver;
	struct task *self = current;
	struct channel *channel;

	if (unlikely(file->ops != &channel_file_ops))
		return -EBADF;
	channel = end->receiving;
	if (unlikely(!channel))
		return -EBADF;
	spin_lock_irq(&channel->lock);
	if (unlikely(!must_wait(file, channel, message) ||
		     !channel->nr_senders)) {
		spin_unlock_irq(&channel->lock);
		return channel_receive_slow(file, message);
	}
	enlist(&receiver, self, end, message);
	block_irq(&channel->lock, self);
	return finish_receiving(&receiver);
}

/* Whether the call of @slot can have @reply, by @end. */
static __always_inline bool may_reply(const struct channel_call *call,
				      const struct channel_end *end,
				      const struct channel_message *reply)
{
	return likely(call && call->received_by == end &&
		      call->reply->room >= reply->size);
}

int channel_reply_and_receive(struct file *file, struct channel_message *reply,
			      struct channel_message *request)
{
	const struct channel_end *end = file->private;
	u32 number = reply->token & CHANNEL_SLOT_MASK;
	struct channel_receiver receiver;
	struct task *self = current;
	struct channel_slot *slot;
	struct channel *channel;

	if (unlikely(file->ops != &channel_file_ops))
		return -EBADF;
	channel = end->receiving;
	if (unlikely(!channel || !is_plain(reply, CHANNEL_SMALL_MAX) ||
		     number >= channel->capacity))
		return channel_reply_and_receive_slow(file, reply, request);
	slot = &channel->slots[number];
	spin_lock_irq(&channel->lock);
	if (unlikely(slot->token != reply->token ||
		     !may_reply(slot->call, end, reply) ||
		     !must_wait(file, channel, request))) {
		spin_unlock_irq(&channel->lock);
		return channel_reply_and_receive_slow(file, reply, request);
	}
	deliver(slot->call->reply, reply, 0);
	enlist(&receiver, self, end, request);
	hand_over_irq(&channel->lock, self,
		      channel_finish_call(channel, slot, 0));
	return finish_receiving(&receiver);
}
