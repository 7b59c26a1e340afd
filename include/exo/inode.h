/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Inodes: the files themselves, of any type, whatever they are
 * called. A filesystem embeds struct inode in its own and fills it with
 * inode_init(); <exo/filesystem.h> has the rest of the contract.
 */
#ifndef EXO_INODE_H
#define EXO_INODE_H

#include <exo/hlist.h>
#include <exo/mutex.h>
#include <exo/types.h>
#include <uapi/stat.h>

struct file;
struct file_locks;
struct file_ops;
struct path;
struct superblock;

struct inode {
	/* Constant while the inode lives. */
	struct superblock *superblock;
	const struct file_ops *file_ops; /* of a file opened */
	u64 number;
	const char *target; /* what a symbolic link says */
	u64 device; /* of a device node */
	struct file_locks *locks; /* once it was locked, <exo/file_lock.h> */
	struct hlist_head watched_by; /* inotify.h; the lock of watches */
	void *special; /* of who opens its type, see <exo/special_file.h> */

	u32 refs; /* atomic: dentries, and what the filesystem holds */
	/* Atomic: files open for writing, or minus those that forbid it. */
	s32 writers;

	/* Changed with the mutex held; read by anybody. */
	u32 mode; /* S_IF*, which is constant, and permissions */
	u32 uid, gid;
	u32 links; /* names; 0: unlinked. A directory has 2 and subdirectories */
	u64 size; /* bytes */
	u64 blocks; /* of 512 bytes */
	s64 atime_ns, mtime_ns, ctime_ns, btime_ns; /* since 1970 UTC */

	struct mutex mutex; /* directories: their names. Files: size, content */
};

/* What a new file is to be. */
struct inode_spec {
	u32 mode; /* S_IF* and permissions; the umask has been applied */
	u32 uid, gid;
	u64 device; /* S_IFCHR, S_IFBLK */
	const char *target; /* S_IFLNK */
};

/* Changes of attributes: those whose bit is in @valid. */
enum {
	ATTRIBUTE_MODE = 1,
	ATTRIBUTE_UID = 2,
	ATTRIBUTE_GID = 4,
	ATTRIBUTE_SIZE = 8,
	ATTRIBUTE_ATIME = 16,
	ATTRIBUTE_MTIME = 32,
	ATTRIBUTE_TIMES_NOW = 64, /* atime and mtime are "now" */
};

struct attributes {
	u32 valid;
	u32 mode; /* permissions only */
	u32 uid, gid;
	u64 size;
	s64 atime_ns, mtime_ns;
};

/* Fill an inode with one reference, one link and the time now. */
void inode_init(struct inode *inode, struct superblock *superblock,
		const struct inode_spec *spec);

/* One more reference; the caller holds one, or reads under RCU. */
static inline void inode_get(struct inode *inode)
{
	__atomic_fetch_add(&inode->refs, 1, __ATOMIC_RELAXED);
}

/* Drop one. The last one gives the inode to its filesystem. May sleep. */
void inode_put(struct inode *inode);

/* What is wanted of an inode; the values of access(2). */
enum {
	MAY_EXECUTE = X_OK,
	MAY_WRITE = W_OK,
	MAY_READ = R_OK,
};

/* May the caller? By owner, group and mode: 0 or -EACCES. Does not sleep. */
int inode_permission(const struct inode *inode, unsigned int want);

/* Is the caller the owner of @inode, or root? */
bool inode_owned(const struct inode *inode);

/* Copy what @changes says, but the size, into @inode. Its mutex is held. */
void inode_apply(struct inode *inode, const struct attributes *changes);

/* Set ctime, or mtime and ctime, to now. The mutex is held. */
void inode_changed(struct inode *inode);
void inode_modified(struct inode *inode);

/*
 * @inode came into @directory or left it, and its ctime is now: set those of
 * the directory, whose mutex is held, to the same.
 */
void inode_modified_with(struct inode *directory, const struct inode *inode);

/*
 * Content of @file was read: set atime if the mount wants it and it is older
 * than the last change, or a day. Takes no lock.
 */
void inode_accessed(struct file *file);

/*
 * Content was written: mtime, ctime, and no set-id bits for those who are not
 * root. The mutex is held.
 */
void inode_written(struct inode *inode);

/* @mode as it is after content or owner changed: without set-id bits. */
u32 mode_without_set_id(u32 mode);

/* Is @inode, which may be NULL, that of a regular file? */
static inline bool inode_is_regular(const struct inode *inode)
{
	return inode && S_ISREG(inode->mode);
}

/* Fill *@status. Does not sleep. */
void inode_stat(const struct inode *inode, struct stat *status);

/*
 * The seek operation of files that have a size (SEEK_DATA: all is), and of
 * directories (SEEK_SET and SEEK_CUR).
 */
s64 inode_seek(struct file *file, s64 offset, int whence);
s64 directory_seek(struct file *file, s64 offset, int whence);

#endif
