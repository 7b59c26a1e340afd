/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Telling those who watch files what happens to them (inotify(7),
 * CONFIG_INOTIFY_USER). Where something has happened one of these is called; as long
 * as nobody watches anything, that is a load and a test.
 *
 *	unlink("/etc/passwd")	tell_entry(/etc, "passwd", IN_DELETE)
 *	read(/etc/passwd)	tell_file(IN_ACCESS): who watches the file, and,
 *				with its name, who watches /etc
 *
 * @event is one of IN_ACCESS and so on, <uapi/inotify.h>; IN_ISDIR is added here.
 * Who calls has references to what he names. Mutexes of inodes may be held, no
 * spinlock. May sleep. When memory is short, watchers are told that something is
 * missing.
 */
#ifndef EXO_FILE_NEWS_H
#define EXO_FILE_NEWS_H

#include <exo/compiler.h>
#include <exo/types.h>
#include <uapi/inotify.h>

struct dentry;
struct file;
struct inode;
struct path_name;
struct superblock;

/* Whether there is any watch; changed with the lock of those, read by anybody. */
extern bool files_are_watched;

/*
 * Might anybody want to know? Not by READ_ONCE(), which takes an instruction more: a
 * value that is old by a moment is as good.
 */
static __always_inline bool anybody_watches(void)
{
	return IS_ENABLED(CONFIG_INOTIFY_USER) && unlikely(files_are_watched);
}

/* By @file, whatever it is, something was done to what it leads to. */
void tell_file(const struct file *file, u32 event);

/* The same by a name. */
void tell_dentry(const struct dentry *dentry, u32 event);

/* Something that does not concern the names of @inode. */
void tell_inode(struct inode *inode, u32 event);

/* The name of @inode came into @directory, or left it. */
void tell_entry(struct inode *directory, const struct path_name *name,
		const struct inode *inode, u32 event);

/* @inode is to have another name, and still has the old one. */
struct rename;
void tell_rename(const struct rename *rename);

/* @inode has no name any more, nor one that uses it by such. */
void tell_deleted(struct inode *inode);

/*
 * @superblock is mounted nowhere any more: no watch of its files is left, nor an
 * inode that only a watch had.
 */
void tell_unmounted(const struct superblock *superblock);

#endif
