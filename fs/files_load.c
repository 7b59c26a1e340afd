// SPDX-License-Identifier: GPL-2.0-only
/*
 * Eight threads create, read, list, move and remove the same few names in the
 * same directories, keep files open, lead symbolic links about and mount one
 * directory on another. When they have stopped the tree must be sound: each
 * directory has a link for each of its subdirectories, each file one for each of
 * its names, and when all names have been removed no inode, page or heap block
 * is left.
 */
#include <exo/console.h>
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/load_test.h>
#include <exo/mount.h>
#include <exo/printf.h>
#include <exo/task.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "files_load.h"
#include "test_tree.h"

enum {
	WORKERS = 8,
	DIRECTORIES = 3,
	NAMES = 6,
	PATH_SIZE = 16,
	HELD = 2, /* files that each thread keeps open */
};

struct worker {
	struct task *thread;
	struct file *held[HELD];
	struct fs_context *context; /* of the main thread */
	u64 random;
	u64 deadline_ns;
	u64 operations, errors;
};

static u32 next_random(struct worker *worker, u32 limit)
{
	worker->random = worker->random * 6364136223846793005UL + 1;
	return (u32)(worker->random >> 33) % limit;
}

/* "d1/n4" or, one time in four, "d1/n4/n2". */
static void choose_path(struct worker *worker, char path[PATH_SIZE])
{
	u32 directory = next_random(worker, DIRECTORIES);
	u32 name = next_random(worker, NAMES);

	if (next_random(worker, 4))
		snprintf(path, PATH_SIZE, "d%u/n%u", directory, name);
	else
		snprintf(path, PATH_SIZE, "d%u/n%u/n%u", directory, name,
			 next_random(worker, NAMES));
}

/* Write the path into the file, so that a reader knows a whole one. */
static int write_file(const char *path)
{
	struct io_iter from = io_iter_buffer(path, PATH_SIZE);
	struct file *file;
	ssize_t done;
	int err = vfs_open(NULL, path, O_CREAT | O_WRONLY, 0644, &file);

	if (err)
		return err;
	done = file_write_at(file, &from, 0);
	file_put(file);
	return done == PATH_SIZE ? 0 : -EIO;
}

/* Nothing yet, or the whole of some path. */
static int check_content(struct file *file)
{
	char text[PATH_SIZE];
	struct io_iter to = io_iter_buffer(text, sizeof(text));
	ssize_t done = file_read_at(file, &to, 0);

	if (done == -EISDIR || done == 0) /* a directory; not written yet */
		return 0;
	return done == PATH_SIZE && text[0] == 'd' && text[2] == '/' ? 0 : -EIO;
}

/* Open a file in place of one that has been open for a while, and read both. */
static int read_file(struct worker *worker, const char *path)
{
	struct file **held = &worker->held[next_random(worker, HELD)];
	struct file *file;
	int err = vfs_open(NULL, path, O_RDONLY, 0, &file);

	if (err)
		return err;
	err = check_content(file);
	if (*held) {
		if (!err)
			err = check_content(*held);
		file_put(*held);
	}
	*held = file;
	return err;
}

static void close_held(struct worker *worker)
{
	for (unsigned int i = 0; i < HELD; i++) {
		if (worker->held[i])
			file_put(worker->held[i]);
	}
}

static bool see_name(struct directory_sink *sink,
		     const struct directory_entry *entry)
{
	(void)sink;
	return entry->length && entry->name[0] != '/';
}

static int list_directory(const char *path)
{
	struct directory_sink sink = {.add = see_name};
	struct file *file;
	int err = vfs_open(NULL, path, O_RDONLY | O_DIRECTORY, 0, &file);

	if (err)
		return err;
	err = vfs_list(file, &sink);
	file_put(file);
	return err;
}

/* A link to @path as seen from the root, so that it leads there from anywhere. */
static int link_to(const char *path, const char *name)
{
	char target[sizeof("/ktest/") + PATH_SIZE];

	snprintf(target, sizeof(target), "/ktest/%s", path);
	return vfs_symlink(target, NULL, name);
}

