// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/task: a directory for each task of a process.
 */
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/printf.h>
#include <exo/process.h>
#include <uapi/errno.h>

#include "procfs_process.h"

/* The lowest number of a task of @own's process from @id on; 0: none. */
static u32 next_task(const struct process_inode *own, u64 id)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct subject subject;
	struct task *task;
	u32 next = 0;

	if (subject_find_locked(own, &subject))
		list_for_each_entry(task, &subject.process->tasks, process_node)
			if (task->id >= id && (!next || task->id < next))
				next = task->id;
	spin_unlock_irqrestore(&process_lock, flags);
	return next;
}

static int tasks_lookup(struct inode *directory, const struct path_name *name,
			struct inode **found)
{
	const struct process_inode *own = process_inode(directory);
	struct process_inode like = {
		.process = own->process,
		.started_ns = own->started_ns,
	};
	struct process_inode *made;

	if (!process_number(name, &like.task) ||
	    next_task(own, like.task) != like.task)
		return -ENOENT;
	made = process_directory_create(directory->superblock, &like);
	if (!made)
		return -ENOMEM;
	*found = &made->own.inode;
	return 0;
}

/* Positions are DIRECTORY_FIRST and the number of the task. */
static int tasks_list(struct file *file, struct directory_sink *sink)
{
	const struct process_inode *own = process_inode(file->private);
	u32 id;

	if (!directory_list_dots(file, sink))
		return 0;
	while ((id = next_task(own, file->position - DIRECTORY_FIRST))) {
		char name[12];
		const struct directory_entry entry = {
			.name = name,
			.length = (u32)snprintf(name, sizeof(name), "%u", id),
			.type = DT_DIR,
			.number = process_inode_number(id, PROCESS_TASK, 0),
			.next = DIRECTORY_FIRST + id + 1UL,
		};

		if (!directory_add(&file->position, sink, &entry))
			break;
	}
	return 0;
}

const struct file_ops process_task_files = {
	.read = file_no_read,
	.write = file_no_write,
	.list = tasks_list,
	.seek = directory_seek,
};

const struct proc_inode_ops process_task_ops = {
	.lookup = tasks_lookup,
	.valid = process_inode_valid,
	.evict = process_inode_evict,
};
