// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that are run: which may be, and that they are not written to.
 */
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/mount.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "test_tree.h"

static struct test_tree tree;

static int chmod(const char *name, u32 mode)
{
	const struct attributes changes = {
		.valid = ATTRIBUTE_MODE,
		.mode = mode,
	};
	struct path path;
	int err = path_lookup(NULL, name, 0, &path);

	if (err)
		return err;
	err = vfs_set_attributes(&path, &changes);
	path_put(&path);
	return err;
}

static int truncate(const char *name)
{
	const struct attributes changes = {.valid = ATTRIBUTE_SIZE};
	struct path path;
	int err = path_lookup(NULL, name, 0, &path);

	if (err)
		return err;
	err = vfs_set_attributes(&path, &changes);
	path_put(&path);
	return err;
}

static bool begin(void)
{
	return !test_tree_begin(&tree, NULL) && !test_write("f", "text") &&
	       !chmod("f", 0755);
}

static int try_to_run(const char *name, u32 flags)
{
	struct file *file;
	int err = vfs_open_program(NULL, name, flags, &file);

	if (!err)
		file_put(file);
	return err;
}

static int try_to_open(const char *name, u32 flags)
{
	struct file *file;
	int err = vfs_open(NULL, name, flags, 0600, &file);

	if (!err)
		file_put(file);
	return err;
}

KTEST(program_file, what_runs_is_not_written_to)
{
	struct file *one, *two;

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, vfs_open_program(NULL, "f", 0, &one), 0);
	KTEST_ASSERT_EQ(t, vfs_open_program(NULL, "f", 0, &two), 0);
	KTEST_EXPECT_EQ(t, try_to_open("f", O_WRONLY), -ETXTBSY);
	KTEST_EXPECT_EQ(t, try_to_open("f", O_RDWR | O_CREAT), -ETXTBSY);
	KTEST_EXPECT_EQ(t, try_to_open("f", O_RDONLY | O_TRUNC), -ETXTBSY);
	KTEST_EXPECT_EQ(t, truncate("f"), -ETXTBSY);
	KTEST_EXPECT_EQ(t, try_to_open("f", O_RDONLY), 0);
	KTEST_EXPECT_EQ(t, chmod("f", 0700), 0);
	file_put(one);
	KTEST_EXPECT_EQ(t, try_to_open("f", O_WRONLY), -ETXTBSY);
	file_put(two);
	KTEST_EXPECT(t, test_has("f", "text"));
	KTEST_EXPECT_EQ(t, try_to_open("f", O_WRONLY), 0);
	KTEST_EXPECT_EQ(t, truncate("f"), 0);
	test_tree_check_end(t, &tree);
}

KTEST(program_file, writing_may_be_allowed_while_it_is_open)
{
	struct file *program;

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, vfs_open_program(NULL, "f", 0, &program), 0);
	vfs_allow_writing(program);
	vfs_allow_writing(program);
	KTEST_EXPECT_EQ(t, try_to_open("f", O_WRONLY), 0);
	file_put(program);
	KTEST_EXPECT_EQ(t, try_to_run("f", 0), 0);
	test_tree_check_end(t, &tree);
}

KTEST(program_file, what_is_open_for_writing_does_not_run)
{
	struct file *writer;

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "f", O_WRONLY, 0, &writer), 0);
	KTEST_EXPECT_EQ(t, try_to_run("f", 0), -ETXTBSY);
	file_put(writer);
	KTEST_EXPECT_EQ(t, try_to_run("f", 0), 0);
	KTEST_ASSERT_EQ(
		t, vfs_open(NULL, "new", O_WRONLY | O_CREAT, 0755, &writer), 0);
	KTEST_EXPECT_EQ(t, try_to_run("new", 0), -ETXTBSY);
	file_put(writer);
	KTEST_EXPECT_EQ(t, try_to_run("new", 0), 0);
	test_tree_check_end(t, &tree);
}

KTEST(program_file, only_executable_regular_files_run)
{
	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, vfs_symlink("f", NULL, "link"), 0);
	KTEST_ASSERT_EQ(t, vfs_mknod(NULL, "fifo", S_IFIFO | 0777, 0), 0);
	KTEST_EXPECT_EQ(t, try_to_run("none", 0), -ENOENT);
	KTEST_EXPECT_EQ(t, try_to_run(".", 0), -EACCES);
	KTEST_EXPECT_EQ(t, try_to_run("fifo", 0), -EACCES);
	KTEST_EXPECT_EQ(t, try_to_run("link", 0), 0);
	KTEST_EXPECT_EQ(t, try_to_run("link", AT_SYMLINK_NOFOLLOW), -ELOOP);
	KTEST_EXPECT_EQ(t, try_to_run("f", 1), -EINVAL);
	KTEST_EXPECT_EQ(t, chmod("f", 0644), 0);
	KTEST_EXPECT_EQ(t, try_to_run("f", 0), -EACCES);
	test_tree_check_end(t, &tree);
}

KTEST(program_file, others_run_what_they_cannot_read)
{
	struct io_iter iter;
	struct file *file;
	char text[4];

	KTEST_ASSERT(t, begin());
	KTEST_EXPECT_EQ(t, chmod(".", 0755), 0);
	KTEST_EXPECT_EQ(t, chmod("f", 0711), 0);
	test_become(1000);
	KTEST_EXPECT_EQ(t, try_to_open("f", O_RDONLY), -EACCES);
	KTEST_EXPECT_EQ(t, vfs_open_program(NULL, "f", 0, &file), 0);
	iter = io_iter_buffer(text, sizeof(text));
	KTEST_EXPECT_EQ(t, file_read_at(file, &iter, 0), sizeof(text));
	file_put(file);
	test_become_root();
	KTEST_EXPECT_EQ(t, chmod("f", 0700), 0);
	test_become(1000);
	KTEST_EXPECT_EQ(t, try_to_run("f", 0), -EACCES);
	test_become_root();
	test_tree_check_end(t, &tree);
}

KTEST(program_file, nothing_runs_from_a_noexec_mount)
{
	struct path path;

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "m", 0755), 0);
	KTEST_ASSERT_EQ(
		t, vfs_mount("none", "m", "tmpfs", MS_NOEXEC | MS_NOSUID, NULL),
		0);
	KTEST_ASSERT_EQ(t, test_write("m/f", "text"), 0);
	KTEST_EXPECT_EQ(t, chmod("m/f", 0755), 0);
	KTEST_EXPECT_EQ(t, try_to_run("m/f", 0), -EACCES);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "m/f", 0, &path), 0);
	KTEST_EXPECT_EQ(t, path_mount_flags(&path), MS_NOEXEC | MS_NOSUID);
	path_put(&path);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	test_tree_check_end(t, &tree);
}

KTEST(program_file, it_is_opened_with_each_allocation_failing)
{
	unsigned int wrong = 0;
	struct path path;
	int err = -ENOMEM;
	char name[2];

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, path_lookup(NULL, ".", 0, &path), 0);
	dentry_cache_shrink(1000);
	fault_inject_each(nth)
	{
		struct file *file;

		wrong += err != -ENOMEM;
		err = vfs_open_program(&path, "f", 0, &file);
		if (!err) {
			wrong += path_mount_flags(&path) != 0;
			path_last_name(&file->path, name, sizeof(name));
			wrong += strcmp(name, "f") != 0;
			vfs_allow_writing(file);
			file_put(file);
		}
		dentry_cache_shrink(1000);
	}
	path_put(&path);
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, try_to_open("f", O_WRONLY), 0);
	test_tree_check_end(t, &tree);
}
