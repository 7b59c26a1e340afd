// SPDX-License-Identifier: GPL-2.0-only
/*
 * Links to what processes use: /proc/PID/{cwd,exe,root}; and /proc/self and
 * thread-self, which say who reads them.
 *
 * Going where the first ones lead does not walk the path that readlink(2) tells:
 * it may have another name by now, or none.
 */
#include <exo/file.h>
#include <exo/fs_context.h>
#include <exo/kmalloc.h>
#include <exo/printf.h>
#include <exo/process.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "procfs_process.h"

static int cwd_of(const struct subject *subject, struct path *place)
{
	struct fs_context *fs = subject_fs(subject);

	if (!fs)
		return -ENOENT;
	*place = fs_context_get_cwd(fs);
	fs_context_put(fs);
	return 0;
}

static int root_of(const struct subject *subject, struct path *place)
{
	struct fs_context *fs = subject_fs(subject);

	if (!fs)
		return -ENOENT;
	*place = fs_context_get_root(fs);
	fs_context_put(fs);
	return 0;
}

static struct file *executable_of(struct process *process)
{
	unsigned long flags = spin_lock_irqsave(&process_lock);
	struct file *file = process->executable;

	if (file)
		file_get(file);
	spin_unlock_irqrestore(&process_lock, flags);
	return file;
}

static int exe_of(const struct subject *subject, struct path *place)
{
	struct file *file = executable_of(subject->process);

	if (!file)
		return -ENOENT;
	*place = file->path;
	path_get(place);
	file_put(file);
	return 0;
}

/* Where @link leads, with references; -EACCES for those who must not know. */
static int place_of(const struct inode *link, struct path *place)
{
	const struct process_link *own =
		container_of(proc_inode(link)->ops, struct process_link, ops);
	struct subject subject;
	int err = subject_get(link, &subject);

	if (err)
		return err;
	err = subject_open_to_caller(&subject) ? own->place(&subject, place)
					       : -EACCES;
	subject_put(&subject);
	return err;
}

static int place_follow(struct inode *link, const struct path *directory,
			struct path *to)
{
	(void)directory;
	return place_of(link, to);
}

ssize_t process_link_text(const struct path *place, char *buffer, size_t size)
{
	char *room = kmalloc(PATH_MAX);
	ssize_t length = -ENAMETOOLONG;
	const char *text;

	if (!room)
		return -ENOMEM;
	text = path_text(place, room, PATH_MAX);
	if (text) {
		length = (ssize_t)min(strlen(text), size);
		memcpy(buffer, text, (size_t)length);
	}
	kfree(room);
	return length;
}

static ssize_t place_readlink(struct inode *link, char *buffer, size_t size)
{
	struct path place;
	ssize_t length = place_of(link, &place);

	if (length)
		return length;
	length = process_link_text(&place, buffer, size);
	path_put(&place);
	return length;
}

#define PLACE_OPS                                                         \
	{                                                                 \
		.valid = process_inode_valid, .follow = place_follow,     \
		.readlink = place_readlink, .evict = process_inode_evict, \
	}

const struct process_link process_cwd = {.ops = PLACE_OPS, .place = cwd_of};
const struct process_link process_exe = {.ops = PLACE_OPS, .place = exe_of};
const struct process_link process_root = {.ops = PLACE_OPS, .place = root_of};

enum {
	SELF_TEXT_MAX = 40, /* "4194304/task/4194304" */
};

/* What the caller's link says, its length or -ENOENT: a kernel thread. */
static int self_text(char text[SELF_TEXT_MAX])
{
	if (!current_process)
		return -ENOENT;
	return snprintf(text, SELF_TEXT_MAX, "%u", current_process->id);
}

static int thread_self_text(char text[SELF_TEXT_MAX])
{
	if (!current_process)
		return -ENOENT;
	return snprintf(text, SELF_TEXT_MAX, "%u/task/%u", current_process->id,
			current->id);
}

/* Hand out @text, of @length bytes or a negative errno. */
static ssize_t self_copy(const char *text, int length, char *buffer,
			 size_t size)
{
	if (length < 0)
		return length;
	size = min(size, (size_t)length);
	memcpy(buffer, text, size);
	return (ssize_t)size;
}

static int self_follow(struct inode *link, const struct path *directory,
		       struct path *to)
{
	char text[SELF_TEXT_MAX];
	int length = self_text(text);

	(void)link;
	return length < 0 ? length : path_lookup(directory, text, 0, to);
}

static ssize_t self_readlink(struct inode *link, char *buffer, size_t size)
{
	char text[SELF_TEXT_MAX];

	(void)link;
	return self_copy(text, self_text(text), buffer, size);
}

static int thread_self_follow(struct inode *link, const struct path *directory,
			      struct path *to)
{
	char text[SELF_TEXT_MAX];
	int length = thread_self_text(text);

	(void)link;
	return length < 0 ? length : path_lookup(directory, text, 0, to);
}

static ssize_t thread_self_readlink(struct inode *link, char *buffer,
				    size_t size)
{
	char text[SELF_TEXT_MAX];

	(void)link;
	return self_copy(text, thread_self_text(text), buffer, size);
}

const struct proc_inode_ops process_self_ops = {
	.follow = self_follow,
	.readlink = self_readlink,
	.evict = process_inode_evict,
};

const struct proc_inode_ops process_thread_self_ops = {
	.follow = thread_self_follow,
	.readlink = thread_self_readlink,
	.evict = process_inode_evict,
};
