// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locks on files. An inode that was ever locked has two lists, for flock() and
 * for ranges; one spinlock guards all lists, and who waits for whom.
 *
 * Who must wait notes whose lock is in the way; following these notes finds
 * the circles in which nobody would ever go on.
 */
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/spinlock.h>
#include <exo/vfs.h>
#include <exo/wait.h>
#include <uapi/errno.h>

#include "file_lock.h"

enum {
	CIRCLE_MAX = 10, /* owners, as Linux has it; longer ones are not seen */
};

struct file_locks {
	struct list_head whole, ranges; /* guarded by lock */
	struct wait_queue waiters;
};

/* A process that waits in F_SETLKW. */
struct lock_waiter {
	struct list_head node;
	const struct file_locks *locks; /* where */
	const void *owner;
	const void *blocked_by; /* NULL: it was woken and will look again */
};

static struct spinlock lock = SPINLOCK_INIT("file locks");
static LIST_HEAD(lock_waiters);

static void free_list(struct list_head *list)
{
	struct range_lock *range, *next;

	list_for_each_entry_safe(range, next, list, node)
		kfree(range);
}

void file_locks_free(struct file_locks *locks)
{
	if (!locks)
		return;
	free_list(&locks->whole);
	free_list(&locks->ranges);
	kfree(locks);
}

static struct file_locks *locks_make(struct inode *inode)
{
	struct file_locks *locks, *none = NULL;

