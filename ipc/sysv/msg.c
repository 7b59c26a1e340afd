// SPDX-License-Identifier: GPL-2.0-only
/*
 * Message queues: making, looking at, setting and removing them.
 */
#include "msg.h"

#include <exo/credentials.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

enum {
	QUEUES_MAX = 32000, /* unless /proc says otherwise */
	MESSAGE_BYTES = 8192,
	QUEUE_BYTES = 16384,
};

u32 msg_size_max = MESSAGE_BYTES;
u32 msg_queue_max = QUEUE_BYTES;

static int queue_create(const struct ipc_request *request,
			struct ipc_object **created)
{
	struct msg_queue *queue = kzalloc(sizeof(*queue));

	(void)request;
	if (!queue)
		return -ENOMEM;
	list_init(&queue->messages);
	list_init(&queue->senders);
	list_init(&queue->receivers);
	queue->bytes_max = READ_ONCE(msg_queue_max);
	queue->ctime_s = ipc_now_s();
	*created = &queue->object;
	return 0;
}

static void queue_destroy(struct ipc_object *object)
{
	ipc_message_free_all(&msg_queue(object)->messages);
	kfree(msg_queue(object));
}

static int queue_check(const struct ipc_object *object,
		       const struct ipc_request *request)
{
	(void)object;
	(void)request;
	return 0;
}

static const struct ipc_kind msg_kind = {
	.create = queue_create,
	.destroy = queue_destroy,
	.check = queue_check,
};

struct ipc_table msg_table = IPC_TABLE_INIT(msg_table, &msg_kind, QUEUES_MAX);

int msg_get(s32 key, u32 flags)
{
	return ipc_get(&msg_table, &(struct ipc_request){key, flags, 0});
}

static int find_own(s32 id, struct msg_queue **found)
{
	struct ipc_object *object = ipc_find(&msg_table, id);

	if (!object)
		return -EINVAL;
	*found = msg_queue(object);
	return ipc_owned(object) ? 0 : -EPERM;
}

static void fill_status(const struct msg_queue *queue, struct msqid_ds *status)
{
	*status = (struct msqid_ds){
		.msg_stime = queue->stime_s,
		.msg_rtime = queue->rtime_s,
		.msg_ctime = queue->ctime_s,
		.msg_cbytes = queue->bytes,
		.msg_qnum = queue->count,
		.msg_qbytes = queue->bytes_max,
		.msg_lspid = queue->last_sender_pid,
		.msg_lrpid = queue->last_receiver_pid,
	};
	ipc_perm_fill(&queue->object, &status->msg_perm);
}

static int status_locked(s32 id, int command, struct msqid_ds *status)
{
	struct ipc_object *object = command == IPC_STAT
					    ? ipc_find(&msg_table, id)
					    : ipc_find_index(&msg_table, id);

	if (!object)
		return -EINVAL;
	if (command != MSG_STAT_ANY && !ipc_permitted(object, 0444))
		return -EACCES;
	fill_status(msg_queue(object), status);
	return command == IPC_STAT ? 0 : object->id;
}

int msg_status(s32 id, int command, struct msqid_ds *status)
{
	int result;

	mutex_lock(&msg_table.lock);
	result = status_locked(id, command, status);
	mutex_unlock(&msg_table.lock);
	return result;
}

/* Only root gives a queue more than new ones have. */
static int set_locked(s32 id, const struct msqid_ds *status)
{
	struct msg_queue *queue;
	int err = find_own(id, &queue);

	if (!err && status->msg_qbytes > READ_ONCE(msg_queue_max) &&
	    credentials_current()->euid != 0)
		err = -EPERM;
	if (!err)
		err = ipc_perm_apply(&queue->object, &status->msg_perm);
	if (err)
		return err;
	queue->bytes_max = status->msg_qbytes;
	queue->ctime_s = ipc_now_s();
	msg_end_waits(queue, MSG_BEGINS_AGAIN);
	return 0;
}

int msg_set(s32 id, const struct msqid_ds *status)
{
	int err;

	mutex_lock(&msg_table.lock);
	err = set_locked(id, status);
	mutex_unlock(&msg_table.lock);
	return err;
}

int msg_remove(s32 id)
{
	struct msg_queue *queue;
	int err;

	mutex_lock(&msg_table.lock);
	err = find_own(id, &queue);
	if (!err) {
		msg_end_waits(queue, -EIDRM);
		ipc_remove(&msg_table, &queue->object);
		queue_destroy(&queue->object);
	}
	mutex_unlock(&msg_table.lock);
	return err;
}

/* MSG_INFO has what is used where IPC_INFO has limits, which are not kept. */
static void fill_usage(struct msginfo *info)
{
	struct ipc_object *object;

	info->msgpool = (s32)msg_table.used;
	for (u64 i = 0; (object = ipc_next(&msg_table, &i)); i++) {
		info->msgmap += (s32)msg_queue(object)->count;
		info->msgtql += (s32)msg_queue(object)->bytes;
	}
}

int msg_info(struct msginfo *info, bool usage)
{
	int last;

	mutex_lock(&msg_table.lock);
	*info = (struct msginfo){
		.msgmax = (s32)msg_size_max,
		.msgmnb = (s32)msg_queue_max,
		.msgmni = (s32)msg_table.used_max,
		.msgssz = 16,
		.msgseg = 0xffff,
	};
	if (usage) {
		fill_usage(info);
	} else {
		info->msgpool = QUEUES_MAX * (QUEUE_BYTES / 1024);
		info->msgmap = info->msgtql = QUEUE_BYTES;
	}
	last = ipc_last_index(&msg_table);
	mutex_unlock(&msg_table.lock);
	return last;
}

bool msg_next(u64 *index, struct msqid_ds *status, s32 *id)
{
	struct ipc_object *object;

	mutex_lock(&msg_table.lock);
	object = ipc_next(&msg_table, index);
	if (object) {
		fill_status(msg_queue(object), status);
		*id = object->id;
	}
	mutex_unlock(&msg_table.lock);
	return object;
}

u32 msg_count_max(void)
{
	return READ_ONCE(msg_table.used_max);
}

int msg_set_count_max(u32 max)
{
	if (max > IPC_INDICES)
		return -EINVAL;
	WRITE_ONCE(msg_table.used_max, max);
	return 0;
}
