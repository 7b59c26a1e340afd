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
#include <exo/poll.h>
#include <exo/types.h>
#include <uapi/siginfo.h>
#include <uapi/signal.h>

struct process;
struct process_group;
struct task;

/* A set of signals, as the system calls have it: bit n is signal n + 1. */
#define SIGNAL_BIT(signal) (1UL << ((signal)-1))

static inline bool signal_valid(unsigned int signal)
{
	return signal >= 1 && signal <= SIGNALS;
}

/* These are never blocked, handled or ignored. */
#define SIGNALS_UNBLOCKABLE (SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP))

/* What SIG_DFL is of; that of all others is the end. */
#define SIGNALS_STOPPING                                                   \
	(SIGNAL_BIT(SIGSTOP) | SIGNAL_BIT(SIGTSTP) | SIGNAL_BIT(SIGTTIN) | \
	 SIGNAL_BIT(SIGTTOU))
#define SIGNALS_IGNORED                                                   \
	(SIGNAL_BIT(SIGCHLD) | SIGNAL_BIT(SIGCONT) | SIGNAL_BIT(SIGURG) | \
	 SIGNAL_BIT(SIGWINCH))

/* Why a signal came; the fields of siginfo_t that its code has. */
struct signal_info {
	u32 signal; /* 1..SIGNALS */
	s32 code; /* SI_* and others */
	s32 error;
	u32 process, user; /* who sent it, or the child that has news */
	s32 status; /* SIGCHLD: exit code or signal */
	union {
		u64 address; /* of a fault */
		u64 value; /* of sigqueue() */
		struct {
			s64 user_time, system_time; /* SIGCHLD: clock ticks */
		};
	};
};

/* Is it told of an instruction of the program that could not be done? */
static inline bool signal_is_fault(const struct signal_info *info)
{
	const u64 faults = SIGNAL_BIT(SIGILL) | SIGNAL_BIT(SIGTRAP) |
			   SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGFPE) |
			   SIGNAL_BIT(SIGSEGV);

	return info->code > 0 && SIGNAL_BIT(info->signal) & faults;
}

/* One that waits, with what is to be told of it. */
struct signal_entry {
	struct list_head node;
	struct signal_info info;
};

struct signal_queue {
	u64 pending; /* set */
	u64 plain; /* of those without an entry: SI_KERNEL, else SI_USER */
	struct list_head entries; /* in order of coming */
};

/* rt_sigaction(2): as the program gave it. */
struct signal_action {
	u64 handler; /* SIG_DFL, SIG_IGN, or an address */
	u64 flags; /* SA_* */
	u64 restorer;
	u64 mask;
};

/*
 * Shared by the tasks of a process, and beyond by clone(CLONE_SIGHAND). Most are
 * never changed, so those that were are noted: fork and exec look at these only.
 */
struct signal_actions {
	u32 refs; /* atomic */
	u64 changed; /* set; of all others nothing is in of */
	struct signal_action of[SIGNALS]; /* by number - 1 */
};

/* SIG_DFL, no flags, no mask. */
extern const struct signal_action signal_default_action;

static inline const struct signal_action *
signal_action(const struct signal_actions *actions, unsigned int signal)
{
	return actions->changed & SIGNAL_BIT(signal) ? &actions->of[signal - 1]
						     : &signal_default_action;
}

/*
 * How a system call goes on that a signal has interrupted, when no handler has run:
 * by go_on(), called as restart_syscall(2), if that is not NULL; otherwise it is made
 * again; see signal_resume_by(),
 * <exo/task_signal.h>.
 */
struct signal_resume {
	long (*go_on)(const struct signal_resume *resume);
	u64 deadline_ns; /* of time_uptime_ns() */
	u64 argument;
};

/* In struct task. */
struct task_signals {
	u64 blocked; /* written by the task only */
	u64 saved; /* what blocked becomes again: sigsuspend, ppoll */
	u64 awaited; /* sigtimedwait() wants them: they are not ignored */
	bool restore; /* saved counts */
	bool gone; /* the task has ended: nothing comes any more */
	bool forking; /* between signal_begin_fork() and the end of that */
	u64 for_child; /* has come meanwhile to several processes */
	struct signal_queue queue;

	/* The task's own. */
	u64 stack_base, stack_size; /* sigaltstack(2); size 0: none */
	u32 stack_flags; /* SS_AUTODISARM */
	struct signal_resume resume;
};

/* In struct process. */
struct process_signals {
	struct signal_actions *actions; /* NULL: it has ended */
	struct signal_queue queue;
	struct signal_entry child; /* SIGCHLD's; must not fail */
	u32 nr_entries; /* that wait for it and its tasks; RLIMIT_SIGPENDING */
	struct poll_source news; /* of signals that came: CONFIG_SIGNALFD */
	u32 nr_stopped; /* tasks that wait for SIGCONT */
	bool has_stopped; /* all have, and the parent was told */
};

