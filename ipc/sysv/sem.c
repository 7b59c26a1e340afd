// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sets of semaphores: making, looking at, setting and removing them.
 */
#include "sem.h"

#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <uapi/errno.h>

struct sem_limits sem_limits = {32000, 32000 * 32000, 500, 32000};
static u32 values_used; /* of all sets; the table's lock */

static int set_create(const struct ipc_request *request,
		      struct ipc_object **created)
{
	const u32 count = (u32)request->size;
	struct sem_array *set;

	if (!count)
		return -EINVAL;
	if (values_used + count > sem_limits.in_all)
		return -ENOSPC;
	set = kzalloc(sizeof(*set) + count * sizeof(set->values[0]));
	if (!set)
		return -ENOMEM;
	list_init(&set->waiters);
	set->count = count;
	set->ctime_s = ipc_now_s();
	values_used += count;
	*created = &set->object;
	return 0;
}

static void set_destroy(struct ipc_object *object)
{
	values_used -= sem_array(object)->count;
	kfree(sem_array(object));
}

static int set_check(const struct ipc_object *object,
		     const struct ipc_request *request)
{
	const struct sem_array *set =
		container_of(object, const struct sem_array, object);

	return request->size > set->count ? -EINVAL : 0;
}

static const struct ipc_kind sem_kind = {
	.create = set_create,
	.destroy = set_destroy,
	.check = set_check,
};

struct ipc_table sem_table = IPC_TABLE_INIT(sem_table, &sem_kind, 32000);

int sem_get(s32 key, s32 count, u32 flags)
{
	if (count < 0 || (u32)count > READ_ONCE(sem_limits.per_set))
		return -EINVAL;
	return ipc_get(&sem_table,
		       &(struct ipc_request){key, flags, (u32)count});
}

/* Set @id if the caller may do what @mode says with it: *@found. */
static int find_permitted(s32 id, u32 mode, struct sem_array **found)
{
	struct ipc_object *object = ipc_find(&sem_table, id);

	if (!object)
		return -EINVAL;
	*found = sem_array(object);
	return ipc_permitted(object, mode) ? 0 : -EACCES;
}

static int find_own(s32 id, struct sem_array **found)
{
	struct ipc_object *object = ipc_find(&sem_table, id);

	if (!object)
		return -EINVAL;
	*found = sem_array(object);
	return ipc_owned(object) ? 0 : -EPERM;
}

static void fill_status(const struct sem_array *set, struct semid_ds *status)
{
	*status = (struct semid_ds){
		.sem_otime = set->otime_s,
		.sem_ctime = set->ctime_s,
		.sem_nsems = set->count,
	};
	ipc_perm_fill(&set->object, &status->sem_perm);
}

static int status_locked(s32 id, int command, struct semid_ds *status)
{
	struct ipc_object *object = command == IPC_STAT
					    ? ipc_find(&sem_table, id)
					    : ipc_find_index(&sem_table, id);

	if (!object)
		return -EINVAL;
	if (command != SEM_STAT_ANY && !ipc_permitted(object, 0444))
		return -EACCES;
	fill_status(sem_array(object), status);
	return command == IPC_STAT ? 0 : object->id;
}

int sem_status(s32 id, int command, struct semid_ds *status)
{
	int result;

	mutex_lock(&sem_table.lock);
	result = status_locked(id, command, status);
	mutex_unlock(&sem_table.lock);
	return result;
}

int sem_set(s32 id, const struct semid_ds *status)
{
	struct sem_array *set;
	int err;

	mutex_lock(&sem_table.lock);
	err = find_own(id, &set);
	if (!err)
		err = ipc_perm_apply(&set->object, &status->sem_perm);
	if (!err)
		set->ctime_s = ipc_now_s();
	mutex_unlock(&sem_table.lock);
	return err;
}

int sem_remove(s32 id)
{
	struct sem_array *set;
	int err;

	mutex_lock(&sem_table.lock);
	err = find_own(id, &set);
	if (!err) {
		sem_wake_all(set, -EIDRM);
		sem_undo_free_all(set);
		ipc_remove(&sem_table, &set->object);
		set_destroy(&set->object);
	}
	mutex_unlock(&sem_table.lock);
	return err;
}

/* How many wait for semaphore @number to be zero, or to be more. */
static int count_waiters(const struct sem_array *set, u32 number, bool zero)
{
	const struct sem_waiter *waiter;
	int count = 0;

	list_for_each_entry(waiter, &set->waiters, node) {
		const struct sembuf *blocked_by = waiter->attempt.blocked_by;

		count += blocked_by->sem_num == number &&
			 (blocked_by->sem_op == 0) == zero;
	}
	return count;
}