/* Show one at the place of the other; more often, stop that. */
static int mount_or_unmount(struct worker *worker, const char *path,
			    const char *other)
{
	switch (next_random(worker, 4)) {
	case 0:
		return vfs_mount(path, other, NULL, MS_BIND, NULL);
	case 1:
		return vfs_umount(path, 0);
	default:
		return vfs_umount(path, MNT_DETACH);
	}
}

static int change_names(struct worker *worker, const char *path,
			const char *other)
{
	switch (next_random(worker, 8)) {
	case 0:
	case 1:
		return vfs_unlink(NULL, path);
	case 2:
		return vfs_mkdir(NULL, path, 0755);
	case 3:
		return vfs_rmdir(NULL, path);
	case 4:
		return vfs_rename(NULL, path, NULL, other, 0);
	case 5:
		return vfs_rename(NULL, path, NULL, other, RENAME_EXCHANGE);
	case 6:
		return vfs_link(NULL, path, NULL, other, 0);
	default:
		return link_to(path, other);
	}
}

static int operate(struct worker *worker)
{
	char path[PATH_SIZE], other[PATH_SIZE];
	struct stat status;

	choose_path(worker, path);
	choose_path(worker, other);
	switch (next_random(worker, 16)) {
	case 0:
	case 1:
	case 2:
		return write_file(path);
	case 3:
	case 4:
		return read_file(worker, path);
	case 5:
		return vfs_stat(NULL, path, 0, &status);
	case 6:
		return list_directory(path);
	case 7:
		return mount_or_unmount(worker, path, other);
	default:
		return change_names(worker, path, other);
	}
}

/* What may come of operations on names that others change. */
static bool expected(int err)
{
	switch (err) {
	case 0:
	case -ENOENT:
	case -EEXIST:
	case -ENOTDIR:
	case -EISDIR:
	case -ENOTEMPTY:
	case -EINVAL: /* a directory into itself; no mount point */
	case -EPERM: /* a link to a directory */
	case -ELOOP: /* links that lead to each other */
	case -EXDEV: /* from one mount to another */
	case -EBUSY: /* a mount point; files are open below it */
		return true;
	default:
		return false;
	}
}

static int work(void *arg)
{
	struct worker *worker = arg;

	current->fs = worker->context;
	while (time_uptime_ns() < worker->deadline_ns) {
		int err = operate(worker);

		worker->operations++;
		if (!expected(err))
			worker->errors++;
	}
	close_held(worker);
	current->fs = NULL;
	return 0;
}

static bool run_workers(unsigned int seconds)
{
	static struct worker workers[WORKERS];
	u64 deadline_ns = time_uptime_ns() + seconds * NSEC_PER_SEC;
	u64 operations = 0, errors = 0;

	for (unsigned int i = 0; i < WORKERS; i++) {
		workers[i] = (struct worker){
			.context = current->fs,
			.random = i + 1,
			.deadline_ns = deadline_ns,
		};
		workers[i].thread = thread_create("files", work, &workers[i]);
		errors += !workers[i].thread;
	}
	for (unsigned int i = 0; i < WORKERS; i++) {
		if (workers[i].thread)
			thread_join(workers[i].thread);
		operations += workers[i].operations;
		errors += workers[i].errors;
	}
	console_printf("files: %lu operations by %d threads, %lu errors\n",
		       operations, WORKERS, errors);
	return operations && !errors;
}

static bool make_directories(void)
{
	char name[PATH_SIZE];
	int err = 0;

	for (unsigned int i = 0; i < DIRECTORIES && !err; i++) {
		snprintf(name, sizeof(name), "d%u", i);
		err = vfs_mkdir(NULL, name, 0755);
	}
	return !err;
}

bool load_files(unsigned int seconds)
{
	struct test_tree tree;
	bool good;

	if (test_tree_begin(&tree, NULL))
		return false;
	good = make_directories() && run_workers(seconds);
	good &= files_unmount_all() && files_check_and_remove();
	if (test_tree_end(&tree))
		return false;
	thread_sleep_ms(2000); /* the dead are freed behind our back */
	console_printf("files: %ld heap blocks, %ld names left\n",
		       test_tree_leaked(&tree), test_tree_names_left(&tree));
	return good && !test_tree_leaked(&tree) && !test_tree_names_left(&tree);
}
