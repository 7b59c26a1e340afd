/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to file locks: who holds which range.
 */
#ifndef FS_FILE_LOCK_H
#define FS_FILE_LOCK_H

#include <exo/compiler.h>
#include <exo/list.h>
#include <exo/types.h>

struct range_lock {
	struct list_head node;
	const void *owner;
	u64 first, last; /* bytes, both included */
	s32 pid; /* of who took it */
	s16 type; /* F_RDLCK, F_WRLCK; F_UNLCK in a request */
};

/* A request, and memory for what it may add. Unused memory stays in it. */
struct range_change {
	struct range_lock wanted;
	struct range_lock *spare[2]; /* the lock itself, and a part split off */
	struct list_head removed; /* to be freed by the caller */
};

/* The first lock of another owner that conflicts with @wanted, or NULL. */
struct range_lock *range_conflict(const struct list_head *locks,
				  const struct range_lock *wanted);

/*
 * Make @change in @locks: what the owner has in the range gets its type, is joined
 * with what touches it, or goes. -ENOLCK, and no change, when spare memory
 * is missing that it takes.
 */
int range_apply(struct list_head *locks, struct range_change *change);

#endif
