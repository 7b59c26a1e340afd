/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. The numbers of tasks, processes, process groups and sessions: one
 * space, so that a number means one thing only (credentials(7)). Each is the next
 * free one above the last given, so that one is not used again soon.
 *
 * 0 is the idle thread's and nobody's; 1 is kept for the first process.
 */
#ifndef EXO_TASK_ID_H
#define EXO_TASK_ID_H

#include <exo/compiler.h>
#include <exo/types.h>

enum {
	TASK_ID_INIT = 1, /* of the first process */
	TASK_ID_MAX = 4194304, /* all are below */
	TASK_ID_AGAIN = 300, /* where to go on after the highest, as Linux */
};

/* A free number, in use from here on; 0: there is none, or no memory. Threads. */
__must_check u32 task_id_alloc(void);

/* TASK_ID_INIT is in use, which task_id_alloc() does not give. */
void task_id_take_init(void);

/* @id may be given again, unless it is 0. Any context but NMI. */
void task_id_free(u32 id);

/* The one that was given last. */
u32 task_id_last(void);

/* The first number in use at or after @id; TASK_ID_MAX: none. Any context. */
u32 task_id_next_used(u32 id);

/*
 * /proc/sys/kernel/pid_max: new ones are below it. -EINVAL outside
 * TASK_ID_AGAIN + 1 .. TASK_ID_MAX.
 */
int task_id_set_limit(u32 limit);
u32 task_id_limit(void);

#endif
