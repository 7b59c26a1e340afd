// SPDX-License-Identifier: GPL-2.0-only
/*
 * In a tree, not a table: an archive may have a handful of them or 100,000. What
 * is kept is the file itself, for its first name may be given to another file.
 */
#include "hard_link.h"

#include <exo/kmalloc.h>
#include <exo/string.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/stat.h>

struct key {
	u32 ino, device_major, device_minor, type;
};

struct hard_link {
	struct avl_node node;
	struct key key;
	struct path path; /* with references */
};

static struct key key_of(const struct cpio_member *member)
{
	return (struct key){
		.ino = member->ino,
		.device_major = member->device_major,
		.device_minor = member->device_minor,
		.type = member->mode & S_IFMT,
	};
}

/* Any order will do. */
static int compare(const struct key *a, const struct key *b)
{
	return memcmp(a, b, sizeof(*a));
}

/* Where a key is, or its place: below *@parent, on the side *@right. */
static struct hard_link *search(const struct avl_tree *links,
				const struct key *key, struct avl_node **parent,
				bool *right)
{
	struct avl_node *at = links->top;

	*parent = NULL;
	*right = false;
	while (at) {
		struct hard_link *link = avl_entry(at, struct hard_link, node);
		int order = compare(key, &link->key);

		if (!order)
			return link;
		*parent = at;
		*right = order > 0;
		at = at->child[*right];
	}
	return NULL;
}

const struct path *hard_link_find(const struct avl_tree *links,
				  const struct cpio_member *member)
{
	struct key key = key_of(member);
	struct avl_node *parent;
	struct hard_link *link;
	bool right;

	link = search(links, &key, &parent, &right);
	return link ? &link->path : NULL;
}

int hard_link_add(struct avl_tree *links, const struct cpio_member *member,
		  const struct path *path)
{
	struct hard_link *link = kmalloc(sizeof(*link));
	struct avl_node *parent;
	bool right;

	if (!link)
		return -ENOMEM;
	link->key = key_of(member);
	link->path = *path;
	path_get(path);
	search(links, &link->key, &parent, &right);
	avl_insert(links, &link->node, parent, right);
	return 0;
}

void hard_link_forget_all(struct avl_tree *links)
{
	while (links->top) {
		struct hard_link *link =
			avl_entry(links->top, struct hard_link, node);

		avl_remove(links, &link->node);
		path_put(&link->path);
		kfree(link);
	}
}
