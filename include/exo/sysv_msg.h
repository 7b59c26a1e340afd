/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Message queues of System V (CONFIG_SYSVIPC): what msgget(2), msgop(2)
 * and msgctl(2) do, with their errors, on the kernel's own structures. All functions
 * act with the caller's credentials, and may sleep.
 */
#ifndef EXO_SYSV_MSG_H
#define EXO_SYSV_MSG_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/msg.h>

struct ipc_message;

/* Of proc(5)'s sys/kernel: bytes of a message, bytes in a new queue. */
extern u32 msg_size_max, msg_queue_max;

/* What is to be received. */
struct msg_request {
	s64 type; /* 0: any; below: the lowest up to -type */
	size_t room; /* bytes */
	u32 flags; /* IPC_NOWAIT, MSG_* */
};

/* The id, or a negative errno. */
int msg_get(s32 key, u32 flags);

/*
 * msgsnd(2), of a message whose type and size were checked; @flags: IPC_NOWAIT. It is
 * the queue's then, unless there is an error.
 */
int msg_send(s32 id, struct ipc_message *message, u32 flags);

/* msgrcv(2), flags checked: 0, and *@taken is the caller's. */
int msg_receive(s32 id, const struct msg_request *request,
		struct ipc_message **taken);

/*
 * IPC_STAT of @id, or with @command MSG_STAT or MSG_STAT_ANY, of the index @id: 0, or
 * the id.
 */
int msg_status(s32 id, int command, struct msqid_ds *status);
int msg_set(s32 id, const struct msqid_ds *status);
int msg_remove(s32 id);

/* IPC_INFO, or with @usage MSG_INFO: the highest index in use. */
int msg_info(struct msginfo *info, bool usage);

/* msg_status() of the first with an index of at least *@index, which is set to that. */
bool msg_next(u64 *index, struct msqid_ds *status, s32 *id);

/* How many queues there may be. -EINVAL: more than there can be. */
u32 msg_count_max(void);
int msg_set_count_max(u32 max);

#endif
