// SPDX-License-Identifier: GPL-2.0-only
/*
 * tmpfs as a whole: mounting, limits, and all memory back at the end.
 */
#include "tmpfs.h"

#include <asm/memlayout.h>
#include <exo/frame.h>
#include <exo/initcall.h>
#include <exo/kmalloc.h>
#include <uapi/errno.h>
#include <uapi/statfs.h>

bool tmpfs_charge(u64 *used, u64 max)
{
	u64 now = __atomic_add_fetch(used, 1, __ATOMIC_RELAXED);

	if (likely(!max || now <= max))
		return true;
	tmpfs_uncharge(used, 1);
	return false;
}

/* Half of the memory, and an inode for each page of it. */
static struct tmpfs_options default_options(void)
{
	struct frame_statistics frames;

	frame_statistics(&frames);
	return (struct tmpfs_options){
		.size = frames.total / 2 * PAGE_SIZE,
		.nr_inodes = frames.total / 2,
		.mode = 01777,
	};
}

static int set_root(struct superblock *superblock,
		    const struct tmpfs_options *options)
{
	const struct inode_spec spec = {
		.mode = S_IFDIR | options->mode,
		.uid = options->uid,
		.gid = options->gid,
	};
	struct tmpfs_super *super = superblock->private;
	int err;

	super->root = tmpfs_inode_create(superblock, &spec, &err);
	if (!super->root)
		return err;
	inode_get(super->root);
	err = superblock_set_root(superblock, super->root);
	if (err) {
		inode_put(super->root);
		inode_put(super->root);
	}
	return err;
}

static int tmpfs_mount(struct superblock *superblock, const char *source,
		       const char *text)
{
	struct tmpfs_options options = default_options();
	u64 ram = options.size * 2;
	struct tmpfs_super *super;
	int err = tmpfs_options_parse(text, ram, &options);

	(void)source;
	if (err)
		return err;
	super = kzalloc(sizeof(*super));
	if (!super)
		return -ENOMEM;
	super->pages_max = DIV_ROUND_UP(options.size, PAGE_SIZE);
	super->inodes_max = options.nr_inodes;
	superblock->private = super;
	superblock->magic = TMPFS_MAGIC;
	err = set_root(superblock, &options);
	if (err)
		kfree(super);
	return err;
}

/* The limits, if what is in use allows; the root stays whose it is. */
static int tmpfs_remount(struct superblock *superblock, const char *text)
{
	struct tmpfs_super *super = superblock->private;
	struct tmpfs_options options = {
		.size = super->pages_max * PAGE_SIZE,
		.nr_inodes = super->inodes_max,
	};
	u64 pages_max, ram = default_options().size * 2;
	int err = tmpfs_options_parse(text, ram, &options);

	if (err)
		return err;
	pages_max = DIV_ROUND_UP(options.size, PAGE_SIZE);
	if ((pages_max && READ_ONCE(super->pages) > pages_max) ||
	    (options.nr_inodes && READ_ONCE(super->inodes) > options.nr_inodes))
		return -EINVAL;
	WRITE_ONCE(super->pages_max, pages_max);
	WRITE_ONCE(super->inodes_max, options.nr_inodes);
	return 0;
}

static void tmpfs_unmount(struct superblock *superblock)
{
	struct tmpfs_super *super = superblock->private;

	tmpfs_directory_free_tree(super->root);
	kfree(super);
}

static void tmpfs_statfs(struct superblock *superblock, struct statfs *status)
{
	const struct tmpfs_super *super = superblock->private;
	u64 pages = READ_ONCE(super->pages), inodes = READ_ONCE(super->inodes);

	if (super->pages_max) {
		status->f_blocks = (s64)super->pages_max;
		status->f_bfree = status->f_bavail =
			(s64)(super->pages_max - min(pages, super->pages_max));
	}
	if (super->inodes_max) {
		status->f_files = (s64)super->inodes_max;
		status->f_ffree = (s64)(super->inodes_max -
					min(inodes, super->inodes_max));
	}
}

static const struct filesystem tmpfs = {
	.name = "tmpfs",
	.mount = tmpfs_mount,
	.remount = tmpfs_remount,
	.unmount = tmpfs_unmount,
	.statfs = tmpfs_statfs,
	.evict = tmpfs_evict,
	.lookup = tmpfs_lookup,
	.create = tmpfs_create,
	.link = tmpfs_link,
	.unlink = tmpfs_unlink,
	.rename = tmpfs_rename,
	.truncate = tmpfs_truncate,
};

static int tmpfs_register(void)
{
	int err = tmpfs_inode_init();

	return err ? err : filesystem_register(&tmpfs);
}
INITCALL(memory, tmpfs_register);
