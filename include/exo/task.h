/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel. struct task: a thread of execution and what belongs to it.
 * Most code wants <exo/thread.h> instead.
 */
#ifndef EXO_TASK_H
#define EXO_TASK_H

#include <asm/context.h>
#include <exo/completion.h>
#include <exo/cpu.h>
#include <exo/list.h>
#include <exo/lock_debug.h>
#include <exo/process_id.h>
#include <exo/sched_stats.h>
#include <exo/signal.h>
#include <exo/types.h>

struct credentials;
struct file_table;
struct fs_context;
struct mutex;
struct process;
struct user_state;
struct vm;

enum {
	TASK_NAME_MAX = 16, /* bytes, with the terminating NUL */
	NICE_MIN = -20,
	NICE_MAX = 19,
};

enum task_state {
	TASK_RUNNABLE, /* runs, or waits in a queue for its turn */
	TASK_BLOCKED, /* until task_wake() */
	TASK_DEAD,
};

/* In the order in which they run. */
enum sched_class {
	SCHED_COLD, /* short bursts: mostly waits */
	SCHED_NORMAL,
	SCHED_HOT, /* long bursts: mostly computes */
	SCHED_CLASSES,
};

struct task {
	/* Written by the switch. */
	struct context context;

	/* Changed with interrupts off, by the CPU whose run queue it is in. */
	struct list_head run_node; /* in a queue while runnable, not running */
	u8 state; /* enum task_state */
	u8 class; /* enum sched_class, by its own bursts */
	u8 queue; /* the better of class and inherited */
	s8 nice;
	u64 burst; /* CPU time since it last blocked */
	u64 sinks_at; /* the burst that makes it sink to the next class */
	u64 quantum_end; /* the burst at which its turn ends */
	u64 quantum; /* by nice */
	u64 ema; /* of bursts, see <exo/ema.h> */
	u64 queued_at;
	struct sched_stats stats;
	u32 user_ticks, system_ticks; /* that found it there */
	u32 minor_faults, major_faults;

	/* Guarded by the lock of mutex.c: see there. */
	struct mutex *waits_for;
	u32 boosts[SCHED_CLASSES]; /* contended mutexes it owns, by best waiter */
	u8 inherited; /* the best of them; SCHED_CLASSES: none */

	/* Constant from creation on, or changed by the task itself only. */
	u32 id; /* 0 is the idle thread */
	u32 process_id; /* its process's; its own without one */
	bool owns_id; /* the id is free when the task is; else its process's */
	char name[TASK_NAME_MAX];
	void *stack; /* lowest byte */
	int (*run)(void *arg);
	void *arg;

	/* Counted references, atomic. */
	u32 refs;
	struct list_head all_node; /* guarded by the lock of task.c */
	struct completion exited;
	int exit_code;

	/* Shared with other tasks, each with a count of its own. */
	struct file_table *files;
	struct fs_context *fs;
	struct credentials *credentials;
	struct vm *vm; /* NULL: it runs in whatever is loaded */

	struct user_state *user; /* NULL: a kernel thread; <exo/user_task.h> */

	struct process *process; /* NULL: of none; a reference */
	struct list_head process_node; /* process_lock */
	struct process_id process_id_entry; /* of another than the first task */
	struct task_signals signals;
	void __user *set_id; /* the program's, see clone(2), CLONE_CHILD_SETTID */
	void __user *clear_id; /* the same, see set_tid_address(2) */
	struct vfork *vfork; /* whom to tell at exec or exit, or NULL; the same */
	void __user *robust_list; /* the program's, see set_robust_list(2) */

	u64 pending_signals; /* that it is to take: <exo/task_signal.h>; atomic */
	bool interruptible; /* waits, and a signal ends that; interrupts off */

	struct held_locks held_locks; /* CONFIG_LOCK_DEBUG */
};

/* The task that runs this code. */
#define current (percpu.current_task)

/* One more reference to @task, which the caller has one of. Any context. */
static inline void task_get(struct task *task)
{
	__atomic_fetch_add(&task->refs, 1, __ATOMIC_RELAXED);
}

/* Drop a reference; the last one frees the task. Not in interrupts. */
void task_put(struct task *task);

/*
 * Walk all tasks: the one after @task, the first after NULL; NULL at the end.
 * Drops the reference to @task and takes one to the result. Tasks created
 * meanwhile may be missed. Threads only.
 */
struct task *task_next(struct task *task);

/* CPU time that @task has used, in nanoseconds. Any context. */
u64 task_cpu_ns(const struct task *task);

/* The average length of its bursts, in units of sched_clock(); 0: none yet. */
u64 task_average_burst(const struct task *task);

/*
 * Make @task runnable if it is blocked. Returns whether it was. Any context
 * but NMI; with interrupts on and preemption allowed, the caller may lose the
 * CPU to it at once.
 */
bool task_wake(struct task *task);

/*
 * The same, for what the caller is about to wait for: if it gives up the CPU
 * within its turn, before the next tick, @task gets it past those of its class
 * that were ready before. Till then the caller keeps it, whatever their classes.
 */
bool task_wake_next(struct task *task);

#endif
