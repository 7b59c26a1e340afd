/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Signals of processes (signal(7)): who has which pending, blocked
 * or handled. What a handler's stack looks like is not known here.
 *
 *	sent to a process --> process->signals.queue --+
 *	sent to a task    --> task->signals.queue    --+--> taken by a task that
 *							    has it not blocked
 *
 * All of it is guarded by process_lock, <exo/process.h>, but for what a task alone
 * reads and writes.
 */
#ifndef EXO_SIGNAL_H
#define EXO_SIGNAL_H

#include <exo/compiler.h>
#include <exo/list.h>
#include <exo/types.h>
#include <uapi/siginfo.h>
#include <uapi/signal.h>

struct process;
struct process_group;
struct task;

/* A set of signals, as the system calls have it: bit n is signal n + 1. */
#define SIGNAL_BIT(signal) (1UL << ((signal)-1))

/* These are never blocked, handled or ignored. */
#define SIGNALS_UNBLOCKABLE (SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP))

/* Why a signal came; the fields of siginfo_t that its code has. */
struct signal_info {
	u32 signal; /* 1..SIGNALS */
	s32 code; /* SI_* and others */
	s32 error;
	u32 process, user; /* who sent it, or the child that has news */
	s32 status; /* SIGCHLD: exit code or signal */
	s64 user_time, system_time; /* SIGCHLD: clock ticks */
	u64 address; /* of a fault */
	u64 value; /* of sigqueue() */
};

struct signal_queue {
	u64 pending; /* set */
	struct list_head entries; /* struct signal_entry, in order of coming */
};

/* rt_sigaction(2): as the program gave it. */
struct signal_action {
	u64 handler; /* SIG_DFL, SIG_IGN, or an address */
	u64 flags; /* SA_* */
	u64 restorer;
	u64 mask;
};

/* Shared by the tasks of a process, and beyond by clone(CLONE_SIGHAND). */
struct signal_actions {
	u32 refs; /* atomic */
	struct signal_action of[SIGNALS]; /* by number - 1 */
};

/* In struct task. */
struct task_signals {
	u64 blocked; /* written by the task only */
	u64 saved; /* what blocked becomes again: sigsuspend, ppoll */
	bool restore; /* saved counts */
	struct signal_queue queue;
	u64 stack_base, stack_size; /* sigaltstack(2); size 0: none */
	u32 stack_flags;
};

/* In struct process. */
struct process_signals {
	struct signal_actions *actions;
	struct signal_queue queue;
};

/*
 * Send *@info. Without effect if the signal is ignored; noted once if it is one of
 * the first 31; without a queue entry, so that the receiver sees SI_USER, when memory
 * is short. -EAGAIN for a later one when the receiver has as many as it may
 * (RLIMIT_SIGPENDING) or memory is short. Any context but NMI; permission is the
 * caller's matter.
 */
int signal_send_task(struct task *task, const struct signal_info *info);
int signal_send_process(struct process *process,
			const struct signal_info *info);
/* To each process of @group. */
void signal_send_group(struct process_group *group,
		       const struct signal_info *info);

/* The same with process_lock held. */
int signal_send_process_locked(struct process *process,
			       const struct signal_info *info);
void signal_send_group_locked(struct process_group *group,
			      const struct signal_info *info);

/* From the kernel, SI_KERNEL, to who runs. */
void signal_raise(unsigned int signal);

/* Whether @signal would do nothing to the current task: blocked or ignored. */
bool signal_without_effect(unsigned int signal);

/*
 * Block @set, less what cannot be blocked, in the current task from here on.
 */
void signal_set_blocked(u64 set);

/*
 * For calls that wait with another mask, as ppoll(2): block @set until the task goes
 * back to user mode; the handler of what comes meanwhile returns to the mask that
 * was before.
 */
void signal_borrow_blocked(u64 set);

/*
 * A process and its first task, @child, begin as a copy of the current ones: actions,
 * or the same ones if @share_actions; blocked as the current task; nothing pending.
 * -ENOMEM.
 */
__must_check int signal_fork(struct process *process, struct task *child,
			     bool share_actions);

/* The same for one more task, @child, of the current process. -ENOMEM. */
__must_check int signal_fork_task(struct task *child);

/* The current process begins a new program: handled ones become default. -ENOMEM. */
__must_check int signal_exec(void);

/* The current task ends; process: the last one. */
void signal_exit_task(void);
void signal_exit_process(struct process *process);

#endif
