/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Files by name: what the system calls of the same names do, with
 * their errors (man-pages section 2). Names are the kernel's own strings, shorter
 * than PATH_MAX.
 *
 * @at is where relative names begin, NULL for the current directory. All
 * functions act with the caller's credentials, root and umask, and may sleep.
 * They return 0 or a negative errno unless they say otherwise.
 */
#ifndef EXO_VFS_H
#define EXO_VFS_H

#include <exo/compiler.h>
#include <exo/inode.h>
#include <exo/path.h>
#include <exo/types.h>
#include <uapi/fcntl.h>
#include <uapi/limits.h>
#include <uapi/stat.h>

struct directory_sink;
struct file;
struct statfs;

/*
 * Flags of all @flags below: AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, and
 * AT_SYMLINK_FOLLOW for vfs_link(). A trailing slash wants a directory.
 */

/*
 * Find @name: *@found gets references. -ENOENT, -ENOTDIR, -EACCES, -ELOOP
 * after 40 symbolic links, -ENAMETOOLONG, -ENOMEM.
 */
__must_check int path_lookup(const struct path *at, const char *name, u32 flags,
			     struct path *found);

/* References to both halves. get: the caller has some. put may sleep. */
void path_get(const struct path *path);
void path_put(const struct path *path);

/*
 * A path to @inode, which has no name: in the mount of @beside, of the same
 * superblock. @text, without slashes, is what path_text() shows. Takes over the
 * reference to @inode on success, and gives those of *@path. -ENOMEM.
 */
__must_check int path_to_nameless(const struct path *beside,
				  struct inode *inode, const char *text,
				  struct path *path);

/*
 * Open a regular file that was made without a name, by its maker: for reading and
 * writing, whatever its mode says. Takes over @inode as above. -ENOMEM.
 */
__must_check int vfs_open_nameless(const struct path *beside,
				   struct inode *inode, const char *text,
				   struct file **opened);

/* The file that @path leads to, alive as long as @path is held. */
struct inode *path_inode(const struct path *path);

/*
 * The way from the caller's root to @path, in @buffer of @size bytes: a pointer
 * into it, or NULL when it does not fit (ERANGE). What was unlinked ends with
 * " (deleted)", what lies outside of the root begins with "(unreachable)".
 */
char *path_text(const struct path *path, char *buffer, size_t size);

/* The last component alone, cut to @size bytes with its NUL. */
void path_last_name(const struct path *path, char *buffer, size_t size);

/*
 * openat(2): *@opened gets a file with one reference. @flags are O_*, @mode the
 * permissions of a new file.
 */
int vfs_open(const struct path *at, const char *name, u32 flags, u32 mode,
	     struct file **opened);

/*
 * Open a program to be run, as execveat(2) does with @flags; it can be read
 * whatever its mode says. -EACCES for what is not a regular file, not executable,
 * or on a mounted filesystem from which nothing is executed. While *@opened is
 * there, its content cannot be written to: -ETXTBSY, for those who want to and
 * here when somebody has it open for that.
 */
int vfs_open_program(const struct path *at, const char *name, u32 flags,
		     struct file **opened);

/* @file, a program, may be written to again. */
void vfs_allow_writing(struct file *file);

/* The MS_* flags of the mount that @path is seen through. Any context. */
u32 path_mount_flags(const struct path *path);

/* For file_put(): the place where @file was opened, let go. May sleep. */
void file_leave_place(struct file *file);

int vfs_mkdir(const struct path *at, const char *name, u32 mode);
/* S_IF* in @mode; -EPERM for devices, unless root. */
int vfs_mknod(const struct path *at, const char *name, u32 mode, u64 device);
/*
 * Make a file that a socket is bound to, with permissions @mode; *@made is where it
 * is, with a reference, whatever becomes of the name.
 */
int vfs_make_socket(const char *name, u32 mode, struct path *made);
int vfs_symlink(const char *target, const struct path *at, const char *name);
int vfs_link(const struct path *old_at, const char *old_name,
	     const struct path *new_at, const char *new_name, u32 flags);
int vfs_unlink(const struct path *at, const char *name);
int vfs_rmdir(const struct path *at, const char *name);
/* renameat2(2); RENAME_* in @flags. */
int vfs_rename(const struct path *old_at, const char *old_name,
	       const struct path *new_at, const char *new_name, u32 flags);

int vfs_stat(const struct path *at, const char *name, u32 flags,
	     struct stat *status);
/* fstat(2), for any file: those without an inode are nameless. */
void vfs_stat_file(struct file *file, struct stat *status);
/* The text of a symbolic link, not terminated: bytes, cut to @size. */
ssize_t vfs_readlink(const struct path *at, const char *name, char *buffer,
		     size_t size);
/* @want: R_OK, W_OK, X_OK. By the real ids, or with AT_EACCESS as always. */
int vfs_access(const struct path *at, const char *name, u32 want, u32 flags);
int vfs_statfs(const struct path *path, struct statfs *status);

/*
 * chmod, chown, truncate, utimens of what @path leads to, as @changes has
 * them. -EROFS on a mount that is read-only.
 */
int vfs_set_attributes(const struct path *path,
		       const struct attributes *changes);
/* ftruncate(2): the file is open for writing, and that is enough. */
int vfs_truncate_file(struct file *file, u64 size);
/* The same, but never shorter than it is, whoever writes to it meanwhile. */
int vfs_extend_file(struct file *file, u64 size);

/* getdents64(2): the next names of a directory into @sink. */
int vfs_list(struct file *file, struct directory_sink *sink);

int vfs_chdir(const struct path *path);
int vfs_chroot(const struct path *path);
/* umask(2): the old one. */
u32 vfs_set_umask(u32 mask);

/*
 * Names that nobody uses are kept, for they may be asked for again: how many bytes
 * they take, and free them all. Returns how many were freed. May sleep; the caller
 * may hold what a walk holds.
 */
u64 vfs_unused_bytes(void);
u64 vfs_forget_unused(void);

#endif
