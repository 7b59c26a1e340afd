/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Messages of queues on their way between a
 * program's memory and the kernel's.
 */
#ifndef PROC_USER_IPC_MESSAGE_H
#define PROC_USER_IPC_MESSAGE_H

#include <exo/compiler.h>
#include <exo/ipc_message.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>

/* One of the @size bytes at @from, a size that has a limit: *@made. -EFAULT, -ENOMEM. */
static inline __must_check int user_ipc_message_get(s64 type,
						    const void __user *from,
						    size_t size,
						    struct ipc_message **made)
{
	struct ipc_message *message = ipc_message_alloc(type, size);

	if (!message)
		return -ENOMEM;
	if (user_copy_from(message->text, from, size)) {
		ipc_message_free(message);
		return -EFAULT;
	}
	*made = message;
	return 0;
}

#endif
