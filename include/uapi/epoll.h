/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * epoll(7), with Linux's x86_64 values and layout. What may be waited for has the
 * values of POLL*.
 */
#ifndef UAPI_EPOLL_H
#define UAPI_EPOLL_H

#include <exo/types.h>
#include <uapi/fcntl.h>

#define EPOLL_CLOEXEC O_CLOEXEC

#define EPOLL_CTL_ADD 1
#define EPOLL_CTL_DEL 2
#define EPOLL_CTL_MOD 3

#define EPOLLEXCLUSIVE (1U << 28)
#define EPOLLWAKEUP    (1U << 29)
#define EPOLLONESHOT   (1U << 30)
#define EPOLLET	       (1U << 31)

struct epoll_event {
	u32 events;
	u64 data;
} __attribute__((packed));

#endif
