// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names of one directory: a hash table that grows and shrinks with them, and a
 * tree by order of arrival, so that a listing goes on where it was however
 * many names have come and gone. The first few names need no table, they are one
 * chain.
 *
 *	chains [ | | | ]
 *		 |
 *		 v hash, name, inode, position 5
 *	       entry --> entry
 *
 *	by_position: 2 -> entry, 5 -> entry, ...
 */
#include "tmpfs.h"

#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/hash.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>

enum {
	FEW = 4, /* names in one chain */
	BITS_MIN = 3,
	BITS_MAX = 24,
	SHRINK_AT = 8, /* chains for each name */
	SIZE_PER_NAME = 20, /* what Linux says, too */
};

struct tmpfs_entry {
	struct tmpfs_entry *next; /* in the chain */
	struct inode *inode; /* with a reference */
	u64 position;
	struct path_name name; /* its text: */
	char chars[];
};

static struct tmpfs_entry **chain_of(struct tmpfs_directory *directory,
				     const struct path_name *name)
{
	if (!directory->chains)
		return &directory->few;
	return &directory->chains[hash_64(name->hash, directory->bits)];
}

static void move_all(struct tmpfs_directory *directory,
		     struct tmpfs_entry **from, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		while (from[i]) {
			struct tmpfs_entry *entry = from[i];
			struct tmpfs_entry **chain =
				chain_of(directory, &entry->name);

			from[i] = entry->next;
			entry->next = *chain;
			*chain = entry;
		}
	}
}

/* Without memory for another table, this one is kept. */
static void resize(struct tmpfs_directory *directory, u32 bits)
{
	struct tmpfs_entry **old = directory->chains;
	struct tmpfs_entry **chains = kcalloc(BIT(bits), sizeof(*chains));
	u32 old_count = old ? 1U << directory->bits : 1;

	if (!chains)
		return;
	directory->chains = chains;
	directory->bits = bits;
	move_all(directory, old ? old : &directory->few, old_count);
	kfree(old);
}

/* There will be one more name. */
static void grow(struct tmpfs_directory *directory)
{
	if (directory->count < FEW)
		return;
	if (!directory->chains)
		resize(directory, BITS_MIN);
	else if (directory->count >= 1U << directory->bits &&
		 directory->bits < BITS_MAX)
		resize(directory, directory->bits + 1);
}

static void shrink(struct tmpfs_directory *directory)
{
	if (!directory->chains)
		return;
	if (!directory->count) {
		kfree(directory->chains);
		directory->chains = NULL;
	} else if (directory->bits > BITS_MIN &&
		   directory->count * SHRINK_AT <= 1U << directory->bits) {
		resize(directory, directory->bits - 1);
	}
}

/* The link in the chain that leads to @name; it is NULL at the end. */
static struct tmpfs_entry **find(struct tmpfs_directory *directory,
				 const struct path_name *name)
{
	struct tmpfs_entry **link = chain_of(directory, name);

	while (*link && !path_name_same(name, &(*link)->name))
		link = &(*link)->next;
	return link;
}

struct inode *tmpfs_directory_find(struct inode *inode,
				   const struct path_name *name)
{
	struct tmpfs_entry *entry = *find(&tmpfs_inode(inode)->directory, name);

	return entry ? entry->inode : NULL;
}

static struct tmpfs_entry *entry_alloc(const struct path_name *name)
{
	struct tmpfs_entry *entry =
		kmalloc(sizeof(*entry) + path_name_room(name));

	if (!entry)
		return NULL;
	entry->name = *name;
	entry->name.chars = entry->chars;
	path_name_copy(name, entry->chars);
	return entry;
}

/* The first name of all gets DIRECTORY_FIRST. */
static int insert(struct tmpfs_directory *directory, struct tmpfs_entry *entry)
{
	struct tmpfs_entry **chain;
	int err = radix_tree_insert(&directory->by_position,
				    directory->next_position, entry);

	if (err)
		return err;
	grow(directory);
	entry->position = DIRECTORY_FIRST + directory->next_position++;
	directory->count++;
	chain = chain_of(directory, &entry->name);
	entry->next = *chain;
	*chain = entry;
	return 0;
}

