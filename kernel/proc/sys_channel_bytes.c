// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of channels that are bytes and nothing else, <uapi/channel.h>: few go
 * by <exo/channel_few.h>, more as those of sys_channel.c.
 */
#include <exo/channel_few.h>
#include <exo/compiler.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "user_channel.h"

static struct channel_io io_of(const void __user *data, size_t size)
{
	return (struct channel_io){
		.data = (u64)(unsigned long)data,
		.size = size,
		.room = size,
		.fd = -1,
	};
}

static __noinline long put_many(int fd, const void __user *data, size_t size,
				u32 flags)
{
	struct channel_io message = io_of(data, size);

	message.flags = flags;
	return user_channel_put(fd, &message, channel_send);
}

long sys_channel_put(int fd, const void __user *data, size_t size,
		     unsigned int flags)
{
	if (unlikely(flags & ~(CHANNEL_NONBLOCK | CHANNEL_HAND_OVER)))
		return -EINVAL;
	return likely(size <= CHANNEL_FEW_MAX)
		       ? channel_put_few(fd, data, (u32)size, flags)
		       : put_many(fd, data, size, flags);
}

static __noinline long get_many(int fd, void __user *data, size_t room,
				u32 flags)
{
	struct channel_io message = io_of(data, room);
	long err;

	message.flags = flags;
	err = user_channel_get(fd, &message, NULL);
	return err ? err : (long)message.size;
}

long sys_channel_get(int fd, void __user *data, size_t room, unsigned int flags)
{
	if (unlikely(flags & ~CHANNEL_NONBLOCK))
		return -EINVAL;
	return likely(room <= CHANNEL_FEW_MAX)
		       ? channel_get_few(fd, data, (u32)room, flags)
		       : get_many(fd, data, room, flags);
}

static __noinline long ask_many(int fd, const void __user *request, size_t size,
				void __user *reply, size_t room)
{
	struct channel_io out = io_of(request, size), in = io_of(reply, room);
	long err = user_channel_exchange(fd, &out, &in, NULL, channel_call);

	return err ? err : (long)in.size;
}

long sys_channel_ask(int fd, const void __user *request, size_t size,
		     void __user *reply, size_t room)
{
	return likely(size <= CHANNEL_FEW_MAX && room <= CHANNEL_FEW_MAX)
		       ? channel_ask_few(fd, request, (u32)size, reply,
					 (u32)room)
		       : ask_many(fd, request, size, reply, room);
}

static __noinline long answer_many(int fd, u64 token, const void __user *reply,
				   size_t size,
				   struct channel_request __user *request,
				   size_t room)
{
	struct channel_io out = io_of(reply, size);
	struct channel_io in = io_of(request + 1, room);
	struct channel_request head;
	long err = user_touch(request, true);

	out.token = token;
	if (!err)
		err = user_channel_exchange(fd, &out, &in, NULL,
					    channel_reply_and_receive);
	if (err)
		return err;
	head = (struct channel_request){
		.token = in.token,
		.process = in.process,
		.uid = in.uid,
		.gid = in.gid,
	};
	return user_copy_to(request, &head, sizeof(head)) ? -EFAULT
							  : (long)in.size;
}

long sys_channel_answer(int fd, u64 token, const void __user *reply,
			size_t size, struct channel_request __user *request,
			size_t room)
{
	return likely(size <= CHANNEL_FEW_MAX && room <= CHANNEL_FEW_MAX)
		       ? channel_answer_few(fd, token, reply, (u32)size,
					    request, (u32)room)
		       : answer_many(fd, token, reply, size, request, room);
}
