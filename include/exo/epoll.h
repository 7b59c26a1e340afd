/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: fs. epoll(7): a file that watches others and knows those that are ready, so
 * that waiting costs what is ready and not what is watched.
 *
 * All functions may sleep. Errors are those of the system call of that name.
 */
#ifndef EXO_EPOLL_H
#define EXO_EPOLL_H

#include <exo/compiler.h>
#include <exo/types.h>

struct epoll_event;
struct file;
struct io_iter;

/* One that watches nothing; NULL when memory is short. */
__must_check struct file *epoll_create(void);

bool file_is_epoll(const struct file *file);

/*
 * EPOLL_CTL_*: let @epoll watch @target, known to it by @fd, for *@event, another
 * *@event, or no longer. 0; -EPERM for a file that cannot be waited for, -EINVAL,
 * also when @epoll is none, -EBADF, -EEXIST, -ENOENT, -ELOOP, -ENOMEM.
 */
int epoll_control(struct file *epoll, int operation, struct file *target,
		  int fd, const struct epoll_event *event);

/*
 * Wait until something is ready, or time_uptime_ns() has reached @deadline_ns: 0 is
 * past, WAIT_FOREVER never comes. How many of at most @count struct epoll_event went
 * into @to, -EINTR, or -EFAULT. What could not be stored stays ready.
 */
int epoll_wait(struct file *epoll, struct io_iter *to, int count,
	       u64 deadline_ns);

/* @file is going; nobody watches it any more. Only file_put() calls this. */
void epoll_forget(struct file *file);

#endif
