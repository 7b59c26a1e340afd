// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a process stands in the tree of names.
 */
#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/file.h>
#include <exo/fs_context.h>
#include <exo/inode.h>
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "at_name.h"

/* Find @text and let @act have it. */
static long with_path(const char __user *text, int (*act)(const struct path *))
{
	struct at_name name;
	struct path path;
	int err = at_name_get(&name, AT_FDCWD, text, 0);

	if (err)
		return err;
	err = path_lookup(NULL, name.text, 0, &path);
	at_name_put(&name);
	if (err)
		return err;
	err = act(&path);
	path_put(&path);
	return err;
}

long sys_chdir(const char __user *name)
{
	return with_path(name, vfs_chdir);
}

long sys_chroot(const char __user *name)
{
	return with_path(name, vfs_chroot);
}

long sys_fchdir(int fd)
{
	struct fd_ref ref = fd_ref_get(fd);
	int err;

	if (!ref.file)
		return -EBADF;
	err = ref.file->inode ? vfs_chdir(&ref.file->path) : -ENOTDIR;
	fd_ref_put(ref);
	return err;
}

long sys_umask(int mask)
{
	return vfs_set_umask((u32)mask);
}

/* The path of @place into @buffer, which has PATH_MAX bytes. */
static long put_path(const struct path *place, char *buffer, char __user *to,
		     size_t size)
{
	const char *text;
	size_t length;

	if (!path_inode(place)->links)
		return -ENOENT;
	text = path_text(place, buffer, PATH_MAX);
	if (!text)
		return -ENAMETOOLONG;
	length = strlen(text) + 1;
	if (length > size)
		return -ERANGE;
	return user_copy_to(to, text, length) ? -EFAULT : (long)length;
}

long sys_getcwd(char __user *to, size_t size)
{
	char *buffer = kmalloc(PATH_MAX);
	struct path place;
	long length;

	if (!buffer)
		return -ENOMEM;
	place = fs_context_get_cwd(fs_context_current());
	length = place.dentry ? put_path(&place, buffer, to, size) : -ENOENT;
	if (place.dentry)
		path_put(&place);
	kfree(buffer);
	return length;
}
