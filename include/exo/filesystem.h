/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. What a filesystem gives to the core, in one table of operations.
 * Documentation/howto-add-a-filesystem.md builds one.
 *
 *	struct filesystem		tmpfs
 *	  struct superblock		  one that is mounted, at one place or more
 *	    struct inode		    a file of it
 *
 * The core does what POSIX says of names, permissions and locks before it
 * calls; a filesystem stores. All operations may sleep.
 */
#ifndef EXO_FILESYSTEM_H
#define EXO_FILESYSTEM_H

#include <exo/compiler.h>
#include <exo/inode.h>
#include <exo/list.h>
#include <exo/path_name.h>
#include <exo/types.h>
#include <exo/wait.h>
#include <uapi/statfs.h>

struct dentry;
struct file;
struct path;

struct superblock {
	const struct filesystem *filesystem;
	void *private; /* the filesystem's */
	u64 device; /* st_dev */
	u64 size_max; /* of a file, bytes; mount may set it */
	u32 magic, block_size; /* of statfs; mount may set them */
	struct dentry *root; /* by superblock_set_root() */
	u32 mounts; /* atomic */
	u32 writers; /* atomic: files open for writing */
	bool read_only; /* by remount; the mount mutex */
	/* Guarded by the tree lock, see fs/dentry.h. */
	u32 shrinking; /* dentries being freed by nobody's request */
	struct wait_queue shrunk;
};

/*
 * A new place for a name. @inode has it now, @victim has the new one, or NULL.
 * With @exchange, @victim is not NULL and gets the old name.
 */
struct rename {
	struct inode *old_directory, *new_directory;
	const struct path_name *old_name, *new_name;
	struct inode *inode, *victim;
	bool exchange;
};

/*
 * Operations on a directory are called with its mutex held, those on an inode,
 * if they change it, with that held too, in this order. A NULL operation
 * fails with the errno in brackets.
 */
struct filesystem {
	const char *name; /* for mount(2) */

	/*
	 * The superblock that every mount shows, or NULL while there is none.
	 * Optional: without it each mount gets one of its own.
	 */
	struct superblock *(*shared)(void);

	/*
	 * Read @options ("a,b=c", never NULL) and give @superblock its root.
	 * That comes last: on failure nothing remains; -EINVAL for options nobody knows.
	 */
	int (*mount)(struct superblock *superblock, const char *source,
		     const char *options);
	/*
	 * Take over those of @options that can change while files are in use;
	 * -EINVAL for others, and nothing has changed then. [EINVAL, unless
	 * there are none]
	 */
	int (*remount)(struct superblock *superblock, const char *options);
	/* All files are closed, and only the filesystem holds its inodes. */
	void (*unmount)(struct superblock *superblock);
	/* Blocks and files; the core has filled in the rest. Optional. */
	void (*statfs)(struct superblock *superblock, struct statfs *status);

	/* Nobody refers to @inode: free it, and its content if links is 0. */
	void (*evict)(struct inode *inode);

	/*
	 * The inode called @name with a reference in *@found, or -ENOENT. The
	 * core remembers the answer: names come and go through it only.
	 */
	int (*lookup)(struct inode *directory, const struct path_name *name,
		      struct inode **found);
	/*
	 * For a filesystem whose names come and go by themselves, as those of
	 * processes do: does @inode still have the name that lookup found it
	 * by? Once false, always false. The core then asks each time a walk
	 * comes by, under RCU (do not sleep), and does not remember which
	 * names there are not. Operations that change names must be NULL.
	 */
	bool (*valid)(const struct inode *inode);
	/* Make a file as @spec says, with a reference in *@created. [EPERM] */
	int (*create)(struct inode *directory, const struct path_name *name,
		      const struct inode_spec *spec, struct inode **created);
	/* One more name for @inode, which is no directory. [EPERM] */
	int (*link)(struct inode *directory, const struct path_name *name,
		    struct inode *inode);
	/* Take away a name: -ENOTEMPTY for a directory with names. [EPERM] */
	int (*unlink)(struct inode *directory, const struct path_name *name,
		      struct inode *inode);
	/* A @victim that is a directory must be empty. [EPERM] */
	int (*rename)(const struct rename *rename);

	/*
	 * For symbolic links whose target is "": where @link, in @directory,
	 * leads now, with references in *@to; and what readlink(2) tells,
	 * bytes cut to @size. Called without locks. [ENOENT, EINVAL]
	 */
	int (*follow)(struct inode *link, const struct path *directory,
		      struct path *to);
	ssize_t (*readlink)(struct inode *link, char *buffer, size_t size);

	/*
	 * Whether the caller may use @inode though its mode does not let him.
	 * Under RCU, do not sleep. Optional.
	 */
	bool (*grants)(const struct inode *inode);

	/* Change attributes but size; NULL: the core's inode_apply() does. */
	int (*set_attributes)(struct inode *inode,
			      const struct attributes *changes);
	/* Make the file @size bytes long. [EINVAL] */
	int (*truncate)(struct inode *inode, u64 size);

	/*
	 * Set up @file, which has @inode's file_ops and @inode as private.
	 * Optional. Not called with the mutex held.
	 */
	int (*open)(struct inode *inode, struct file *file);
};

/*
 * Make @filesystem known for mount(2); it is never forgotten. 0, -EBUSY when
 * the name is taken, -ENOSPC when there are too many.
 */
int filesystem_register(const struct filesystem *filesystem);

/* The one of this name, or NULL. */
const struct filesystem *filesystem_find(const char *name);

/* The @index-th that is registered, 0.., or NULL. */
const struct filesystem *filesystem_at(unsigned int index);

/*
 * For mount: @root is the root directory; its reference is taken over on
 * success. 0 or -ENOMEM.
 */
__must_check int superblock_set_root(struct superblock *superblock,
				     struct inode *root);

/* What statfs(2) tells of @superblock, but for the flags of a mount. May sleep. */
void superblock_statfs(struct superblock *superblock, struct statfs *status);

#endif
