// SPDX-License-Identifier: GPL-2.0-only
/*
 * sched: what the scheduler knows of each thread. Times are in microseconds.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/sched.h>
#include <exo/task.h>
#include <exo/time.h>

static const char *const class_names[] = {
	[SCHED_COLD] = "cold",
	[SCHED_NORMAL] = "normal",
	[SCHED_HOT] = "hot",
	[SCHED_CLASSES] = "idle",
};

static unsigned long long microseconds(u64 clock_units)
{
	return sched_clock_to_ns(clock_units) / NSEC_PER_USEC;
}

static void print_task(const struct task *task)
{
	const struct sched_stats *stats = &task->stats;

	console_printf("%6u %-6s %9llu %8llu %8llu %9llu %12llu  %s\n",
		       task->id, class_names[task->queue],
		       microseconds(task_average_burst(task)),
		       (unsigned long long)stats->bursts,
		       (unsigned long long)stats->switches,
		       (unsigned long long)stats->preemptions,
		       microseconds(stats->longest_wait), task->name);
}

static int cmd_sched(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	sched_print_policy();
	console_printf("    ID CLASS    AVERAGE   BURSTS SWITCHES "
		       "PREEMPTED  LONGEST WAIT  NAME\n");
	for (struct task *task = task_next(NULL); task; task = task_next(task))
		print_task(task);
	return 0;
}

KMON_COMMAND(sched, cmd_sched, "",
	     "classes, average bursts, switches and waits of threads");
