// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named channels, <uapi/channel.h>: Exo-OS's own system calls.
 */
#include <exo/channel.h>
#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "user_channel.h"
#include "user_name.h"

static long open_and_install(const char *name, u32 flags,
			     const struct channel_attributes *attributes)
{
	struct file_table *table = current->files;
	int fd = fd_reserve(table, flags & O_CLOEXEC, 0);
	struct file *end;
	int err;

	if (fd < 0)
		return fd;
	err = channel_open(name, flags, attributes, &end);
	if (err) {
		fd_unreserve(table, fd);
		return err;
	}
	fd_fill(table, fd, end);
	return fd;
}

long sys_channel_open(const char __user *text, unsigned int flags,
		      const struct channel_attributes __user *attributes)
{
	struct channel_attributes wanted = {};
	struct user_name name;
	long result;

	if (attributes && user_copy_from(&wanted, attributes, sizeof(wanted)))
		return -EFAULT;
	if (wanted.reserved)
		return -EINVAL;
	result = user_name_get(&name, text);
	if (result)
		return result;
	result =
		open_and_install(name.text, flags, attributes ? &wanted : NULL);
	user_name_put(&name);
	return result;
}

long sys_channel_unlink(const char __user *text)
{
	struct user_name name;
	int err = user_name_get(&name, text);

	if (err)
		return err;
	err = channel_unlink(name.text);
	user_name_put(&name);
	return err;
}

/* Send or reply, whichever @act is. */
static long put_message(int fd, const struct channel_io __user *from,
			channel_put_t act)
{
	struct channel_io io;

	return user_copy_from(&io, from, sizeof(io))
		       ? -EFAULT
		       : user_channel_put(fd, &io, act);
}

long sys_channel_send(int fd, const struct channel_io __user *message)
{
	return put_message(fd, message, channel_send);
}

long sys_channel_reply(int fd, const struct channel_io __user *reply)
{
	return put_message(fd, reply, channel_reply);
}

long sys_channel_receive(int fd, struct channel_io __user *message)
{
	struct channel_io io;

	return user_copy_from(&io, message, sizeof(io))
		       ? -EFAULT
		       : user_channel_get(fd, &io, message);
}

/* Call, or reply and receive: something goes out, and something comes in. */
static long exchange(int fd, const struct channel_io __user *from,
		     struct channel_io __user *to, channel_exchange_t act)
{
	struct channel_io out, in;

	if (user_copy_from(&out, from, sizeof(out)) ||
	    user_copy_from(&in, to, sizeof(in)))
		return -EFAULT;
	return user_channel_exchange(fd, &out, &in, to, act);
}

long sys_channel_call(int fd, const struct channel_io __user *request,
		      struct channel_io __user *reply)
{
	return exchange(fd, request, reply, channel_call);
}

long sys_channel_reply_and_receive(int fd,
				   const struct channel_io __user *reply,
				   struct channel_io __user *request)
{
	return exchange(fd, reply, request, channel_reply_and_receive);
}
