// SPDX-License-Identifier: GPL-2.0-only
/*
 * mq_open(2) and its like.
 */
#include <exo/fd_ref.h>
#include <exo/file_table.h>
#include <exo/mqueue.h>
#include <exo/process.h>
#include <exo/signal.h>
#include <exo/socket.h>
#include <exo/syscalls.h>
#include <exo/task.h>
#include <exo/wait.h>
#include <uapi/limits.h>

#include "user_ipc_message.h"
#include "user_time.h"

static int get_name(char name[NAME_MAX + 1], const char __user *from)
{
	ssize_t length = user_string_copy(name, from, NAME_MAX + 1);

	return length < 0 ? (int)length : 0;
}

long sys_mq_open(const char __user *from, u32 flags, u32 mode,
		 const struct mq_attr __user *user_attr)
{
	char name[NAME_MAX + 1];
	struct mq_attr attr;
	struct file *file;
	int fd, err;

	if (user_attr && user_copy_from(&attr, user_attr, sizeof(attr)))
		return -EFAULT;
	err = get_name(name, from);
	if (err)
		return err;
	fd = fd_reserve(current->files, O_CLOEXEC, 0);
	if (fd < 0)
		return fd;
	err = mqueue_open(name, flags, mode, user_attr ? &attr : NULL, &file);
	if (err) {
		fd_unreserve(current->files, fd);
		return err;
	}
	fd_fill(current->files, fd, file);
	return fd;
}

long sys_mq_unlink(const char __user *from)
{
	char name[NAME_MAX + 1];
	int err = get_name(name, from);

	return err ? err : mqueue_unlink(name);
}

/* @timeout is a time of CLOCK_REALTIME; NULL: none. */
static int deadline_of(const struct timespec __user *timeout, u64 *deadline_ns)
{
	u64 ns;
	int err;

	*deadline_ns = WAIT_FOREVER;
	if (!timeout)
		return 0;
	err = user_time_get(timeout, &ns);
	if (!err)
		*deadline_ns = user_time_uptime_of_real(ns);
	return err;
}

static long send(struct file *file, const void __user *text, size_t size,
		 u32 priority, u64 deadline_ns)
{
	const s64 size_max = mqueue_send_max(file);
	struct ipc_message *message;
	int err;

	if (size_max < 0)
		return size_max;
	if (size > (size_t)size_max)
		return -EMSGSIZE;
	err = user_ipc_message_get(priority, text, size, &message);
	if (err)
		return err;
	err = mqueue_send(file, message, deadline_ns);
	if (err)
		ipc_message_free(message);
	return err;
}

long sys_mq_timedsend(int fd, const void __user *text, size_t size,
		      u32 priority, const struct timespec __user *timeout)
{
	struct fd_ref ref;
	u64 deadline_ns;
	long result = deadline_of(timeout, &deadline_ns);

	if (result)
		return result;
	if (priority >= MQ_PRIO_MAX)
		return -EINVAL;
	ref = fd_ref_get(fd);
	if (!ref.file)
		return -EBADF;
	result = send(ref.file, text, size, priority, deadline_ns);
	fd_ref_put(ref);
	return result;
}

static long put_message(const struct ipc_message *message, void __user *text,
			u32 __user *priority)
{
	if ((priority && user_put(priority, (u32)message->type)) ||
	    user_copy_to(text, message->text, message->size))
		return -EFAULT;
	return (long)message->size;
}

static long receive(struct file *file, void __user *text, size_t room,
		    u32 __user *priority, u64 deadline_ns)
{
	const s64 size_max = mqueue_receive_max(file);
	struct ipc_message *message;
	long result;

	if (size_max < 0)
		return size_max;
	if (room < (size_t)size_max)
		return -EMSGSIZE;
	result = mqueue_receive(file, deadline_ns, &message);
	if (result)
		return result;
	result = put_message(message, text, priority);
	ipc_message_free(message);
	return result;
}

long sys_mq_timedreceive(int fd, void __user *text, size_t room,
			 u32 __user *priority,
			 const struct timespec __user *timeout)
{
	struct fd_ref ref;
	u64 deadline_ns;
	long result = deadline_of(timeout, &deadline_ns);

	if (result)
		return result;
	ref = fd_ref_get(fd);
	if (!ref.file)
		return -EBADF;
	result = receive(ref.file, text, room, priority, deadline_ns);
	fd_ref_put(ref);
	return result;
}

/*
 * SIGEV_THREAD is told by a message to a socket of netlink: the descriptor is in place
 * of the signal, what is to be sent lies at the value. There are none of these.
 */
static int check_thread(const struct sigevent *event)
{
	u8 cookie[NOTIFY_COOKIE_LEN];
	struct fd_ref ref;
	bool is_socket;

	if (user_copy_from(cookie, (const void __user *)event->sigev_value,
			   sizeof(cookie)))
		return -EFAULT;
	ref = fd_ref_get(event->sigev_signo);
	if (!ref.file)
		return -EBADF;
	is_socket = IS_ENABLED(CONFIG_NET) && socket_of(ref.file);
	fd_ref_put(ref);
	return is_socket ? -EINVAL : -ENOTSOCK;
}

static int check_event(const struct sigevent *event)
{
	switch (event->sigev_notify) {
	case SIGEV_NONE:
		return 0;
	case SIGEV_SIGNAL:
		return (u32)event->sigev_signo <= SIGNALS ? 0 : -EINVAL;
	case SIGEV_THREAD:
		return check_thread(event);
	default:
		return -EINVAL;
	}
}

long sys_mq_notify(int fd, const struct sigevent __user *user_event)
{
	struct sigevent event;
	struct fd_ref ref;
	int err;

	if (user_event) {
		if (user_copy_from(&event, user_event, sizeof(event)))
			return -EFAULT;
		err = check_event(&event);
		if (err)
			return err;
	}
	ref = fd_ref_get(fd);
	if (!ref.file)
		return -EBADF;
	err = mqueue_notify(ref.file, user_event ? &event : NULL);
	fd_ref_put(ref);
	return err;
}

static int set_nonblocking(struct file *file, bool nonblocking)
{
	const u32 flags = READ_ONCE(file->flags) & ~(u32)O_NONBLOCK;

	return file_set_flags(file, flags | (nonblocking ? O_NONBLOCK : 0));
}

long sys_mq_getsetattr(int fd, const struct mq_attr __user *wanted,
		       struct mq_attr __user *old)
{
	struct mq_attr attr, now;
	struct fd_ref ref;
	int err;

	if (wanted) {
		if (user_copy_from(&attr, wanted, sizeof(attr)))
			return -EFAULT;
		if (attr.mq_flags & ~(s64)O_NONBLOCK)
			return -EINVAL;
	}
	ref = fd_ref_get(fd);
	if (!ref.file)
		return -EBADF;
	err = mqueue_attributes(ref.file, &now);
	if (!err && wanted)
		err = set_nonblocking(ref.file, attr.mq_flags);
	fd_ref_put(ref);
	if (!err && old && user_copy_to(old, &now, sizeof(now)))
		err = -EFAULT;
	return err;
}
