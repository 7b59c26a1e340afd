// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading and writing files of a tmpfs, page by page. Reads take no lock; writes
 * hold the inode's mutex, so each is whole for other writes.
 */
#include "tmpfs.h"

#include <asm/memlayout.h>
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/limits.h>
#include <exo/rcu.h>
#include <uapi/errno.h>

static u8 *bytes_at(struct frame *frame, u64 position)
{
	return (u8 *)frame_to_virt(frame) + position % PAGE_SIZE;
}

/* The bytes of a transfer of @left at @position that are in one page. */
static size_t within_page(u64 position, u64 left)
{
	return min(left, PAGE_SIZE - position % PAGE_SIZE);
}

/* Copy up to @size bytes at @position, which are within one page. Under RCU. */
static size_t read_page(struct inode *inode, struct io_iter *to, u64 position,
			size_t size)
{
	struct frame *frame = tmpfs_page_find(inode, position / PAGE_SIZE);

	return frame ? io_copy_to(to, bytes_at(frame, position), size) : 0;
}

/* The same with a reference to the page, and of holes. May sleep. */
static size_t read_page_held(struct inode *inode, struct io_iter *to,
			     u64 position, size_t size)
{
	struct frame *frame = tmpfs_page_get(inode, position / PAGE_SIZE);
	size_t copied;

	if (!frame)
		return io_zero(to, size);
	copied = io_copy_to(to, bytes_at(frame, position), size);
	frame_put(frame);
	return copied;
}

/*
 * Copy what is from @at up to @end, as far as possible. Returns where it ended.
 * Nobody can free a page meanwhile, as each copy keeps the CPU; so it may fall short
 * where the program's memory has to be brought in first.
 */
static u64 read_at_once(struct inode *inode, struct io_iter *to, u64 at,
			u64 end)
{
	size_t wanted, done;

	while (at < end) {
		wanted = within_page(at, end - at);
		rcu_read_lock();
		done = read_page(inode, to, at, wanted);
		rcu_read_unlock();
		at += done;
		if (unlikely(done < wanted))
			break;
	}
	return at;
}

/* The same, waiting for the program's memory. There is something to copy. */
static __noinline u64 read_waiting(struct inode *inode, struct io_iter *to,
				   u64 at, u64 end)
{
	size_t wanted, done;

	do {
		wanted = within_page(at, end - at);
		done = read_page_held(inode, to, at, wanted);
		at += done;
	} while (done == wanted && at < end);
	return at;
}

static ssize_t tmpfs_read(struct file *file, struct io_iter *to, u64 *position)
{
	struct inode *inode = file->private;
	u64 start = *position, at, end = READ_ONCE(inode->size);

	if (!to->left)
		return 0;
	end = min(end, start + to->left);
	at = read_at_once(inode, to, start, end);
	if (unlikely(at < end)) {
		at = read_waiting(inode, to, at, end);
		if (at == start)
			return -EFAULT;
	}
	inode_accessed(file);
	*position = at;
	return (ssize_t)(at - start);
}

/*
 * A new page with @size bytes at its offset. It is complete before readers see
 * it; if it cannot be kept, *@from stands where it stood.
 */
static ssize_t write_new_page(struct inode *inode, struct io_iter *from,
			      u64 position, size_t size)
{
	struct frame *frame =
		frame_for_program(size < PAGE_SIZE ? FRAME_ZERO : FRAME_ANY);
	struct io_iter saved = *from;
	size_t done;
	u8 *bytes;
	int err;

	if (!frame)
		return -ENOMEM;
	bytes = frame_to_virt(frame);
	done = io_copy_from(from, bytes + position % PAGE_SIZE, size);
	if (size == PAGE_SIZE)
		memset(bytes + done, 0, size - done);
	err = done ? tmpfs_page_add(inode, position / PAGE_SIZE, frame)
		   : -EFAULT;
	if (err) {
		*from = saved;
		frame_free(frame);
		return err;
	}
	return (ssize_t)done;
}

static inline ssize_t write_into(struct frame *frame, struct io_iter *from,
				 u64 position, size_t size)
{
	size_t done = io_copy_from(from, bytes_at(frame, position), size);

	return done ? (ssize_t)done : -EFAULT;
}

