// SPDX-License-Identifier: GPL-2.0-only
/*
 * When a program touches a page and there is no frame for it, names that nobody uses
 * are forgotten. If there are none, one process is killed: the one that has most
 * pages, whose end gives most back, unless oom_score_adj says otherwise. Who found
 * memory short waits for that end and tries again.
 *
 * Programs get no frame while few are left (frame_shortage()), so the kernel has
 * what it needs to end one. The end itself allocates nothing, and who is to die
 * gets no more memory: its access fails, and it goes.
 *
 * Waiting is bounded, for the one who waits may hold what the victim needs: then he
 * dies himself.
 */
#define pr_fmt(fmt) "Out of memory: " fmt

#include <asm/memlayout.h>
#include <exo/frame.h>
#include <exo/initcall.h>
#include <exo/mutex.h>
#include <exo/printk.h>
#include <exo/process.h>
#include <exo/signal.h>
#include <exo/string.h>
#include <exo/task.h>
#include <exo/time.h>
#include <exo/vfs.h>
#include <exo/vm.h>
#include <exo/wait.h>

#include "oom.h"

#define LOOK_NS	     (5 * NSEC_PER_MSEC)
#define DEATH_NS     (2 * NSEC_PER_SEC) /* how long a victim may take to die */
#define AFTERMATH_NS (100 * NSEC_PER_MSEC)

struct victim {
	struct process *process; /* a reference; NULL: none */
	const struct vm *vm; /* its memory: to be compared only */
	s64 points; /* why this one */
	u64 pages, mapped; /* that it has, and that it asked for */
	u32 user;
	char name[TASK_NAME_MAX];
};

static struct mutex lock = MUTEX_INIT(lock, "out of memory");
static u64 freed_ns; /* uptime when the last victim had gone; guarded by lock */

s64 oom_points(const struct process *process, u64 resident)
{
	const int adjust = READ_ONCE(process->oom_score_adj);
	struct frame_statistics frames;

	if (process == init_process || adjust == -OOM_ADJUST_MAX)
		return OOM_NEVER;
	frame_statistics(&frames);
	return (s64)resident + adjust * (s64)frames.total / OOM_ADJUST_MAX;
}

/* Will the current task end before it is in user mode again? */
static bool dying(void)
{
	return READ_ONCE(current_process->ending) ||
	       READ_ONCE(current->pending_signals) & SIGNAL_BIT(SIGKILL);
}

static void pause(void)
{
	struct spinlock queue_lock = SPINLOCK_INIT("out of memory wait");
	struct wait_queue nobody = WAIT_QUEUE_INIT(nobody);

	spin_lock(&queue_lock);
	wait_on_until(&nobody, &queue_lock, time_uptime_ns() + LOOK_NS);
	spin_unlock(&queue_lock);
}

/* The task of @process that shows its memory; process_lock is held. NULL: none. */
static const struct task *memory_task(const struct process *process)
{
	const struct task *task;

	list_for_each_entry(task, &process->tasks, process_node)
		if (task->vm)
			return task;
	return NULL;
}

/* Whether more speaks for @process than for *@worst, which then describes it. */
static bool look_at(const struct process *process, struct victim *worst)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	const struct task *task = memory_task(process);
	u64 pages = task ? task->vm->mm.resident : 0;
	s64 points = task ? oom_points(process, pages) : OOM_NEVER;
	bool worse = points > worst->points;

	if (worse) {
		worst->points = points;
		worst->vm = task->vm;
		worst->pages = pages;
		worst->mapped = task->vm->pages;
		strscpy(worst->name, task->name, sizeof(worst->name));
	}
	spin_unlock_irqrestore(&process_lock, flags);
	return worse;
}

static void choose(struct victim *worst)
{
	struct process *process = process_next(0), *next;

	*worst = (struct victim){.points = OOM_NEVER};
	for (; process; process = next) {
		next = process_next(process->id + 1);
		if (look_at(process, worst)) {
			process_put(worst->process);
			process_get(process);
			worst->process = process;
		}
		process_put(process);
	}
}

/* All that use the memory of @victim: killing one of them would free nothing. */
static void kill_all(const struct victim *victim)
{
	const struct signal_info info = {.signal = SIGKILL, .code = SI_KERNEL};
	struct process *process = process_next(0), *next;
	const struct task *task;
	unsigned long flags;

	for (; process; process = next) {
		next = process_next(process->id + 1);
		flags = spin_lock_irqsave(&process_lock);
		task = memory_task(process);
		if (task && task->vm == victim->vm && process != init_process)
			signal_send_process_locked(process, &info);
		spin_unlock_irqrestore(&process_lock, flags);
		process_put(process);
	}
}

static bool has_gone(const struct victim *victim)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	const struct task *task = memory_task(victim->process);

	spin_unlock_irqrestore(&process_lock, flags);
	return !task;
}

/* Whether @victim is gone in time, and it is not who waits. */
static bool wait_for_end(const struct victim *victim)
{
	const u64 end_ns = time_uptime_ns() + DEATH_NS;

	while (!has_gone(victim)) {
		if (dying() || time_uptime_ns() >= end_ns)
			return false;
		pause();
	}
	freed_ns = time_uptime_ns();
	return true;
}

static void report(const struct victim *victim)
{
	const u64 kb = PAGE_SIZE / 1024;

	pr_err("Killed process %u (%s) total-vm:%llukB, anon-rss:%llukB\n",
	       victim->process->id, victim->name,
	       (unsigned long long)(victim->mapped * kb),
	       (unsigned long long)(victim->pages * kb));
}

static bool kill_one(void)
{
	struct victim victim;
	bool gone;

	choose(&victim);
	if (!victim.process) {
		pr_err("there is no process to kill\n");
		return false;
	}
	report(&victim);
	kill_all(&victim);
	gone = wait_for_end(&victim);
	process_put(victim.process);
	return gone;
}

/* Others may have done what is to be done while we came here. */
static bool freed_meanwhile(void)
{
	return freed_ns && time_uptime_ns() - freed_ns < AFTERMATH_NS &&
	       !frame_shortage();
}

/* For vm_out_of_memory_set(); may sleep. */
static bool free_some(struct vm *vm)
{
	bool freed;

	(void)vm;
	if (!current_process || dying())
		return false;
	if (!mutex_trylock(&lock)) {
		pause();
		return true;
	}
	freed = freed_meanwhile() || vfs_forget_unused() || kill_one();
	mutex_unlock(&lock);
	return freed;
}

static int oom_init(void)
{
	vm_out_of_memory_set(free_some);
	return 0;
}
INITCALL(late, oom_init);
