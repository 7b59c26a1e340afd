// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stand-ins for what processes and signals will bring.
 */
#include <exo/kmalloc.h>
#include <exo/process.h>
#include <exo/string.h>

#include "temporary_exec.h"

__weak struct process *process_create_first(void)
{
	struct process *process = kmalloc(sizeof(*process));

	if (!process)
		return NULL;
	memset(process, 0, sizeof(*process));
	process->id = 1;
	process->refs = 1;
	for (unsigned int i = 0; i < RLIM_NLIMITS; i++)
		process->limits[i].rlim_cur = RLIM_INFINITY;
	process->limits[RLIMIT_STACK].rlim_cur = 8UL << 20;
	current->process = process;
	init_process = process;
	return process;
}

__weak int signal_exec(void)
{
	return 0;
}

__weak int process_become_single(void)
{
	return 0;
}

__weak void process_end_vfork(void)
{
}

__weak void process_put(struct process *process)
{
	(void)process;
}
