// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who watches what. A watch is found by its number in its inotify, and by its inode
 * among those of that: few watch the same file.
 */
#include <exo/compiler.h>
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/path.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "inotify.h"
#include "permission.h"

/* What of a mask stays with the watch. */
#define KEPT (IN_ALL_EVENTS | IN_EXCL_UNLINK | IN_ONESHOT)

struct mutex inotify_watching = MUTEX_INIT(inotify_watching, "inotify watches");
struct mutex inotify_removing = MUTEX_INIT(inotify_removing, "inotify removal");
LIST_HEAD(inotify_watches);
bool files_are_watched;

/* inotify_watching is held, here and below. NULL: there is none. */
static struct inotify_watch *find_watch(const struct inotify *inotify,
					const struct inode *inode)
{
	struct inotify_watch *watch;

	hlist_for_each_entry(watch, &inode->watched_by, inode_node)
		if (watch->inotify == inotify)
			return watch;
	return NULL;
}

/* Numbers are given again only when all others were. */
static s32 next_number(struct inotify *inotify)
{
	s32 number = inotify->last_number;

	do
		number = number == INT_MAX ? 1 : number + 1;
	while (radix_tree_get(&inotify->watches, (u64)number));
	return number;
}

static int add(struct inotify *inotify, struct inode *inode, u32 mask)
{
	struct inotify_watch *watch;
	s32 number = next_number(inotify);
	int err;

	/* As on Linux, a number is used up by who fails, too. */
	inotify->last_number = number;
	if (inotify->user->watches >= READ_ONCE(inotify_limits.user_watches))
		return -ENOSPC;
	watch = kmalloc(sizeof(*watch));
	if (!watch)
		return -ENOMEM;
	err = radix_tree_insert(&inotify->watches, (u64)number, watch);
	if (err) {
		kfree(watch);
		return err;
	}
	inode_get(inode);
	watch->inotify = inotify;
	watch->inode = inode;
	watch->number = number;
	watch->mask = (mask & KEPT) | IN_UNMOUNT;
	hlist_add_head(&watch->inode_node, &inode->watched_by);
	list_add_tail(&watch->node, &inotify_watches);
	inotify->user->watches++;
	WRITE_ONCE(files_are_watched, true);
	return number;
}

static int change(struct inotify_watch *watch, u32 mask)
{
	if (mask & IN_MASK_CREATE)
		return -EEXIST;
	if (mask & IN_MASK_ADD)
		watch->mask |= mask & KEPT;
	else
		watch->mask = (mask & KEPT) | IN_UNMOUNT;
	return watch->number;
}

/*
 * What is seen by a path made for the occasion, as a pipe in /proc/PID/fd, is not
 * what others use.
 */
static bool is_nameless(const struct dentry *dentry)
{
	return dentry->parent == dentry && dentry->superblock->root != dentry;
}

static int check(const struct path *path, u32 mask)
{
	if (mask & IN_ONLYDIR && !S_ISDIR(path_inode(path)->mode))
		return -ENOTDIR;
	if (is_nameless(path->dentry))
		return -EINVAL;
	return path_permission(path, MAY_READ);
}

static int add_or_change(struct inotify *inotify, struct inode *inode, u32 mask)
{
	struct inotify_watch *watch;
	int result;

	mutex_lock(&inotify_watching);
	watch = find_watch(inotify, inode);
	result = watch ? change(watch, mask) : add(inotify, inode, mask);
	mutex_unlock(&inotify_watching);
	return result;
}

int inotify_add_watch(struct file *file, const char *name, u32 mask)
{
	const u32 flags = mask & IN_DONT_FOLLOW ? AT_SYMLINK_NOFOLLOW : 0;
	struct path path;
	int result = path_lookup(NULL, name, flags, &path);

	if (result)
		return result;
	result = check(&path, mask);
	if (!result)
		result = add_or_change(inotify_of(file), path_inode(&path),
				       mask);
	path_put(&path);
	return result;
}

void inotify_end_watch(struct inotify_watch *watch, struct list_head *ended)
{
	static const struct inotify_news end = {.event = IN_IGNORED};
	struct inotify *inotify = watch->inotify;

	inotify_queue(inotify, watch->number, &end);
	radix_tree_remove(&inotify->watches, (u64)watch->number);
	hlist_del(&watch->inode_node);
	list_del(&watch->node);
	list_add_tail(&watch->node, ended);
	inotify->user->watches--;
	WRITE_ONCE(files_are_watched, !list_empty(&inotify_watches));
}

void inotify_free_ended(struct list_head *ended)
{
	struct inotify_watch *watch, *next;

	list_for_each_entry_safe(watch, next, ended, node) {
		inode_put(watch->inode);
		kfree(watch);
	}
}

static void removal_begin(void)
{
	mutex_lock(&inotify_removing);
	mutex_lock(&inotify_watching);
}

static void removal_end(struct list_head *ended)
{
	mutex_unlock(&inotify_watching);
	inotify_free_ended(ended);
	mutex_unlock(&inotify_removing);
}

int inotify_remove_watch(struct file *file, s32 number)
{
	struct inotify *inotify = inotify_of(file);
	struct inotify_watch *watch = NULL;
	LIST_HEAD(ended);

	removal_begin();
	if (number > 0)
		watch = radix_tree_get(&inotify->watches, (u64)number);
	if (watch)
		inotify_end_watch(watch, &ended);
	removal_end(&ended);
	return watch ? 0 : -EINVAL;
}

void inotify_end_all(struct inotify *inotify)
{
	struct inotify_watch *watch;
	u64 number = 0;
	LIST_HEAD(ended);

	removal_begin();
	while ((watch = radix_tree_next(&inotify->watches, &number)))
		inotify_end_watch(watch, &ended);
	removal_end(&ended);
}
