// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the links in /proc/PID/fd lead whose file has no name, such as an end of a
 * pipe: to an inode made for the occasion, which tells what the file's stat
 * operation tells, and lets its reopen operation open it.
 *
 *	walk -> path -> inode: the process and the number, as the link's
 *
 * Neither the inode nor what is opened keeps the file: who reads from a pipe is not to
 * be kept from seeing its end, nor a socket from being closed, by what only names it
 * (O_PATH).
 */
#include <exo/file.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "procfs_process.h"

/* Is @file what the walk found, whose permissions were checked? */
static bool is_same(const struct inode *inode, struct file *file)
{
	struct stat status;

	vfs_stat_file(file, &status);
	return status.st_ino == inode->number &&
	       status.st_mode == inode->mode && status.st_uid == inode->uid &&
	       status.st_gid == inode->gid;
}

static int nameless_open(struct inode *inode, struct file *again)
{
	struct file *file = process_fd_file(inode);
	int err = -ENXIO;

	if (!file)
		return err;
	if (file->ops->reopen && is_same(inode, file))
		err = file->ops->reopen(file, again);
	file_put(file);
	return err;
}

static const struct proc_inode_ops nameless_ops = {
	.open = nameless_open,
	.evict = process_inode_evict,
};

bool nameless(const struct file *file)
{
	return !file->inode ||
	       (file->inode->superblock->magic == PROC_SUPER_MAGIC &&
		proc_inode(file->inode)->ops == &nameless_ops);
}

/* What kind of file it is, in Linux's words. */
static const char *kind_of(const struct stat *status)
{
	return S_ISFIFO(status->st_mode)   ? "pipe"
	       : S_ISSOCK(status->st_mode) ? "socket"
					   : NULL;
}

ssize_t nameless_text(struct file *file, char *buffer, size_t size)
{
	struct stat status;
	char text[40];
	const char *kind;
	int length;

	vfs_stat_file(file, &status);
	kind = kind_of(&status);
	length = kind ? snprintf(text, sizeof(text), "%s:[%llu]", kind,
				 (unsigned long long)status.st_ino)
		      : snprintf(text, sizeof(text), "anon_inode:%s",
				 file->ops->kind ? file->ops->kind : "[file]");
	size = min(size, (size_t)length);
	memcpy(buffer, text, size);
	return (ssize_t)size;
}

int nameless_path(const struct path *beside, const struct inode *link,
		  struct file *file, struct path *path)
{
	static const struct file_ops no_ops = {
		.read = file_no_read,
		.write = file_no_write,
	};
	struct process_inode_spec spec = {
		.ops = &nameless_ops,
		.file_ops = &no_ops,
	};
	struct process_inode *made;
	struct stat status;
	int err;

	vfs_stat_file(file, &status);
	spec.mode = status.st_mode;
	spec.number = status.st_ino;
	made = process_inode_create(path_inode(beside)->superblock,
				    process_inode(link), &spec);
	if (!made)
		return -ENOMEM;
	made->own.inode.uid = status.st_uid;
	made->own.inode.gid = status.st_gid;
	err = path_to_nameless(beside, &made->own.inode, "", path);
	if (err)
		inode_put(&made->own.inode);
	return err;
}
