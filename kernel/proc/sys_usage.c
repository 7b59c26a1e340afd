// SPDX-License-Identifier: GPL-2.0-only
/*
 * getrusage(2), times(2).
 */
#include <asm/memlayout.h>
#include <exo/process_life.h>
#include <exo/syscalls.h>
#include <exo/time.h>
#include <exo/uaccess.h>
#include <exo/vm.h>
#include <uapi/errno.h>
#include <uapi/times.h>

#include "usage.h"

#define CLOCK_TICK_NS (NSEC_PER_SEC / USER_HZ)

static struct timeval to_timeval(u64 ns)
{
	return (struct timeval){
		.tv_sec = (s64)(ns / NSEC_PER_SEC),
		.tv_usec = (s64)(ns % NSEC_PER_SEC / NSEC_PER_USEC),
	};
}

void usage_fill(struct rusage *usage, const struct process_times *times)
{
	*usage = (struct rusage){
		.ru_utime = to_timeval(times->user_ns),
		.ru_stime = to_timeval(times->system_ns),
		.ru_maxrss = (s64)(times->resident_max * PAGE_SIZE / 1024),
		.ru_minflt = (s64)times->minor_faults,
		.ru_majflt = (s64)times->major_faults,
		.ru_nvcsw = (s64)times->voluntary_switches,
		.ru_nivcsw = (s64)times->involuntary_switches,
	};
}

static void get_own_times(struct process_times *times)
{
	process_get_times(current_process, times);
	times->resident_max =
		max(times->resident_max, vm_resident_max(current->vm));
}

static void get_children_times(struct process_times *times)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);

	*times = current_process->children_times;
	spin_unlock_irqrestore(&process_lock, flags);
}

long sys_getrusage(int who, struct rusage __user *to)
{
	struct process_times times, process;
	struct rusage usage;

	switch (who) {
	case RUSAGE_SELF:
		get_own_times(&times);
		break;
	case RUSAGE_CHILDREN:
		get_children_times(&times);
		break;
	case RUSAGE_THREAD:
		get_own_times(&process);
		task_get_times(current, &times);
		times.resident_max = process.resident_max;
		break;
	default:
		return -EINVAL;
	}
	usage_fill(&usage, &times);
	return user_copy_to(to, &usage, sizeof(usage));
}

long sys_times(struct tms __user *to)
{
	struct process_times own, children;
	struct tms tms;

	if (to) {
		process_get_times(current_process, &own);
		get_children_times(&children);
		tms = (struct tms){
			.tms_utime = (s64)(own.user_ns / CLOCK_TICK_NS),
			.tms_stime = (s64)(own.system_ns / CLOCK_TICK_NS),
			.tms_cutime = (s64)(children.user_ns / CLOCK_TICK_NS),
			.tms_cstime = (s64)(children.system_ns / CLOCK_TICK_NS),
		};
		if (user_copy_to(to, &tms, sizeof(tms)))
			return -EFAULT;
	}
	return (long)(time_uptime_ns() / CLOCK_TICK_NS);
}
