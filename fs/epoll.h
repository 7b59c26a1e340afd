/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs, private to epoll: epoll.c waits, epoll_control.c says for what,
 * epoll_nest.c keeps those that watch each other from doing so in circles.
 *
 * A watch is what one epoll wants to know of one file by one descriptor:
 *
 *	   epoll A		epoll B
 *	   watches -> watch --+    watches -> watch -+-> ...
 *	      |		      |			     |
 *	    ready	    file X: watched_by ------+
 *			      |
 *			    its source of news -> the entries of both watches
 *
 * It has no reference to the file, which tells when it goes.
 */
#ifndef FS_EPOLL_H
#define FS_EPOLL_H

#include <exo/epoll.h>
#include <exo/file.h>
#include <exo/hlist.h>
#include <exo/list.h>
#include <exo/mutex.h>
#include <exo/poll.h>
#include <exo/spinlock.h>
#include <exo/wait.h>
#include <uapi/epoll.h>

struct epoll {
	struct file *file; /* constant */

	/*
	 * Held while watches are asked, or changed: none goes meanwhile. Those
	 * of one that watches another are nested, the watching one's first.
	 */
	struct mutex mutex;

	/* News come under the lock of who has them; this one is the inner. */
	struct spinlock lock; /* with interrupts off; guards up to news */
	struct list_head ready; /* watches of which there was news */
	struct wait_queue waiting;
	struct poll_source news; /* for who waits for this file */

	/* epoll_watching guards these. */
	struct list_head watches; /* all of them, those of epolls first */
};

struct watch {
	/* The watched file's, told under its lock. */
	struct poll_entry entry;

	/* Constant. */
	struct epoll *epoll;
	struct file *file;
	int fd;

	/* The lock of epoll; only with its mutex are events and data written. */
	u32 events; /* as the program gave them, with POLLERR and POLLHUP */
	u64 data;
	bool is_ready; /* it is in epoll->ready */
	struct list_head ready_node;

	/* epoll_watching. */
	struct list_head epoll_node; /* in epoll->watches */
	struct hlist_node file_node; /* in file->watched_by */
};

/* In events, besides POLL*: how they are told. */
#define EPOLL_MODES (EPOLLEXCLUSIVE | EPOLLWAKEUP | EPOLLONESHOT | EPOLLET)

/*
 * Who watches what, everywhere. Before the mutex of any epoll, and those before
 * what files take when they are asked.
 */
extern struct mutex epoll_watching;

static inline struct epoll *epoll_of(const struct file *file)
{
	return file->private;
}

/* There is news of @watch: let those who wait look at it. The lock is held. */
void epoll_note(struct watch *watch);

/*
 * Before @epoll watches @target, an epoll too: -ELOOP if that watches @epoll, itself
 * or by others, or the chain would be too long, -EINVAL if one event would go along
 * too many. epoll_watching is held.
 */
int epoll_check_nesting(struct epoll *epoll, struct epoll *target);

/* In the release operation: stop to watch. */
void epoll_unwatch_all(struct epoll *epoll);

#endif
