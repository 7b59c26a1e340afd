// SPDX-License-Identifier: GPL-2.0-only
/* Walking by the model: a link's text is put in the place of its name. */
#include <exo/compiler.h>
#include <exo/panic.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "tree_model_internal.h"

struct model_name *find_name(const struct model_name *directory,
			     const struct model_name *wanted)
{
	for (unsigned int i = 0; i < tree.nr_names; i++) {
		struct model_name *name = &tree.names[i];

		if (name->there && name->parent->node == directory->node &&
		    name->parent != name && name->length == wanted->length &&
		    !memcmp(name->chars, wanted->chars, wanted->length))
			return name;
	}
	return NULL;
}

/* What was mounted last on @path, if anything is. */
static struct model_mount *mounted_on(const struct model_path *path)
{
	for (unsigned int i = tree.nr_mounts; i-- > 0;)
		if (tree.mounts[i].parent == path->mount && path->mount &&
		    tree.mounts[i].place == path->name)
			return &tree.mounts[i];
	return NULL;
}

static void cross(struct model_path *path)
{
	struct model_mount *mount;

	while ((mount = mounted_on(path)))
		*path = (struct model_path){mount, mount->root};
}

bool same_path(const struct model_path *a, const struct model_path *b)
{
	return a->mount == b->mount && a->name == b->name;
}

static void go_up(struct model_path *here)
{
	while (!same_path(here, &tree.root)) {
		if (here->name != here->mount->root) {
			here->name = here->name->parent;
			break;
		}
		if (!here->mount->parent)
			break;
		*here = (struct model_path){here->mount->parent,
					    here->mount->place};
	}
	cross(here);
}

enum {
	LINKS_MAX = 40,
	TEXT_MAX = (LINKS_MAX + 1) * PATH_MAX,
};

/* The path, links put in their places. */
static char text[TEXT_MAX];

struct walk {
	struct model_path here;
	char *at; /* in the text: the rest */
	unsigned int links;
	bool follow;
	struct last *last; /* or NULL */
};

static int follow_link(struct walk *walk, const struct model_node *link)
{
	size_t length = strlen(link->target);

	if (walk->links++ == LINKS_MAX)
		return -ELOOP;
	ASSERT(length + strlen(walk->at) < TEXT_MAX);
	memmove(text + length, walk->at, strlen(walk->at) + 1);
	memcpy(text, link->target, length);
	walk->at = text;
	if (*walk->at == '/')
		walk->here = tree.root;
	return 0;
}

/* The next component; @slash: slashes follow. NULL: there is none. */
static const char *next_component(struct walk *walk, size_t *length,
				  bool *slash)
{
	const char *begin;

	walk->at += strspn(walk->at, "/");
	begin = walk->at;
	*length = strcspn(begin, "/");
	walk->at += *length;
	*slash = *walk->at == '/';
	return *length ? begin : NULL;
}

/* Step to what @wanted says. Returns 1 at the end that walk->last wants. */
static int step(struct walk *walk, const struct model_name *wanted, bool final,
		bool slash)
{
	struct model_name *name = find_name(walk->here.name, wanted);
	bool link = name && name->node->type == MODEL_LINK;

	if (final && walk->last) {
		walk->last->wanted = *wanted;
		walk->last->slash = slash;
		if (walk->follow && walk->here.name->node->links == 0)
			return -ENOENT; /* the name is looked up */
		return link && walk->follow ? follow_link(walk, name->node) : 1;
	}
	if (!name)
		return -ENOENT;
	if (link && (!final || slash || walk->follow))
		return follow_link(walk, name->node);
	if (name->node->type != MODEL_DIRECTORY && (!final || slash))
		return -ENOTDIR;
	walk->here.name = name;
	cross(&walk->here);
	return 0;
}

static int walk_all(struct walk *walk)
{
	struct model_name wanted = {0};
	size_t length;
	bool slash;
	int err = 0;

	while (!err && (wanted.chars = next_component(walk, &length, &slash))) {
		bool final = !walk->at[strspn(walk->at, "/")];
		int dots = length <= 2 && !memcmp(wanted.chars, "..", length)
				   ? (int)length
				   : 0;

		if (length > NAME_MAX)
			return -ENAMETOOLONG;
		wanted.length = (u32)length;
		if (dots && final && walk->last) {
			walk->last->dots = dots;
			return 0;
		}
		if (dots == 2)
			go_up(&walk->here);
		else if (!dots)
			err = step(walk, &wanted, final, slash);
	}
	return err;
}

static int walk_path(struct walk *walk, const char *path)
{
	int err;

	walk->here = *path == '/' ? tree.root : tree.cwd;
	if (!*path)
		return -ENOENT;
	strscpy(text, path, sizeof(text));
	walk->at = text;
	err = walk_all(walk);
	return err < 0 ? err : 0;
}

int model_lookup(const char *path, bool follow, struct model_path *found)
{
	struct walk walk = {.follow = follow};
	int err = walk_path(&walk, path);

	*found = walk.here;
	return err;
}

/* The text of the last name stays, here or in @path. */
int lookup_parent(const char *path, bool follow, struct last *last)
{
	static char kept[NODES_MAX * 4][NAME_MAX + 1];
	static unsigned int nr_kept;
	struct walk walk = {.follow = follow, .last = last};
	int err;

	*last = (struct last){0};
	err = walk_path(&walk, path);
	if (err)
		return err;
	last->directory = walk.here;
	if (last->dots || !last->wanted.length) {
		last->wanted.length = 0;
		return 0;
	}
	nr_kept = (nr_kept + 1) % ARRAY_SIZE(kept);
	memcpy(kept[nr_kept], last->wanted.chars, last->wanted.length);
	last->wanted.chars = kept[nr_kept];
	return 0;
}
