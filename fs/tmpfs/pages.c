// SPDX-License-Identifier: GPL-2.0-only
/*
 * The content of a file: frames in a radix tree, by page. Where there is none
 * is a hole, which reads as zeros and costs nothing. Bytes behind the end of the
 * file are zero in the last page, so the file may simply become longer.
 *
 * Readers hold no lock: they find a frame under RCU and take a reference.
 */
#include "tmpfs.h"

#include <asm/memlayout.h>
#include <exo/frame.h>
#include <exo/rcu.h>
#include <exo/shared_memory.h>
#include <uapi/errno.h>

enum {
	BLOCKS_PER_PAGE = PAGE_SIZE / 512,
};

struct frame *tmpfs_page_get(struct inode *inode, u64 index)
{
	struct frame *frame;

	rcu_read_lock();
	frame = tmpfs_page_find(inode, index);
	if (frame)
		frame_get(frame);
	rcu_read_unlock();
	return frame;
}

void tmpfs_pages_present(struct inode *inode, u64 first, unsigned int count,
			 struct frame **frames)
{
	rcu_read_lock();
	radix_tree_get_run(&tmpfs_inode(inode)->pages, first, count,
			   (void **)frames);
	rcu_read_unlock();
}

int tmpfs_page_insert(struct inode *inode, u64 index, struct frame *frame)
{
	struct tmpfs_super *super = tmpfs_super(inode);
	int err;

	if (!tmpfs_charge(&super->pages, super->pages_max))
		return -ENOSPC;
	err = radix_tree_insert(&tmpfs_inode(inode)->pages, index, frame);
	if (err) {
		tmpfs_uncharge(&super->pages, 1);
		return err;
	}
	shared_memory_add();
	inode->blocks += BLOCKS_PER_PAGE;
	return 0;
}

int tmpfs_page_add(struct inode *inode, u64 index, struct frame *frame)
{
	int err = -EEXIST;

	tmpfs_pages_lock(inode);
	if (!IS_ENABLED(CONFIG_VM) ||
	    !radix_tree_get(&tmpfs_inode(inode)->pages, index))
		err = tmpfs_page_insert(inode, index, frame);
	tmpfs_pages_unlock(inode);
	return err;
}

void tmpfs_pages_free(struct inode *inode, u64 first)
{
	struct radix_tree *pages = &tmpfs_inode(inode)->pages;
	struct frame *frame;
	u64 freed = 0;

	tmpfs_pages_lock(inode);
	for (; (frame = radix_tree_next(pages, &first)); freed++) {
		radix_tree_remove(pages, first);
		frame_put(frame);
		tmpfs_uncharge(&tmpfs_super(inode)->pages, 1);
		inode->blocks -= BLOCKS_PER_PAGE;
	}
	tmpfs_pages_unlock(inode);
	if (freed)
		shared_memory_sub(freed);
}

static void zero_tail(struct inode *inode, u64 size)
{
	struct frame *last = tmpfs_page_get(inode, size / PAGE_SIZE);
	size_t offset = size % PAGE_SIZE;

	if (!last)
		return;
	memset((u8 *)frame_to_virt(last) + offset, 0, PAGE_SIZE - offset);
	frame_put(last);
}

int tmpfs_truncate(struct inode *inode, u64 size)
{
	u64 old = inode->size;
	int err = tmpfs_sealed(inode) ? tmpfs_seals_check_size(inode, size) : 0;

	if (err)
		return err;
	WRITE_ONCE(inode->size, size);
	if (size >= old)
		return 0;
	tmpfs_source_truncated(inode, DIV_ROUND_UP(size, PAGE_SIZE));
	tmpfs_pages_free(inode, DIV_ROUND_UP(size, PAGE_SIZE));
	if (size % PAGE_SIZE)
		zero_tail(inode, size);
	return 0;
}
