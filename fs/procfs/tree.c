// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files that are registered, as a tree: an array of nodes, each of which knows
 * its parent.
 *
 *	[0]	[1]	   [2]	   [3]	     [4]
 *	root <- "uptime"   "sys" <- "kernel" <- "ostype"
 *	  ^________________/
 *
 * There are few, and what was found once is in the cache of names: a directory is
 * searched by going through all of them.
 */
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "procfs.h"

static const struct proc_names *names; /* further ones in the root */

const struct proc_names *proc_set_names(const struct proc_names *new_names)
{
	return __atomic_exchange_n(&names, new_names, __ATOMIC_ACQ_REL);
}

static struct proc_tree *tree_of(const struct inode *inode)
{
	return inode->superblock->private;
}

static struct proc_node *node_of(const struct inode *inode)
{
	return container_of(proc_inode(inode), struct proc_node, own);
}

/* The one called @name in @parent, or NULL. */
static struct proc_node *find(struct proc_tree *tree,
			      const struct proc_node *parent, const char *name,
			      u32 length)
{
	for (unsigned int i = 1; i < tree->count; i++) {
		struct proc_node *node = &tree->nodes[i];

		if (node->parent == parent && node->length == length &&
		    !memcmp(node->name, name, length))
			return node;
	}
	return NULL;
}

static bool is_root(const struct proc_node *node)
{
	return node->parent == node;
}

static int node_lookup(struct inode *directory, const struct path_name *name,
		       struct inode **found)
{
	struct proc_node *parent = node_of(directory);
	struct proc_node *node =
		find(tree_of(directory), parent, name->chars, name->length);
	const struct proc_names *others = READ_ONCE(names);

	if (!node)
		return is_root(parent) && others
			       ? others->lookup(directory, name, found)
			       : -ENOENT;
	*found = &node->own.inode;
	inode_get(*found);
	return 0;
}

/* Positions are DIRECTORY_FIRST and the index of the node. False: full. */
static bool list_nodes(struct file *file, struct directory_sink *sink,
		       const struct proc_node *parent)
{
	const struct proc_tree *tree = tree_of(&parent->own.inode);
	u64 index = file->position - DIRECTORY_FIRST;

	for (; index < tree->count; index++) {
		const struct proc_node *node = &tree->nodes[index];
		const struct directory_entry entry = {
			.name = node->name,
			.length = node->length,
			.type = (node->own.inode.mode & S_IFMT) >> 12,
			.number = node->own.inode.number,
			.next = DIRECTORY_FIRST + index + 1,
		};

		if (node->parent == parent && !is_root(node) &&
		    !directory_add(&file->position, sink, &entry))
			return false;
	}
	return true;
}

static int node_list(struct file *file, struct directory_sink *sink)
{
	const struct proc_node *parent = node_of(file->private);
	const struct proc_names *others = READ_ONCE(names);

	if (!directory_list_dots(file, sink) ||
	    !list_nodes(file, sink, parent) || !is_root(parent) || !others)
		return 0;
	if (file->position < PROC_NAMES_FIRST)
		file->position = PROC_NAMES_FIRST;
	return others->list(file, sink);
}

static const struct file_ops directory_ops = {
	.read = file_no_read,
	.write = file_no_write,
	.list = node_list,
	.seek = directory_seek,
};

static const struct proc_inode_ops node_ops = {
	.lookup = node_lookup,
};

/* Make the next node of the array. @file: NULL for a directory. */
static struct proc_node *add(struct proc_tree *tree,
			     struct superblock *superblock,
			     const struct proc_node *parent,
			     const struct proc_file *file)
{
	struct proc_node *node = &tree->nodes[tree->count++];
	u32 mode = file && file->mode ? file->mode : 0444;
	const struct inode_spec spec = {
		.mode = file ? S_IFREG | mode : S_IFDIR | 0555,
	};
	struct inode *inode = &node->own.inode;

	inode_init(inode, superblock, &spec);
	inode->number = tree->count;
	inode->links = file ? 1 : 2;
	inode->file_ops = file ? &proc_text_ops : &directory_ops;
	node->own.ops = &node_ops;
	node->own.file = file;
	node->parent = parent ? parent : node;
	return node;
}

/* Make what is not there of the way to @file, and the file. */
static void add_path(struct proc_tree *tree, struct superblock *superblock,
		     const struct proc_file *file)
{
	struct proc_node *parent = &tree->nodes[0], *node;
	const char *name = file->path;

	for (;;) {
		u32 length = (u32)strcspn(name, "/");
		bool last = !name[length];

		node = find(tree, parent, name, length);
		if (!node) {
			node = add(tree, superblock, parent,
				   last ? file : NULL);
			node->name = name;
			node->length = length;
			if (!last)
				parent->own.inode.links++;
		}
		if (last)
			break;
		name += length + 1;
		parent = node;
	}
}

/* No fewer than there will be nodes. */
static size_t count_components(void)
{
	const struct proc_file *file;
	size_t count = 1; /* the root */

	for (file = __proc_files_start; file < __proc_files_end; file++) {
		count++;
		for (const char *c = file->path; *c; c++)
			count += *c == '/';
	}
	return count;
}

struct proc_tree *proc_tree_create(struct superblock *superblock)
{
	const struct proc_file *file;
	struct proc_tree *tree = kzalloc(
		sizeof(*tree) + count_components() * sizeof(tree->nodes[0]));

	if (!tree)
		return NULL;
	add(tree, superblock, NULL, NULL);
	for (file = __proc_files_start; file < __proc_files_end; file++)
		add_path(tree, superblock, file);
	return tree;
}

void proc_tree_free(struct proc_tree *tree)
{
	for (unsigned int i = 0; i < tree->count; i++)
		inode_put(&tree->nodes[i].own.inode);
	kfree(tree);
}
