// SPDX-License-Identifier: GPL-2.0-only
/*
 * objects: how many of each kind are alive, to be compared before and after
 * something that should leave nothing behind.
 */
#include <exo/console.h>
#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/kernel_stack.h>
#include <exo/kmon.h>
#include <exo/task.h>
#include <exo/timer.h>

static void print_count(u64 count, const char *what)
{
	console_printf("%10llu  %s\n", (unsigned long long)count, what);
}

static unsigned int count_tasks(void)
{
	unsigned int count = 0;

	for (struct task *task = task_next(NULL); task; task = task_next(task))
		count++;
	return count;
}

static int cmd_objects(int argc, char **argv)
{
	struct kernel_stack_statistics stacks;
	struct frame_statistics frames;
	struct heap_statistics heap;

	(void)argc;
	(void)argv;
	kernel_stack_statistics(&stacks);
	frame_statistics(&frames);
	heap_statistics(&heap);
	print_count(count_tasks(), "threads");
	print_count(stacks.used, "thread stacks");
	print_count(stacks.cached, "cached stacks");
	print_count(timers_pending(), "pending timers");
	print_count(heap.blocks, "heap blocks");
	print_count(frames.total - frames.free - frames.reserved,
		    "page frames in use");
	return 0;
}

KMON_COMMAND(objects, cmd_objects, "", "live threads, timers, blocks, frames");
