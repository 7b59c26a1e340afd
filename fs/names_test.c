// SPDX-License-Identifier: GPL-2.0-only
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_tree.h"

KTEST(names, open_creates_and_truncates_as_its_flags_say)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(t, vfs_open(NULL, "f", O_RDWR, 0, &file), -ENOENT);
	KTEST_ASSERT_EQ(t,
			vfs_open(NULL, "f", O_RDONLY | O_CREAT, S_IFDIR | 0640,
				 &file),
			0);
	file_put(file);
	KTEST_EXPECT_EQ(t, test_mode("f"), S_IFREG | 0640);
	KTEST_EXPECT_EQ(t, test_write("f", "text"), 0);
	KTEST_EXPECT_EQ(
		t, vfs_open(NULL, "f", O_RDWR | O_CREAT | O_EXCL, 0600, &file),
		-EEXIST);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "f", O_RDWR | O_CREAT, 0, &file), 0);
	file_put(file);
	KTEST_EXPECT(t, test_has("f", "text"));
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "f", O_WRONLY | O_TRUNC, 0, &file),
			0);
	file_put(file);
	KTEST_EXPECT(t, test_has("f", ""));
	test_tree_check_end(t, &tree);
}

/* How opening @name with @flags ends. */
static int try_open(const char *name, u32 flags)
{
	struct file *file;
	int err = vfs_open(NULL, name, flags, 0644, &file);

	if (!err)
		file_put(file);
	return err;
}

KTEST(names, open_refuses_what_the_type_does_not_allow)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 0755), 0);
	KTEST_ASSERT_EQ(t, test_write("f", "x"), 0);
	KTEST_ASSERT_EQ(t, vfs_symlink("new", NULL, "l"), 0);
	KTEST_EXPECT_EQ(t, try_open("d", O_RDONLY), 0);
	KTEST_EXPECT_EQ(t, try_open("d", O_WRONLY), -EISDIR);
	KTEST_EXPECT_EQ(t, try_open("d", O_RDONLY | O_TRUNC), -EISDIR);
	KTEST_EXPECT_EQ(t, try_open("d", O_RDONLY | O_CREAT), -EISDIR);
	KTEST_EXPECT_EQ(t, try_open("d/", O_RDONLY | O_CREAT), -EISDIR);
	KTEST_EXPECT_EQ(t, try_open("n/", O_RDONLY | O_CREAT), -EISDIR);
	KTEST_EXPECT_EQ(t, try_open("f/", O_RDONLY), -ENOTDIR);
	KTEST_EXPECT_EQ(t, try_open("f", O_RDONLY | O_DIRECTORY), -ENOTDIR);
	KTEST_EXPECT_EQ(t, try_open("l", O_RDONLY | O_NOFOLLOW), -ELOOP);
	KTEST_EXPECT_EQ(t, try_open("l", O_RDWR | O_CREAT | O_EXCL), -EEXIST);
	KTEST_EXPECT_EQ(t, try_open("l", O_RDONLY | O_NOFOLLOW | O_PATH), 0);
	KTEST_EXPECT_EQ(t, try_open("l", O_RDWR | O_CREAT), 0);
	KTEST_EXPECT_EQ(t, test_mode("new"), S_IFREG | 0644);
	KTEST_EXPECT_EQ(t, try_open(".", O_RDONLY | O_CREAT), -EISDIR);
	KTEST_EXPECT_EQ(t, try_open(".", O_RDWR | O_TMPFILE), -EOPNOTSUPP);
	test_tree_check_end(t, &tree);
}

KTEST(names, mkdir_and_rmdir_keep_the_count_of_links)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	vfs_set_umask(022);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "d/", 0777), 0);
	KTEST_EXPECT_EQ(t, test_mode("d"), S_IFDIR | 0755);
	KTEST_EXPECT_EQ(t, test_links("."), 3);
	KTEST_EXPECT_EQ(t, test_links("d"), 2);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "d", 0777), -EEXIST);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, ".", 0777), -EEXIST);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "/", 0777), -EEXIST);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "x/y", 0777), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "d/e", 0777), 0);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d"), -ENOTEMPTY);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d/e/."), -EINVAL);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d/e/.."), -ENOTEMPTY);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "/"), -EBUSY);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d/e/"), 0);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d"), 0);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d"), -ENOENT);
	KTEST_EXPECT_EQ(t, test_links("."), 2);
	test_tree_check_end(t, &tree);
}

