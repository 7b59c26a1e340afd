// SPDX-License-Identifier: GPL-2.0-only
/*
 * From where something happens to those who watch: a directory first, which is told
 * the name, then the file itself.
 */
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/inode.h>
#include <exo/rcu.h>
#include <uapi/limits.h>

#include "dentry.h"
#include "inotify.h"

static u32 last_cookie; /* inotify_watching */

static u32 of_type(const struct inode *inode)
{
	return S_ISDIR(inode->mode) ? IN_ISDIR : 0;
}

/* inotify_watching is held, here and in what follows. */
static void tell(struct inode *inode, const struct inotify_news *news,
		 struct list_head *ended)
{
	struct inotify_watch *watch, *next;

	for (watch = hlist_entry(inode->watched_by.first, struct inotify_watch,
				 inode_node);
	     watch; watch = next) {
		next = hlist_entry(watch->inode_node.next, struct inotify_watch,
				   inode_node);
		if (!(watch->mask & news->event) ||
		    (news->nameless && watch->mask & IN_EXCL_UNLINK))
			continue;
		inotify_queue(watch->inotify, watch->number, news);
		if (watch->mask & IN_ONESHOT)
			inotify_end_watch(watch, ended);
	}
}

static void begin(void)
{
	mutex_lock(&inotify_watching);
}

static void end(struct list_head *ended)
{
	mutex_unlock(&inotify_watching);
	inotify_free_ended(ended);
}

/* Nobody can be told who began to watch only after this look. */
static bool is_watched(const struct dentry *dentry)
{
	bool watched;

	rcu_read_lock();
	watched = !hlist_empty(&dentry->inode->watched_by) ||
		  !hlist_empty(&READ_ONCE(dentry->parent)->inode->watched_by);
	rcu_read_unlock();
	return watched;
}

/*
 * The directory that @dentry is in, with a reference, if somebody watches it, and
 * then its name there, in bytes that are good until inotify_watching is let go.
 */
static struct inode *watched_parent(const struct dentry *dentry,
				    struct path_name *name)
{
	static char chars[NAME_MAX];
	struct inode *parent = NULL;

	spin_lock(&tree_lock);
	if (dentry->parent != dentry &&
	    !hlist_empty(&dentry->parent->inode->watched_by)) {
		parent = dentry->parent->inode;
		inode_get(parent);
		name->chars = chars;
		name->length = dentry->name.length;
		memcpy(chars, dentry->name.chars, name->length);
	}
	spin_unlock(&tree_lock);
	return parent;
}

static void tell_place(const struct dentry *dentry, struct inotify_news *news)
{
	struct path_name name;
	struct inode *parent;
	LIST_HEAD(ended);

	if (!is_watched(dentry))
		return;
	news->event |= of_type(dentry->inode);
	begin();
	parent = watched_parent(dentry, &name);
	if (parent) {
		news->name = &name;
		tell(parent, news, &ended);
		news->name = NULL;
	}
	tell(dentry->inode, news, &ended);
	end(&ended);
	if (parent)
		inode_put(parent);
}

void tell_file(const struct file *file, u32 event)
{
	struct inotify_news news = {.event = event};

	if (!file->inode)
		return;
	news.nameless = dentry_unlinked(file->path.dentry);
	tell_place(file->path.dentry, &news);
}

void tell_dentry(const struct dentry *dentry, u32 event)
{
	struct inotify_news news = {.event = event};

	tell_place(dentry, &news);
}

void tell_inode(struct inode *inode, u32 event)
{
	const struct inotify_news news = {.event = event | of_type(inode)};
	LIST_HEAD(ended);

	if (hlist_empty(&inode->watched_by))
		return;
	begin();
	tell(inode, &news, &ended);
	end(&ended);
}

void tell_entry(struct inode *directory, const struct path_name *name,
		const struct inode *inode, u32 event)
{
	const struct inotify_news news = {
		.event = event | of_type(inode),
		.name = name,
	};
	LIST_HEAD(ended);

	if (hlist_empty(&directory->watched_by))
		return;
	begin();
	tell(directory, &news, &ended);
	end(&ended);
}

/* @inode leaves where @rename has the old name, and comes where it has the new. */
static void tell_move(const struct rename *rename, struct list_head *ended)
{
	struct inode *victim = rename->exchange ? NULL : rename->victim;
	struct inotify_news news = {.cookie = ++last_cookie};

	news.event = IN_MOVED_FROM | of_type(rename->inode);
	news.name = rename->old_name;
	tell(rename->old_directory, &news, ended);
	news.event = IN_MOVED_TO | of_type(rename->inode);
	news.name = rename->new_name;
	tell(rename->new_directory, &news, ended);
	news = (struct inotify_news){.event = IN_ATTRIB};
	if (victim) {
		news.event |= of_type(victim);
		tell(victim, &news, ended);
	}
	news.event = IN_MOVE_SELF;
	tell(rename->inode, &news, ended);
}

void tell_rename(const struct rename *rename)
{
	LIST_HEAD(ended);

	begin();
	tell_move(rename, &ended);
	if (rename->exchange) {
		const struct rename back = {
			.old_directory = rename->new_directory,
			.new_directory = rename->old_directory,
			.old_name = rename->new_name,
			.new_name = rename->old_name,
			.inode = rename->victim,
			.exchange = true,
		};

		tell_move(&back, &ended);
	}
	end(&ended);
}

void tell_deleted(struct inode *inode)
{
	static const struct inotify_news news = {.event = IN_DELETE_SELF};
	struct inotify_watch *watch;
	LIST_HEAD(ended);

	if (hlist_empty(&inode->watched_by))
		return;
	begin();
	tell(inode, &news, &ended);
	while ((watch = hlist_entry(inode->watched_by.first,
				    struct inotify_watch, inode_node)))
		inotify_end_watch(watch, &ended);
	end(&ended);
}

void tell_unmounted(const struct superblock *superblock)
{
	struct inotify_watch *watch, *next;
	LIST_HEAD(ended);

	mutex_lock(&inotify_removing);
	begin();
	list_for_each_entry_safe(watch, next, &inotify_watches, node) {
		const struct inotify_news news = {
			.event = IN_UNMOUNT | of_type(watch->inode),
		};

		if (watch->inode->superblock != superblock)
			continue;
		inotify_queue(watch->inotify, watch->number, &news);
		inotify_end_watch(watch, &ended);
	}
	end(&ended);
	mutex_unlock(&inotify_removing);
}
