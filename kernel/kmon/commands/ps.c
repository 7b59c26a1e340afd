// SPDX-License-Identifier: GPL-2.0-only
/*
 * ps: all threads. R runs or is ready, S waits for something, Z has ended and
 * waits to be joined.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/sched.h>
#include <exo/task.h>
#include <exo/time.h>

static const char state_letters[] = {
	[TASK_RUNNABLE] = 'R',
	[TASK_BLOCKED] = 'S',
	[TASK_DEAD] = 'Z',
};

static int cmd_ps(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	console_printf("    ID S  NI    CPU ms  NAME\n");
	for (struct task *task = task_next(NULL); task; task = task_next(task))
		console_printf(
			"%6u %c %3d %9llu  %s\n", task->id,
			state_letters[task->state], task->nice,
			(unsigned long long)(task_cpu_ns(task) / NSEC_PER_MSEC),
			task->name);
	console_printf("%d KB of stack each\n", CONFIG_KSTACK_KB);
	return 0;
}

KMON_COMMAND(ps, cmd_ps, "", "threads and their CPU time");
