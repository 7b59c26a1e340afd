/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. Waiting until one of several descriptors is
 * ready: what poll(2) and select(2) have in common.
 */
#ifndef PROC_POLL_WAIT_H
#define PROC_POLL_WAIT_H

#include <exo/compiler.h>
#include <exo/fd_ref.h>
#include <exo/poll.h>
#include <exo/types.h>

struct poll_waiter;

struct poll_item {
	s32 fd; /* negative: none */
	u32 events; /* POLL* that are wanted; POLLERR and POLLHUP always are */
	u32 ready; /* those that are true; POLLNVAL: there is no such file */
	/* poll_wait()'s own. */
	bool attached;
	struct fd_ref ref;
	struct poll_entry entry;
	struct poll_waiter *waiter;
};

enum {
	POLL_FEW = 8, /* items that are put on the stack */
};

/*
 * Wait until one of @count items is ready, or time_uptime_ns() has reached
 * @deadline_ns: 0 is past, WAIT_FOREVER never comes. How many are, or -EINTR. May
 * sleep.
 */
int poll_wait(struct poll_item *items, unsigned int count, u64 deadline_ns);

#endif
