/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc, private to this folder and those below. How much memory may wait in the
 * channels and POSIX queues that each user has made: it is promised when one is made,
 * so that nobody who sends has to ask (RLIMIT_MSGQUEUE, getrlimit(2)).
 */
#ifndef IPC_QUEUE_ACCOUNT_H
#define IPC_QUEUE_ACCOUNT_H

#include <exo/types.h>

struct queue_account;

/* What the caller's queues may have, RLIMIT_MSGQUEUE, in bytes; the kernel's own: all. */
u64 queue_limit(void);

/*
 * @user makes a queue in which up to @bytes may wait, at least 1: *@account is where
 * that is counted. -ENOSPC if it would be more than @limit in all,
 * -ENOMEM. Takes a spinlock, and allocates.
 */
int queue_charge(u32 user, u64 bytes, u64 limit,
		 struct queue_account **account);

/* Undo that of @account, which is gone then unless there was more. */
void queue_uncharge(struct queue_account *account, u64 bytes);

#endif
