/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Tasks that run a user program: a kernel thread that has a user
 * state, current->user, and goes to ring 3 by user_enter().
 */
#ifndef EXO_USER_TASK_H
#define EXO_USER_TASK_H

#include <asm/user_state.h>
#include <exo/compiler.h>
#include <exo/page_table.h>
#include <exo/task.h>

struct mm;

#ifdef CONFIG_USER
/* The top of each task's stack; the stack proper begins below. */
enum {
	USER_STATE_SIZE = sizeof(struct user_state)
};

/*
 * Give the current kernel thread a user state, in the address space @mm, which
 * lasts until user_task_end(). All registers are zero, or as at the start of a
 * program. May sleep.
 */
void user_task_begin(struct mm *mm);

/*
 * Give @child, which does not run yet and has no user state, a copy of the
 * current task's, in the address space @mm: the frame of the system call,
 * floating-point registers, bases. -ENOMEM: nothing has changed. May sleep.
 */
__must_check int user_task_copy(struct task *child, struct mm *mm);

/* Undo user_task_copy(), if it was done: @child will never run. */
void user_task_discard(struct task *child);

/*
 * The current task's program is replaced: registers as user_task_begin(), but for
 * those of the frame, and the address space is @mm from here on. May sleep.
 */
void user_task_reset(struct mm *mm);

/*
 * Leave user mode for good: the current task, which has a user state, has none
 * afterwards. Its address space stays loaded until another one is needed; see
 * mm_leave(). May sleep.
 */
void user_task_end(void);

/* See that the CPU has @user, which is not loaded. Interrupts off. */
static __always_inline void user_state_switch(struct user_state *user)
{
	user_state_load(user);
	mm_switch(user->mm);
}

/* For the scheduler: @task begins to run, or goes on. Interrupts off. */
static __always_inline void user_switch(const struct task *task)
{
	if (unlikely(!task->user))
		return;
	barrier(); /* so that kernel threads need not load the pointer */
	if (likely(task->user != percpu.user))
		user_state_switch(task->user);
}

/* The current task ends. May sleep. */
static inline void user_task_exit(void)
{
	if (unlikely(current->user))
		user_task_end();
}
#else
enum {
	USER_STATE_SIZE = 0
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
