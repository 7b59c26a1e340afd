// SPDX-License-Identifier: GPL-2.0-only
/* The model's state, and what is mounted where. */
#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "tree_model_internal.h"

struct model_tree tree;

struct model_node *add_node(enum model_type type)
{
	struct model_node *node = &tree.nodes[tree.nr_nodes++];

	ASSERT(tree.nr_nodes <= NODES_MAX);
	*node = (struct model_node){.type = type};
	if (type == MODEL_DIRECTORY)
		node->links = 2;
	if (type == MODEL_FILE)
		node->size = ++tree.last_size;
	return node;
}

struct model_name *add_name(struct model_name *parent,
			    const struct model_name *like,
			    struct model_node *node)
{
	struct model_name *name = &tree.names[tree.nr_names++];

	ASSERT(tree.nr_names <= ARRAY_SIZE(tree.names));
	*name = *like;
	name->parent = parent ? parent : name;
	name->node = node;
	name->there = true;
	if (parent && node->type == MODEL_DIRECTORY)
		parent->node->links++;
	else if (parent)
		node->links++;
	return name;
}

static struct model_mount *add_mount(struct model_name *root)
{
	struct model_mount *mount = &tree.mounts[tree.nr_mounts++];

	ASSERT(tree.nr_mounts <= NODES_MAX);
	*mount = (struct model_mount){.root = root};
	return mount;
}

struct model_name *add_root(void)
{
	static const struct model_name no_name = {.chars = ""};

	return add_name(NULL, &no_name, add_node(MODEL_DIRECTORY));
}

void tree_model_begin(void)
{
	tree.nr_nodes = tree.nr_names = tree.nr_mounts = 0;
	memset(tree.held, 0, sizeof(tree.held));
	tree.root.name = add_root();
	tree.root.mount = add_mount(tree.root.name);
	tree.cwd = tree.root;
}

int model_chdir(const char *path)
{
	struct model_path found;
	int err = model_lookup(path, true, &found);

	if (err)
		return err;
	if (!is_directory(found.name))
		return -ENOTDIR;
	tree.cwd = found;
	return 0;
}

void model_hold(const struct model_path *path)
{
	unsigned int i = 0;

	while (tree.held[i].mount)
		i++;
	tree.held[i] = *path;
}

void model_release(const struct model_path *path)
{
	unsigned int i = 0;

	while (!same_path(&tree.held[i], path))
		i++;
	tree.held[i].mount = NULL;
}

bool is_mountpoint(const struct model_name *name)
{
	for (unsigned int i = 0; i < tree.nr_mounts; i++)
		if (tree.mounts[i].parent && tree.mounts[i].place == name)
			return true;
	return false;
}

static bool mount_busy(const struct model_mount *mount)
{
	if (tree.cwd.mount == mount || tree.root.mount == mount)
		return true;
	for (unsigned int i = 0; i < HELD_MAX; i++)
		if (tree.held[i].mount == mount)
			return true;
	for (unsigned int i = 0; i < tree.nr_mounts; i++)
		if (tree.mounts[i].parent == mount)
			return true;
	return false;
}

static bool attached(const struct model_mount *mount)
{
	return mount->parent || mount == tree.root.mount;
}

int model_mount(const char *source, const char *target)
{
	struct model_path place, shown;
	struct model_mount *mount;
	int err = model_lookup(target, true, &place);

	if (!err && source)
		err = model_lookup(source, true, &shown);
	if (err)
		return err;
	if (!attached(place.mount))
		return -EINVAL;
	if (!source)
		shown.name = add_root();
	if (is_directory(place.name) != is_directory(shown.name))
		return -ENOTDIR;
	if (!place.name->there || !place.name->node->links)
		return -ENOENT;
	mount = add_mount(shown.name);
	mount->parent = place.mount;
	mount->place = place.name;
	return 0;
}

static void detach(struct model_mount *mount)
{
	mount->parent = NULL;
	for (unsigned int i = 0; i < tree.nr_mounts; i++)
		if (tree.mounts[i].parent == mount)
			detach(&tree.mounts[i]);
}

int model_umount(const char *target, bool all)
{
	struct model_path place;
	int err = model_lookup(target, true, &place);

	if (err)
		return err;
	if (place.name != place.mount->root)
		return -EINVAL;
	if (!attached(place.mount))
		return -EINVAL;
	if (!all && mount_busy(place.mount))
		return -EBUSY;
	detach(place.mount);
	return 0;
}
