// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a place in the tree back to its name, from the end to the beginning:
 *
 *	buffer [ . . . . /etc/passwd\0]
 *			 ^ at
 */
#include <exo/fs_context.h>
#include <exo/rcu.h>
#include <exo/vfs.h>

#include "dentry.h"
#include "mount_internal.h"

struct text {
	char *start, *at; /* NULL: did not fit */
};

static void prepend(struct text *text, const char *chars, size_t length)
{
	if (!text->at)
		return;
	if ((size_t)(text->at - text->start) < length) {
		text->at = NULL;
		return;
	}
	text->at -= length;
	memcpy(text->at, chars, length);
}

static bool same(const struct path *a, const struct path *b)
{
	return a->dentry == b->dentry && a->mount == b->mount;
}

/* One step up, with the name of where it came from. False at the very top. */
static bool prepend_name(struct text *text, struct path *here)
{
	struct mount *mount = here->mount;

	if (here->dentry == mount->root) {
		here->dentry = mount->mountpoint;
		here->mount = mount->parent;
		return mount->parent;
	}
	if (here->dentry->parent == here->dentry)
		return false;
	prepend(text, here->dentry->name.chars, here->dentry->name.length);
	prepend(text, "/", 1);
	here->dentry = here->dentry->parent;
	return true;
}

/* A file that never had a place, only something to be told apart by. */
static bool is_nameless(const struct path *path)
{
	const struct dentry *dentry = path->dentry;

	return dentry->parent == dentry && dentry != path->mount->root &&
	       dentry->name.length;
}

char *path_text(const struct path *path, char *buffer, size_t size)
{
	static const char deleted[] = " (deleted)";
	static const char unreachable[] = "(unreachable)";
	struct text text = {.start = buffer, .at = buffer + size};
	struct path here = *path, root;
	bool reachable = true;
	char *end;

	rcu_read_lock();
	root = fs_context_current()->root;
	prepend(&text, "", 1);
	if (dentry_unlinked(here.dentry) || is_nameless(&here))
		prepend(&text, deleted, sizeof(deleted) - 1);
	end = text.at;
	if (is_nameless(&here)) {
		prepend(&text, here.dentry->name.chars,
			here.dentry->name.length);
		here = root = fs_context_current()->root;
	}
	while (reachable && !same(&here, &root))
		reachable = prepend_name(&text, &here);
	if (text.at == end || is_nameless(path))
		prepend(&text, "/", 1);
	if (!reachable)
		prepend(&text, unreachable, sizeof(unreachable) - 1);
	rcu_read_unlock();
	return text.at;
}

void path_last_name(const struct path *path, char *buffer, size_t size)
{
	const struct path_name *name = &path->dentry->name;
	const size_t length = min((size_t)name->length, size - 1);

	memcpy(buffer, name->chars, length);
	buffer[length] = '\0';
}

char *superblock_text(const struct dentry *dentry, char *buffer, size_t size)
{
	struct text text = {.start = buffer, .at = buffer + size};
	const struct dentry *here;

	rcu_read_lock();
	prepend(&text, "", 1);
	if (dentry->parent == dentry)
		prepend(&text, "/", 1);
	for (here = dentry; here->parent != here; here = here->parent) {
		prepend(&text, here->name.chars, here->name.length);
		prepend(&text, "/", 1);
	}
	rcu_read_unlock();
	return text.at;
}
