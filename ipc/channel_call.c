// SPDX-License-Identifier: GPL-2.0-only
/*
 * The client's side of a call: from the request to the reply.
 *
 *	client				server
 *	channel_call()			channel_receive()
 *	  take a slot			  |
 *	  give the request		  |
 *	  block ------------ CPU -------> the request, a token
 *	  |				...
 *	  |				channel_reply_and_receive()
 *	  |				  token -> slot -> the caller
 *	  |				  give the reply, free the slot
 *	the reply <--------- CPU -------- block
 *
 * The call lies on the client's stack. Whoever ends it, the server or the
 * client itself when it gives up, frees the slot under the channel's lock, and
 * with it the token: from then on nothing leads to that stack.
 */
#include <exo/compiler.h>
#include <exo/hand_over.h>

#include "channel_delivery.h"
#include "channel_internal.h"

/* Wait until a call can begin. The lock is held. */
static int wait_for_slot(struct file *file,
			 const struct channel_message *request,
			 const struct channel_message *reply)
{
	struct channel *channel =
		((const struct channel_end *)file->private)->channel;
	bool nonblock = file_nonblocking(file) ||
			request->flags & CHANNEL_NONBLOCK;
	int err = 0;

	while (!err) {
		if (!channel->nr_receivers)
			return -EPIPE;
		if (channel->free_slot)
			return 0;
		if (nonblock)
			return -EAGAIN;
		err = wait_on_interruptible(&channel->slot_freed,
					    &channel->lock,
					    channel_deadline(reply));
	}
	return err;
}

/* A receiver to whom the request was given, or NULL: it waits in the queue. */
static struct task *begin(struct channel *channel, struct channel_call *call)
{
	struct task *receiver;

	channel_slot_take(channel, call);
	receiver = channel_give_to_receiver(channel, call->entry.message, call);
	if (!receiver) {
		list_add_tail(&call->entry.node, &channel->queue);
		poll_notify(&channel->news, POLLIN | POLLRDNORM);
	}
	return receiver;
}

/* The caller will not wait any longer. */
static void give_up(struct channel *channel, struct channel_call *call)
{
	if (!call->received_by)
		list_del(&call->entry.node);
	channel_slot_free(channel, channel_slot_find(channel, call->token));
}

int channel_wait_for_reply(struct channel *channel, struct channel_call *call,
			   struct task *next)
{
	int err;

	do {
		err = hand_over(&channel->lock, next,
				channel_deadline(call->reply));
		next = NULL;
	} while (call->result == CHANNEL_PENDING && !err);
	if (call->result != CHANNEL_PENDING)
		return call->result;
	give_up(channel, call);
	return err;
}

static int call_by_pages(struct file *file,
			 const struct channel_message *request,
			 struct channel_message *reply)
{
	struct channel_message packed;
	int err = channel_pack(&packed, request);

	if (err)
		return err;
	err = channel_call_slow(file, &packed, reply);
	channel_pages_free(packed.pages);
	return err;
}

int channel_call_slow(struct file *file, struct channel_message *request,
		      struct channel_message *reply)
{
	const struct channel_end *end = channel_end_of(file);
	struct channel_call call = {
		.entry.message = request,
		.entry.call = &call,
		.task = current,
		.reply = reply,
		.result = CHANNEL_PENDING,
	};
	int err;

	if (!end || !end->sending)
		return -EBADF;
	call.channel = end->channel;
	err = channel_check_outgoing(request, end->channel->message_max);
	if (err)
		return err;
	if (channel_must_be_packed(request))
		return call_by_pages(file, request, reply);
	spin_lock(&end->channel->lock);
	err = wait_for_slot(file, request, reply);
	if (!err)
		err = channel_wait_for_reply(end->channel, &call,
					     begin(end->channel, &call));
	spin_unlock(&end->channel->lock);
	if (!err)
		channel_unpack(reply);
	return err;
}

static void fail(struct channel *channel, struct channel_slot *slot)
{
	task_wake(channel_finish_call(channel, slot, -EPIPE));
}

void channel_fail_queued(struct channel *channel, struct channel_call *call)
{
	fail(channel, channel_slot_find(channel, call->token));
}

void channel_fail_received(struct channel *channel,
			   const struct channel_end *end)
{
	for (u32 i = 0; i < channel->capacity; i++) {
		struct channel_slot *slot = &channel->slots[i];

		if (slot->call && slot->call->received_by == end)
			fail(channel, slot);
	}
}