int tmpfs_directory_add(struct inode *inode, const struct path_name *name,
			struct inode *added)
{
	struct tmpfs_directory *directory = &tmpfs_inode(inode)->directory;
	struct tmpfs_entry *entry = entry_alloc(name);
	int err;

	if (!entry)
		return -ENOMEM;
	err = insert(directory, entry);
	if (err) {
		kfree(entry);
		return err;
	}
	entry->inode = added;
	inode_get(added);
	inode->size += SIZE_PER_NAME;
	return 0;
}

void tmpfs_directory_remove(struct inode *inode, const struct path_name *name)
{
	struct tmpfs_directory *directory = &tmpfs_inode(inode)->directory;
	struct tmpfs_entry **link = find(directory, name);
	struct tmpfs_entry *entry = *link;

	*link = entry->next;
	radix_tree_remove(&directory->by_position,
			  entry->position - DIRECTORY_FIRST);
	/* Names that come and go at the end use one position again. */
	if (entry->position + 1 == DIRECTORY_FIRST + directory->next_position)
		directory->next_position--;
	directory->count--;
	shrink(directory);
	inode->size -= SIZE_PER_NAME;
	inode_put(entry->inode);
	kfree(entry);
}

void tmpfs_directory_replace(struct inode *inode, const struct path_name *name,
			     struct inode *by)
{
	struct tmpfs_entry *entry = *find(&tmpfs_inode(inode)->directory, name);
	struct inode *old = entry->inode;

	inode_get(by);
	entry->inode = by;
	inode_put(old);
}

/* Free one directory's names; its subdirectories go to the list *@pending. */
static void free_names(struct tmpfs_inode *own, struct tmpfs_inode **pending)
{
	struct tmpfs_directory *directory = &own->directory;
	struct tmpfs_entry *entry;
	u64 position = 0;

	while ((entry = radix_tree_next(&directory->by_position, &position))) {
		radix_tree_remove(&directory->by_position, position);
		if (S_ISDIR(entry->inode->mode)) {
			tmpfs_inode(entry->inode)->next = *pending;
			*pending = tmpfs_inode(entry->inode);
		} else {
			inode_put(entry->inode);
		}
		kfree(entry);
	}
	kfree(directory->chains);
	directory->chains = NULL;
	directory->few = NULL;
}

void tmpfs_directory_free_tree(struct inode *root)
{
	struct tmpfs_inode *pending = tmpfs_inode(root);

	pending->next = NULL;
	while (pending) {
		struct tmpfs_inode *own = pending;

		pending = own->next;
		free_names(own, &pending);
		inode_put(&own->inode);
	}
}

static int tmpfs_list(struct file *file, struct directory_sink *sink)
{
	struct inode *inode = file->private;
	const struct tmpfs_directory *directory =
		&tmpfs_inode(inode)->directory;
	const struct tmpfs_entry *entry;
	u64 position;

	if (!directory_list_dots(file, sink))
		return 0;
	for (;;) {
		position = file->position - DIRECTORY_FIRST;
		entry = radix_tree_next(&directory->by_position, &position);
		if (!entry)
			return 0;
		const struct directory_entry listed = {
			.name = entry->chars,
			.length = entry->name.length,
			.type = (entry->inode->mode & S_IFMT) >> 12,
			.number = entry->inode->number,
			.next = entry->position + 1,
		};
		if (!directory_add(&file->position, sink, &listed))
			return 0;
	}
}

static int directory_sync(struct file *file, bool data_only)
{
	(void)file;
	(void)data_only;
	return 0;
}

const struct file_ops tmpfs_directory_ops = {
	.read = file_no_read,
	.write = file_no_write,
	.list = tmpfs_list,
	.seek = directory_seek,
	.sync = directory_sync,
};
