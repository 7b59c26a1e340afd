/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Messages of channels on their way between a
 * program's memory and the kernel's.
 *
 *	<= USER_MESSAGE_FEW bytes	on the stack
 *	<= CHANNEL_SMALL_MAX		in memory of their own
 *	more				in pages, which change hands
 */
#ifndef PROC_USER_MESSAGE_H
#define PROC_USER_MESSAGE_H

#include <exo/channel.h>
#include <exo/compiler.h>

enum {
	USER_MESSAGE_FEW = 256,
};

struct user_message {
	struct channel_message message; /* for <exo/channel.h> */
	struct channel_io io; /* what the program gave */
	void *buffer; /* message.data: few, or memory of its own */
	u8 few[USER_MESSAGE_FEW];
};

/*
 * What is to be sent: *@from, its bytes, and a reference to the file that goes with it.
 * -EFAULT, -EINVAL for flags, -EMSGSIZE, -EBADF, -ENOMEM; after an error there is
 * nothing to put. May sleep, as all of these.
 */
__must_check int user_message_get(struct user_message *user,
				  const struct channel_io __user *from);

/* Room for what will be received: *@from says how much. Errors as above. */
__must_check int user_message_prepare(struct user_message *user,
				      const struct channel_io __user *from);

/*
 * Give the program what has been received, and *@to. -EFAULT; a file that there is
 * no descriptor for is closed, and in its place stands the error.
 */
__must_check int user_message_give(struct user_message *user,
				   struct channel_io __user *to);

/* Either kind, sent, received or not. */
void user_message_put(struct user_message *user);

#endif
