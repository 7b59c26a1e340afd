/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Locks on files, advisory: flock(2) on the whole, fcntl(2) on ranges
 * of bytes. Both kinds do not see each other.
 *
 * Whoever an owner is, his locks do not conflict with each other: for flock and
 * F_OFD_SETLK the open file, for F_SETLK the process, that is its file table.
 *
 * The functions may sleep. Files without a name cannot be locked: -EINVAL.
 */
#ifndef EXO_FILE_LOCK_H
#define EXO_FILE_LOCK_H

#include <exo/compiler.h>
#include <exo/file.h>
#include <exo/inode.h>
#include <exo/types.h>
#include <uapi/fcntl.h>
#include <uapi/flock.h>

struct file_locks;

/*
 * flock(2): LOCK_SH, LOCK_EX or LOCK_UN, with LOCK_NB or without. -EINTR by a
 * signal while it waits.
 */
int file_flock(struct file *file, unsigned int operation);

/*
 * F_SETLK, F_SETLKW (@wait) and their OFD forms. -EAGAIN when others hold what
 * conflicts; -EDEADLK when waiting would never end, between processes; -ENOLCK
 * without memory; -EINTR by a signal. @lock->l_pid is told to those who ask.
 */
int file_lock_set(struct file *file, const void *owner,
		  const struct flock *lock, bool wait);

/* F_GETLK: what keeps *@lock from being set, or F_UNLCK in its type. */
int file_lock_test(struct file *file, const void *owner, struct flock *lock);

/* For file_locks_drop(): there are some. */
void file_locks_drop_from(struct file_locks *locks, const void *owner);

/* A process closes @file: POSIX has all its locks go. */
static inline void file_locks_drop(struct file *file, const void *owner)
{
	struct file_locks *locks = NULL;

	if (IS_ENABLED(CONFIG_VFS) && file->inode)
		locks = __atomic_load_n(&file->inode->locks, __ATOMIC_ACQUIRE);
	if (unlikely(locks))
		file_locks_drop_from(locks, owner);
}

/* Nobody refers to the inode with these, which may be NULL. */
void file_locks_free(struct file_locks *locks);

#endif
