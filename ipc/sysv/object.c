// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects of System V: numbers, keys and permissions.
 */
#include "object.h"

#include <exo/credentials.h>
#include <exo/limits.h>
#include <uapi/errno.h>

enum {
	PERMISSIONS = 0777,
	CYCLE_MIN = 64, /* indices that are used in turn, however few objects */
	SEQUENCES = 1 << (31 - IPC_INDEX_BITS),
};

/* A free index at or after @from and below @end, or -1. */
static s32 free_index(const struct ipc_table *table, u32 from, u32 end)
{
	for (; from < end; from++)
		if (!radix_tree_get(&table->by_index, from))
			return (s32)from;
	return -1;
}

/* There are fewer objects than indices. */
static u32 choose_index(const struct ipc_table *table)
{
	const u32 end =
		min(max(table->used * 3 / 2, (u32)CYCLE_MIN), (u32)IPC_INDICES);
	s32 index = free_index(table, table->next_index, end);

	return (u32)(index < 0 ? free_index(table, 0, IPC_INDICES) : index);
}

static int add(struct ipc_table *table, struct ipc_object *object)
{
	const u32 index = choose_index(table);
	int err = radix_tree_insert(&table->by_index, index, object);

	if (!err && object->key != IPC_PRIVATE) {
		err = radix_tree_insert(&table->by_key, (u32)object->key,
					object);
		if (err)
			radix_tree_remove(&table->by_index, index);
	}
	if (err)
		return err;
	if ((s32)index <= table->last_index)
		table->sequence = (table->sequence + 1) % SEQUENCES;
	table->last_index = (s32)index;
	table->next_index = index + 1;
	table->used++;
	object->id = (s32)(table->sequence << IPC_INDEX_BITS | index);
	return 0;
}

static int create(struct ipc_table *table, const struct ipc_request *request)
{
	const struct credentials *maker = credentials_current();
	struct ipc_object *object;
	int err;

	if (table->used >= table->used_max)
		return -ENOSPC;
	err = table->kind->create(request, &object);
	if (err)
		return err;
	object->key = request->key;
	object->uid = object->cuid = maker->euid;
	object->gid = object->cgid = maker->egid;
	object->mode = request->flags & PERMISSIONS;
	err = add(table, object);
	if (err)
		table->kind->destroy(object);
	return err ? err : object->id;
}

static int use(struct ipc_table *table, const struct ipc_object *object,
	       const struct ipc_request *request)
{
	int err;

	if ((request->flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL))
		return -EEXIST;
	err = table->kind->check(object, request);
	if (err)
		return err;
	return ipc_permitted(object, request->flags) ? object->id : -EACCES;
}

static int get_locked(struct ipc_table *table,
		      const struct ipc_request *request)
{
	const struct ipc_object *object = NULL;

	if (request->key == IPC_PRIVATE)
		return create(table, request);
	object = radix_tree_get(&table->by_key, (u32)request->key);
	if (object)
		return use(table, object, request);
	return request->flags & IPC_CREAT ? create(table, request) : -ENOENT;
}

int ipc_get(struct ipc_table *table, const struct ipc_request *request)
{
	int result;

	mutex_lock(&table->lock);
	result = get_locked(table, request);
	mutex_unlock(&table->lock);
	return result;
}

struct ipc_object *ipc_find_index(struct ipc_table *table, s32 index)
{
	return index < 0 ? NULL
			 : radix_tree_get(&table->by_index,
					  (u32)index % IPC_INDICES);
}

struct ipc_object *ipc_find(struct ipc_table *table, s32 id)
{
	struct ipc_object *object = ipc_find_index(table, id);

	return object && object->id == id ? object : NULL;
}

struct ipc_object *ipc_next(struct ipc_table *table, u64 *index)
{
	return radix_tree_next(&table->by_index, index);
}

int ipc_last_index(struct ipc_table *table)
{
	u64 index = 0;
	int last = 0;

	for (; ipc_next(table, &index); index++)
		last = (int)index;
	return last;
}

void ipc_hide(struct ipc_table *table, struct ipc_object *object)
{
	if (object->key != IPC_PRIVATE)
		radix_tree_remove(&table->by_key, (u32)object->key);
	object->key = IPC_PRIVATE;
}

void ipc_remove(struct ipc_table *table, struct ipc_object *object)
{
	ipc_hide(table, object);
	radix_tree_remove(&table->by_index, (u32)object->id % IPC_INDICES);
	table->used--;
}

bool ipc_permitted(const struct ipc_object *object, u32 mode)
{
	const struct credentials *who = credentials_current();
	const u32 wanted = (mode >> 6 | mode >> 3 | mode) & 7;
	u32 granted = object->mode;

	if (who->euid == 0)
		return true;
	if (who->euid == object->cuid || who->euid == object->uid)
		granted >>= 6;
	else if (credentials_in_group(who, object->cgid) ||
		 credentials_in_group(who, object->gid))
		granted >>= 3;
	return !(wanted & ~granted);
}

bool ipc_owned(const struct ipc_object *object)
{
	const u32 euid = credentials_current()->euid;

	return euid == 0 || euid == object->cuid || euid == object->uid;
}

void ipc_perm_fill(const struct ipc_object *object, struct ipc_perm *perm)
{
	*perm = (struct ipc_perm){
		.key = object->key,
		.uid = object->uid,
		.gid = object->gid,
		.cuid = object->cuid,
		.cgid = object->cgid,
		.mode = object->mode,
		.seq = (u16)((u32)object->id >> IPC_INDEX_BITS),
	};
}

int ipc_perm_apply(struct ipc_object *object, const struct ipc_perm *perm)
{
	if (perm->uid == ~0U || perm->gid == ~0U)
		return -EINVAL;
	object->uid = perm->uid;
	object->gid = perm->gid;
	object->mode = (object->mode & ~(u32)PERMISSIONS) |
		       (perm->mode & PERMISSIONS);
	return 0;
}
