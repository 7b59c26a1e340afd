// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages in the kernel's memory: the fast paths first, else the slow ones.
 */
#include <exo/compiler.h>

#include "channel_fast.h"
#include "channel_internal.h"

__noinline int channel_go_on_calling(struct channel_call *call)
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

__noinline int channel_go_on_receiving(struct channel_receiver *receiver)
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

int channel_send(struct file *file, struct channel_message *message)
{
	return channel_send_fast(file, message, channel_send_slow);
}

int channel_call(struct file *file, struct channel_message *request,
		 struct channel_message *reply)
{
	int err = channel_call_fast(file, request, reply, channel_call_slow);

	if (likely(!err))
		channel_unpack(reply);
	return err;
}

int channel_receive(struct file *file, struct channel_message *message)
{
	int err = channel_receive_fast(file, message, channel_receive_slow);

	if (likely(!err))
		channel_unpack(message);
	return err;
}

int channel_reply_and_receive(struct file *file, struct channel_message *reply,
			      struct channel_message *request)
{
	int err = channel_reply_and_receive_fast(
		file, reply, request, channel_reply_and_receive_slow);

	if (likely(!err))
		channel_unpack(request);
	return err;
}
