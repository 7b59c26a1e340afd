// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers, keys and permissions, of objects that are nothing more.
 */
#include "object.h"

#include <exo/credentials.h>
#include <exo/fault_inject.h>
#include <exo/kmalloc.h>
#include <exo/ktest.h>
#include <exo/task.h>
#include <uapi/errno.h>

static unsigned int alive;

static int plain_create(const struct ipc_request *request,
			struct ipc_object **created)
{
	(void)request;
	*created = kzalloc(sizeof(**created));
	alive += *created != NULL;
	return *created ? 0 : -ENOMEM;
}

static void plain_destroy(struct ipc_object *object)
{
	alive--;
	kfree(object);
}

static int plain_check(const struct ipc_object *object,
		       const struct ipc_request *request)
{
	(void)object;
	return request->size ? -EINVAL : 0;
}

static const struct ipc_kind plain_kind = {
	.create = plain_create,
	.destroy = plain_destroy,
	.check = plain_check,
};

static struct ipc_table table = IPC_TABLE_INIT(table, &plain_kind, 100);

static int get(s32 key, u32 flags)
{
	return ipc_get(&table, &(struct ipc_request){key, flags, 0});
}

static void drop(s32 id)
{
	struct ipc_object *object;

	mutex_lock(&table.lock);
	object = ipc_find(&table, id);
	if (object) {
		ipc_remove(&table, object);
		plain_destroy(object);
	}
	mutex_unlock(&table.lock);
}

static void start_anew(void)
{
	table.next_index = 0;
	table.last_index = -1;
	table.sequence = 0;
}

KTEST(sysv_object, a_key_leads_to_one_object)
{
	int id;

	start_anew();
	KTEST_EXPECT_EQ(t, get(7, 0600), -ENOENT);
	id = get(7, IPC_CREAT | 0600);
	KTEST_EXPECT_EQ(t, id, 0);
	KTEST_EXPECT_EQ(t, get(7, 0600), id);
	KTEST_EXPECT_EQ(t, get(7, IPC_CREAT), id);
	KTEST_EXPECT_EQ(t, get(7, IPC_CREAT | IPC_EXCL), -EEXIST);
	KTEST_EXPECT_EQ(t, ipc_get(&table, &(struct ipc_request){7, 0, 1}),
			-EINVAL);
	drop(id);
	KTEST_EXPECT_EQ(t, get(7, 0), -ENOENT);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(sysv_object, private_ones_have_no_key)
{
	int first = get(IPC_PRIVATE, 0), second = get(IPC_PRIVATE, 0);

	KTEST_EXPECT_GE(t, first, 0);
	KTEST_EXPECT_NE(t, first, second);
	drop(first);
	drop(second);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(sysv_object, what_is_gone_has_a_number_of_its_own)
{
	int first, next;

	start_anew();
	first = get(IPC_PRIVATE, 0);
	drop(first);
	for (int i = 1; i < 64; i++) {
		next = get(IPC_PRIVATE, 0);
		KTEST_EXPECT_EQ(t, next, i);
		drop(next);
	}
	next = get(IPC_PRIVATE, 0);
	KTEST_EXPECT_EQ(t, next, 1 << IPC_INDEX_BITS);
	mutex_lock(&table.lock);
	KTEST_EXPECT(t, !ipc_find(&table, first));
	KTEST_EXPECT(t, ipc_find(&table, next) != NULL);
	KTEST_EXPECT(t, ipc_find_index(&table, 0) != NULL);
	KTEST_EXPECT(t, !ipc_find(&table, -1));
	mutex_unlock(&table.lock);
	drop(next);
}

KTEST(sysv_object, as_many_as_there_may_be)
{
	int ids[100];
	unsigned int wrong = 0;

	for (unsigned int i = 0; i < 100; i++) {
		ids[i] = get((s32)i + 1, IPC_CREAT);
		wrong += ids[i] < 0;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, get(IPC_PRIVATE, 0), -ENOSPC);
	KTEST_EXPECT_EQ(t, get(5, 0), ids[4]);
	for (unsigned int i = 0; i < 100; i++)
		drop(ids[i]);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(sysv_object, owner_group_and_others_have_their_bits)
{
	struct credentials *old = current->credentials;
	struct credentials *who = credentials_copy(credentials_current(), 0);
	struct ipc_object object = {
		.uid = 1, .gid = 2, .cuid = 3, .cgid = 4, .mode = 0640};

	KTEST_ASSERT(t, who);
	KTEST_EXPECT(t, ipc_permitted(&object, 0777));
	current->credentials = who;
	who->euid = 1;
	who->fsgid = 9;
	KTEST_EXPECT(t, ipc_permitted(&object, 0600) && ipc_owned(&object));
	KTEST_EXPECT(t, !ipc_permitted(&object, 0100));
	who->euid = 3;
	KTEST_EXPECT(t, ipc_permitted(&object, 0600) && ipc_owned(&object));
	who->euid = 5;
	KTEST_EXPECT(t, !ipc_permitted(&object, 0400) && !ipc_owned(&object));
	who->fsgid = 2;
	KTEST_EXPECT(t, ipc_permitted(&object, 0444));
	KTEST_EXPECT(t, !ipc_permitted(&object, 0222));
	who->fsgid = 4;
	KTEST_EXPECT(t, ipc_permitted(&object, 0444) && !ipc_owned(&object));
	current->credentials = old;
	credentials_put(who);
}

KTEST(sysv_object, nothing_is_lost_when_memory_is_short)
{
	int id = 0;

	fault_inject_each(nth)
	{
		id = get(0x12345678, IPC_CREAT | IPC_EXCL);
		if (id != -ENOMEM && id < 0)
			break;
		if (id >= 0)
			drop(id);
	}
	KTEST_EXPECT_GE(t, id, 0);
	KTEST_EXPECT_EQ(t, alive, 0);
	KTEST_EXPECT_EQ(t, table.used, 0);
}
