/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Private to pipes: pipe.c moves the bytes, pipe_file.c makes files
 * of the ends.
 */
#ifndef IPC_PIPE_H
#define IPC_PIPE_H

#include <exo/mutex.h>
#include <exo/pipe.h>
#include <exo/poll.h>
#include <exo/wait.h>

#include "page_ring.h"

struct pipe {
	struct mutex lock; /* guards all that follows */
	struct page_ring ring;
	u32 readers, writers; /* open ends */
	struct wait_queue reading; /* readers that found it empty */
	struct list_head writing; /* struct pipe_writer, in the order they came */
	struct poll_source news;
};

/* A pipe nobody has open; NULL when memory is short. */
__must_check struct pipe *pipe_alloc(void);

/* Nobody has it open any more. */
void pipe_free(struct pipe *pipe);

/* Without the lock, as file_ops has them. May sleep. */
ssize_t pipe_read(struct pipe *pipe, struct io_iter *to, bool nonblocking);
ssize_t pipe_write(struct pipe *pipe, struct io_iter *from, bool nonblocking);

/* F_SETPIPE_SZ: the new size in bytes, or a negative errno. */
long pipe_resize(struct pipe *pipe, unsigned long size);

/* The last reader, or writer, has gone: tell those who wait. The lock is held. */
void pipe_hang_up(struct pipe *pipe);

#endif
