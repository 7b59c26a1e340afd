// SPDX-License-Identifier: GPL-2.0-only
/*
 * What processes have used (getrusage(2)).
 *
 * The scheduler knows exactly how long a task has run, but not whether in the
 * program or in the kernel: where ticks found it is taken to be how that divides.
 */
#include "internal.h"

/* @total * @part / @whole, of which the latter two are counts of ticks. */
static u64 share(u64 total, u64 part, u64 whole)
{
	return total / whole * part + total % whole * part / whole;
}

void task_get_times(const struct task *task, struct process_times *times)
{
	const u64 total = task_cpu_ns(task);
	const u32 user = READ_ONCE(task->user_ticks);
	const u32 system = READ_ONCE(task->system_ticks);

	*times = (struct process_times){
		.minor_faults = READ_ONCE(task->minor_faults),
		.major_faults = READ_ONCE(task->major_faults),
		.voluntary_switches = READ_ONCE(task->stats.bursts),
		.involuntary_switches = READ_ONCE(task->stats.preemptions),
	};
	times->user_ns = user ? share(total, user, (u64)user + system) : 0;
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
