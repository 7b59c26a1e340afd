// SPDX-License-Identifier: GPL-2.0-only
/*
 * Eight threads create, read, move and remove the same few names in the same
 * directories. When they have stopped the tree must be sound: each directory
 * has a link for each of its subdirectories, each file one for each of its names,
 * and when all names have been removed no inode, page or heap block is left.
 */
#include <exo/console.h>
#include <exo/file.h>
#include <exo/load_test.h>
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
};

struct worker {
	struct task *thread;
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

static int read_file(const char *path)
{
	char text[PATH_SIZE];
	struct io_iter to = io_iter_buffer(text, sizeof(text));
	struct file *file;
	ssize_t done;
	int err = vfs_open(NULL, path, O_RDONLY, 0, &file);

	if (err)
		return err;
	done = file_read_at(file, &to, 0);
	file_put(file);
	if (done == -EINVAL || done == 0) /* a directory; not written yet */
		return 0;
	return done == PATH_SIZE && text[0] == 'd' && text[2] == '/' ? 0 : -EIO;
}

static int operate(struct worker *worker)
{
	char path[PATH_SIZE], other[PATH_SIZE];
	struct stat status;

	choose_path(worker, path);
	choose_path(worker, other);
	switch (next_random(worker, 10)) {
	case 0:
	case 1:
		return write_file(path);
	case 2:
		return read_file(path);
	case 3:
		return vfs_unlink(NULL, path);
	case 4:
		return vfs_mkdir(NULL, path, 0755);
	case 5:
		return vfs_rmdir(NULL, path);
	case 6:
		return vfs_rename(NULL, path, NULL, other, 0);
	case 7:
		return vfs_rename(NULL, path, NULL, other, RENAME_EXCHANGE);
	case 8:
		return vfs_link(NULL, path, NULL, other, 0);
	default:
		return vfs_stat(NULL, path, 0, &status);
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
	case -EINVAL: /* a directory into itself */
	case -EPERM: /* a link to a directory */
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
	good &= files_check_and_remove();
	if (test_tree_end(&tree))
		return false;
	thread_sleep_ms(2000); /* the dead are freed behind our back */
	console_printf("files: %ld heap blocks, %ld names left\n",
		       test_tree_leaked(&tree), test_tree_names_left(&tree));
	return good && !test_tree_leaked(&tree) && !test_tree_names_left(&tree);
}
