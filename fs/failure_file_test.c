// SPDX-License-Identifier: GPL-2.0-only
/*
 * All that can be done with an open file of the tree, each allocation of it
 * failing in turn: an error or none, and nothing lost in either case.
 */
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/fs_context.h>
#include <exo/ktest.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "test_tree.h"

enum {
	FAR = 1 << 20,
};

/* Write, and read it back together with a hole before it; 0 or a negative errno. */
static int write_and_read(struct file *file)
{
	char hole[8], text[8];
	const struct iovec pieces[] = {
		{.iov_base = hole, .iov_len = sizeof(hole)},
		{.iov_base = text, .iov_len = sizeof(text)},
	};
	struct io_iter iter = io_iter_buffer("far away", sizeof(text));
	ssize_t done = file_write_at(file, &iter, FAR);

	if (done < 0)
		return (int)done;
	if (file_seek(file, FAR - (s64)sizeof(hole), SEEK_SET) < 0 ||
	    io_iter_init(&iter, pieces, ARRAY_SIZE(pieces)))
		return -EIO;
	done = file_read_at(file, &iter, FAR - sizeof(hole));
	if (done < 0)
		return (int)done;
	return !memcmp(text, "far away", sizeof(text)) && !hole[0] ? 0 : -EIO;
}

static int lock_and_ask(struct file *file)
{
	struct flock lock = {.l_type = F_WRLCK, .l_len = 10};
	int err = file_lock_set(file, file, &lock, false);

	return err ? err : file_lock_test(file, &lock, &lock);
}

/* Only the last steps may need memory. */
static int look_at(struct file *file)
{
	struct stat status;
	int err;

	vfs_stat_file(file, &status);
	if (status.st_size <= FAR || file_poll(file, NULL) == 0 ||
	    file_control(file, 0, 0) != -ENOTTY)
		return -EIO;
	file_poll_detach(file, NULL);
	if (file_sync(file, false))
		return -EIO;
	err = vfs_truncate_file(file, 10);
	return err ? err : vfs_extend_file(file, 20);
}

/* The name goes first, and with the last reference file and locks. */
static int use_file(void)
{
	struct file *file;
	int err = vfs_open(NULL, "new", O_RDWR | O_CREAT, 0600, &file);

	if (err)
		return err;
	err = write_and_read(file);
	if (!err)
		err = lock_and_ask(file);
	if (!err)
		err = look_at(file);
	while (vfs_unlink(NULL, "new") == -ENOMEM)
		; /* only one allocation fails */
	file_put(file);
	return err;
}

KTEST(vfs_failure, an_open_file_is_used_with_each_allocation_failing)
{
	struct test_tree tree;
	unsigned int wrong = 0;
	int err = 0;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	fault_inject_each(nth)
	{
		wrong += err && err != -ENOMEM && err != -ENOLCK;
		err = use_file();
		wrong += test_mode("new") >= 0;
		dentry_cache_shrink(1000);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	test_tree_check_end(t, &tree);
}

/* Stand in "d", as root and all, and come back; 0 or a negative errno. */
static int change_root(void)
{
	struct path root = fs_context_get_root(current->fs);
	struct path cwd = fs_context_get_cwd(current->fs);
	u32 mask = vfs_set_umask(0);
	struct path path;
	int err = path_lookup(NULL, "d", 0, &path);

	if (!err) {
		err = vfs_chdir(&path);
		if (!err)
			err = vfs_chroot(&path);
		if (!err && test_mode("..") < 0)
			err = -ENOMEM;
		path_put(&path);
	}
	fs_context_set_root(current->fs, &root);
	fs_context_set_cwd(current->fs, &cwd);
	vfs_set_umask(mask);
	path_put(&root);
	path_put(&cwd);
	return err;
}

KTEST(vfs_failure, the_root_changes_with_each_allocation_failing)
{
	struct test_tree tree;
	unsigned int wrong = 0;
	int err = -ENOMEM;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 0755), 0);
	dentry_cache_shrink(1000);
	fault_inject_each(nth)
	{
		wrong += err != -ENOMEM;
		err = change_root();
		dentry_cache_shrink(1000);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, wrong, 0);
	test_tree_check_end(t, &tree);
}
