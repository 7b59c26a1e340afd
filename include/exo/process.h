/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. Processes: tasks that are one to others (credentials(7)).
 *
 *	session --> group (job) --> process --> task (thread)
 *	   |terminal		      |parent, children
 *
 * A process is alive until its last task has ended; then a zombie, until its parent
 * has asked for its status. Kernel threads belong to no process.
 */
#ifndef EXO_PROCESS_H
#define EXO_PROCESS_H

#include <exo/compiler.h>
#include <exo/hlist.h>
#include <exo/interval_timer.h>
#include <exo/list.h>
#include <exo/process_id.h>
#include <exo/signal.h>
#include <exo/spinlock.h>
#include <exo/task.h>
#include <exo/types.h>
#include <exo/wait.h>
#include <uapi/resource.h>

struct completion;
struct path;
struct tty;
struct user_count;

/* Taken with interrupts off; the innermost lock but those of wait queues. */
extern struct spinlock process_lock;

enum process_state {
	PROCESS_ALIVE,
	PROCESS_ZOMBIE, /* has ended, its status has not been asked for */
	PROCESS_REAPED, /* can be found no more */
};

struct session {
	u32 id; /* of the process that made it */
	struct process_id entry;
	u32 refs; /* its groups, and others; process_lock */
	struct process *leader; /* NULL: it has ended */
	struct tty *terminal; /* the controlling one; drivers/tty's */
};

struct process_group {
	u32 id;
	struct process_id entry;
	u32 refs; /* its members, and others; process_lock */
	struct session *session;
	struct list_head members; /* process->group_node */
};

struct process_times {
	u64 user_ns, system_ns;
	u64 minor_faults, major_faults;
	u64 voluntary_switches, involuntary_switches;
	u64 resident_max; /* pages: the most that one of them had at a time */
};

struct process {
	u32 id; /* its first task's */
	u32 parent_id; /* 0: of process 1; written under process_lock */
	u32 refs; /* atomic */
	u64 started_ns; /* uptime */

	/* All that follows: process_lock, or as it says. */
	u8 state; /* enum process_state */
	u8 exit_signal; /* to the parent at the end; 0: none */
	bool has_executed; /* a program since fork(): setpgid(2) wants to know */
	bool user_has_too_many; /* processes: see process_may_execute() */
	bool keeps_capabilities; /* PR_SET_KEEPCAPS */
	bool dumpable; /* PR_SET_DUMPABLE */
	bool subreaper; /* PR_SET_CHILD_SUBREAPER */
	s16 oom_score_adj; /* of proc(5): -1000 to 1000, never to first */
	bool no_new_privileges; /* PR_SET_NO_NEW_PRIVS: for its descendants too */
	u32 user; /* real user id, for those it sends signals to */
	u32 personality; /* personality(2) */

	struct process_id entry;

	struct list_head tasks; /* task->process_node */
	u32 nr_tasks; /* that have not ended */
	u32 nr_running; /* of these, that have not begun to end */
	struct task *single_task; /* calls exec: the others are to end */

	struct process *parent; /* NULL: of process 1 */
	u8 parent_death_signal; /* PR_SET_PDEATHSIG */
	struct list_head children; /* first those that have news */
	struct list_head sibling_node;
	struct wait_queue child_news; /* wait4() waits here */

	struct process_group *group;
	struct list_head group_node;

	/* The end: wait(2)'s status once ending. */
	bool ending; /* all tasks are to end */
	u32 exit_status;
	char last_name[TASK_NAME_MAX]; /* of the task that ended last */

	/* Job control. */
	u8 stop_signal; /* it is stopped, or about to be; 0: it is not */
	bool stop_news, continue_news; /* the parent has not heard of it */
	struct wait_queue stopped; /* its tasks wait here */

	struct process_signals signals;
	struct interval_timers timers;
	struct user_count *counted; /* whom its tasks count for; NULL: root */
	struct process_times ended_tasks; /* of tasks that have ended */
	struct process_times
		children_times; /* of children that were waited for */

	/* What its end undoes, see ipc/sysv/sem.h; by the lock named there. */
	struct hlist_head semaphore_undos;

	/* The program: own tasks, or process_lock for others. */
	struct file *executable; /* /proc/PID/exe */

	/* Last, since a new process has nothing of it cleared, only copied. */
	struct rlimit limits[RLIM_NLIMITS]; /* own tasks read without lock */
};

/* The current task's, or NULL. */
#define current_process (current->process)

static inline void process_get(struct process *process)
{
	__atomic_fetch_add(&process->refs, 1, __ATOMIC_RELAXED);
}

/* Any context but interrupts; NULL is fine. */
void process_put(struct process *process);

/* By number, alive or zombie, with a reference; NULL. Any context. */
struct process *process_find(u32 id);

/* The same, by the number of any of its tasks. */
struct process *process_find_by_task(u32 id);

/* The task of this number, with a reference, if it is a process's; NULL. */
struct task *process_find_task(u32 id);

/*
 * Walk all by ascending number: the first of at least @id, with a reference; NULL at
 * the end.
 */
struct process *process_next(u32 id);

/* With process_lock held; the result lives as long as it is. NULL: none. */
struct process *process_find_locked(u32 id);
struct process *process_find_by_task_locked(u32 id);
struct task *process_find_task_locked(u32 id);
struct process_group *process_group_find_locked(u32 id);

/* How many are in the group of this number. process_lock is not held. */
u32 process_group_size(u32 id);

/* References; process_lock is held. */
void process_group_get_locked(struct process_group *group);
void process_group_put_locked(struct process_group *group);
void session_get_locked(struct session *session);
void session_put_locked(struct session *session);

/*
 * POSIX: no member has a parent in another group of the same session. Terminal stops
 * do nothing to it. process_lock is held.
 */
bool process_group_orphaned_locked(const struct process_group *group);

/*
 * For terminals: called when the leader of a session that has one ends, process_lock
 * not held. Once, at start-up.
 */
void process_set_terminal_hangup(void (*hang_up)(struct session *session));

/* What its tasks have used until now, the ended ones included. Any context. */
void process_get_times(struct process *process, struct process_times *times);

/*
 * End the current process with @status, as wait(2) encodes it. May sleep.
 * kernel/proc/exit.c.
 */
__noreturn void process_exit(u32 status);

/* wait(2)'s status words. */
#define EXIT_STATUS(code)      (((u32)(code)&0xff) << 8)
#define SIGNAL_STATUS(signal)  ((u32)(signal))
#define STOPPED_STATUS(signal) ((u32)(signal) << 8 | 0x7f)
#define CONTINUED_STATUS       0xffffU

/* Process 1, for who sends it signals or panics at its end; NULL: not yet. */
extern struct process *init_process;

#endif
