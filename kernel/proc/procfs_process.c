// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID, and /proc/PID/task/TID, which has the same names but for task.
 */
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "procfs_process.h"

struct process_name {
	const char *name;
	u32 mode;
	const struct file_ops *file_ops; /* of directories */
	const struct proc_inode_ops *ops; /* NULL: those of text files */
	struct proc_file file; /* of text files */
};

#define DIRECTORY(directory, permissions)                            \
	{                                                            \
		.name = #directory, .mode = S_IFDIR | (permissions), \
		.file_ops = &process_##directory##_files,            \
		.ops = &process_##directory##_ops,                   \
	}

#define LINK(link)                                     \
	{                                              \
		.name = #link, .mode = S_IFLNK | 0777, \
		.ops = &process_##link.ops,            \
	}

#define SHOW(text)                                     \
	{                                              \
		.name = #text, .mode = S_IFREG | 0444, \
		.file = {.show = process_show_##text}, \
	}

#define NEXT(text, permissions)                                 \
	{                                                       \
		.name = #text, .mode = S_IFREG | (permissions), \
		.file = {.next = process_next_##text},          \
	}

#define CHANGE(text)                                     \
	{                                                \
		.name = #text, .mode = S_IFREG | 0644,   \
		.file = {.show = process_show_##text,    \
			 .store = process_store_##text}, \
	}

/* Everybody may read it by its mode, but not everybody's. */
#define PRIVATE(text)                                                       \
	{                                                                   \
		.name = #text, .mode = S_IFREG | 0444, .ops = &private_ops, \
		.file = {.next = process_next_##text},                      \
	}

static int private_open(struct inode *inode, struct file *file)
{
	struct subject subject;
	int err = subject_get(inode, &subject);

	(void)file;
	if (err)
		return err;
	err = subject_open_to_caller(&subject) ? 0 : -EACCES;
	subject_put(&subject);
	return err;
}

static const struct proc_inode_ops private_ops = {
	.valid = process_inode_valid,
	.open = private_open,
	.evict = process_inode_evict,
};

/* In the order in which they are listed. */
static const struct process_name names[] = {
	DIRECTORY(task, 0555),
	DIRECTORY(fd, 0500),
	DIRECTORY(fdinfo, 0555),
	NEXT(environ, 0400),
	SHOW(status),
	SHOW(limits),
	CHANGE(comm),
	NEXT(cmdline, 0444),
	SHOW(stat),
	SHOW(statm),
	PRIVATE(maps),
	LINK(cwd),
	LINK(root),
	LINK(exe),
	SHOW(mounts),
	SHOW(mountinfo),
	SHOW(oom_score),
	CHANGE(oom_score_adj),
};

enum {
	NAMES = ARRAY_SIZE(names),
	TASK_NAMES_FIRST = 1, /* a task has no tasks */
};

static const struct proc_inode_ops text_ops = {
	.valid = process_inode_valid,
	.evict = process_inode_evict,
};

static unsigned int first_name(const struct process_inode *directory)
{
	return directory->task ? TASK_NAMES_FIRST : 0;
}

static u64 number_of(const struct process_inode *directory, unsigned int index)
{
	if (directory->task)
		return process_inode_number(directory->task, PROCESS_TASK,
					    index + 1);
	return process_inode_number(directory->process, PROCESS_DIRECTORY,
				    index + 1);
}

static int make(struct inode *inode, unsigned int index, struct inode **found)
{
	const struct process_inode *directory = process_inode(inode);
	const struct process_name *name = &names[index];
	const struct process_inode_spec spec = {
		.mode = name->mode,
		.number = number_of(directory, index),
		.ops = name->ops ? name->ops : &text_ops,
		.file_ops = S_ISREG(name->mode) ? &proc_text_ops
						: name->file_ops,
		.file = &name->file,
	};
	struct process_inode *made =
		process_inode_create(inode->superblock, directory, &spec);

	if (!made)
		return -ENOMEM;
	*found = &made->own.inode;
	return 0;
}

static int directory_lookup(struct inode *directory,
			    const struct path_name *name, struct inode **found)
{
	unsigned int i = first_name(process_inode(directory));

	if (!process_inode_valid(directory))
		return -ENOENT;
	for (; i < NAMES; i++)
		if (path_name_equal(name, names[i].name,
				    (u32)strlen(names[i].name)))
			return make(directory, i, found);
	return -ENOENT;
}

/* Positions are DIRECTORY_FIRST and the index of the name. */
static int directory_list(struct file *file, struct directory_sink *sink)
{
	const struct process_inode *directory = process_inode(file->private);
	u64 index;

	if (!process_inode_valid(&directory->own.inode))
		return -ENOENT;
	if (!directory_list_dots(file, sink))
		return 0;
	index = file->position - DIRECTORY_FIRST;
	index = max(index, (u64)first_name(directory));
	for (; index < NAMES; index++) {
		const struct process_name *name = &names[index];
		const struct directory_entry entry = {
			.name = name->name,
			.length = (u32)strlen(name->name),
			.type = (name->mode & S_IFMT) >> 12,
			.number = number_of(directory, (unsigned int)index),
			.next = DIRECTORY_FIRST + index + 1,
		};

		if (!directory_add(&file->position, sink, &entry))
			break;
	}
	return 0;
}

static const struct file_ops directory_files = {
	.read = file_no_read,
	.write = file_no_write,
	.list = directory_list,
	.seek = directory_seek,
};

static const struct proc_inode_ops directory_ops = {
	.lookup = directory_lookup,
	.valid = process_inode_valid,
	.evict = process_inode_evict,
};

struct process_inode *process_directory_create(struct superblock *superblock,
					       const struct process_inode *like)
{
	u32 id = like->task ? like->task : like->process;
	const struct process_inode_spec spec = {
		.mode = S_IFDIR | 0555,
		.number = process_inode_number(
			id, like->task ? PROCESS_TASK : PROCESS_DIRECTORY, 0),
		.ops = &directory_ops,
		.file_ops = &directory_files,
	};
	struct process_inode *made =
		process_inode_create(superblock, like, &spec);

	if (made)
		made->own.inode.links = like->task ? 4
						   : 5; /* and those below */
	return made;
}
