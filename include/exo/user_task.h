/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Tasks that run a user program: a kernel thread that has a user
 * state, current->user, and goes to ring 3 by user_enter().
 */
#ifndef EXO_USER_TASK_H
#define EXO_USER_TASK_H

#include <asm/user_state.h>
#include <exo/compiler.h>
#include <exo/task.h>

struct mm;

#ifdef CONFIG_USER
/* Where the registers of a program are: @task's stack begins below. */
enum {
	USER_FRAME_SIZE = sizeof(struct trap_frame)
};

/*
 * Give the current kernel thread a user state, in the address space @mm, which
 * lasts until user_task_end(). All registers but those of struct trap_frame are
 * as at the start of a program. -ENOMEM. May sleep.
 */
__must_check int user_task_begin(struct mm *mm);

/*
 * Give @child, which does not run yet and has no user state, a copy of the
 * current task's, in the address space @mm: the frame of the system call,
 * floating-point registers, bases. -ENOMEM: nothing has changed. May sleep.
 */
__must_check int user_task_copy(struct task *child, struct mm *mm);

/* Undo user_task_copy(), if it was done: @child will never run. */
void user_task_discard(struct task *child);

/*
 * The current task's program is replaced: registers as user_task_begin(), and
 * the address space is @mm from here on. May sleep.
 */
void user_task_reset(struct mm *mm);

/*
 * Leave user mode for good: the current task, which has a user state, has none
 * afterwards. Its address space stays loaded until another one is needed; see
 * mm_leave(). May sleep.
 */
void user_task_end(void);

/* See that the CPU has the user state of @task, which has one. Interrupts off. */
void user_state_switch(const struct task *task);

/* For the scheduler: @task begins to run, or goes on. Interrupts off. */
static __always_inline void user_switch(const struct task *task)
{
	if (unlikely(task->user))
		user_state_switch(task);
}

/* The current task ends. May sleep. */
static inline void user_task_exit(void)
{
	if (unlikely(current->user))
		user_task_end();
}
#else
enum {
	USER_FRAME_SIZE = 0
};

static inline void user_switch(const struct task *task)
{
	(void)task;
}

static inline void user_task_exit(void)
{
}
#endif

#endif
