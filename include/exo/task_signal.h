/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Signals as far as the kernel's own waits are concerned: that
 * there is one for the task. Kernel threads are sent them here, and look for them;
 * those of processes, see <exo/signal.h>, do to a program what it has said.
 */
#ifndef EXO_TASK_SIGNAL_H
#define EXO_TASK_SIGNAL_H

#include <exo/compiler.h>
#include <exo/task.h>
#include <uapi/signal.h>

/*
 * Note that @signal, 1..SIGNALS, has come to @task, which is of no process, and end
 * its wait if that is an interruptible one. Any context but NMI.
 */
void task_raise_signal(struct task *task, unsigned int signal);

/* Whether there is a signal that @task is to take. Any context. */
static inline bool task_signal_pending(const struct task *task)
{
	return READ_ONCE(task->pending_signals);
}

/* Whether @signal has come to @task, of no process; not any longer. Any context. */
bool task_take_signal(struct task *task, unsigned int signal);

/*
 * For a system call that is about to return -EINTR, and has a flag in syscalls.list:
 * when no handler runs, @go_on does the rest, given the other two; otherwise it ends.
 * Of the current task.
 */
static inline void
signal_resume_by(long (*go_on)(const struct signal_resume *resume),
		 u64 deadline_ns, u64 argument)
{
	current->signals.resume = (struct signal_resume){
		.go_on = go_on,
		.deadline_ns = deadline_ns,
		.argument = argument,
	};
}

/* The same, to have it end in any case: -EINTR. */
int signal_end_call(void);

#endif
