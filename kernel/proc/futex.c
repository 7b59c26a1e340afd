// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who waits at which word: a table hashed by what the word is part of.
 *
 *	private memory	(address space, address)
 *	shared memory	(file, offset), the same in all address spaces
 *
 * These are only compared, never followed. What has gone, and has something else
 * at its place, may at worst wake who waited for it, and he looks at his word
 * again anyway.
 *
 * One lock guards the table, from the look at the word until the waiter is in it,
 * so no wake-up is lost. Under it the word is read without sleeping; if it is not
 * there, it is brought in without the lock.
 */
#include "futex.h"

#include <exo/hash.h>
#include <exo/initcall.h>
#include <exo/list.h>
#include <exo/spinlock.h>
#include <exo/task.h>
#include <exo/uaccess.h>
#include <exo/vm.h>
#include <exo/wait.h>
#include <uapi/errno.h>

enum {
	BUCKET_BITS = 6,
	BUCKETS = 1 << BUCKET_BITS,
};

struct futex_key {
	const void *object;
	u64 offset;
};

/* On the stack of who waits. */
struct futex_waiter {
	struct list_head node; /* in a bucket while not woken */
	struct futex_key key;
	u32 bitset;
	bool woken;
	struct wait_queue queue; /* it alone */
};

static struct spinlock lock = SPINLOCK_INIT("futexes");
static struct list_head buckets[BUCKETS];
static unsigned int waiters;

static int futex_init(void)
{
	for (int i = 0; i < BUCKETS; i++)
		list_init(&buckets[i]);
	return 0;
}
INITCALL(memory, futex_init);

static struct list_head *bucket_of(const struct futex_key *key)
{
	return &buckets[hash_64((u64)key->object + key->offset, BUCKET_BITS)];
}

static bool same(const struct futex_key *a, const struct futex_key *b)
{
	return a->object == b->object && a->offset == b->offset;
}

static int key_of(const struct futex *futex, struct futex_key *key)
{
	const unsigned long address = (unsigned long)futex->address;
	struct vm_place place;
	int error;

	if (!user_range_valid(futex->address, sizeof(u32)))
		return -EFAULT;
	if (futex->private) {
		*key = (struct futex_key){current->vm, address};
		return 0;
	}
	error = vm_place(current->vm, address, &place);
	*key = (struct futex_key){place.object, place.offset};
	return error;
}

static void remove(struct futex_waiter *waiter)
{
	list_del(&waiter->node);
	waiters--;
}

static void insert(struct futex_waiter *waiter)
{
	list_add_tail(&waiter->node, bucket_of(&waiter->key));
	waiters++;
}

static void wake(struct futex_waiter *waiter)
{
	remove(waiter);
	waiter->woken = true;
	wake_one(&waiter->queue);
}

/* Take the lock and read the word; with an error the lock is not held. */
static int lock_and_read(u32 __user *address, u32 *value)
{
	for (;;) {
		spin_lock(&lock);
		if (likely(!user_get(*value, address)))
			return 0;
		spin_unlock(&lock);
		if (user_touch(address, false))
			return -EFAULT;
	}
}

/* The lock is held. */
static int wait_woken(struct futex_waiter *waiter, u64 deadline_ns)
{
	int error = 0;

	insert(waiter);
	while (!waiter->woken && !error)
		error = wait_on_interruptible(&waiter->queue, &lock,
					      deadline_ns);
	if (waiter->woken)
		return 0;
	remove(waiter);
	return error;
}

int futex_wait(const struct futex *futex, u32 value, u32 bitset,
	       u64 deadline_ns)
{
	struct futex_waiter waiter = {.bitset = bitset};
	u32 now;
	int error = key_of(futex, &waiter.key);

	if (error)
		return error;
	wait_queue_init(&waiter.queue);
	error = lock_and_read(futex->address, &now);
	if (error)
		return error;
	error = now == value ? wait_woken(&waiter, deadline_ns) : -EAGAIN;
	spin_unlock(&lock);
	return error;
}

/* The lock is held. */
static int wake_some(const struct futex_key *key, int count, u32 bitset)
{
	struct futex_waiter *waiter, *next;
	int woken = 0;

	list_for_each_entry_safe(waiter, next, bucket_of(key), node) {
		if (!same(&waiter->key, key) || !(waiter->bitset & bitset))
			continue;
		wake(waiter);
		if (++woken >= count)
			break;
	}
	return woken;
}

int futex_wake(const struct futex *futex, int count, u32 bitset)
{
	struct futex_key key;
	int result = key_of(futex, &key);

	if (result)
		return result;
	spin_lock(&lock);
	result = wake_some(&key, count, bitset);
	spin_unlock(&lock);
	return result;
}

/* The lock is held; they differ. */
static int move_some(const struct futex_key *from, const struct futex_key *to,
		     int count)
{
	struct futex_waiter *waiter, *next;
	int moved = 0;

	list_for_each_entry_safe(waiter, next, bucket_of(from), node) {
		if (moved >= count)
			break;
		if (!same(&waiter->key, from))
			continue;
		remove(waiter);
		waiter->key = *to;
		insert(waiter);
		moved++;
	}
	return moved;
}

static int requeue_keys(const struct futex_key *from,
			const struct futex_key *to,
			const struct futex_requeue *requeue)
{
	int result = requeue->wake ? wake_some(from, requeue->wake, ~0U) : 0;

	return same(from, to) ? result
			      : result + move_some(from, to, requeue->move);
}

int futex_requeue(const struct futex *from, const struct futex *to,
		  const struct futex_requeue *requeue)
{
	struct futex_key from_key, to_key;
	int result = key_of(from, &from_key);
	u32 now = requeue->value;

	if (!result)
		result = key_of(to, &to_key);
	if (result)
		return result;
	if (requeue->compare)
		result = lock_and_read(from->address, &now);
	else
		spin_lock(&lock);
	if (result)
		return result;
	result = now == requeue->value
			 ? requeue_keys(&from_key, &to_key, requeue)
			 : -EAGAIN;
	spin_unlock(&lock);
	return result;
}

unsigned int futex_waiters(void)
{
	return READ_ONCE(waiters);
}
