// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that make and remove names. The older ones are those of today with
 * the current directory.
 */
#include <exo/compiler.h>
#include <exo/kmalloc.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "at_name.h"

enum {
	LINK_SHORT = 256, /* bytes of a symbolic link that fit on the stack */
};

long sys_mkdirat(int directory, const char __user *text, u32 mode)
{
	struct at_name name;
	int err = at_name_get(&name, directory, text, 0);

	if (err)
		return err;
	err = vfs_mkdir(name.at, name.text, mode);
	at_name_put(&name);
	return err;
}

long sys_mkdir(const char __user *name, u32 mode)
{
	return sys_mkdirat(AT_FDCWD, name, mode);
}

long sys_mknodat(int directory, const char __user *text, u32 mode, u32 device)
{
	struct at_name name;
	int err = at_name_get(&name, directory, text, 0);

	if (err)
		return err;
	err = vfs_mknod(name.at, name.text, mode, device);
	at_name_put(&name);
	return err;
}

long sys_mknod(const char __user *name, u32 mode, u32 device)
{
	return sys_mknodat(AT_FDCWD, name, mode, device);
}

long sys_unlinkat(int directory, const char __user *text, int flags)
{
	struct at_name name;
	int err;

	if (flags & ~AT_REMOVEDIR)
		return -EINVAL;
	err = at_name_get(&name, directory, text, 0);
	if (err)
		return err;
	err = flags & AT_REMOVEDIR ? vfs_rmdir(name.at, name.text)
				   : vfs_unlink(name.at, name.text);
	at_name_put(&name);
	return err;
}

long sys_unlink(const char __user *name)
{
	return sys_unlinkat(AT_FDCWD, name, 0);
}

long sys_rmdir(const char __user *name)
{
	return sys_unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

long sys_symlinkat(const char __user *target, int directory,
		   const char __user *text)
{
	struct user_name to;
	struct at_name name;
	int err = user_name_get(&to, target);

	if (err)
		return err;
	err = *to.text ? at_name_get(&name, directory, text, 0) : -ENOENT;
	if (!err) {
		err = vfs_symlink(to.text, name.at, name.text);
		at_name_put(&name);
	}
	user_name_put(&to);
	return err;
}

long sys_symlink(const char __user *target, const char __user *name)
{
	return sys_symlinkat(target, AT_FDCWD, name);
}

/* What link and rename do, with the same two names. */
typedef int (*two_names_t)(const struct path *old_at, const char *old_name,
			   const struct path *new_at, const char *new_name,
			   u32 flags);

struct two_names {
	int old_directory, new_directory;
	const char __user *old_name, *new_name;
	u32 old_flags; /* AT_EMPTY_PATH or 0 */
};

static long with_two_names(two_names_t act, const struct two_names *names,
			   u32 flags)
{
	struct at_name old, new;
	int err = at_name_get(&old, names->old_directory, names->old_name,
			      names->old_flags);

	if (err)
		return err;
	err = at_name_get(&new, names->new_directory, names->new_name, 0);
	if (!err) {
		err = act(old.at, old.text, new.at, new.text, flags);
		at_name_put(&new);
	}
	at_name_put(&old);
	return err;
}

long sys_linkat(int old_directory, const char __user *old_name,
		int new_directory, const char __user *new_name, int flags)
{
	const struct two_names names = {
		.old_directory = old_directory,
		.new_directory = new_directory,
		.old_name = old_name,
		.new_name = new_name,
		.old_flags = (u32)flags & AT_EMPTY_PATH,
	};

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return with_two_names(vfs_link, &names, (u32)flags);
}

long sys_link(const char __user *old_name, const char __user *new_name)
{
	return sys_linkat(AT_FDCWD, old_name, AT_FDCWD, new_name, 0);
}

long sys_renameat2(int old_directory, const char __user *old_name,
		   int new_directory, const char __user *new_name,
		   unsigned int flags)
{
	const struct two_names names = {
		.old_directory = old_directory,
		.new_directory = new_directory,
		.old_name = old_name,
		.new_name = new_name,
	};

	if (flags & ~(unsigned int)(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	return with_two_names(vfs_rename, &names, flags);
}

long sys_renameat(int old_directory, const char __user *old_name,
		  int new_directory, const char __user *new_name)
{
	return sys_renameat2(old_directory, old_name, new_directory, new_name,
			     0);
}

long sys_rename(const char __user *old_name, const char __user *new_name)
{
	return sys_renameat2(AT_FDCWD, old_name, AT_FDCWD, new_name, 0);
}

static long read_link(const struct at_name *name, char __user *buffer,
		      size_t size)
{
	char few[LINK_SHORT], *text = few;
	ssize_t length;

	size = min(size, (size_t)PATH_MAX);
	length = vfs_readlink(name->at, name->text, text,
			      min(size, sizeof(few)));
	if (length == sizeof(few) && size > sizeof(few)) {
		text = kmalloc(size);
		if (!text)
			return -ENOMEM;
		length = vfs_readlink(name->at, name->text, text, size);
	}
	if (length > 0 && user_copy_to(buffer, text, (size_t)length))
		length = -EFAULT;
	if (text != few)
		kfree(text);
	return length;
}

long sys_readlinkat(int directory, const char __user *text, char __user *buffer,
		    int size)
{
	struct at_name name;
	long length;

	if (size <= 0)
		return -EINVAL;
	length = at_name_get(&name, directory, text, AT_EMPTY_PATH);
	if (length)
		return length;
	/* "" is the link that @directory is, if that was opened by O_PATH. */
	length = !*name.text && !name.at
			 ? -ENOENT
			 : read_link(&name, buffer, (size_t)size);
	if (!*name.text && length == -EINVAL)
		length = -ENOENT; /* it is no link */
	at_name_put(&name);
	return length;
}

long sys_readlink(const char __user *name, char __user *buffer, int size)
{
	return sys_readlinkat(AT_FDCWD, name, buffer, size);
}
