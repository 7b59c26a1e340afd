/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: proc, private to this folder. What a task shares with others, or could,
 * each with a count of its own.
 */
#ifndef PROC_RESOURCES_H
#define PROC_RESOURCES_H

#include <exo/task.h>

struct task_resources {
	struct vm *vm;
	struct file_table *files;
	struct fs_context *fs;
	struct credentials *credentials;
};

/* @task has none from here on; who looks at it under process_lock sees that. */
void resources_take(struct task *task, struct task_resources *resources);

/* Let go: vm, files, fs, credentials. May sleep. */
void resources_put(struct task_resources *resources);

struct file;
struct process;

/* /proc/PID/exe: @file, of which a reference is taken, or NULL. May sleep. */
void process_set_executable(struct process *process, struct file *file);

#endif
