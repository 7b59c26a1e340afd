// SPDX-License-Identifier: GPL-2.0-only
/*
 * mount(2) and umount2(2).
 */
#include <exo/compiler.h>
#include <exo/kmalloc.h>
#include <exo/mount.h>
#include <exo/string.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/limits.h>

#include "user_name.h"

enum {
	/* What very old programs set in the upper half of the flags. */
	MAGIC_MASK = 0xffff0000,
	MAGIC = 0xc0ed0000,
};

/* What the program gives; texts that it does not are NULL. */
struct mount_request {
	struct user_name target;
	char *source, *type, *options;
};

/* Up to PATH_MAX bytes in memory of its own, or NULL for none. */
static int get_text(char **text, const char __user *from)
{
	ssize_t length;

	*text = NULL;
	if (!from)
		return 0;
	*text = kmalloc(PATH_MAX);
	if (!*text)
		return -ENOMEM;
	length = user_string_copy(*text, from, PATH_MAX);
	if (length >= 0)
		return 0;
	kfree(*text);
	*text = NULL;
	return length == -ENAMETOOLONG ? -EINVAL : (int)length;
}

static void free_texts(struct mount_request *request)
{
	kfree(request->source);
	kfree(request->type);
	kfree(request->options);
}

static int get_texts(struct mount_request *request, const char __user *source,
		     const char __user *type, const char __user *options)
{
	int err;

	request->source = request->options = NULL;
	err = get_text(&request->type, type);
	if (!err)
		err = get_text(&request->source, source);
	if (!err)
		err = get_text(&request->options, options);
	if (err)
		free_texts(request);
	return err;
}

static u32 without_magic(unsigned long flags)
{
	u32 low = (u32)flags;

	return (low & MAGIC_MASK) == MAGIC ? low & ~MAGIC_MASK : low;
}

static int do_mount(const struct mount_request *request, u32 flags)
{
	const char *source = request->source;

	if (!source && flags & MS_BIND && !(flags & MS_REMOUNT))
		return -EINVAL;
	if (!request->type && !(flags & (MS_BIND | MS_REMOUNT)))
		return -EINVAL;
	return vfs_mount(source ? source : "none", request->target.text,
			 request->type, flags, request->options);
}

long sys_mount(const char __user *source, const char __user *target,
	       const char __user *type, unsigned long flags,
	       const char __user *options)
{
	struct mount_request request;
	int err = get_texts(&request, source, type, options);

	if (err)
		return err;
	err = user_name_get(&request.target, target);
	if (!err) {
		err = do_mount(&request, without_magic(flags));
		user_name_put(&request.target);
	}
	free_texts(&request);
	return err;
}

long sys_umount2(const char __user *target, int flags)
{
	struct user_name name;
	int err;

	if (flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW))
		return -EINVAL;
	err = user_name_get(&name, target);
	if (err)
		return err;
	err = vfs_umount(name.text, (u32)flags);
	user_name_put(&name);
	return err;
}
