// SPDX-License-Identifier: GPL-2.0-only
/*
 * rename(2): a name moves, to replace another or to change places with it.
 *
 * Moves between directories exclude each other, so the tree keeps its shape while
 * one is checked: no directory may come to lie below itself. The directories
 * are locked with an upper one first; two that are not below each other by
 * address, which cannot conflict with who locks a parent and then its child.
 */
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"
#include "names.h"
#include "path_walk.h"
#include "permission.h"

/* The places before and after, and what is there now. */
struct move {
	struct parent_lookup old, new;
	struct dentry *source, *target; /* target may be negative */
	u32 flags; /* RENAME_* */
};

static struct mutex rename_mutex = MUTEX_INIT(rename_mutex, "rename");

static void lock_directories(const struct move *move)
{
	struct dentry *a = move->old.directory.dentry;
	struct dentry *b = move->new.directory.dentry;

	if (a == b) {
		mutex_lock(&a->inode->mutex);
		return;
	}
	mutex_lock(&rename_mutex);
	if (dentry_is_below(a, b) || (!dentry_is_below(b, a) && a > b)) {
		mutex_lock(&b->inode->mutex);
		mutex_lock(&a->inode->mutex);
	} else {
		mutex_lock(&a->inode->mutex);
		mutex_lock(&b->inode->mutex);
	}
}

static void unlock_directories(const struct move *move)
{
	struct dentry *a = move->old.directory.dentry;
	struct dentry *b = move->new.directory.dentry;

	mutex_unlock(&a->inode->mutex);
	if (a == b)
		return;
	mutex_unlock(&b->inode->mutex);
	mutex_unlock(&rename_mutex);
}

static bool is_directory(const struct dentry *dentry)
{
	return S_ISDIR(dentry->inode->mode);
}

/*
 * A directory may not move into itself, nor replace what it lies in. Within one
 * directory neither can happen, and without the rename mutex one may not look.
 */
static int check_loops(const struct move *move)
{
	if (move->old.directory.dentry == move->new.directory.dentry)
		return 0;
	if (dentry_is_below(move->new.directory.dentry, move->source))
		return -EINVAL;
	if (dentry_is_below(move->old.directory.dentry, move->target))
		return move->flags & RENAME_EXCHANGE ? -EINVAL : -ENOTEMPTY;
	return 0;
}

/* Does what is there allow what @flags and the slashes ask for? */
static int check_presence(const struct move *move)
{
	if (!move->source->inode)
		return -ENOENT;
	if (move->flags & RENAME_NOREPLACE && move->target->inode)
		return -EEXIST;
	if (move->flags & RENAME_EXCHANGE && !move->target->inode)
		return -ENOENT;
	if (!is_directory(move->source) &&
	    (move->old.slash ||
	     (move->new.slash && !(move->flags & RENAME_EXCHANGE))))
		return -ENOTDIR;
	if (move->flags & RENAME_EXCHANGE && move->new.slash &&
	    !is_directory(move->target))
		return -ENOTDIR;
	return 0;
}

static enum victim_type victim_of(const struct move *move)
{
	if (move->flags & RENAME_EXCHANGE)
		return VICTIM_ANY;
	return is_directory(move->source) ? VICTIM_DIRECTORY : VICTIM_FILE;
}

/* To get another parent, a directory's ".." is written to. */
static int check_parent_change(const struct dentry *dentry)
{
	if (!dentry->inode || !is_directory(dentry))
		return 0;
	return inode_permission(dentry->inode, MAY_WRITE);
}

static int check_permissions(const struct move *move)
{
	int err = may_delete(&move->old.directory, move->source, VICTIM_ANY);

	if (err)
		return err;
	if (move->target->inode)
		err = may_delete(&move->new.directory, move->target,
				 victim_of(move));
	else
		err = may_create(&move->new.directory);
	if (err || move->old.directory.dentry == move->new.directory.dentry)
		return err;
	err = check_parent_change(move->source);
	if (!err && move->flags & RENAME_EXCHANGE)
		err = check_parent_change(move->target);
	return err;
}

/* Everything was checked, the directories and the victim are locked. */
static int move_names(const struct move *move, struct inode *victim)
{
	struct inode *inode = move->source->inode;
	const struct filesystem *filesystem = inode->superblock->filesystem;
	const struct rename rename = {
		.old_directory = move->old.directory.dentry->inode,
		.old_name = &move->source->name,
		.new_directory = move->new.directory.dentry->inode,
		.new_name = &move->target->name,
		.inode = inode,
		.victim = victim,
		.exchange = move->flags &RENAME_EXCHANGE,
	};
	int err = filesystem->rename ? filesystem->rename(&rename) : -EPERM;

	if (err)
		return err;
	if (anybody_watches())
		tell_rename(&rename);
	if (victim && !rename.exchange) {
		dentry_cache_drop_children(move->target);
		dentry_replace(move->source, move->target);
	} else {
		dentry_exchange(move->source, move->target);
	}
	return 0;
}

static int move_checked(const struct move *move)
{
	struct inode *victim = move->target->inode;
	bool replaced = victim && !(move->flags & RENAME_EXCHANGE);
	int err = -EBUSY;

	if (victim)
		inode_get(victim);
	if (replaced)
		mutex_lock(&victim->mutex);
	if (!dentry_mounted(move->target))
		err = move_names(move, victim);
	if (replaced)
		mutex_unlock(&victim->mutex);
	if (victim)
		inode_put(victim);
	return err;
}

/* Source and target were found. */
static int move_found(const struct move *move)
{
	int err = check_presence(move);

	if (!err)
		err = check_loops(move);
	/* Two names of one file: nothing to do. */
	if (!err && move->source->inode == move->target->inode)
		return 0;
	if (!err)
		err = check_permissions(move);
	return err ? err : move_checked(move);
}

/* The directories are locked. */
static int move_locked(struct move *move)
{
	int err = name_lookup(&move->old, &move->source);

	if (err)
		return err;
	err = name_lookup(&move->new, &move->target);
	if (!err) {
		err = move_found(move);
		dentry_put(move->target);
	}
	dentry_put(move->source);
	return err;
}

static int move_parents(struct move *move)
{
	int err;

	if (move->old.directory.mount != move->new.directory.mount)
		return -EXDEV;
	if (move->old.type != LAST_NAME)
		return -EBUSY;
	if (move->new.type != LAST_NAME)
		return move->flags & RENAME_NOREPLACE ? -EEXIST : -EBUSY;
	lock_directories(move);
	err = move_locked(move);
	unlock_directories(move);
	return err;
}

static bool flags_valid(u32 flags)
{
	return !(flags & ~(u32)(RENAME_NOREPLACE | RENAME_EXCHANGE)) &&
	       flags != (RENAME_NOREPLACE | RENAME_EXCHANGE);
}

int vfs_rename(const struct path *old_at, const char *old_name,
	       const struct path *new_at, const char *new_name, u32 flags)
{
	struct move move = {.flags = flags};
	int err;

	if (!flags_valid(flags))
		return -EINVAL;
	err = path_walk_parent(old_at, old_name, &move.old);
	if (err)
		return err;
	err = path_walk_parent(new_at, new_name, &move.new);
	if (!err) {
		err = move_parents(&move);
		path_put(&move.new.directory);
	}
	path_put(&move.old.directory);
	return err;
}
