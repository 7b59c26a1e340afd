// SPDX-License-Identifier: GPL-2.0-only
/*
 * Named channels, <uapi/channel.h>: Exo-OS's own system calls.
 */
#include <exo/channel.h>
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

#include "user_message.h"
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
			int (*act)(struct file *, struct channel_message *))
{
	struct fd_ref ref = fd_ref_get(fd);
	struct user_message outgoing;
	int err;

	if (!ref.file)
		return -EBADF;
	err = user_message_get(&outgoing, from);
	if (!err) {
		err = act(ref.file, &outgoing.message);
		user_message_put(&outgoing);
	}
	fd_ref_put(ref);
	return err;
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
	struct fd_ref ref = fd_ref_get(fd);
	struct user_message incoming;
	int err;

	if (!ref.file)
		return -EBADF;
	err = user_message_prepare(&incoming, message);
	if (!err) {
		err = channel_receive(ref.file, &incoming.message);
		if (!err)
			err = user_message_give(&incoming, message);
		user_message_put(&incoming);
	}
	fd_ref_put(ref);
	return err;
}

/* Call, or reply and receive: something goes out, and something comes in. */
typedef int (*exchange_t)(struct file *file, struct channel_message *outgoing,
			  struct channel_message *incoming);

static int exchange_with(struct file *file, struct user_message *outgoing,
			 struct channel_io __user *to, exchange_t act)
{
	struct user_message incoming;
	int err = user_message_prepare(&incoming, to);

	if (err)
		return err;
	err = act(file, &outgoing->message, &incoming.message);
	if (!err)
		err = user_message_give(&incoming, to);
	user_message_put(&incoming);
	return err;
}

static long exchange(int fd, const struct channel_io __user *from,
		     struct channel_io __user *to, exchange_t act)
{
	struct fd_ref ref = fd_ref_get(fd);
	struct user_message outgoing;
	int err;

	if (!ref.file)
		return -EBADF;
	err = user_message_get(&outgoing, from);
	if (!err) {
		err = exchange_with(ref.file, &outgoing, to, act);
		user_message_put(&outgoing);
	}
	fd_ref_put(ref);
	return err;
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
