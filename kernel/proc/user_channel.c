// SPDX-License-Identifier: GPL-2.0-only
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/task_signal.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "user_channel.h"
#include "user_message.h"

/* A wait with a limit of time is not begun anew after a signal, signal(7). */
static int settle(int err, const struct channel_message *message)
{
	return unlikely(err == -EINTR && message->deadline_ns)
		       ? signal_end_call()
		       : err;
}

long user_channel_put(int fd, const struct channel_io *out, channel_put_t act)
{
	struct fd_ref ref = fd_ref_get(fd);
	struct user_message outgoing;
	int err;

	if (!ref.file)
		return -EBADF;
	err = user_message_get(&outgoing, out);
	if (!err) {
		err = settle(act(ref.file, &outgoing.message),
			     &outgoing.message);
		user_message_put(&outgoing);
	}
	fd_ref_put(ref);
	return err;
}

/* What has come by @end goes to the program. */
static int give(struct file *end, struct user_message *incoming,
		struct channel_io *in, struct channel_io __user *to)
{
	int err = user_message_give(incoming);

	*in = incoming->io;
	if (!err && to)
		err = user_copy_to(to, in, sizeof(*in));
	if (err)
		channel_refuse(end, incoming->message.token);
	else
		user_message_give_file(incoming);
	return err;
}

long user_channel_get(int fd, struct channel_io *in,
		      struct channel_io __user *to)
{
	struct fd_ref ref = fd_ref_get(fd);
	struct user_message incoming;
	int err;

	if (!ref.file)
		return -EBADF;
	err = user_message_prepare(&incoming, in);
	if (!err) {
		err = settle(channel_receive(ref.file, &incoming.message),
			     &incoming.message);
		if (!err)
			err = give(ref.file, &incoming, in, to);
		user_message_put(&incoming);
	}
	fd_ref_put(ref);
	return err;
}

static int exchange_with(struct file *end, struct user_message *outgoing,
			 struct channel_io *in, struct channel_io __user *to,
			 channel_exchange_t act)
{
	struct user_message incoming;
	int err = user_message_prepare(&incoming, in);

	if (err)
		return err;
	err = act(end, &outgoing->message, &incoming.message);
	if (!err)
		err = give(end, &incoming, in, to);
	user_message_put(&incoming);
	return err;
}

long user_channel_exchange(int fd, const struct channel_io *out,
			   struct channel_io *in, struct channel_io __user *to,
			   channel_exchange_t act)
{
	struct fd_ref ref = fd_ref_get(fd);
	struct user_message outgoing;
	int err;

	if (!ref.file)
		return -EBADF;
	err = user_message_get(&outgoing, out);
	if (!err) {
		err = exchange_with(ref.file, &outgoing, in, to, act);
		user_message_put(&outgoing);
	}
	fd_ref_put(ref);
	return err;
}
