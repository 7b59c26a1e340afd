/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. Open files: what a descriptor leads to, whatever is behind it. A
 * pipe, a channel, a device, or a file of a filesystem is a table of operations
 * and a pointer of its own.
 *
 *	descriptor -> struct file -> ops, private
 *	descriptor ---^      (dup: shares position and status flags)
 *
 * All functions may sleep and want a reference held, unless they say otherwise.
 * Errors are those of the system call of that name (POSIX, man-pages).
 */
#ifndef EXO_FILE_H
#define EXO_FILE_H

#include <exo/compiler.h>
#include <exo/hlist.h>
#include <exo/io_iter.h>
#include <exo/mutex.h>
#include <exo/path.h>
#include <exo/types.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>

struct directory_sink;
struct file;
struct inode;
struct page_source;
struct poll_entry;
struct stat;

/* A NULL operation fails with the errno in brackets. */
struct file_ops {
	/* Of files without an inode: what /proc/PID/fd calls them; or NULL. */
	const char *kind;

	/*
	 * Move up to @iter->left bytes from *@position on, and *@position behind
	 * them. Returns how many, 0 at the end; a partial result is no error.
	 * Streams get NULL for @position, or what they may ignore. Required:
	 * file_no_read() and file_no_write() where there is nothing to move.
	 */
	ssize_t (*read)(struct file *file, struct io_iter *to, u64 *position);
	ssize_t (*write)(struct file *file, struct io_iter *from,
			 u64 *position);
	/*
	 * What of POLL* is true now; if @entry is not NULL, first attach it for
	 * news. NULL: always ready for both.
	 */
	u32 (*poll)(struct file *file, struct poll_entry *entry);
	/* Take back what poll attached. Required with poll. */
	void (*poll_detach)(struct file *file, struct poll_entry *entry);
	/* The new position; file->position is the caller's to set. [ESPIPE] */
	s64 (*seek)(struct file *file, s64 offset, int whence);
	/* The next names from file->position on, into @sink. [ENOTDIR] */
	int (*list)(struct file *file, struct directory_sink *sink);
	/*
	 * ioctl(2), and fcntl(2)'s commands for one kind. [ENOTTY, EINVAL]
	 * @arg is what the program gave, an address of its own if it is one.
	 * The int that a command such as FIONREAD gives back is returned here;
	 * the system call stores it.
	 */
	long (*control)(struct file *file, unsigned int command,
			unsigned long arg);
	long (*fcntl)(struct file *file, unsigned int command,
		      unsigned long arg);
	/*
	 * fstat(2) of files without an inode. NULL: they are their owner's to
	 * read and write, and there is nothing else to tell.
	 */
	void (*stat)(struct file *file, struct stat *status);
	/* Write back; @data_only: not what only times and such need. [EINVAL] */
	int (*sync)(struct file *file, bool data_only);
	/* For mmap(2): *@source is alive as long as the file. [ENODEV] */
	int (*map)(struct file *file, struct page_source **source);
	/* May O_* become these status flags? NULL: yes. */
	int (*check_flags)(struct file *file, u32 flags);
	/*
	 * For files without a name: make @again, whose flags tell what for, a
	 * further opening of what @file is. 0 or a negative errno. May sleep.
	 * [ENXIO]
	 */
	int (*reopen)(struct file *file, struct file *again);
	/*
	 * Of files without an inode: the current process has closed a descriptor,
	 * which may not have been the last. Optional.
	 */
	void (*closed)(struct file *file);
	/* The last reference has gone; free @private. */
	void (*release)(struct file *file);
	/*
	 * Other files may wait inside to be received. Only a family of sockets
	 * takes such: it finds those that nobody can reach any more.
	 */
	bool carries_files;
};

struct file {
	const struct file_ops *ops;
	void *private; /* the implementation's */
	u32 refs; /* atomic */
	u32 flags; /* O_*: access mode and status flags; atomic */
	bool stream; /* minds no position; constant after the opening */
	s32 signal_owner; /* F_SETOWN; remembered, but nothing is sent */
	struct hlist_head watched_by; /* epolls: fs/epoll.h */
	bool forbids_writing; /* a program that runs, see vfs_open_program() */

	struct mutex position_lock;
	union {
		u64 position; /* guarded by position_lock */
		u64 stream_state; /* of streams: the implementation's, first 0 */
	};

	/* Of files that were opened by name, else NULL; constant. */
	struct path path;
	struct inode *inode; /* what path leads to */
};

/* O_ACCMODE itself, for ioctl(2) only, is neither readable nor writable. */
static inline bool file_readable(const struct file *file)
{
	return !(file->flags & (O_WRONLY | O_PATH));
}

static inline bool file_writable(const struct file *file)
{
	return (file->flags + 1) & O_RDWR && !(file->flags & O_PATH);
}

/* For struct file_ops: -EISDIR for a directory, else -EINVAL; and -EINVAL. */
ssize_t file_no_read(struct file *file, struct io_iter *to, u64 *position);
ssize_t file_no_write(struct file *file, struct io_iter *from, u64 *position);

/* Is it on a mount of which nothing may be run or mapped executable? */
bool file_forbids_running(const struct file *file);

static inline bool file_nonblocking(const struct file *file)
{
	return __atomic_load_n(&file->flags, __ATOMIC_RELAXED) & O_NONBLOCK;
}

/*
 * A file with one reference, at position 0. @flags are O_*; those that only
 * concern the opening are dropped. NULL when memory is short.
 */
__must_check struct file *file_alloc(const struct file_ops *ops, void *private,
				     u32 flags);

/* One more reference. Any context. */
static inline void file_get(struct file *file)
{
	__atomic_fetch_add(&file->refs, 1, __ATOMIC_RELAXED);
}

/* Drop one; the last one releases the file. */
void file_put(struct file *file);

/* At the file's position, which moves on. Bytes, or -EBADF and so on. */
ssize_t file_read(struct file *file, struct io_iter *to);
ssize_t file_write(struct file *file, struct io_iter *from);

/* At @position. -ESPIPE for a stream, -EINVAL past the largest s64. */
ssize_t file_read_at(struct file *file, struct io_iter *to, u64 position);
ssize_t file_write_at(struct file *file, struct io_iter *from, u64 position);

/* lseek(2): the new position or a negative errno. */
s64 file_seek(struct file *file, s64 offset, int whence);

/* What is true of POLL* now, telling @entry of news if it is not NULL. */
u32 file_poll(struct file *file, struct poll_entry *entry);
void file_poll_detach(struct file *file, struct poll_entry *entry);

long file_control(struct file *file, unsigned int command, unsigned long arg);
int file_sync(struct file *file, bool data_only);

/*
 * F_SETFL: change O_APPEND, O_NONBLOCK, O_DIRECT, O_NOATIME, O_ASYNC. -EPERM for
 * O_NOATIME on another's file.
 */
int file_set_flags(struct file *file, u32 flags);

/* What a command of fcntl(2) gets from files of a kind that does not have it. */
static inline long file_fcntl_absent(unsigned int command)
{
	return command == F_GETPIPE_SZ || command == F_SETPIPE_SZ ? -EBADF
								  : -EINVAL;
}

/* The commands of fcntl(2) that are about the file, not the descriptor. */
long file_fcntl(struct file *file, unsigned int command, unsigned long arg);

#endif
