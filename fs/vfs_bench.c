// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files by name, in directories with few and with many names, and the bytes of
 * a file.
 */
#include <asm/memlayout.h>
#include <exo/bench.h>
#include <exo/file.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_tree.h"

static struct test_tree tree;
static struct file *file;
static char bytes[PAGE_SIZE];

static unsigned long oldest, newest; /* of the numbered names in dir/sub */

/* The path of one of them. What it costs to write it is measured, too. */
static const char *numbered(unsigned long number)
{
	static char path[] = "dir/sub/......";

	for (unsigned int i = sizeof(path) - 2; path[i] != '/'; i--) {
		path[i] = (char)('a' + number % 16);
		number /= 16;
	}
	return path;
}

static int make_numbered(void)
{
	return vfs_mknod(NULL, numbered(newest++), S_IFREG | 0644, 0);
}

static int fill(unsigned long count)
{
	int err = 0;

	oldest = newest = 0;
	while (newest < count && !err)
		err = make_numbered();
	return err;
}

/* dir/sub/ with @size numbered names, and a file "file" in it that is open. */
static int make_tree(unsigned long size)
{
	int err = test_tree_begin(&tree, "size=64k,nr_inodes=0");

	if (err)
		return err;
	err = vfs_mkdir(NULL, "dir", 0755);
	if (!err)
		err = vfs_mkdir(NULL, "dir/sub", 0755);
	if (!err)
		err = fill(size);
	if (!err)
		err = vfs_open(NULL, "dir/sub/file", O_CREAT | O_RDWR, 0644,
			       &file);
	if (!err) {
		struct io_iter from = io_iter_buffer(bytes, sizeof(bytes));

		err = (int)min(file_write(file, &from), (ssize_t)0);
	}
	if (err)
		test_tree_end(&tree);
	return err;
}

static void drop_tree(void)
{
	file_put(file);
	test_tree_end(&tree);
}

#define IN_DIRECTORIES(operations)                                           \
	BENCH_SIZES(100, 100000), .batch = (operations), .setup = make_tree, \
				  .teardown = drop_tree

#define ON_A_FILE(operations) \
	.batch = (operations), .setup = make_tree, .teardown = drop_tree

BENCH(vfs, lookup_of_three_components, IN_DIRECTORIES(16))
{
	struct path path;

	if (!path_lookup(NULL, "dir/sub/file", 0, &path))
		path_put(&path);
}

BENCH(vfs, stat, IN_DIRECTORIES(16))
{
	struct stat status;

	bench_keep(vfs_stat(NULL, "dir/sub/file", 0, &status));
}

BENCH(vfs, stat_of_nothing, IN_DIRECTORIES(16))
{
	struct stat status;

	bench_keep(vfs_stat(NULL, "dir/sub/none", 0, &status));
}

BENCH(vfs, open_and_close, IN_DIRECTORIES(16))
{
	struct file *opened;

	if (!vfs_open(NULL, "dir/sub/file", O_RDONLY, 0, &opened))
		file_put(opened);
}

BENCH(vfs, create_close_and_unlink, IN_DIRECTORIES(8))
{
	struct file *opened;

	if (!vfs_open(NULL, "dir/sub/new", O_CREAT | O_EXCL | O_RDWR, 0644,
		      &opened))
		file_put(opened);
	bench_keep(vfs_unlink(NULL, "dir/sub/new"));
}

/* Each time another file, far from the last. */
BENCH(vfs, stat_of_any, IN_DIRECTORIES(16))
{
	static unsigned long number;
	struct stat status;

	number = (number + size / 2 + 1) % size;
	bench_keep(vfs_stat(NULL, numbered(number), 0, &status));
}

/* The directory keeps its size, and no name comes twice. */
BENCH(vfs, create_one_and_unlink_the_oldest, IN_DIRECTORIES(8))
{
	bench_keep(make_numbered());
	bench_keep(vfs_unlink(NULL, numbered(oldest++)));
}

BENCH(vfs, mkdir_and_rmdir, IN_DIRECTORIES(8))
{
	bench_keep(vfs_mkdir(NULL, "dir/sub/new", 0755));
	bench_keep(vfs_rmdir(NULL, "dir/sub/new"));
}

BENCH(vfs, rename_there_and_back, IN_DIRECTORIES(8))
{
	bench_keep(vfs_rename(NULL, "dir/sub/file", NULL, "dir/other", 0));
	bench_keep(vfs_rename(NULL, "dir/other", NULL, "dir/sub/file", 0));
}

/* "file" in the last of @depth directories, where the task stands. */
static int make_deep(unsigned long depth)
{
	int err = test_tree_begin(&tree, NULL);

	if (err)
		return err;
	while (!err && depth--) {
		struct path path;

		err = vfs_mkdir(NULL, "d", 0755);
		if (!err)
			err = path_lookup(NULL, "d", 0, &path);
		if (err)
			break;
		err = vfs_chdir(&path);
		path_put(&path);
	}
	if (!err)
		err = vfs_mknod(NULL, "file", S_IFREG | 0644, 0);
	if (err)
		test_tree_end(&tree);
	return err;
}

static void drop_deep(void)
{
	test_tree_end(&tree);
}

BENCH(vfs, stat_far_below_the_root, BENCH_SIZES(1, 100), .batch = 16,
      .setup = make_deep, .teardown = drop_deep)
{
	struct stat status;

	bench_keep(vfs_stat(NULL, "file", 0, &status));
}

BENCH(vfs, stat_of_an_open_file, ON_A_FILE(16))
{
	struct stat status;

	vfs_stat_file(file, &status);
	bench_keep(status.st_size);
}

static void read_bytes(size_t size)
{
	struct io_iter to = io_iter_buffer(bytes, size);

	bench_keep(file_read_at(file, &to, 0));
}

static void write_bytes(size_t size)
{
	struct io_iter from = io_iter_buffer(bytes, size);

	bench_keep(file_write_at(file, &from, 0));
}

BENCH(tmpfs, read_1_byte, ON_A_FILE(16))
{
	read_bytes(1);
}

BENCH(tmpfs, read_4_kb, ON_A_FILE(16))
{
	read_bytes(PAGE_SIZE);
}

BENCH(tmpfs, write_4_kb, ON_A_FILE(16))
{
	write_bytes(PAGE_SIZE);
}