/*
 * Send *@info. Without effect if the signal is ignored; noted once if it is one of
 * the first 31; without a queue entry, so that the receiver sees SI_USER, when memory
 * is short. -EAGAIN for a later one when the receiver has as many as it may
 * (RLIMIT_SIGPENDING) or memory is short. Permission is the caller's matter. Any
 * context but NMI if the code is SI_KERNEL, which needs no entry; threads otherwise.
 */
int signal_send_task(struct task *task, const struct signal_info *info);
int signal_send_process(struct process *process,
			const struct signal_info *info);
/* To each process of @group. */
void signal_send_group(struct process_group *group,
		       const struct signal_info *info);

/*
 * The same with process_lock held, in any context but NMI. SIGCHLD always has its
 * entry; others may come without.
 */
int signal_send_process_locked(struct process *process,
			       const struct signal_info *info);
void signal_send_group_locked(struct process_group *group,
			      const struct signal_info *info);

int signal_send_task_locked(struct task *task, const struct signal_info *info);

/*
 * To one of several that get it at once: the process that it is making by fork()
 * gets it too, as if it had been there before. process_lock is held.
 */
int signal_send_member_locked(struct process *process,
			      const struct signal_info *info);

/*
 * Take process_lock, with entries for @nr signals to be had if memory allows. Not
 * held before; threads. Returns what spin_unlock_irqrestore() wants.
 */
unsigned long signal_lock_with_entries(u32 nr);

/*
 * From the kernel, SI_KERNEL, to who runs, which may be a kernel thread: see
 * <exo/task_signal.h>. Any context but NMI.
 */
void signal_raise(unsigned int signal);

/* Whether @signal would do nothing to the current task: blocked or ignored. */
bool signal_without_effect(unsigned int signal);

/*
 * Take the next signal for the current task that has a handler; *@action is what it
 * was then. Those without are dealt with: the process stops, or ends, and then this
 * does not return. False when there is none. May sleep.
 */
bool signal_next(struct signal_info *info, struct signal_action *action);

/*
 * Take one of @set from the current task's, whatever its action. process_lock is
 * held. False: there is none.
 */
bool signal_take_locked(u64 set, struct signal_info *info);

/*
 * The same without the lock, for who does not wait for one. Threads of a process.
 */
bool signal_take(u64 set, struct signal_info *info);

/*
 * A signal that the current task cannot go on without, by a fault of its own: its
 * action, which has become SIG_DFL if it was ignored or blocked. That ends it. Any
 * thread of a process.
 */
struct signal_action signal_force(unsigned int signal);

/*
 * rt_sigaction(2), arguments valid: *@new is the action of @signal from here on,
 * *@old was it before; each unless it is NULL. Threads.
 */
void signal_change_action(unsigned int signal, const struct signal_action *new,
			  struct signal_action *old);

/* Signals that have come to the current task and wait because they are blocked. */
u64 signal_pending_blocked(void);

/*
 * Wait for one of @set, at most until @deadline_ns, and take it: 0; -EAGAIN when the
 * time is over, -EINTR when another one has come. May sleep.
 */
int signal_await(u64 set, u64 deadline_ns, struct signal_info *info);

/* Wait for a signal that does something: -EINTR. May sleep. */
int signal_pause(void);

/*
 * Block @set, less what cannot be blocked, in the current task from here on.
 */
void signal_set_blocked(u64 set);

/* See what there is for @task after a change. process_lock is held. */
void signal_update_locked(struct task *task);

/*
 * For calls that wait with another mask, as ppoll(2): block @set until the task goes
 * back to user mode; the handler of what comes meanwhile returns to the mask that
 * was before.
 */
void signal_borrow_blocked(u64 set);
/* The end of that; returns what was blocked before, and is from here on. */
u64 signal_return_blocked(void);

/*
 * A process, still all zeros, and its first task, @child, begin as a copy of the
 * current ones: actions and the alternative stack, or, if @share_actions, the same
 * actions and no such stack; blocked as the current task; nothing pending. -ENOMEM.
 */
__must_check int signal_fork(struct process *process, struct task *child,
			     bool share_actions);

/*
 * The current task begins to make a process: from here on signals to several are
 * kept for it. -EINTR when there is one that has to have its effect before that.
 */
__must_check int signal_begin_fork(void);
/* It has made it, or cannot. */
void signal_end_fork(void);
/* @child, the first task of that process, gets what was kept. process_lock is held. */
void signal_inherit_locked(struct task *child);

/* One more task of the current process: blocked as the current one, no stack. */
void signal_fork_task(struct task *child);

/* The current process begins a new program: handled ones become default. -ENOMEM. */
__must_check int signal_exec(void);

/* The current task ends; process: the last one. */
void signal_exit_task(void);
void signal_exit_process(struct process *process);

#endif
