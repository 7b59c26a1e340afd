// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an inode of /proc/PID to the process, and what that uses now.
 *
 * What a task uses is replaced by that task only, which drops the reference to
 * what was before afterwards. So a look with process_lock held, interrupts off,
 * sees something that is still referred to.
 */
#include <exo/credentials.h>
#include <exo/file_table.h>
#include <exo/fs_context.h>
#include <exo/process.h>
#include <exo/vm.h>
#include <uapi/errno.h>

#include "procfs_process.h"

/* The first one of @process; process_lock is held. */
static struct task *first_task(struct process *process)
{
	return list_first_entry(&process->tasks, struct task, process_node);
}

/* The one of @process that @number says, 0: the first; process_lock is held. */
static struct task *find_task(struct process *process, u32 number)
{
	struct task *task;

	if (!number)
		return first_task(process);
	list_for_each_entry(task, &process->tasks, process_node)
		if (task->id == number)
			return task;
	return NULL;
}

bool subject_find_locked(const struct process_inode *own,
			 struct subject *subject)
{
	struct process *process = process_find_locked(own->process);

	if (!process || process->started_ns != own->started_ns)
		return false;
	subject->process = process;
	subject->task = find_task(process, own->task);
	subject->one_task = own->task;
	return subject->task || !own->task;
}

int subject_get(const struct inode *inode, struct subject *subject)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	bool found = subject_find_locked(process_inode(inode), subject);

	if (found) {
		process_get(subject->process);
		if (subject->task)
			task_get(subject->task);
	}
	spin_unlock_irqrestore(&process_lock, flags);
	return found ? 0 : -ESRCH;
}

void subject_put(struct subject *subject)
{
	if (subject->task)
		task_put(subject->task);
	process_put(subject->process);
}

int subject_of_text(const struct text_buffer *text, struct subject *subject)
{
	return subject_get(text->private, subject);
}

struct vm *subject_vm(const struct subject *subject)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct vm *vm = subject->task ? READ_ONCE(subject->task->vm) : NULL;

	if (vm)
		vm_get(vm);
	spin_unlock_irqrestore(&process_lock, flags);
	return vm;
}

struct file_table *subject_files(const struct subject *subject)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct file_table *files =
		subject->task ? READ_ONCE(subject->task->files) : NULL;

	if (files)
		file_table_get(files);
	spin_unlock_irqrestore(&process_lock, flags);
	return files;
}

struct fs_context *subject_fs(const struct subject *subject)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct fs_context *fs = NULL;

	if (subject->task) {
		fs = READ_ONCE(subject->task->fs);
		fs = fs ? fs : &initial_fs_context;
		fs_context_get(fs);
	}
	spin_unlock_irqrestore(&process_lock, flags);
	return fs;
}

struct credentials *subject_credentials(const struct subject *subject)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct credentials *credentials =
		subject->task ? READ_ONCE(subject->task->credentials) : NULL;

	credentials_get(credentials);
	spin_unlock_irqrestore(&process_lock, flags);
	return credentials;
}

/* Is the caller, by its filesystem ids, the user that @owner is in each way? */
static bool same_user(const struct credentials *owner)
{
	const struct credentials *caller = credentials_current();

	return caller->fsuid == owner->uid && caller->fsuid == owner->euid &&
	       caller->fsuid == owner->suid && caller->fsgid == owner->gid &&
	       caller->fsgid == owner->egid && caller->fsgid == owner->sgid;
}

bool subject_open_to_caller(const struct subject *subject)
{
	struct credentials *owner;
	bool open;

	if (subject->process == current_process ||
	    !credentials_current()->fsuid)
		return true;
	owner = subject_credentials(subject);
	open = owner && same_user(owner) && subject->process->dumpable;
	credentials_put(owner);
	return open;
}

int vm_of_text(const struct text_buffer *text, struct vm **vm)
{
	struct subject subject;
	int err = subject_of_text(text, &subject);

	if (err)
		return err;
	if (subject_open_to_caller(&subject))
		*vm = subject_vm(&subject);
	else
		err = -EACCES;
	subject_put(&subject);
	return err;
}
