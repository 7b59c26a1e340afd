/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Messages of few bytes between a program's memory and a channel, of
 * which nothing but the bytes is given: no file, page, or limit of time. A file
 * that comes with one is closed.
 *
 * @fd is a descriptor of the current task. The functions may sleep. Errors are
 * those of <exo/channel.h>; and -EBADF, -EFAULT, after which what came is lost.
 * No more than CHANNEL_FEW_MAX bytes at a time: the caller sees to that. Sizes are
 * of 32 bits, so that the compiler sees that they fit into a program's memory.
 */
#ifndef EXO_CHANNEL_FEW_H
#define EXO_CHANNEL_FEW_H

#include <exo/compiler.h>
#include <exo/types.h>

struct channel_request;

enum {
	CHANNEL_FEW_MAX = 256, /* bytes, of a message; they lie on the stack */
};

/* channel_send(), with @flags of it. 0. */
long channel_put_few(int fd, const void __user *data, u32 size, u32 flags);

/* channel_receive(), with @flags of it, into @room bytes. The message's size. */
long channel_get_few(int fd, void __user *data, u32 room, u32 flags);

/* channel_call(). The size of the reply, for which there are @room bytes. */
long channel_ask_few(int fd, const void __user *request, u32 size,
		     void __user *reply, u32 room);

/*
 * channel_reply_and_receive(): reply to who @token names, unless it is 0. The
 * size of the next request, which lies behind *@request in @room bytes. -EFAULT
 * when that could not be stored: its caller, if there is one, gets -EPIPE.
 */
long channel_answer_few(int fd, u64 token, const void __user *reply, u32 size,
			struct channel_request __user *request, u32 room);

#endif