KTEST(names, unlink_takes_names_but_not_open_files)
{
	struct test_tree tree;
	struct file *file;
	struct stat status;
	struct io_iter to;
	char text[4];

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 0755), 0);
	KTEST_ASSERT_EQ(t, test_write("f", "text"), 0);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "d"), -EISDIR);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "f/"), -ENOTDIR);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "n"), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "f/x"), -ENOTDIR);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "f"), -ENOTDIR);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "f", O_RDWR, 0, &file), 0);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "f"), 0);
	KTEST_EXPECT_EQ(t, test_mode("f"), -ENOENT);
	vfs_stat_file(file, &status);
	KTEST_EXPECT_EQ(t, status.st_nlink, 0);
	to = io_iter_buffer(text, sizeof(text));
	KTEST_EXPECT_EQ(t, file_read(file, &to), 4);
	KTEST_EXPECT_MEMEQ(t, text, "text", 4);
	/* The name is free for another file. */
	KTEST_EXPECT_EQ(t, test_write("f", "new"), 0);
	KTEST_EXPECT_NE(t, test_inode("f"), status.st_ino);
	file_put(file);
	KTEST_EXPECT(t, test_has("f", "new"));
	test_tree_check_end(t, &tree);
}

KTEST(names, a_removed_directory_takes_no_new_names)
{
	struct test_tree tree;
	struct path path;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 0755), 0);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "d", 0, &path), 0);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d"), 0);
	KTEST_EXPECT_EQ(t, vfs_open(&path, "f", O_CREAT | O_RDWR, 0600, &file),
			-ENOENT);
	KTEST_EXPECT_EQ(t, vfs_mkdir(&path, "e", 0755), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_symlink("x", &path, "l"), -ENOENT);
	path_put(&path);
	test_tree_check_end(t, &tree);
}

KTEST(names, links_share_the_file)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, test_write("a", "one"), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 0755), 0);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "a", NULL, "d/b", 0), 0);
	KTEST_EXPECT_EQ(t, test_links("a"), 2);
	KTEST_EXPECT_EQ(t, test_inode("a"), test_inode("d/b"));
	KTEST_EXPECT_EQ(t, test_write("d/b", "two"), 0);
	KTEST_EXPECT(t, test_has("a", "two"));
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "a", NULL, "d/b", 0), -EEXIST);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "d", NULL, "e", 0), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "n", NULL, "e", 0), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "a", NULL, "e/", 0), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "a", NULL, "/e", 0), -EXDEV);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "a"), 0);
	KTEST_EXPECT_EQ(t, test_links("d/b"), 1);
	KTEST_EXPECT(t, test_has("d/b", "two"));
	test_tree_check_end(t, &tree);
}

KTEST(names, a_hard_link_to_a_symbolic_link_follows_only_when_told)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, test_write("a", "one"), 0);
	KTEST_ASSERT_EQ(t, vfs_symlink("a", NULL, "l"), 0);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "l", NULL, "m", 0), 0);
	KTEST_EXPECT(t, S_ISLNK(test_mode("m")));
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "l", NULL, "n", AT_SYMLINK_FOLLOW),
			0);
	KTEST_EXPECT(t, S_ISREG(test_mode("n")));
	test_tree_check_end(t, &tree);
}

KTEST(names, symbolic_links_keep_their_text)
{
	struct test_tree tree;
	char text[8];

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(t, vfs_symlink("", NULL, "l"), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_symlink("target", NULL, "l"), 0);
	KTEST_EXPECT_EQ(t, vfs_symlink("other", NULL, "l"), -EEXIST);
	KTEST_EXPECT_EQ(t, test_mode("l"), S_IFLNK | 0777);
	KTEST_EXPECT_EQ(t, vfs_readlink(NULL, "l", text, sizeof(text)), 6);
	KTEST_EXPECT_MEMEQ(t, text, "target", 6);
	KTEST_EXPECT_EQ(t, vfs_readlink(NULL, "l", text, 3), 3);
	KTEST_EXPECT_EQ(t, vfs_readlink(NULL, "l", text, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, vfs_readlink(NULL, ".", text, 3), -EINVAL);
	test_tree_check_end(t, &tree);
}

KTEST(names, nodes_need_somebody_who_opens_them)
{
	struct test_tree tree;
	struct stat status;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(t, vfs_mknod(NULL, "r", 0600, 0), 0);
	KTEST_EXPECT_EQ(t, test_mode("r"), S_IFREG | 0600);
	KTEST_EXPECT_EQ(t, vfs_mknod(NULL, "b", S_IFBLK | 0600, 0x7ff01), 0);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "b", 0, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_rdev, 0x7ff01);
	KTEST_EXPECT_EQ(t, try_open("b", O_RDONLY), -ENXIO);
	KTEST_EXPECT_EQ(t, vfs_mknod(NULL, "d", S_IFDIR | 0700, 0), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_mknod(NULL, "x", S_IFLNK | 0700, 0), -EINVAL);
	test_tree_check_end(t, &tree);
}
