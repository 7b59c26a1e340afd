// SPDX-License-Identifier: GPL-2.0-only
/*
 * Inodes of a tmpfs: made, and freed when nobody refers to them any more, neither
 * a name nor an open file.
 */
#include "tmpfs.h"

#include <exo/kmalloc.h>
#include <exo/rcu.h>
#include <uapi/errno.h>

static struct kmem_cache *cache;

int tmpfs_inode_init(void)
{
	cache = kmem_cache_create("tmpfs inode", sizeof(struct tmpfs_inode), 0);
	return cache ? 0 : -ENOMEM;
}

static char *text_copy(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = kmalloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}

/* What depends on the type. */
static int setup(struct inode *inode, const struct inode_spec *spec)
{
	struct tmpfs_inode *own = tmpfs_inode(inode);

	own->directory = (struct tmpfs_directory){.chains = NULL};
	tmpfs_source_init(inode);
	tmpfs_seals_init(inode);
	if (S_ISREG(spec->mode)) {
		inode->file_ops = &tmpfs_file_ops;
	} else if (S_ISDIR(spec->mode)) {
		inode->file_ops = &tmpfs_directory_ops;
		inode->links = 2;
	} else if (S_ISLNK(spec->mode)) {
		inode->target = text_copy(spec->target);
		if (!inode->target)
			return -ENOMEM;
		inode->size = strlen(inode->target);
	}
	return 0;
}

struct inode *tmpfs_inode_create(struct superblock *superblock,
				 const struct inode_spec *spec, int *err)
{
	struct tmpfs_super *super = superblock->private;
	struct tmpfs_inode *own;

	*err = -ENOSPC;
	if (!tmpfs_charge(&super->inodes, super->inodes_max))
		return NULL;
	*err = -ENOMEM;
	own = kmem_cache_alloc(cache);
	if (!own)
		goto err_uncharge;
	inode_init(&own->inode, superblock, spec);
	*err = setup(&own->inode, spec);
	if (*err)
		goto err_free;
	own->inode.number =
		__atomic_add_fetch(&super->last_number, 1, __ATOMIC_RELAXED);
	return &own->inode;

err_free:
	kmem_cache_free(cache, own);
err_uncharge:
	tmpfs_uncharge(&super->inodes, 1);
	return NULL;
}

void tmpfs_evict(struct inode *inode)
{
	if (S_ISREG(inode->mode) && tmpfs_inode(inode)->pages.root)
		tmpfs_pages_free(inode, 0);
	tmpfs_source_free(inode);
	if (inode->target)
		rcu_kfree((void *)inode->target);
	tmpfs_uncharge(&tmpfs_super(inode)->inodes, 1);
	rcu_free(cache, tmpfs_inode(inode));
}
