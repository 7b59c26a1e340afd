// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of a tmpfs without a name, as memfd_create(2) makes them: gone with the
 * last descriptor and mapping. They are in a tmpfs that is mounted nowhere and has no
 * limit of its own.
 *
 * Who gets such a file from another may want to know that it stays as it is:
 * seals forbid to everybody what they name, and are never taken off again.
 */
#include <exo/memfd.h>

#include <asm/memlayout.h>
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/mount.h>
#include <exo/page_source.h>
#include <exo/panic.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "tmpfs.h"

enum {
	SEALS_OF_WRITING = F_SEAL_WRITE | F_SEAL_FUTURE_WRITE,
	SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | SEALS_OF_WRITING,
};

static struct path root; /* of the tmpfs they are in */

static int memfd_init(void)
{
	if (mount_detached("tmpfs", "size=0,nr_inodes=0", &root))
		panic("no memory for files without a name");
	return 0;
}
INITCALL(late, memfd_init);

int memfd_create(const char *name, bool sealable, struct file **made)
{
	const struct credentials *maker = credentials_current();
	const struct inode_spec spec = {
		.mode = S_IFREG | 0777,
		.uid = maker->fsuid,
		.gid = maker->fsgid,
	};
	struct inode *inode;
	int err;

	inode = tmpfs_inode_create(path_inode(&root)->superblock, &spec, &err);
	if (!inode)
		return err;
	inode->links = 0;
	if (sealable)
		tmpfs_inode(inode)->seals = 0;
	err = vfs_open_nameless(&root, inode, name, made);
	if (err)
		inode_put(inode);
	return err;
}

int tmpfs_seals_limit_write(struct inode *inode, struct io_iter *from,
			    u64 position)
{
	const u32 seals = tmpfs_inode(inode)->seals;
	const u64 size = inode->size;

	if (!from->left)
		return 0;
	if (seals & SEALS_OF_WRITING)
		return -EPERM;
	if (!(seals & F_SEAL_GROW) ||
	    (position <= size && from->left <= size - position))
		return 0;
	/* Page by page, as Linux writes: what ends in a full one is done. */
	if (position >= ALIGN_DOWN(size, PAGE_SIZE))
		return -EPERM;
	from->left = ALIGN_DOWN(size, PAGE_SIZE) - position;
	return 0;
}

int tmpfs_seals_check_size(struct inode *inode, u64 size)
{
	const u32 seals = tmpfs_inode(inode)->seals;

	if ((size < inode->size && seals & F_SEAL_SHRINK) ||
	    (size > inode->size && seals & F_SEAL_GROW))
		return -EPERM;
	return 0;
}

/* The mutex is held. */
static int add_seals(struct tmpfs_inode *own, struct page_source *source,
		     u32 seals)
{
	int err = 0;

	if (own->seals & F_SEAL_SEAL)
		return -EPERM;
	if (seals & SEALS_OF_WRITING)
		err = page_source_seal(source,
				       !(seals & F_SEAL_WRITE) ||
					       own->seals & F_SEAL_WRITE);
	if (!err)
		own->seals |= seals;
	return err;
}

static int seal(struct file *file, unsigned long seals)
{
	struct tmpfs_inode *own = tmpfs_inode(file->private);
	struct page_source *source;
	int err;

	if (seals & ~(unsigned long)SEALS)
		return -EINVAL;
	err = tmpfs_map(file, &source);
	if (err)
		return err;
	mutex_lock(&own->inode.mutex);
	err = add_seals(own, source, (u32)seals);
	mutex_unlock(&own->inode.mutex);
	return err;
}

long tmpfs_fcntl(struct file *file, unsigned int command, unsigned long arg)
{
	switch (command) {
	case F_ADD_SEALS:
		return seal(file, arg);
	case F_GET_SEALS:
		return READ_ONCE(tmpfs_inode(file->private)->seals);
	default:
		return file_fcntl_absent(command);
	}
}