/*
 * The page at @position, which stays while the mutex is held. The tree is looked
 * through under RCU all the same: a page fault changes it without the mutex, and
 * may take back nodes when memory is short.
 */
static inline struct frame *find_to_write(struct inode *inode, u64 position)
{
	struct frame *frame;

	rcu_read_lock();
	frame = tmpfs_page_find(inode, position / PAGE_SIZE);
	rcu_read_unlock();
	return frame;
}

/* write_page() where there is none. */
static __noinline ssize_t write_hole(struct inode *inode, struct io_iter *from,
				     u64 position, size_t size)
{
	ssize_t made = write_new_page(inode, from, position, size);

	if (!IS_ENABLED(CONFIG_VM) || made != -EEXIST)
		return made;
	/* Copying, or somebody else, touched a mapping of it. */
	return write_into(find_to_write(inode, position), from, position, size);
}

/*
 * Up to @size bytes within one page; how many, or a negative errno. The mutex is
 * held: the page stays.
 */
static ssize_t write_page(struct inode *inode, struct io_iter *from,
			  u64 position, size_t size)
{
	struct frame *frame = find_to_write(inode, position);

	return frame ? write_into(frame, from, position, size)
		     : write_hole(inode, from, position, size);
}

/* At *@position, which is below the largest; the mutex is held. */
static ssize_t write_locked(struct inode *inode, struct io_iter *from,
			    u64 *position)
{
	u64 at = *position;
	u64 end = min(inode->superblock->size_max, at + from->left);
	size_t wanted;
	ssize_t done;

	do {
		wanted = within_page(at, end - at);
		done = write_page(inode, from, at, wanted);
		if (unlikely(done < 0))
			break;
		at += (u64)done;
	} while ((size_t)done == wanted && at < end);
	if (at == *position)
		return done;
	if (at > inode->size)
		WRITE_ONCE(inode->size, at);
	inode_written(inode);
	done = (ssize_t)(at - *position);
	*position = at;
	return done;
}

static ssize_t tmpfs_write(struct file *file, struct io_iter *from,
			   u64 *position)
{
	struct inode *inode = file->private;
	ssize_t done = 0;

	mutex_lock(&inode->mutex);
	if (file->flags & O_APPEND)
		*position = inode->size;
	if (tmpfs_sealed(inode))
		done = tmpfs_seals_limit_write(inode, from, *position);
	if (unlikely(done))
		;
	else if (unlikely(from->left &&
			  *position >= inode->superblock->size_max))
		done = *position > S64_MAX - from->left ? -EINVAL : -EFBIG;
	else if (likely(from->left))
		done = write_locked(inode, from, position);
	mutex_unlock(&inode->mutex);
	return done;
}

/* The first hole from @position on, the end of the file at the latest. */
static u64 find_hole(struct inode *inode, u64 position)
{
	u64 index = position / PAGE_SIZE;
	const struct radix_tree *pages = &tmpfs_inode(inode)->pages;

	while (radix_tree_get(pages, index))
		index++;
	return min(max(position, index * PAGE_SIZE), inode->size);
}

static s64 find_data(struct inode *inode, u64 position)
{
	u64 index = position / PAGE_SIZE;

	if (!radix_tree_next(&tmpfs_inode(inode)->pages, &index))
		return -ENXIO;
	return (s64)max(position, index * PAGE_SIZE);
}

static s64 tmpfs_seek(struct file *file, s64 offset, int whence)
{
	struct inode *inode = file->private;
	s64 found = -ENXIO;

	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return inode_seek(file, offset, whence);
	mutex_lock(&inode->mutex);
	tmpfs_pages_lock(inode);
	if (offset >= 0 && (u64)offset < inode->size)
		found = whence == SEEK_DATA
				? find_data(inode, (u64)offset)
				: (s64)find_hole(inode, (u64)offset);
	tmpfs_pages_unlock(inode);
	mutex_unlock(&inode->mutex);
	return found;
}

static int tmpfs_sync(struct file *file, bool data_only)
{
	(void)file;
	(void)data_only;
	return 0;
}

const struct file_ops tmpfs_file_ops = {
	.read = tmpfs_read,
	.write = tmpfs_write,
	.seek = tmpfs_seek,
	.sync = tmpfs_sync,
	.fcntl = tmpfs_fcntl,
	.map = tmpfs_map,
};