static int query_locked(s32 id, s32 number, int command)
{
	struct sem_array *set;
	int err = find_permitted(id, 0444, &set);

	if (err)
		return err;
	if (number < 0 || (u32)number >= set->count)
		return -EINVAL;
	switch (command) {
	case GETVAL:
		return set->values[number].value;
	case GETPID:
		return set->values[number].last_pid;
	default:
		return count_waiters(set, (u32)number, command == GETZCNT);
	}
}

int sem_query(s32 id, s32 number, int command)
{
	int result;

	mutex_lock(&sem_table.lock);
	result = query_locked(id, number, command);
	mutex_unlock(&sem_table.lock);
	return result;
}

static void put_value(struct sem_array *set, u32 number, s32 value)
{
	sem_undo_forget(set, number);
	set->values[number] = (struct sem_value){value, ipc_caller_pid()};
}

static int set_value_locked(s32 id, s32 number, s32 value)
{
	struct ipc_object *object = ipc_find(&sem_table, id);
	struct sem_array *set;

	if (!object)
		return -EINVAL;
	set = sem_array(object);
	if (number < 0 || (u32)number >= set->count)
		return -EINVAL;
	if (!ipc_permitted(object, 0222))
		return -EACCES;
	put_value(set, (u32)number, value);
	set->ctime_s = ipc_now_s();
	sem_wake(set);
	return 0;
}

int sem_set_value(s32 id, s32 number, s32 value)
{
	int err;

	if (value < 0 || value > SEMVMX)
		return -ERANGE;
	mutex_lock(&sem_table.lock);
	err = set_value_locked(id, number, value);
	mutex_unlock(&sem_table.lock);
	return err;
}

int sem_count(s32 id, bool write)
{
	struct sem_array *set;
	int result;

	mutex_lock(&sem_table.lock);
	result = find_permitted(id, write ? 0222 : 0444, &set);
	if (!result)
		result = (int)set->count;
	mutex_unlock(&sem_table.lock);
	return result;
}

/* Once more, now that there is memory for @count values. */
static int find_again(s32 id, u32 mode, u32 count, struct sem_array **found)
{
	int err = find_permitted(id, mode, found);

	if (err == -EINVAL || (!err && (*found)->count != count))
		return -EIDRM;
	return err;
}

int sem_get_values(s32 id, u16 *values, u32 count)
{
	struct sem_array *set;
	int err;

	mutex_lock(&sem_table.lock);
	err = find_again(id, 0444, count, &set);
	for (u32 i = 0; !err && i < count; i++)
		values[i] = (u16)set->values[i].value;
	mutex_unlock(&sem_table.lock);
	return err;
}

int sem_set_values(s32 id, const u16 *values, u32 count)
{
	struct sem_array *set;
	int err;

	for (u32 i = 0; i < count; i++)
		if (values[i] > SEMVMX)
			return -ERANGE;
	mutex_lock(&sem_table.lock);
	err = find_again(id, 0222, count, &set);
	if (!err) {
		for (u32 i = 0; i < count; i++)
			put_value(set, i, values[i]);
		set->ctime_s = ipc_now_s();
		sem_wake(set);
	}
	mutex_unlock(&sem_table.lock);
	return err;
}

int sem_info(struct seminfo *info, bool usage)
{
	int last;

	mutex_lock(&sem_table.lock);
	*info = (struct seminfo){
		.semmap = (s32)sem_limits.in_all,
		.semmni = (s32)sem_table.used_max,
		.semmns = (s32)sem_limits.in_all,
		.semmnu = (s32)sem_limits.in_all,
		.semmsl = (s32)sem_limits.per_set,
		.semopm = (s32)sem_limits.operations,
		.semume = (s32)sem_limits.operations,
		.semusz = usage ? (s32)sem_table.used : 20,
		.semvmx = SEMVMX,
		.semaem = usage ? (s32)values_used : SEMAEM,
	};
	last = ipc_last_index(&sem_table);
	mutex_unlock(&sem_table.lock);
	return last;
}

bool sem_next(u64 *index, struct semid_ds *status, s32 *id)
{
	struct ipc_object *object;

	mutex_lock(&sem_table.lock);
	object = ipc_next(&sem_table, index);
	if (object) {
		fill_status(sem_array(object), status);
		*id = object->id;
	}
	mutex_unlock(&sem_table.lock);
	return object;
}

struct sem_limits sem_limits_get(void)
{
	struct sem_limits limits;

	mutex_lock(&sem_table.lock);
	limits = sem_limits;
	mutex_unlock(&sem_table.lock);
	return limits;
}

int sem_limits_set(const struct sem_limits *limits)
{
	if (limits->per_set > INT_MAX / sizeof(struct sem_value) ||
	    limits->in_all > INT_MAX || limits->operations > INT_MAX ||
	    limits->sets > IPC_INDICES)
		return -EINVAL;
	mutex_lock(&sem_table.lock);
	sem_limits = *limits;
	sem_table.used_max = limits->sets;
	mutex_unlock(&sem_table.lock);
	return 0;
}
