/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to inotify: inotify.c has the files, inotify_queue.c the
 * events that wait in them, inotify_watch.c who watches what, inotify_tell.c brings
 * the two together, inotify_user.c counts.
 *
 *	inode		   watch 1   watch 2
 *	watched_by ---------> o         .
 *	                      |         |
 *	inode		      |         |
 *	watched_by -----------|-------> o
 *	                      |         |
 *	inotify A	      |         |
 *	watches --------------+---------+		by number
 *	queue -> record -> record
 *
 * A watch has a reference to its inode, which has none to the watch: it ends with
 * the last name of the file, with the mount, or with the inotify.
 */
#ifndef FS_INOTIFY_H
#define FS_INOTIFY_H

#include <exo/file.h>
#include <exo/hlist.h>
#include <exo/inotify.h>
#include <exo/list.h>
#include <exo/mutex.h>
#include <exo/path_name.h>
#include <exo/poll.h>
#include <exo/radix_tree.h>
#include <exo/spinlock.h>
#include <exo/types.h>
#include <exo/wait.h>
#include <uapi/inotify.h>

struct inode;

/* What one user has; inotify_watching guards it. */
struct inotify_user {
	struct list_head node;
	u32 uid;
	u32 instances, watches;
};

/* An event that waits to be read, as it will be. */
struct inotify_record {
	struct list_head node;
	struct inotify_event event;
	char name[]; /* event.len bytes */
};

struct inotify {
	/* Taken with inotify_watching held, or alone. */
	struct spinlock lock; /* guards up to news */
	struct list_head queue; /* of records, the oldest first */
	u32 queued;
	size_t queued_bytes; /* as they will be read */
	u32 queued_max; /* constant: what the limit was when it was made */
	struct wait_queue reading;
	struct poll_source news;

	struct radix_tree watches; /* by number; inotify_watching */
	s32 last_number; /* inotify_watching */
	struct inotify_user *user; /* constant */

	/* Last, as its name has any size. In the queue, or in no list. */
	struct inotify_record overflow;
};

struct inotify_watch {
	struct inotify *inotify; /* constant, and so is the rest up to mask */
	struct inode *inode;
	s32 number;
	u32 mask; /* IN_*; inotify_watching, and so is the rest */
	struct hlist_node inode_node; /* in inode->watched_by */
	struct list_head node; /* in inotify_watches, or among those ended */
};

/* An event on its way to those who watch. */
struct inotify_news {
	u32 event; /* IN_*, with IN_ISDIR */
	u32 cookie;
	const struct path_name *name; /* NULL: none */
	bool nameless; /* done by a file that has lost its name */
};

/*
 * Who watches what, everywhere: held while those are told. After the mutexes of
 * inodes, before the lock of any inotify.
 */
extern struct mutex inotify_watching;

/*
 * Held by who removes watches until their inodes are put: a watch may have the last
 * reference to what its superblock is needed for, which waits for this. Those who
 * are told something keep the superblock themselves. Before inotify_watching.
 */
extern struct mutex inotify_removing;
extern struct list_head inotify_watches; /* all there are */

static inline struct inotify *inotify_of(const struct file *file)
{
	return file->private;
}

/*
 * Put @news of the watch @number into the queue, unless it says what the last one
 * there says. What finds no room or memory is lost, and that is put there instead.
 * inotify_watching is held.
 */
void inotify_queue(struct inotify *inotify, s32 number,
		   const struct inotify_news *news);

/* The read operation, and what FIONREAD and poll(2) want to know. */
ssize_t inotify_read(struct file *file, struct io_iter *to, u64 *position);

/* Nobody uses it any more: free what waits. */
void inotify_queue_free(struct inotify *inotify);

/*
 * @watch ends, which is told, and goes into the list @ended, which is freed without the
 * lock. inotify_watching is held.
 */
void inotify_end_watch(struct inotify_watch *watch, struct list_head *ended);

/* Free them. Without inotify_watching: an inode may go with its watch. */
void inotify_free_ended(struct list_head *ended);

/* For the release operation: all of them end. */
void inotify_end_all(struct inotify *inotify);

/*
 * The calling task's user, with one instance more: 0, -EMFILE, -ENOMEM. Put takes
 * that back. Without inotify_watching. May sleep.
 */
__must_check int inotify_user_get(struct inotify_user **user);
void inotify_user_put(struct inotify_user *user);

#endif
