/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to this folder. What the files about signals share with
 * each other. process_lock is held for all of it unless it says otherwise.
 */
#ifndef KERNEL_PROCESS_SIGNAL_INTERNAL_H
#define KERNEL_PROCESS_SIGNAL_INTERNAL_H

#include <asm/irqflags.h>
#include <exo/process.h>
#include <exo/signal.h>
#include <exo/types.h>

/* For threads that may wait in a queue with process_lock held. Not held before. */
static inline void signal_lock(void)
{
	irq_disable();
	spin_lock(&process_lock);
}

static inline void signal_unlock(void)
{
	spin_unlock_irqrestore(&process_lock, RFLAGS_IF);
}

/* Another task has ended the process, or calls exec: see process_task_end(). */
static inline bool signal_task_is_to_end(const struct task *task)
{
	const struct process *process = task->process;

	return process->ending ||
	       (process->single_task && process->single_task != task);
}

/* signal_queue.c */

void signal_queue_init(struct signal_queue *queue);

/* Note *@info in @queue, one of @process's. 0, or -EAGAIN. */
int signal_queue_add(struct process *process, struct signal_queue *queue,
		     const struct signal_info *info);

/* Take @signal, which is pending in @queue. */
void signal_queue_take(struct process *process, struct signal_queue *queue,
		       unsigned int signal, struct signal_info *info);

/* Forget those of @set. */
void signal_queue_drop(struct process *process, struct signal_queue *queue,
		       u64 set);

/* Give back entries that nobody is likely to need. Not held; threads. */
void signal_queue_trim(void);

/* signal_send.c */

/* Let a task of @process know that some of @set wait for any of them. */
void signal_notify(struct process *process, u64 set);

/* Forget those of @set in all queues of @process. */
void signal_drop(struct process *process, u64 set);

/* signal_stop.c */

/* @signal stops @process, the current one: wait for the end of that. */
void signal_stop(struct process *process, unsigned int signal);
/* It is stopped already: the current task waits. */
void signal_wait_stopped(struct process *process);
/* If all @nr_tasks that @process has, or will have, wait, tell its parent, once. */
void signal_note_stopped(struct process *process, u32 nr_tasks);
/* @process goes on, if it was stopped; its parent is told if @by_continue. */
void signal_end_stop(struct process *process, bool by_continue);

#endif
