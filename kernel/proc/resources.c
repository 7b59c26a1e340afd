// SPDX-License-Identifier: GPL-2.0-only
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/fs_context.h>
#include <exo/process.h>
#include <exo/vm.h>

#include "resources.h"

void resources_take(struct task *task, struct task_resources *resources)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);

	*resources = (struct task_resources){
		.vm = task->vm,
		.files = task->files,
		.fs = task->fs,
		.credentials = task->credentials,
	};
	task->vm = NULL;
	task->files = NULL;
	task->fs = NULL;
	task->credentials = NULL;
	spin_unlock_irqrestore(&process_lock, flags);
}

void resources_put(struct task_resources *resources)
{
	vm_put(resources->vm);
	if (resources->files)
		file_table_put(resources->files);
	fs_context_put(resources->fs);
	credentials_put(resources->credentials);
}

void process_set_executable(struct process *process, struct file *file)
{
	unsigned long flags;
	struct file *old;

	if (file)
		file_get(file);
	flags = spin_lock_irqsave(&process_lock);
	old = process->executable;
	process->executable = file;
	spin_unlock_irqrestore(&process_lock, flags);
	if (old)
		file_put(old);
}
