/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Signals as far as the kernel's own waits are concerned: that
 * one has come. What it does to a program is decided where there are programs.
 */
#ifndef EXO_TASK_SIGNAL_H
#define EXO_TASK_SIGNAL_H

#include <exo/compiler.h>
#include <exo/task.h>
#include <uapi/signal.h>

/*
 * Note that @signal, 1..SIGNALS, has come to @task, and end its wait if that is
 * an interruptible one. Any context but NMI.
 */
void task_raise_signal(struct task *task, unsigned int signal);

/* Whether any signal has come. Any context. */
static inline bool task_signal_pending(const struct task *task)
{
	return READ_ONCE(task->pending_signals);
}

/* Whether @signal has come; it is pending no longer. Any context. */
bool task_take_signal(struct task *task, unsigned int signal);

#endif
