// SPDX-License-Identifier: GPL-2.0-only
/* Names that come, go and move, by the model. */
#include <uapi/errno.h>
#include <uapi/stat.h>

#include "tree_model_internal.h"

/* --- Names that come */

static int check_new(const struct last *last, bool directory)
{
	if (!last->wanted.length)
		return -EEXIST;
	if (!last->directory.name->node->links)
		return -ENOENT;
	if (find_name(last->directory.name, &last->wanted))
		return -EEXIST;
	return last->slash && !directory ? -ENOENT : 0;
}

static int create(const char *path, enum model_type type, const char *target)
{
	struct model_node *node;
	struct last last;
	int err = lookup_parent(path, false, &last);

	if (!err)
		err = check_new(&last, type == MODEL_DIRECTORY);
	if (err)
		return err;
	node = add_node(type);
	node->target = target;
	add_name(last.directory.name, &last.wanted, node);
	return 0;
}

int model_mkdir(const char *path)
{
	return create(path, MODEL_DIRECTORY, NULL);
}

int model_symlink(const char *target, const char *path)
{
	return *target ? create(path, MODEL_LINK, target) : -ENOENT;
}

int model_link(const char *old, const char *new)
{
	struct model_path from;
	struct last last;
	int err = model_lookup(old, false, &from);

	if (!err)
		err = lookup_parent(new, false, &last);
	if (err)
		return err;
	if (!last.wanted.length)
		return -EEXIST;
	if (from.mount != last.directory.mount)
		return -EXDEV;
	if (from.name->node->type == MODEL_DIRECTORY)
		return -EPERM;
	err = check_new(&last, false);
	if (err)
		return err;
	if (!from.name->node->links)
		return -ENOENT;
	add_name(last.directory.name, &last.wanted, from.name->node);
	return 0;
}

int model_create(const char *path, struct model_path *opened)
{
	struct last last;
	int err = model_lookup(path, true, opened);

	if (!err)
		return opened->name->node->type == MODEL_DIRECTORY ? -EISDIR
								   : 0;
	if (err != -ENOENT)
		return err;
	err = lookup_parent(path, true, &last);
	if (err)
		return err;
	if (!last.wanted.length || last.slash)
		return -EISDIR;
	err = check_new(&last, false);
	if (err)
		return err;
	opened->mount = last.directory.mount;
	opened->name = add_name(last.directory.name, &last.wanted,
				add_node(MODEL_FILE));
	return 0;
}

/* --- Names that go */

unsigned int model_count_names(const struct model_node *node)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < tree.nr_names; i++)
		count += tree.names[i].there &&
			 tree.names[i].parent != &tree.names[i] &&
			 tree.names[i].parent->node == node;
	return count;
}

static void remove_name(struct model_name *name)
{
	name->there = false;
	if (name->node->type == MODEL_DIRECTORY) {
		name->node->links = 0;
		name->parent->node->links--;
	} else {
		name->node->links--;
	}
}

static int remove(const struct last *last, bool directory)
{
	struct model_name *name;
	bool is_directory;

	if (!last->directory.name->node->links)
		return -ENOENT;
	name = find_name(last->directory.name, &last->wanted);
	if (!name)
		return -ENOENT;
	is_directory = name->node->type == MODEL_DIRECTORY;
	if (directory != is_directory)
		return directory ? -ENOTDIR : -EISDIR;
	if (is_mountpoint(name))
		return -EBUSY;
	if (last->slash && !directory)
		return -ENOTDIR;
	if (directory && model_count_names(name->node))
		return -ENOTEMPTY;
	remove_name(name);
	return 0;
}

int model_unlink(const char *path)
{
	struct last last;
	int err = lookup_parent(path, false, &last);

	if (err)
		return err;
	return last.wanted.length ? remove(&last, false) : -EISDIR;
}

