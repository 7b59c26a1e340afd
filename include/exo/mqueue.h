/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Message queues of POSIX (CONFIG_POSIX_MQUEUE): what mq_open(2) and its
 * like do, with their errors. Queues have names of their own, in no filesystem. All
 * functions act with the caller's credentials, and may sleep.
 */
#ifndef EXO_MQUEUE_H
#define EXO_MQUEUE_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/mqueue.h>

struct file;
struct ipc_message;

/* What root may ask for, whatever the limits. */
enum {
	MQUEUE_MESSAGES_VALID = 65536,
	MQUEUE_SIZE_VALID = 16 << 20, /* bytes */
};

/* Of mq_overview(7)'s sys/fs/mqueue. */
extern u32 mqueue_count_max, mqueue_messages_max, mqueue_size_max,
	mqueue_messages_default, mqueue_size_default;

/*
 * mq_open(2): *@opened gets a file. @flags are O_*; a new queue has @mode, less the
 * umask, and is as @attr says, or NULL. -ENOENT, -EEXIST, -EACCES, -EINVAL; -ENOSPC
 * and -EMFILE at limits; -ENOMEM.
 */
int mqueue_open(const char *name, u32 flags, u32 mode,
		const struct mq_attr *attr, struct file **opened);
/* mq_unlink(2): -ENOENT, -EACCES, -EPERM. */
int mqueue_unlink(const char *name);

/*
 * How long a message may be that is sent to @file, and room for one that is received;
 * -EBADF when it is no queue, or not open for that.
 */
s64 mqueue_send_max(const struct file *file);
s64 mqueue_receive_max(const struct file *file);

/*
 * mq_timedsend(2) of a message that is not too long, its type being the priority, to a
 * queue open for that. It is the queue's then, unless there is an error: -EAGAIN,
 * -EINTR, or -ETIMEDOUT at @deadline_ns of time_uptime_ns().
 */
int mqueue_send(struct file *file, struct ipc_message *message,
		u64 deadline_ns);
/* mq_timedreceive(2), likewise: *@taken is the caller's. */
int mqueue_receive(struct file *file, u64 deadline_ns,
		   struct ipc_message **taken);

/*
 * mq_notify(2), of SIGEV_NONE or SIGEV_SIGNAL; NULL: no more. -EBADF when @file is no
 * queue, -EBUSY.
 */
int mqueue_notify(struct file *file, const struct sigevent *event);

/* mq_getattr(3), which changes nothing. -EBADF. */
int mqueue_attributes(const struct file *file, struct mq_attr *attr);

#endif
