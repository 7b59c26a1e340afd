// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who a program acts as: whoever runs it, or, if its file has a set-id bit, the
 * file's owner or group (credentials(7)). Of a script, the interpreter's file
 * counts.
 */
#include <exo/file.h>
#include <exo/inode.h>
#include <exo/process.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/mount.h>

#include "exec.h"

/* The effective user and group to be. */
struct identity {
	u32 uid, gid;
};

static struct identity identity_of(const struct file *file,
				   const struct credentials *old)
{
	const u32 mode = READ_ONCE(file->inode->mode);
	struct identity who = {old->euid, old->egid};

	if (path_mount_flags(&file->path) & MS_NOSUID ||
	    current_process->no_new_privileges)
		return who;
	if (mode & S_ISUID)
		who.uid = file->inode->uid;
	/* Without execution by the group, S_ISGID means something else. */
	if (mode & S_ISGID && mode & S_IXGRP)
		who.gid = file->inode->gid;
	return who;
}

static bool is_same(const struct credentials *old, struct identity who)
{
	return old->euid == who.uid && old->suid == who.uid &&
	       old->fsuid == who.uid && old->egid == who.gid &&
	       old->sgid == who.gid && old->fsgid == who.gid;
}

int exec_find_credentials(struct exec *exec)
{
	const struct credentials *old = credentials_current();
	const struct identity who = identity_of(exec->file, old);
	struct credentials *new;

	exec->secure = who.uid != old->uid || who.gid != old->gid;
	if (is_same(old, who))
		return 0;
	new = credentials_copy(old, old->nr_groups);
	if (!new)
		return -ENOMEM;
	new->euid = new->suid = new->fsuid = who.uid;
	new->egid = new->sgid = new->fsgid = who.gid;
	exec->credentials = new;
	return 0;
}
