// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID/fd: a link for each descriptor, which leads to what is open; and
 * fdinfo, a text for each.
 */
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/mount.h>
#include <exo/printf.h>
#include <exo/process.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "procfs_process.h"

enum {
	FD_LINK_SIZE = 64, /* what Linux's st_size says, whatever is behind */
};

struct file *process_fd_file(const struct inode *inode)
{
	struct subject subject;
	struct file_table *files;
	struct file *file = NULL;

	if (subject_get(inode, &subject))
		return NULL;
	files = subject_files(&subject);
	if (files) {
		file = fd_get(files, process_inode(inode)->fd);
		file_table_put(files);
	}
	subject_put(&subject);
	return file;
}

/* The permissions of the link tell what the file is open for. */
static u32 link_mode(const struct file *file)
{
	u32 mode = S_IFLNK;

	if (file_readable(file))
		mode |= S_IRUSR | S_IXUSR;
	if (file_writable(file))
		mode |= S_IWUSR | S_IXUSR;
	return mode;
}

/*
 * Under RCU nobody else runs, so none of the references is the last one. (With
 * more CPUs the table has to be read without taking any.)
 */
static bool fd_valid(const struct inode *link)
{
	struct file *file;
	bool valid;

	if (!process_inode_valid(link))
		return false;
	file = process_fd_file(link);
	if (!file)
		return false;
	valid = link->mode == link_mode(file);
	file_put(file);
	return valid;
}

static bool fdinfo_valid(const struct inode *inode)
{
	struct file *file;

	if (!process_inode_valid(inode))
		return false;
	file = process_fd_file(inode);
	if (file)
		file_put(file);
	return file;
}

static bool may_see(const struct inode *inode)
{
	struct subject subject;
	bool open;

	if (subject_get(inode, &subject))
		return false;
	open = subject_open_to_caller(&subject);
	subject_put(&subject);
	return open;
}

static ssize_t fd_readlink(struct inode *link, char *buffer, size_t size)
{
	struct file *file;
	ssize_t length;

	if (!may_see(link))
		return -EACCES;
	file = process_fd_file(link);
	if (!file)
		return -ENOENT;
	length = nameless(file) ? nameless_text(file, buffer, size)
				: process_link_text(&file->path, buffer, size);
	file_put(file);
	return length;
}

static int fd_follow(struct inode *link, const struct path *directory,
		     struct path *to)
{
	struct file *file;
	int err = 0;

	if (!may_see(link))
		return -EACCES;
	file = process_fd_file(link);
	if (!file)
		return -ENOENT;
	if (file->inode) {
		*to = file->path;
		path_get(to);
	} else {
		err = nameless_path(directory, link, file, to);
	}
	file_put(file);
	return err;
}

static const struct proc_inode_ops link_ops = {
	.valid = fd_valid,
	.follow = fd_follow,
	.readlink = fd_readlink,
	.evict = process_inode_evict,
};

static const struct proc_inode_ops info_ops = {
	.valid = fdinfo_valid,
	.evict = process_inode_evict,
};

/* Without the mutex: the file may be the one that is read here, which holds it. */
static u64 position_of(const struct file *file)
{
	return file->stream ? 0 : READ_ONCE(file->position);
}

static int show_fdinfo(struct text_buffer *text)
{
	const struct inode *inode = text->private;
	struct stat status = {};
	struct file *file;

	if (!may_see(inode))
		return -EACCES;
	file = process_fd_file(inode);
	if (!file)
		return -ENOENT;
	vfs_stat_file(file, &status);
	text_printf(text,
		    "pos:\t%llu\nflags:\t0%o\nmnt_id:\t%llu\nino:\t%llu\n",
		    (unsigned long long)position_of(file), file->flags,
		    (unsigned long long)path_mount_id(&file->path),
		    (unsigned long long)status.st_ino);
	file_put(file);
	return 0;
}

static const struct proc_file info_file = {.show = show_fdinfo};

static struct inode *make_link(struct inode *directory,
			       const struct process_inode *like,
			       const struct file *file)
{
	const struct process_inode_spec spec = {
		.mode = link_mode(file),
		.number = process_inode_number(like->process, PROCESS_FD,
					       (unsigned int)like->fd),
		.ops = &link_ops,
	};
	struct process_inode *made =
		process_inode_create(directory->superblock, like, &spec);

	if (!made)
		return NULL;
	made->own.inode.size = FD_LINK_SIZE;
	return &made->own.inode;
}

