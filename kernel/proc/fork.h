/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. How tasks and processes are made: fork(2),
 * vfork(2), clone(2) and clone3(2) are requests to one function.
 */
#ifndef PROC_FORK_H
#define PROC_FORK_H

#include <exo/compiler.h>
#include <exo/types.h>

struct fork_request {
	u64 flags; /* CLONE_*, without CLONE_SIGNAL */
	u32 exit_signal; /* 0: none */
	unsigned long stack; /* RSP of the child; 0: as the parent's */
	unsigned long tls; /* with CLONE_SETTLS */
	u32 __user *parent_id, *child_id; /* with CLONE_*TID */
};

/*
 * Make a task like the current one, whose frame is complete. Its number, or a
 * negative errno; -EINTR: there is a signal to be dealt with first. May sleep.
 */
long fork_task(const struct fork_request *request);

#endif