	locks = kmalloc(sizeof(*locks));
	if (!locks)
		return NULL;
	list_init(&locks->whole);
	list_init(&locks->ranges);
	wait_queue_init(&locks->waiters);
	if (__atomic_compare_exchange_n(&inode->locks, &none, locks, false,
					__ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return locks;
	kfree(locks);
	return none;
}

/* The lists of @file's inode, made if @make; NULL: there are none. */
static inline struct file_locks *locks_of(struct file *file, bool make)
{
	struct inode *inode = file->inode;
	struct file_locks *locks =
		__atomic_load_n(&inode->locks, __ATOMIC_ACQUIRE);

	return locks || !make ? locks : locks_make(inode);
}

/* The lock is held. NULL: @owner does not wait. */
static const struct lock_waiter *find_waiter(const void *owner)
{
	const struct lock_waiter *waiter;

	list_for_each_entry(waiter, &lock_waiters, node)
		if (waiter->owner == owner)
			return waiter;
	return NULL;
}

/*
 * Would @waiter wait for itself? The lock is held. An owner whose tasks wait for
 * several others is followed to one of them only, so there may be circles that
 * nobody has seen, and that do not lead back to @waiter.
 */
static bool in_circle(const struct lock_waiter *waiter)
{
	const void *owner = waiter->blocked_by;
	const struct lock_waiter *other;

	for (unsigned int i = 0; i < CIRCLE_MAX; i++) {
		if (owner == waiter->owner)
			return true;
		other = find_waiter(owner);
		if (!other)
			return false;
		owner = other->blocked_by;
	}
	return false;
}

/* Who waits for these locks is to look again. The lock is held. */
static void wake_waiters(struct file_locks *locks)
{
	struct lock_waiter *waiter;

	list_for_each_entry(waiter, &lock_waiters, node)
		if (waiter->locks == locks)
			waiter->blocked_by = NULL;
	wake_all(&locks->waiters);
}

/*
 * Wait until nothing conflicts with @wanted: 0, -EDEADLK, -EINTR. The lock is held.
 * @waiter is NULL if its owner is no process.
 */
static int wait_for(struct file_locks *locks, const struct list_head *list,
		    const struct range_lock *wanted, struct lock_waiter *waiter)
{
	const struct range_lock *conflict;
	int err = 0;

	while (!err && (conflict = range_conflict(list, wanted))) {
		if (waiter) {
			waiter->blocked_by = conflict->owner;
			err = in_circle(waiter) ? -EDEADLK : 0;
		}
		if (err)
			break;
		if (waiter)
			list_add(&waiter->node, &lock_waiters);
		err = wait_on_interruptible(&locks->waiters, &lock,
					    WAIT_FOREVER);
		if (waiter)
			list_del(&waiter->node);
	}
	return err;
}

enum how_to_wait {
	WAIT_NOT,
	WAIT_FOR_EVER, /* even in a circle */
	WAIT_UNLESS_DEADLOCK,
};

static int change_list(struct file_locks *locks, struct list_head *list,
		       const struct range_lock *wanted, enum how_to_wait how)
{
	struct range_change change = {.wanted = *wanted};
	struct lock_waiter waiter = {.locks = locks, .owner = wanted->owner};
	int err = 0;

	list_init(&change.removed);
	change.spare[0] = kmalloc(sizeof(*change.spare[0]));
	change.spare[1] = kmalloc(sizeof(*change.spare[1]));
	spin_lock(&lock);
	if (wanted->type != F_UNLCK && range_conflict(list, wanted))
		err = how == WAIT_NOT
			      ? -EAGAIN
			      : wait_for(locks, list, wanted,
					 how == WAIT_UNLESS_DEADLOCK ? &waiter
								     : NULL);
	if (!err)
		err = range_apply(list, &change);
	/* What became less may be what others wait for. */
	wake_waiters(locks);
	spin_unlock(&lock);
	free_list(&change.removed);
	kfree(change.spare[0]);
	kfree(change.spare[1]);
	return err;
}

static s16 type_of_operation(unsigned int operation)
{
	switch (operation & ~(unsigned int)LOCK_NB) {
	case LOCK_SH:
		return F_RDLCK;
	case LOCK_EX:
		return F_WRLCK;
	case LOCK_UN:
		return F_UNLCK;
	default:
		return -1;
	}
}

/* Does @file hold a lock of this type already? */
static bool holds_whole(struct file_locks *locks, const struct file *file,
			s16 type)
{
	const struct range_lock *range;
	bool found = false;

	spin_lock(&lock);
	list_for_each_entry(range, &locks->whole, node)
		found |= range->owner == file && range->type == type;
	spin_unlock(&lock);
	return found;
}

int file_flock(struct file *file, unsigned int operation)
{
	struct range_lock wanted = {
		.owner = file,
		.last = S64_MAX,
		.type = F_UNLCK,
	};
	s16 type = type_of_operation(operation);
	struct file_locks *locks;
	int err;

	if (type < 0 || !file->inode)
		return -EINVAL;
	locks = locks_of(file, true);
	if (!locks)
		return -ENOLCK;
	if (holds_whole(locks, file, type))
		return 0;
	/* Not in one step, says flock(2): what is held goes first. */
	err = change_list(locks, &locks->whole, &wanted, WAIT_NOT);
	if (err || type == F_UNLCK)
		return err;
	wanted.type = type;
	return change_list(locks, &locks->whole, &wanted,
			   operation & LOCK_NB ? WAIT_NOT : WAIT_FOR_EVER);
}

/* Where l_start counts from, or a negative errno. */
static s64 range_base(struct file *file, const struct flock *flock)
{
	switch (flock->l_whence) {
	case SEEK_SET:
		return 0;
	case SEEK_CUR:
		return (s64)READ_ONCE(file->position);
	case SEEK_END:
		return (s64)READ_ONCE(file->inode->size);
	default:
		return -EINVAL;
	}
}

/* The bytes that @flock means. */
static int read_range(struct file *file, const struct flock *flock,
		      struct range_lock *range)
{
	s64 base = range_base(file, flock), first, last;

	if (base < 0)
		return -EINVAL;
	if (__builtin_add_overflow(base, flock->l_start, &first))
		return -EOVERFLOW;
	last = S64_MAX;
	if (flock->l_len > 0 &&
	    __builtin_add_overflow(first, flock->l_len - 1, &last))
		return -EOVERFLOW;
	if (flock->l_len < 0) {
		last = first - 1;
		if (__builtin_add_overflow(first, flock->l_len, &first))
			return -EINVAL;
	}
	if (first < 0)
		return -EINVAL;
	range->first = (u64)first;
	range->last = (u64)last;
	range->type = flock->l_type;
	range->pid = flock->l_pid;
	return 0;
}

static int check_type(const struct file *file, s16 type)
{
	switch (type) {
	case F_RDLCK:
		return file_readable(file) ? 0 : -EBADF;
	case F_WRLCK:
		return file_writable(file) ? 0 : -EBADF;
	case F_UNLCK:
		return 0;
	default:
		return -EINVAL;
	}
}

int file_lock_set(struct file *file, const void *owner,
		  const struct flock *flock, bool wait)
{
	struct range_lock wanted = {.owner = owner};
	enum how_to_wait how = WAIT_NOT;
	struct file_locks *locks;
	int err;

	if (!file->inode)
		return -EINVAL;
	err = check_type(file, flock->l_type);
	if (!err)
		err = read_range(file, flock, &wanted);
	if (err)
		return err;
	locks = locks_of(file, flock->l_type != F_UNLCK);
	if (!locks)
		return flock->l_type == F_UNLCK ? 0 : -ENOLCK;
	if (wait)
		how = owner == file ? WAIT_FOR_EVER : WAIT_UNLESS_DEADLOCK;
	return change_list(locks, &locks->ranges, &wanted, how);
}

static void tell(const struct range_lock *range, struct flock *flock)
{
	*flock = (struct flock){
		.l_type = range->type,
		.l_whence = SEEK_SET,
		.l_start = (s64)range->first,
		.l_len = range->last == S64_MAX
				 ? 0
				 : (s64)(range->last - range->first + 1),
		.l_pid = range->pid,
	};
}

int file_lock_test(struct file *file, const void *owner, struct flock *flock)
{
	struct range_lock wanted = {.owner = owner};
	const struct range_lock *conflict = NULL;
	struct file_locks *locks;
	int err;

	if (!file->inode ||
	    (flock->l_type != F_RDLCK && flock->l_type != F_WRLCK))
		return -EINVAL;
	err = read_range(file, flock, &wanted);
	if (err)
		return err;
	locks = locks_of(file, false);
	spin_lock(&lock);
	if (locks)
		conflict = range_conflict(&locks->ranges, &wanted);
	if (conflict)
		tell(conflict, flock);
	else
		flock->l_type = F_UNLCK;
	spin_unlock(&lock);
	return 0;
}

static void drop_all(struct list_head *list, const void *owner,
		     struct list_head *removed)
{
	struct range_lock *range, *next;

	list_for_each_entry_safe(range, next, list, node) {
		if (range->owner != owner)
			continue;
		list_del(&range->node);
		list_add_tail(&range->node, removed);
	}
}

void file_locks_drop_from(struct file_locks *locks, const void *owner)
{
	LIST_HEAD(removed);

	spin_lock(&lock);
	drop_all(&locks->whole, owner, &removed);
	drop_all(&locks->ranges, owner, &removed);
	wake_waiters(locks);
	spin_unlock(&lock);
	free_list(&removed);
}
