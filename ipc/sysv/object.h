/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc, private to this folder. What is the same for shared memory, semaphores
 * and messages of System V: a key by which programs agree on an object, a number by
 * which they name it, and who may use it.
 *
 *	by_key:   key --> object
 *	by_index: id % 32768 --> object, which knows the whole id
 *
 * Indices are given out in a circle, and each time round the rest of the id grows: so
 * the number of what is gone does not soon mean something else.
 */
#ifndef IPC_SYSV_OBJECT_H
#define IPC_SYSV_OBJECT_H

#include <exo/compiler.h>
#include <exo/mutex.h>
#include <exo/process.h>
#include <exo/radix_tree.h>
#include <exo/spinlock.h>
#include <exo/time.h>
#include <exo/types.h>
#include <exo/wait.h>
#include <uapi/ipc.h>

enum {
	IPC_INDEX_BITS = 15,
	IPC_INDICES = 1 << IPC_INDEX_BITS,
};

/* Embedded in each kind's own. All is guarded by the table's lock. */
struct ipc_object {
	s32 id;
	s32 key; /* IPC_PRIVATE: none */
	u32 uid, gid, cuid, cgid;
	u32 mode; /* permissions, and bits of the kind's own */
};

/* What semget(2) and so on want. */
struct ipc_request {
	s32 key;
	u32 flags; /* IPC_CREAT, IPC_EXCL, permissions, the kind's own */
	u64 size; /* as the kind understands it */
};

/* The lock is held. */
struct ipc_kind {
	/* Make what @request asks for; object->id and so on come later. */
	int (*create)(const struct ipc_request *request,
		      struct ipc_object **created);
	/* Undo create. */
	void (*destroy)(struct ipc_object *object);
	/* Does @object, which has the key, do for @request? 0 or -EINVAL. */
	int (*check)(const struct ipc_object *object,
		     const struct ipc_request *request);
};

struct ipc_table {
	const struct ipc_kind *kind;
	struct mutex lock;
	struct radix_tree by_index, by_key;
	u32 used, used_max;
	u32 next_index;
	s32 last_index; /* given out; -1: none yet */
	u32 sequence;
};

#define IPC_TABLE_INIT(table, own_kind, max)                  \
	{                                                     \
		.kind = (own_kind),                           \
		.lock = MUTEX_INIT((table).lock, "System V"), \
		.used_max = (max), .last_index = -1,          \
	}

/*
 * The id of the object that @request wants, made if need be and wanted. -ENOENT,
 * -EEXIST, -EACCES, -ENOSPC: too many, -ENOMEM, or what the kind says. Takes the lock.
 */
int ipc_get(struct ipc_table *table, const struct ipc_request *request);

/* The lock is held in all that follows. */

/* By number, or by index alone. NULL: none, -EINVAL. */
struct ipc_object *ipc_find(struct ipc_table *table, s32 id);
struct ipc_object *ipc_find_index(struct ipc_table *table, s32 index);
/* The first with an index of at least *@index, which is set to that; NULL. */
struct ipc_object *ipc_next(struct ipc_table *table, u64 *index);
/* The highest index in use, 0 if there is none. */
int ipc_last_index(struct ipc_table *table);

/* Nobody finds @object by its key any more, and nobody at all. */
void ipc_hide(struct ipc_table *table, struct ipc_object *object);
void ipc_remove(struct ipc_table *table, struct ipc_object *object);

/* May the caller do what @mode (04 read, 02 write, any position) says? */
bool ipc_permitted(const struct ipc_object *object, u32 mode);
/* May the caller change or remove @object? */
bool ipc_owned(const struct ipc_object *object);

/* IPC_STAT and IPC_SET, the part of all. -EINVAL for no user. */
void ipc_perm_fill(const struct ipc_object *object, struct ipc_perm *perm);
int ipc_perm_apply(struct ipc_object *object, const struct ipc_perm *perm);

/*
 * Let go of the lock, and wake who waits in @queue, unless that is NULL. Interrupts stay
 * off meanwhile, so that who runs at once finds the lock free.
 */
static inline void ipc_unlock_and_wake(struct ipc_table *table,
				       struct wait_queue *queue)
{
	if (!queue) {
		mutex_unlock(&table->lock);
		return;
	}
	irq_disable();
	wake_one_next(queue);
	mutex_unlock(&table->lock);
	irq_enable_and_yield();
}

/* What objects note: when, and by whom, something was done. Any thread. */
static inline s64 ipc_now_s(void)
{
	return (s64)(time_real_coarse_ns() / NSEC_PER_SEC);
}

static inline s32 ipc_caller_pid(void)
{
	return current_process ? (s32)current_process->id : 0;
}

#endif