static struct inode *make_info(struct inode *directory,
			       const struct process_inode *like,
			       const struct file *file)
{
	const struct process_inode_spec spec = {
		.mode = S_IFREG | 0444,
		.number = process_inode_number(like->process, PROCESS_FDINFO,
					       (unsigned int)like->fd),
		.ops = &info_ops,
		.file_ops = &proc_text_ops,
		.file = &info_file,
	};
	struct process_inode *made =
		process_inode_create(directory->superblock, like, &spec);

	(void)file;
	return made ? &made->own.inode : NULL;
}

typedef struct inode *(*make_t)(struct inode *directory,
				const struct process_inode *like,
				const struct file *file);

static int lookup(struct inode *directory, const struct path_name *name,
		  make_t make, struct inode **found)
{
	struct process_inode like = *process_inode(directory);
	struct file *file;
	u32 number;

	if (path_name_equal(name, "0", 1))
		number = 0;
	else if (!process_number(name, &number))
		return -ENOENT;
	like.fd = (int)number;
	file = process_fd_file(&like.own.inode);
	if (!file)
		return -ENOENT;
	*found = make(directory, &like, file);
	file_put(file);
	return *found ? 0 : -ENOMEM;
}

static int fd_lookup(struct inode *directory, const struct path_name *name,
		     struct inode **found)
{
	return lookup(directory, name, make_link, found);
}

static int fdinfo_lookup(struct inode *directory, const struct path_name *name,
			 struct inode **found)
{
	return lookup(directory, name, make_info, found);
}

/* The lowest descriptor from @from on; -1: none. */
static int next_fd(const struct inode *directory, u64 from)
{
	struct file_table *files;
	struct subject subject;
	int fd = -1;

	if (from > FILE_TABLE_MAX || subject_get(directory, &subject))
		return -1;
	files = subject_files(&subject);
	if (files) {
		fd = fd_next(files, (int)from);
		file_table_put(files);
	}
	subject_put(&subject);
	return fd;
}

/* Positions are DIRECTORY_FIRST and the descriptor. */
static int list(struct file *file, struct directory_sink *sink, u32 type,
		enum process_directory kind)
{
	const struct process_inode *own = process_inode(file->private);
	int fd;

	if (!may_see(&own->own.inode))
		return -EACCES;
	if (!directory_list_dots(file, sink))
		return 0;
	while ((fd = next_fd(&own->own.inode,
			     file->position - DIRECTORY_FIRST)) >= 0) {
		char name[12];
		const struct directory_entry entry = {
			.name = name,
			.length = (u32)snprintf(name, sizeof(name), "%d", fd),
			.type = type,
			.number = process_inode_number(own->process, kind,
						       (unsigned int)fd),
			.next = DIRECTORY_FIRST + (u64)fd + 1,
		};

		if (!directory_add(&file->position, sink, &entry))
			break;
	}
	return 0;
}

static int fd_list(struct file *file, struct directory_sink *sink)
{
	return list(file, sink, DT_LNK, PROCESS_FD);
}

static int fdinfo_list(struct file *file, struct directory_sink *sink)
{
	return list(file, sink, DT_REG, PROCESS_FDINFO);
}

const struct file_ops process_fd_files = {
	.read = file_no_read,
	.write = file_no_write,
	.list = fd_list,
	.seek = directory_seek,
};

const struct file_ops process_fdinfo_files = {
	.read = file_no_read,
	.write = file_no_write,
	.list = fdinfo_list,
	.seek = directory_seek,
};

/* One's own, also when the files of the process are root's: it is not dumpable. */
static bool fd_grants(const struct inode *directory)
{
	const struct process_inode *own = process_inode(directory);

	return current_process && current_process->id == own->process &&
	       current_process->started_ns == own->started_ns;
}

const struct proc_inode_ops process_fd_ops = {
	.lookup = fd_lookup,
	.grants = fd_grants,
	.valid = process_inode_valid,
	.evict = process_inode_evict,
};

const struct proc_inode_ops process_fdinfo_ops = {
	.lookup = fdinfo_lookup,
	.valid = process_inode_valid,
	.evict = process_inode_evict,
};
