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
	struct channel_io io; /* what the program gave, then what it gets */
	int fd; /* taken for a file that may come; -1: none */
	void *buffer; /* message.data: few, or memory of its own */
	u8 few[USER_MESSAGE_FEW];
};

/*
 * What is to be sent: *@io, its bytes, and a reference to the file that goes with it.
 * -EFAULT, -EINVAL for flags, -EMSGSIZE, -EBADF, -ENOMEM; after an error there is
 * nothing to put. May sleep, as all of these.
 */
__must_check int user_message_get(struct user_message *user,
				  const struct channel_io *io);

/*
 * Room for what will be received: *@io says how much; and with CHANNEL_FD a
 * descriptor. Errors as above, and -EMFILE.
 */
__must_check int user_message_prepare(struct user_message *user,
				      const struct channel_io *io);

/*
 * Give the program the bytes that have been received; user->io tells of them
 * then. -EFAULT.
 */
__must_check int user_message_give(struct user_message *user);

/*
 * Give a file that has come the descriptor that was taken for it; it is closed
 * if there is none. When nothing can fail any more.
 */
void user_message_give_file(struct user_message *user);

/* Either kind, sent, received or not. */
void user_message_put(struct user_message *user);

#endif
