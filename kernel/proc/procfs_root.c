// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names in /proc that are about processes: self, thread-self, and the number
 * of each process.
 */
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/initcall.h>
#include <exo/printf.h>
#include <exo/process.h>
#include <uapi/errno.h>

#include "procfs_process.h"

enum {
	/* Positions in the listing. */
	SELF = PROC_NAMES_FIRST,
	THREAD_SELF,
	PROCESSES_FIRST, /* plus the number */
};

bool process_number(const struct path_name *name, u32 *number)
{
	u64 value = 0;

	if (!name->length || name->length > 9 || name->chars[0] == '0')
		return false;
	for (u32 i = 0; i < name->length; i++) {
		unsigned int digit = (unsigned int)name->chars[i] - '0';

		if (digit > 9)
			return false;
		value = value * 10 + digit;
	}
	*number = (u32)value;
	return true;
}

static int make_link(struct inode *root, const struct proc_inode_ops *ops,
		     u64 number, struct inode **found)
{
	const struct process_inode like = {.process = 0};
	const struct process_inode_spec spec = {
		.mode = S_IFLNK | 0777,
		.number = number,
		.ops = ops,
	};
	struct process_inode *made =
		process_inode_create(root->superblock, &like, &spec);

	if (!made)
		return -ENOMEM;
	*found = &made->own.inode;
	return 0;
}

static int lookup_process(struct inode *root, u32 number, struct inode **found)
{
	struct process *process = process_find(number);
	struct process_inode like = {.process = number};
	struct process_inode *made;

	if (!process)
		return -ENOENT;
	like.started_ns = process->started_ns;
	process_put(process);
	made = process_directory_create(root->superblock, &like);
	if (!made)
		return -ENOMEM;
	*found = &made->own.inode;
	return 0;
}

static bool is(const struct path_name *name, const char *what)
{
	return path_name_equal(name, what, (u32)strlen(what));
}

static int root_lookup(struct inode *root, const struct path_name *name,
		       struct inode **found)
{
	u32 number;

	if (process_number(name, &number))
		return lookup_process(root, number, found);
	if (is(name, "self"))
		return make_link(root, &process_self_ops, SELF, found);
	if (is(name, "thread-self"))
		return make_link(root, &process_thread_self_ops, THREAD_SELF,
				 found);
	return -ENOENT;
}

/* False: full. */
static bool list_link(struct file *root, struct directory_sink *sink,
		      const char *name)
{
	const struct directory_entry entry = {
		.name = name,
		.length = (u32)strlen(name),
		.type = DT_LNK,
		.number = root->position,
		.next = root->position + 1,
	};

	return directory_add(&root->position, sink, &entry);
}

/* The number of the first process from @number on; 0: none. */
static u32 next_number(u64 number)
{
	struct process *process =
		number <= UINT32_MAX ? process_next((u32)number) : NULL;
	u32 next = process ? process->id : 0;

	process_put(process);
	return next;
}

static int root_list(struct file *root, struct directory_sink *sink)
{
	u32 number;

	if (root->position == SELF && !list_link(root, sink, "self"))
		return 0;
	if (root->position == THREAD_SELF &&
	    !list_link(root, sink, "thread-self"))
		return 0;
	while ((number = next_number(root->position - PROCESSES_FIRST))) {
		char name[12];
		const struct directory_entry entry = {
			.name = name,
			.length =
				(u32)snprintf(name, sizeof(name), "%u", number),
			.type = DT_DIR,
			.number = process_inode_number(number,
						       PROCESS_DIRECTORY, 0),
			.next = PROCESSES_FIRST + number + 1UL,
		};

		if (!directory_add(&root->position, sink, &entry))
			break;
	}
	return 0;
}

static const struct proc_names process_names = {
	.lookup = root_lookup,
	.list = root_list,
};

static int procfs_processes_init(void)
{
	proc_set_names(&process_names);
	return 0;
}
INITCALL(late, procfs_processes_init);
