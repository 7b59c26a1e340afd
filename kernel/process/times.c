// SPDX-License-Identifier: GPL-2.0-only
/*
 * What processes have used (getrusage(2)).
 *
 * The scheduler knows exactly how long a task has run; how that divides between the
 * program and the kernel is a sample, see sched_user_share().
 */
#include <exo/sched.h>

#include "internal.h"

void task_get_times(const struct task *task, struct process_times *times)
{
	const u64 total = task_cpu_ns(task);

	*times = (struct process_times){
		.minor_faults = READ_ONCE(task->minor_faults),
		.major_faults = READ_ONCE(task->major_faults),
		.voluntary_switches = READ_ONCE(task->stats.bursts),
		.involuntary_switches = READ_ONCE(task->stats.preemptions),
	};
	times->user_ns = sched_user_share(total, READ_ONCE(task->user_ticks),
					  READ_ONCE(task->system_ticks));
	times->system_ns = total - times->user_ns;
}

void process_times_add(struct process_times *sum,
		       const struct process_times *more)
{
	sum->user_ns += more->user_ns;
	sum->system_ns += more->system_ns;
	sum->minor_faults += more->minor_faults;
	sum->major_faults += more->major_faults;
	sum->voluntary_switches += more->voluntary_switches;
	sum->involuntary_switches += more->involuntary_switches;
	sum->resident_max = max(sum->resident_max, more->resident_max);
}

void process_note_memory_locked(struct process *process, u64 pages)
{
	u64 *most = &process->ended_tasks.resident_max;

	assert_locked(&process_lock);
	*most = max(*most, pages);
}

void process_get_times(struct process *process, struct process_times *times)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	const struct task *task;

	*times = process->ended_tasks;
	list_for_each_entry(task, &process->tasks, process_node) {
		struct process_times more;

		task_get_times(task, &more);
		process_times_add(times, &more);
	}
	spin_unlock_irqrestore(&process_lock, flags);
}
