// SPDX-License-Identifier: GPL-2.0-only
/*
 * msgget(2), msgop(2) and msgctl(2). What a program sends and gets is a long, the type,
 * and the bytes behind it.
 */
#include <exo/syscalls.h>
#include <exo/sysv_msg.h>

#include "user_ipc_message.h"

long sys_msgget(s32 key, u32 flags)
{
	return msg_get(key, flags);
}

long sys_msgsnd(s32 id, const s64 __user *from, size_t size, u32 flags)
{
	struct ipc_message *message;
	s64 type;
	int err;

	if (user_copy_from(&type, from, sizeof(type)))
		return -EFAULT;
	if (size > READ_ONCE(msg_size_max) || id < 0 || type < 1)
		return -EINVAL;
	err = user_ipc_message_get(type, from + 1, size, &message);
	if (err)
		return err;
	err = msg_send(id, message, flags);
	if (err)
		ipc_message_free(message);
	return err;
}

static long put_message(const struct ipc_message *message, s64 __user *to,
			size_t room)
{
	const size_t size = min(message->size, room);

	if (user_copy_to(to, &message->type, sizeof(message->type)) ||
	    user_copy_to(to + 1, message->text, size))
		return -EFAULT;
	return (long)size;
}

long sys_msgrcv(s32 id, s64 __user *to, size_t room, s64 type, u32 flags)
{
	const struct msg_request request = {type, room, flags};
	struct ipc_message *message;
	long result;

	if (id < 0 || (ssize_t)room < 0)
		return -EINVAL;
	if (flags & MSG_COPY && (flags & MSG_EXCEPT || !(flags & IPC_NOWAIT)))
		return -EINVAL;
	result = msg_receive(id, &request, &message);
	if (result)
		return result;
	result = put_message(message, to, room);
	ipc_message_free(message);
	return result;
}

static long put_status(s32 id, int command, void __user *to)
{
	struct msqid_ds status;
	int result = msg_status(id, command, &status);

	if (result >= 0 && user_copy_to(to, &status, sizeof(status)))
		return -EFAULT;
	return result;
}

static long set_status(s32 id, const void __user *from)
{
	struct msqid_ds status;

	if (user_copy_from(&status, from, sizeof(status)))
		return -EFAULT;
	return msg_set(id, &status);
}

static long put_info(bool usage, void __user *to)
{
	struct msginfo info;
	int last = msg_info(&info, usage);

	return user_copy_to(to, &info, sizeof(info)) ? -EFAULT : last;
}

long sys_msgctl(s32 id, int command, void __user *user)
{
	if (id < 0 || command < 0)
		return -EINVAL;
	switch (command) {
	case IPC_INFO:
	case MSG_INFO:
		return put_info(command == MSG_INFO, user);
	case IPC_STAT:
	case MSG_STAT:
	case MSG_STAT_ANY:
		return put_status(id, command, user);
	case IPC_SET:
		return set_status(id, user);
	case IPC_RMID:
		return msg_remove(id);
	default:
		return -EINVAL;
	}
}
