// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mapped files: a mapping shows the frames that reading and writing use. The
 * source is made when a file is first mapped and stays with the inode. From
 * then on its lock guards the pages, as page faults do not take the inode's
 * mutex; until then that is enough.
 */
#include "tmpfs.h"

#include <asm/memlayout.h>
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/kmalloc.h>
#include <exo/page_source.h>
#include <exo/time.h>
#include <uapi/errno.h>

struct tmpfs_source {
	struct page_source source;
	struct inode *inode; /* which frees it */
};

static struct inode *inode_of(struct page_source *source)
{
	return container_of(source, struct tmpfs_source, source)->inode;
}

static int fill_hole(struct inode *inode, u64 index, struct frame **frame)
{
	int err;

	*frame = frame_for_program(FRAME_ZERO);
	if (!*frame)
		return -ENOMEM;
	err = tmpfs_page_insert(inode, index, *frame);
	if (err)
		frame_free(*frame);
	else
		frame_get(*frame);
	return err;
}

static int source_page(struct page_source *source, u64 index, bool create,
		       struct frame **frame)
{
	struct inode *inode = inode_of(source);

	if (index >= DIV_ROUND_UP(READ_ONCE(inode->size), PAGE_SIZE))
		return -EIO;
	*frame = tmpfs_page_get(inode, index);
	return *frame || !create ? 0 : fill_hole(inode, index, frame);
}

/* Pages behind the end are not in the tree. */
static void source_present(struct page_source *source, u64 first,
			   unsigned int count, struct frame **frames)
{
	tmpfs_pages_present(inode_of(source), first, count, frames);
}

/* Times are plain numbers: who writes to the file meanwhile sets them too. */
static void source_written(struct page_source *source)
{
	struct inode *inode = inode_of(source);
	const s64 now_ns = (s64)time_real_ns();

	WRITE_ONCE(inode->mtime_ns, now_ns);
	WRITE_ONCE(inode->ctime_ns, now_ns);
}

static const struct page_source_ops source_ops = {
	.page = source_page,
	.present = source_present,
	.written = source_written,
};

int tmpfs_map(struct file *file, struct page_source **source)
{
	struct tmpfs_inode *own = tmpfs_inode(file->private);
	struct tmpfs_source *made;

	mutex_lock(&own->inode.mutex);
	if (!own->source) {
		made = kmalloc(sizeof(*made));
		if (made) {
			page_source_init(&made->source, &source_ops);
			made->inode = &own->inode;
			own->source = &made->source;
		}
	}
	*source = own->source;
	mutex_unlock(&own->inode.mutex);
	return *source ? 0 : -ENOMEM;
}

void tmpfs_source_free(struct inode *inode)
{
	struct page_source *source = tmpfs_inode(inode)->source;

	if (source)
		kfree(container_of(source, struct tmpfs_source, source));
}

void tmpfs_pages_lock(struct inode *inode)
{
	if (tmpfs_inode(inode)->source)
		mutex_lock(&tmpfs_inode(inode)->source->lock);
}

void tmpfs_pages_unlock(struct inode *inode)
{
	if (tmpfs_inode(inode)->source)
		mutex_unlock(&tmpfs_inode(inode)->source->lock);
}

void tmpfs_source_truncated(struct inode *inode, u64 first)
{
	if (tmpfs_inode(inode)->source)
		page_source_truncated(tmpfs_inode(inode)->source, first,
				      ~0UL - first);
}
