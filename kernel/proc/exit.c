// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of tasks and processes. First what the program has, then what the task
 * shares with others; the parent hears of it when all is gone, so that it finds,
 * after wait(), the memory free and the pipes closed.
 */
#include <exo/futex.h>
#include <exo/init_program.h>
#include <exo/process_life.h>
#include <exo/sysv_sem.h>
#include <exo/thread.h>
#include <exo/user_task.h>
#include <exo/vm.h>

#include "exit.h"
#include "resources.h"

__noreturn void task_exit(u32 status)
{
	struct task_resources resources;
	struct process *process = current_process;
	const bool last = process_task_begin_end(vm_resident_max(current->vm));

	/* The last of all processes can only be followed by a new start. */
	if (last && process == init_process)
		init_program_ended(process->ending ? process->exit_status
						   : status);
	futex_leave();
	if (last)
		sem_undo_all(&process->semaphore_undos);
	user_task_end();
	resources_take(current, &resources);
	process_end_vfork();
	resources_put(&resources);
	if (last)
		process_set_executable(process, NULL);
	process_task_end(status, last);
	thread_exit(0);
}

__noreturn void process_exit(u32 status)
{
	process_end_all(status);
	task_exit(status);
}
