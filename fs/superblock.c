// SPDX-License-Identifier: GPL-2.0-only
/*
 * The filesystems there are, and one of them as it is mounted.
 */
#include <asm/memlayout.h>
#include <exo/compiler.h>
#include <exo/file_news.h>
#include <exo/filesystem.h>
#include <exo/kmalloc.h>
#include <exo/limits.h>
#include <exo/panic.h>
#include <exo/spinlock.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "mount_internal.h"

enum {
	FILESYSTEMS_MAX = 16,
};

static struct spinlock lock = SPINLOCK_INIT("filesystems");
static const struct filesystem *filesystems[FILESYSTEMS_MAX]; /* lock */
static u64 last_device; /* atomic; the major number is 0, as Linux has it */

int filesystem_register(const struct filesystem *filesystem)
{
	int err = -ENOSPC;

	ASSERT(!filesystem->valid ||
	       !(filesystem->create || filesystem->link || filesystem->rename));
	spin_lock(&lock);
	for (unsigned int i = 0; i < FILESYSTEMS_MAX; i++) {
		if (!filesystems[i]) {
			filesystems[i] = filesystem;
			err = 0;
			break;
		}
		if (!strcmp(filesystems[i]->name, filesystem->name)) {
			err = -EBUSY;
			break;
		}
	}
	spin_unlock(&lock);
	return err;
}

const struct filesystem *filesystem_at(unsigned int index)
{
	return index < FILESYSTEMS_MAX ? READ_ONCE(filesystems[index]) : NULL;
}

const struct filesystem *filesystem_find(const char *name)
{
	const struct filesystem *filesystem;

	for (unsigned int i = 0; (filesystem = filesystem_at(i)); i++)
		if (!strcmp(filesystem->name, name))
			break;
	return filesystem;
}

int superblock_set_root(struct superblock *superblock, struct inode *root)
{
	static const struct path_name no_name = {.chars = ""};

	superblock->root = dentry_alloc(superblock, NULL, &no_name);
	if (!superblock->root)
		return -ENOMEM;
	dentry_set_inode(superblock->root, root);
	return 0;
}

int superblock_create(const struct filesystem *filesystem, const char *source,
		      const char *options, struct superblock **created)
{
	struct superblock *superblock = kzalloc(sizeof(*superblock));
	int err;

	if (!superblock)
		return -ENOMEM;
	superblock->filesystem = filesystem;
	superblock->device =
		__atomic_add_fetch(&last_device, 1, __ATOMIC_RELAXED);
	superblock->size_max = S64_MAX;
	superblock->block_size = PAGE_SIZE;
	wait_queue_init(&superblock->shrunk);
	err = filesystem->mount(superblock, source, options ? options : "");
	if (err) {
		kfree(superblock);
		return err;
	}
	ASSERT(superblock->root);
	*created = superblock;
	return 0;
}

void superblock_free(struct superblock *superblock)
{
	/* Even if nobody watches any more: who did may still use an inode. */
	if (IS_ENABLED(CONFIG_INOTIFY_USER))
		tell_unmounted(superblock);
	dentry_cache_drop(superblock);
	dentry_put(superblock->root);
	superblock->filesystem->unmount(superblock);
	kfree(superblock);
}