int model_rmdir(const char *path)
{
	struct last last;
	int err = lookup_parent(path, false, &last);

	if (err)
		return err;
	if (last.wanted.length)
		return remove(&last, true);
	return last.dots == 1 ? -EINVAL : last.dots ? -ENOTEMPTY : -EBUSY;
}

/* --- Names that move */

static bool is_below(const struct model_name *name,
		     const struct model_name *ancestor)
{
	while (name != ancestor && name->parent != name)
		name = name->parent;
	return name == ancestor;
}

/* Move @name to where @last says. */
static void place_name(struct model_name *name, struct model_name *directory,
		       const struct model_name *like)
{
	if (is_directory(name)) {
		name->parent->node->links--;
		directory->node->links++;
	}
	name->parent = directory;
	name->chars = like->chars;
	name->length = like->length;
}

static int check_exchange(const struct last *old, const struct last *new,
			  const struct model_name *from,
			  const struct model_name *to)
{
	if (!to)
		return -ENOENT;
	if ((!is_directory(from) && old->slash) ||
	    (!is_directory(to) && new->slash))
		return -ENOTDIR;
	if (is_below(new->directory.name, from) ||
	    is_below(old->directory.name, to))
		return -EINVAL;
	if (from->node == to->node)
		return 0;
	return is_mountpoint(from) || is_mountpoint(to) ? -EBUSY : 0;
}

static int exchange(const struct last *old, const struct last *new,
		    struct model_name *from, struct model_name *to)
{
	int err = check_exchange(old, new, from, to);
	struct model_name was;

	if (err || from->node == to->node)
		return err;
	was = *from;
	place_name(from, to->parent, to);
	place_name(to, was.parent, &was);
	return 0;
}

/* @to may be NULL: nothing is replaced. */
static int check_move(const struct last *old, const struct last *new,
		      const struct model_name *from,
		      const struct model_name *to)
{
	if (!is_directory(from) && (old->slash || new->slash))
		return -ENOTDIR;
	if (is_below(new->directory.name, from))
		return -EINVAL;
	if (to && is_below(old->directory.name, to))
		return -ENOTEMPTY;
	if (to && from->node == to->node)
		return 0;
	if (is_mountpoint(from))
		return -EBUSY;
	if (!to)
		return 0;
	if (is_directory(from) != is_directory(to))
		return is_directory(from) ? -ENOTDIR : -EISDIR;
	if (is_mountpoint(to))
		return -EBUSY;
	return is_directory(to) && model_count_names(to->node) ? -ENOTEMPTY : 0;
}

static int move(const struct last *old, const struct last *new,
		struct model_name *from, struct model_name *to)
{
	int err = check_move(old, new, from, to);

	if (err || (to && to->node == from->node))
		return err;
	if (to)
		remove_name(to);
	place_name(from, new->directory.name, &new->wanted);
	return 0;
}

static int rename(const struct last *old, const struct last *new, u32 flags)
{
	struct model_name *from, *to;

	if (!old->directory.name->node->links ||
	    !new->directory.name->node->links)
		return -ENOENT;
	from = find_name(old->directory.name, &old->wanted);
	to = find_name(new->directory.name, &new->wanted);
	if (!from)
		return -ENOENT;
	if (flags & RENAME_NOREPLACE && to)
		return -EEXIST;
	if (flags & RENAME_EXCHANGE)
		return exchange(old, new, from, to);
	return move(old, new, from, to);
}

int model_rename(const char *old, const char *new, u32 flags)
{
	struct last from, to;
	int err = lookup_parent(old, false, &from);

	if (!err)
		err = lookup_parent(new, false, &to);
	if (err)
		return err;
	if (from.directory.mount != to.directory.mount)
		return -EXDEV;
	if (!from.wanted.length)
		return -EBUSY;
	if (!to.wanted.length)
		return flags & RENAME_NOREPLACE ? -EEXIST : -EBUSY;
	return rename(&from, &to, flags);
}
