/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Message queues of POSIX, see mq_overview(7).
 */
#ifndef UAPI_MQUEUE_H
#define UAPI_MQUEUE_H

#include <exo/types.h>

#define MQ_PRIO_MAX 32768

#define NOTIFY_COOKIE_LEN 32

#define SIGEV_SIGNAL 0
#define SIGEV_NONE   1
#define SIGEV_THREAD 2

struct mq_attr {
	s64 mq_flags; /* O_NONBLOCK */
	s64 mq_maxmsg, mq_msgsize;
	s64 mq_curmsgs;
	s64 __reserved[4];
};

struct sigevent {
	u64 sigev_value;
	s32 sigev_signo, sigev_notify;
	u32 __pad[12];
};

#endif
