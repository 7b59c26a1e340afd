/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. The fast paths: a small message without page or file, to a receiver
 * or caller that waits; and waiting, without limit of time. They are inlined into
 * channel_fast.c, for the kernel's memory, and into channel_few.c, for a
 * program's, so that registers are saved once on the way to the switch.
 *
 * What comes may be in pages: channel_unpack() is the caller's to call. Whatever
 * else is the case is left to @slow, before anything has changed. The
 * functions with _slow do all of this too: without this file, messages are just
 * slower.
 */
#ifndef IPC_CHANNEL_FAST_H
#define IPC_CHANNEL_FAST_H

#include <exo/compiler.h>
#include <exo/hand_over_inline.h>

#include "channel_delivery.h"
#include "channel_internal.h"

/*
 * What is called, with the same arguments, for all else: one of the functions with
 * _slow, or what tells the caller to do that itself, which inlines to nothing.
 */
typedef int (*channel_one_t)(struct file *file,
			     struct channel_message *message);
typedef int (*channel_two_t)(struct file *file, struct channel_message *out,
			     struct channel_message *in);

/*
 * channel_fast.c: a call that was begun, a receiver that is in the list: look
 * again for whatever else woke who waits.
 */
int channel_go_on_calling(struct channel_call *call);
int channel_go_on_receiving(struct channel_receiver *receiver);

/* Goes without page or file. */
static __always_inline bool
channel_is_bare(const struct channel_message *message)
{
	return !((unsigned long)message->pages | (unsigned long)message->file);
}

/* And is small enough. */
static __always_inline bool is_plain(const struct channel_message *message,
				     size_t size_max)
{
	return likely(channel_is_bare(message) && message->size <= size_max);
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
	struct channel_message *to = receiver->message;

	list_unlink(&receiver->node);
	receiver->result = 0;
	deliver(to, message, token);
	to->sender = message->sender;
	return receiver->task;
}

static __always_inline int channel_send_fast(struct file *file,
					     struct channel_message *message,
					     channel_one_t slow)
{
	struct channel *channel;
	struct task *receiver;

	if (unlikely(file->ops != &channel_file_ops))
		return -EBADF;
	channel = ((const struct channel_end *)file->private)->sending;
	if (unlikely(!channel || !is_plain(message, channel->plain_max)))
		return slow(file, message);
	spin_lock_irq(&channel->lock);
	if (unlikely(list_empty(&channel->receivers))) {
		spin_unlock_irq(&channel->lock);
		return slow(file, message);
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

static __always_inline int channel_call_fast(struct file *file,
					     struct channel_message *request,
					     struct channel_message *reply,
					     channel_two_t slow)
{
	struct channel_receiver *receiver;
	struct task *self = current;
	struct channel *channel;
	struct channel_call call;
	int err;

	if (unlikely(file->ops != &channel_file_ops))
		return -EBADF;
	channel = ((const struct channel_end *)file->private)->sending;
	if (unlikely(!channel || !is_plain(request, channel->plain_max) ||
		     reply->deadline_ns))
		return slow(file, request, reply);
	spin_lock_irq(&channel->lock);
	if (unlikely(list_empty(&channel->receivers) || !channel->free_slot)) {
		spin_unlock_irq(&channel->lock);
		return slow(file, request, reply);
	}
	receiver = first_receiver(channel);
	call.task = self;
	call.reply = reply;
	call.channel = channel;
	call.result = CHANNEL_PENDING;
	call.received_by = receiver->end;
	channel_slot_take(channel, &call);
	hand_over_irq(&channel->lock, self,
		      give(receiver, request, call.token));
	err = call.result;
	spin_unlock_irq(&call.channel->lock);
	if (unlikely(err)) {
		if (err == CHANNEL_PENDING)
			err = channel_go_on_calling(&call);
		if (err)
			return err;
	}
	return 0;
}

/*
 * Would channel_receive() just wait if the queue is empty, and there are senders?
 * Asked before the lock is taken, while what the message holds is known.
 */
static __always_inline bool would_wait(const struct file *file,
				       const struct channel *channel,
				       const struct channel_message *message)
{
	return likely(message->room >= channel->message_max &&
		      !(message->deadline_ns |
			(message->flags & ~CHANNEL_KEEP_PAGES)) &&
		      !file_nonblocking(file));
}

/* @self waits for a message to be put in *@message by somebody. */
static __always_inline void enlist(struct channel_receiver *receiver,
				   struct task *self, struct channel *channel,
				   const struct channel_end *end,
				   struct channel_message *message)
{
	receiver->task = self;
	receiver->message = message;
	receiver->end = end;
	receiver->result = CHANNEL_PENDING;
	list_add_tail(&receiver->node, &channel->receivers);
}

/* @receiver has been woken and holds the lock. */
static __always_inline int finish_receiving(struct channel_receiver *receiver)
{
	int err = receiver->result;

	spin_unlock_irq(&receiver->end->channel->lock);
	if (unlikely(err)) {
		if (err == CHANNEL_PENDING)
			err = channel_go_on_receiving(receiver);
		if (err)
			return err;
	}
	return 0;
}

static __always_inline int channel_receive_fast(struct file *file,
						struct channel_message *message,
						channel_one_t slow)
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
	if (unlikely(!would_wait(file, channel, message)))
		return slow(file, message);
	spin_lock_irq(&channel->lock);
	if (unlikely(!list_empty(&channel->queue) || !channel->nr_senders)) {
		spin_unlock_irq(&channel->lock);
		return slow(file, message);
	}
	enlist(&receiver, self, channel, end, message);
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

static __always_inline int
channel_reply_and_receive_fast(struct file *file, struct channel_message *reply,
			       struct channel_message *request,
			       channel_two_t slow)
{
	const struct channel_end *end = file->private;
	u32 number = reply->token & CHANNEL_SLOT_MASK;
	struct channel_receiver receiver;
	struct task *self = current;
	struct channel_slot *slot;
	struct channel_call *call;
	struct channel *channel;

	if (unlikely(file->ops != &channel_file_ops))
		return -EBADF;
	channel = end->receiving;
	if (unlikely(!channel || !is_plain(reply, CHANNEL_SMALL_MAX) ||
		     number >= channel->capacity ||
		     !would_wait(file, channel, request)))
		return slow(file, reply, request);
	slot = &channel->slots[number];
	spin_lock_irq(&channel->lock);
	call = slot->call;
	if (unlikely(slot->token != reply->token ||
		     !may_reply(call, end, reply) ||
		     !list_empty(&channel->queue))) {
		spin_unlock_irq(&channel->lock);
		return slow(file, reply, request);
	}
	deliver(call->reply, reply, 0);
	enlist(&receiver, self, channel, end, request);
	hand_over_irq(&channel->lock, self,
		      channel_finish_call(channel, slot, 0));
	return finish_receiving(&receiver);
}

#endif
