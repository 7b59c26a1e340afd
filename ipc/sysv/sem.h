/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: ipc, private to the semaphores of System V. All is guarded by the lock of the
 * table.
 *
 *	sem.c		sets, from making to removal	sem_operate.c	semop(2)
 *	sem_undo.c	what the end of a process undoes
 *
 *	process --> undo --> undo		set --> waiter --> waiter
 *		     |	      |			 |   in the order in which they came
 *	set  <-------+	      +-----> set	 +--> undo: of each process that has one
 */
#ifndef IPC_SYSV_SEM_H
#define IPC_SYSV_SEM_H

#include <exo/compiler.h>
#include <exo/hlist.h>
#include <exo/list.h>
#include <exo/sysv_sem.h>
#include <exo/types.h>
#include <exo/wait.h>

#include "object.h"

struct sem_value {
	s32 value; /* 0 to SEMVMX */
	s32 last_pid;
};

struct sem_array {
	struct ipc_object object;
	s64 otime_s, ctime_s;
	struct list_head waiters; /* struct sem_waiter */
	struct hlist_head undos;
	u32 count;
	struct sem_value values[];
};

/* Operations that are done together, or wait together. */
struct sem_attempt {
	const struct sembuf *operations;
	u32 count;
	s32 pid;
	struct sem_undo *undo; /* NULL: none of them is undone */
	const struct sembuf *blocked_by; /* which could not be done last time */
};

struct sem_waiter {
	struct list_head node;
	struct sem_attempt attempt;
	struct wait_queue queue; /* this one alone */
	int result; /* SEM_BLOCKED while it waits */
};

enum {
	SEM_BLOCKED = 1,
};

struct sem_undo {
	struct hlist_node of_process, of_set;
	struct sem_array *set;
	s16 adjust[]; /* to be added at the end */
};

extern struct ipc_table sem_table;
extern struct sem_limits sem_limits;

static inline struct sem_array *sem_array(struct ipc_object *object)
{
	return container_of(object, struct sem_array, object);
}

/* sem_operate.c: values have changed, see who need not wait any more. */
void sem_wake(struct sem_array *set);
/* All that wait get @error. */
void sem_wake_all(struct sem_array *set, int error);

/* sem_undo.c: that of a process for @set, made if need be. -ENOMEM. */
int sem_undo_find(struct hlist_head *undos, struct sem_array *set,
		  struct sem_undo **found);
/* The semaphore @number was set: forget what would be undone. */
void sem_undo_forget(struct sem_array *set, u32 number);
/* @set goes. */
void sem_undo_free_all(struct sem_array *set);

#endif
