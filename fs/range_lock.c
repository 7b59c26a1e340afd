// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ranges of bytes and their owners: arithmetic on a list, for the caller's lock.
 * Also tested on the build machine.
 *
 *	owner's	    [---- read ----]  [-- read --]
 *	write	            [------------]
 *	becomes	    [ read ][    write   ][read]
 */
#include "file_lock.h"

#include <uapi/errno.h>
#include <uapi/fcntl.h>

static bool overlap(const struct range_lock *a, const struct range_lock *b)
{
	return a->first <= b->last && b->first <= a->last;
}

/* Overlap, or follow each other without a gap. */
static bool touch(const struct range_lock *a, const struct range_lock *b)
{
	return a->first <= b->last + 1 && b->first <= a->last + 1;
}

struct range_lock *range_conflict(const struct list_head *locks,
				  const struct range_lock *wanted)
{
	struct range_lock *lock;

	list_for_each_entry(lock, locks, node)
		if (lock->owner != wanted->owner && overlap(lock, wanted) &&
		    (lock->type == F_WRLCK || wanted->type == F_WRLCK))
			return lock;
	return NULL;
}

/* Does @wanted cut a hole into one of the owner's locks? */
static bool splits(const struct list_head *locks,
		   const struct range_lock *wanted)
{
	const struct range_lock *lock;

	list_for_each_entry(lock, locks, node)
		if (lock->owner == wanted->owner &&
		    lock->type != wanted->type && lock->first < wanted->first &&
		    lock->last > wanted->last)
			return true;
	return false;
}

static void add(struct list_head *locks, struct range_lock **spare,
		const struct range_lock *value)
{
	struct range_lock *lock = *spare;

	*spare = NULL;
	*lock = *value;
	list_add_tail(&lock->node, locks);
}

static void take_out(struct range_change *change, struct range_lock *lock)
{
	list_del(&lock->node);
	list_add_tail(&lock->node, &change->removed);
}

/* Leave of @lock, of another type, what is outside of the wanted range. */
static void cut(struct list_head *locks, struct range_change *change,
		struct range_lock *lock)
{
	const struct range_lock *wanted = &change->wanted;

	if (lock->first < wanted->first && lock->last > wanted->last) {
		struct range_lock right = *lock;

		right.first = wanted->last + 1;
		add(locks, &change->spare[1], &right);
		lock->last = wanted->first - 1;
	} else if (lock->first < wanted->first) {
		lock->last = wanted->first - 1;
	} else if (lock->last > wanted->last) {
		lock->first = wanted->last + 1;
	} else {
		take_out(change, lock);
	}
}

int range_apply(struct list_head *locks, struct range_change *change)
{
	struct range_lock *wanted = &change->wanted, *lock, *next;

	if ((wanted->type != F_UNLCK && !change->spare[0]) ||
	    (!change->spare[1] && splits(locks, wanted)))
		return -ENOLCK;
	list_for_each_entry_safe(lock, next, locks, node) {
		if (lock->owner != wanted->owner)
			continue;
		if (lock->type == wanted->type && touch(lock, wanted)) {
			if (lock->first < wanted->first)
				wanted->first = lock->first;
			if (lock->last > wanted->last)
				wanted->last = lock->last;
			take_out(change, lock);
		} else if (lock->type != wanted->type &&
			   overlap(lock, wanted)) {
			cut(locks, change, lock);
		}
	}
	if (wanted->type != F_UNLCK)
		add(locks, &change->spare[0], wanted);
	return 0;
}
