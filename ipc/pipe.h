/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc. Private to pipes: pipe.c moves the bytes, pipe_end.c counts the
 * ends and answers for them, pipe_file.c and fifo.c make files of them.
 */
#ifndef IPC_PIPE_H
#define IPC_PIPE_H

#include <exo/mutex.h>
#include <exo/pipe.h>
#include <exo/poll.h>
#include <exo/wait.h>

#include "page_ring.h"

struct pipe {
	struct mutex lock; /* guards what follows up to opening */
	struct page_ring ring;
	u32 readers, writers; /* open ends */
	struct wait_queue reading; /* readers that found it empty */
	struct list_head writing; /* struct pipe_writer, in the order they came */
	struct poll_source news;

	u64 readers_came, writers_came; /* ends that were opened, ever */
	struct wait_queue opening; /* until an end of the other kind is */

	u32 fifo_users; /* fifo.c: guarded by the inode's mutex */
	u64 number; /* pipe_file.c: st_ino. Constant, as are these: */
	u32 uid, gid; /* who made it */
};

/* A pipe nobody has open; NULL when memory is short. */
__must_check struct pipe *pipe_alloc(void);

/* Nobody has it open any more. */
void pipe_free(struct pipe *pipe);

/* In file_ops of ends, whose @private is the pipe. */
ssize_t pipe_read(struct file *end, struct io_iter *to, u64 *position);
ssize_t pipe_write(struct file *end, struct io_iter *from, u64 *position);
u32 pipe_poll(struct file *end, struct poll_entry *entry);
void pipe_poll_detach(struct file *end, struct poll_entry *entry);
long pipe_fcntl(struct file *end, unsigned int command, unsigned long arg);
long pipe_control(struct file *end, unsigned int command, unsigned long arg);
int pipe_check_flags(struct file *end, u32 flags);

/* F_SETPIPE_SZ: the new size in bytes, or a negative errno. */
long pipe_resize(struct pipe *pipe, unsigned long size);

/*
 * @end, an open file, is one more end of @pipe, or no longer one. Who waits for
 * that is told. The lock is held, unless nobody else knows the pipe.
 */
void pipe_attach(struct pipe *pipe, const struct file *end);
void pipe_detach(struct pipe *pipe, const struct file *end);

/* The last reader, or writer, has gone: tell those who wait. The lock is held. */
void pipe_hang_up(struct pipe *pipe);

#endif
