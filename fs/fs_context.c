// SPDX-License-Identifier: GPL-2.0-only
/*
 * Root directory, current directory and umask, of one task or shared by some.
 *
 * Walks read both places without the lock, under RCU: old ones are let go after
 * the new ones are in place.
 */
#include <exo/fs_context.h>
#include <exo/kmalloc.h>
#include <exo/vfs.h>

/* Never freed: tasks without a context use it without a reference. */
struct fs_context initial_fs_context = {
	.refs = 1,
	.lock = SPINLOCK_INIT("fs context"),
	.umask = S_IWGRP | S_IWOTH,
};

static struct path get_path(struct fs_context *context, const struct path *path)
{
	struct path copy;

	spin_lock(&context->lock);
	copy = *path;
	if (copy.dentry)
		path_get(&copy);
	spin_unlock(&context->lock);
	return copy;
}

struct path fs_context_get_root(struct fs_context *context)
{
	return get_path(context, &context->root);
}

struct path fs_context_get_cwd(struct fs_context *context)
{
	return get_path(context, &context->cwd);
}

static void set_path(struct fs_context *context, struct path *path,
		     const struct path *to)
{
	struct path old;

	path_get(to);
	spin_lock(&context->lock);
	old = *path;
	*path = *to;
	spin_unlock(&context->lock);
	if (old.dentry)
		path_put(&old);
}

void fs_context_set_root(struct fs_context *context, const struct path *path)
{
	set_path(context, &context->root, path);
}

void fs_context_set_cwd(struct fs_context *context, const struct path *path)
{
	set_path(context, &context->cwd, path);
}

struct fs_context *fs_context_copy(struct fs_context *from)
{
	struct fs_context *copy = kmalloc(sizeof(*copy));

	if (!copy)
		return NULL;
	copy->refs = 1;
	spin_init(&copy->lock, "fs context");
	copy->root = fs_context_get_root(from);
	copy->cwd = fs_context_get_cwd(from);
	copy->umask = READ_ONCE(from->umask);
	return copy;
}

void fs_context_get(struct fs_context *context)
{
	if (context)
		__atomic_fetch_add(&context->refs, 1, __ATOMIC_RELAXED);
}

void fs_context_put(struct fs_context *context)
{
	if (!context || __atomic_sub_fetch(&context->refs, 1, __ATOMIC_ACQ_REL))
		return;
	if (context->root.dentry)
		path_put(&context->root);
	if (context->cwd.dentry)
		path_put(&context->cwd);
	kfree(context);
}
