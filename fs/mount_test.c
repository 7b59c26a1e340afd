// SPDX-License-Identifier: GPL-2.0-only
#include <exo/file.h>
#include <exo/filesystem.h>
#include <exo/ktest.h>
#include <exo/mount.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_tree.h"

static int mount_tmpfs(const char *place)
{
	return vfs_mount("none", place, "tmpfs", 0, NULL);
}

static int make_tree(struct test_tree *tree)
{
	int err = test_tree_begin(tree, NULL);

	if (err)
		return err;
	if (vfs_mkdir(NULL, "m", 0755) || test_write("m/below", "b") ||
	    vfs_mkdir(NULL, "other", 0755) || test_write("file", "f"))
		return -EIO;
	return 0;
}

KTEST(mount, a_mount_hides_what_is_below_until_it_goes)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, mount_tmpfs("m"), 0);
	KTEST_EXPECT(t, !test_has("m/below", "b"));
	KTEST_EXPECT_EQ(t, test_write("m/above", "a"), 0);
	KTEST_EXPECT_EQ(t, test_inode("m/.."), test_inode("."));
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "m"), -EBUSY);
	KTEST_EXPECT_EQ(t, vfs_rename(NULL, "m", NULL, "n", 0), -EBUSY);
	KTEST_EXPECT_EQ(t, vfs_rename(NULL, "m/above", NULL, "x", 0), -EXDEV);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	KTEST_EXPECT(t, test_has("m/below", "b"));
	KTEST_EXPECT_EQ(t, test_mode("m/above"), -ENOENT);
	test_tree_check_end(t, &tree);
}

KTEST(mount, what_is_in_use_stays_mounted)
{
	struct test_tree tree;
	struct file *file;
	struct path path;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, mount_tmpfs("m"), 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "m/f", O_CREAT | O_RDWR, 0600, &file),
			0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), -EBUSY);
	file_put(file);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "m", 0, &path), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), -EBUSY);
	path_put(&path);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "m/n", 0755), 0);
	KTEST_ASSERT_EQ(t, mount_tmpfs("m/n"), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), -EBUSY);
	KTEST_EXPECT_EQ(t, vfs_umount("m/n", 0), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), -EINVAL);
	test_tree_check_end(t, &tree);
}

KTEST(mount, a_detached_mount_lives_while_it_is_used)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, mount_tmpfs("m"), 0);
	KTEST_ASSERT_EQ(t, test_write("m/f", "text"), 0);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "m/n", 0755), 0);
	KTEST_ASSERT_EQ(t, mount_tmpfs("m/n"), 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "m/f", O_RDONLY, 0, &file), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", MNT_DETACH), 0);
	KTEST_EXPECT(t, test_has("m/below", "b"));
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_END), 4);
	file_put(file);
	test_tree_check_end(t, &tree);
}

/* Else it would hang there for ever, and keep what is below. */
KTEST(mount, nothing_is_mounted_on_what_is_detached)
{
	struct test_tree tree;
	struct path m, outside;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, mount_tmpfs("m"), 0);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, ".", 0, &outside), 0);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "m", 0, &m), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", MNT_DETACH), 0);
	KTEST_ASSERT_EQ(t, vfs_chdir(&m), 0);
	KTEST_EXPECT_EQ(t, mount_tmpfs("."), -EINVAL);
	KTEST_EXPECT_EQ(t, vfs_mount("/ktest", ".", NULL, MS_BIND, NULL),
			-EINVAL);
	KTEST_EXPECT_EQ(t, vfs_chdir(&outside), 0);
	path_put(&m);
	path_put(&outside);
	test_tree_check_end(t, &tree);
}

KTEST(mount, a_bind_mount_shows_the_same_files)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, vfs_mount("m", "other", NULL, MS_BIND, NULL), 0);
	KTEST_EXPECT(t, test_has("other/below", "b"));
	KTEST_EXPECT_EQ(t, test_inode("other"), test_inode("m"));
	KTEST_EXPECT_EQ(t, test_write("other/new", "n"), 0);
	KTEST_EXPECT(t, test_has("m/new", "n"));
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "m/new", NULL, "other/l", 0), -EXDEV);
	KTEST_EXPECT_EQ(t, test_inode("other/.."), test_inode("."));
	KTEST_EXPECT_EQ(t, vfs_umount("other", 0), 0);
	KTEST_EXPECT_EQ(t, test_mode("other/new"), -ENOENT);
	/* A file over a file. */
	KTEST_EXPECT_EQ(t, vfs_mount("m/below", "file", NULL, MS_BIND, NULL),
			0);
	KTEST_EXPECT(t, test_has("file", "b"));
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "file"), -EBUSY);
	KTEST_EXPECT_EQ(t, vfs_umount("file", 0), 0);
	KTEST_EXPECT(t, test_has("file", "f"));
	KTEST_EXPECT_EQ(t, vfs_mount("m/below", "m", NULL, MS_BIND, NULL),
			-ENOTDIR);
	test_tree_check_end(t, &tree);
}

KTEST(mount, nothing_is_written_through_a_read_only_mount)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(
		t, vfs_mount("m", "other", NULL, MS_BIND | MS_RDONLY, NULL), 0);
	KTEST_EXPECT(t, test_has("other/below", "b"));
	KTEST_EXPECT_EQ(t, test_write("other/below", "x"), -EROFS);
	KTEST_EXPECT_EQ(t, test_write("other/new", "x"), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "other/d", 0755), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "other/below"), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "other/below", W_OK, 0), -EROFS);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "other/below", O_RDONLY, 0, &file),
			0);
	file_put(file);
	KTEST_EXPECT_EQ(t, test_write("m/below", "x"), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("other", 0), 0);
	test_tree_check_end(t, &tree);
}

/* The same with a filesystem of its own on m. */
static int make_mounted_tree(struct test_tree *tree)
{
	int err = make_tree(tree);

	if (!err)
		err = mount_tmpfs("m");
	return err ? err : test_write("m/below", "b");
}

/* Every call that would change @directory says so and changes nothing. */
static void expect_read_only(struct ktest *t, const char *directory)
{
	const struct attributes mode = {.valid = ATTRIBUTE_MODE, .mode = 0600};
	const struct attributes size = {.valid = ATTRIBUTE_SIZE};
	char name[32], other[32];
	struct file *file;
	struct path path;

	snprintf(name, sizeof(name), "%s/below", directory);
	snprintf(other, sizeof(other), "%s/new", directory);
	KTEST_EXPECT_EQ(t, vfs_open(NULL, name, O_RDWR, 0, &file), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_open(NULL, name, O_TRUNC, 0, &file), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_open(NULL, other, O_CREAT, 0600, &file), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, other, 0755), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_mknod(NULL, other, S_IFIFO, 0), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_symlink("x", NULL, other), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, name, NULL, other, 0), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_rename(NULL, name, NULL, other, 0), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, name), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, name, W_OK, 0), -EROFS);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, name, 0, &path), 0);
	KTEST_EXPECT_EQ(t, vfs_set_attributes(&path, &mode), -EROFS);
	KTEST_EXPECT_EQ(t, vfs_set_attributes(&path, &size), -EROFS);
	path_put(&path);
	KTEST_EXPECT(t, test_has(name, "b"));
	KTEST_EXPECT_EQ(t, test_mode(other), -ENOENT);
}

KTEST(mount, a_filesystem_becomes_read_only_and_writable_again)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_mounted_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, vfs_mount("m", "other", NULL, MS_BIND, NULL), 0);
	KTEST_EXPECT_EQ(
		t, vfs_mount(NULL, "m", NULL, MS_REMOUNT | MS_RDONLY, NULL), 0);
	expect_read_only(t, "m");
	expect_read_only(t, "other");
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "m", NULL, MS_REMOUNT, NULL), 0);
	KTEST_EXPECT_EQ(t, test_write("m/below", "x"), 0);
	KTEST_EXPECT_EQ(t, test_write("other/new", "x"), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("other", 0), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	test_tree_check_end(t, &tree);
}

KTEST(mount, one_of_two_mounts_becomes_read_only)
{
	const u32 flags = MS_REMOUNT | MS_BIND;
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_mounted_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, vfs_mount("m", "other", NULL, MS_BIND, NULL), 0);
	KTEST_EXPECT_EQ(
		t, vfs_mount(NULL, "other", NULL, flags | MS_RDONLY, NULL), 0);
	expect_read_only(t, "other");
	KTEST_EXPECT_EQ(t, test_write("m/below", "x"), 0);
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "other", NULL, flags, NULL), 0);
	KTEST_EXPECT_EQ(t, test_write("other/below", "y"), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("other", 0), 0);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	test_tree_check_end(t, &tree);
}

KTEST(mount, what_is_open_for_writing_keeps_it_writable)
{
	const u32 flags = MS_REMOUNT | MS_RDONLY;
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, make_mounted_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "m/below", O_WRONLY, 0, &file), 0);
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "m", NULL, flags, NULL), -EBUSY);
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "m", NULL, flags | MS_BIND, NULL),
			-EBUSY);
	KTEST_EXPECT_EQ(t, test_write("m/below", "x"), 0);
	file_put(file);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "m/below", O_RDONLY, 0, &file), 0);
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "m", NULL, flags, NULL), 0);
	KTEST_EXPECT_EQ(t, test_write("m/below", "y"), -EROFS);
	file_put(file);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	test_tree_check_end(t, &tree);
}

KTEST(mount, limits_change_while_it_is_mounted)
{
	struct test_tree tree;
	struct statfs status;
	struct path path;

	KTEST_ASSERT_EQ(t, make_mounted_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "m", NULL, MS_REMOUNT, "size=64k"),
			0);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "m", 0, &path), 0);
	KTEST_EXPECT_EQ(t, vfs_statfs(&path, &status), 0);
	KTEST_EXPECT_EQ(t, status.f_blocks, 16);
	/* Two inodes and a page are in use. */
	KTEST_EXPECT_EQ(t,
			vfs_mount(NULL, "m", NULL, MS_REMOUNT, "nr_inodes=1"),
			-EINVAL);
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "m", NULL, MS_REMOUNT, "frobnicate"),
			-EINVAL);
	KTEST_EXPECT_EQ(t, vfs_mount(NULL, "m/below", NULL, MS_REMOUNT, NULL),
			-EINVAL);
	KTEST_EXPECT_EQ(t, vfs_statfs(&path, &status), 0);
	KTEST_EXPECT_EQ(t, status.f_blocks, 16);
	KTEST_EXPECT_EQ(t, test_write("m/below", "x"), 0);
	path_put(&path);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	test_tree_check_end(t, &tree);
}

KTEST(mount, mounts_on_one_place_lie_on_top_of_each_other)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, mount_tmpfs("m"), 0);
	KTEST_EXPECT_EQ(t, test_write("m/first", "1"), 0);
	KTEST_EXPECT_EQ(t, mount_tmpfs("m"), 0);
	KTEST_EXPECT_EQ(t, test_mode("m/first"), -ENOENT);
	KTEST_EXPECT_EQ(t, test_inode("m/.."), test_inode("."));
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	KTEST_EXPECT(t, test_has("m/first", "1"));
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	test_tree_check_end(t, &tree);
}

KTEST(mount, only_root_mounts_and_only_what_there_is)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "m", "nofs", 0, NULL), -ENODEV);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "m", NULL, 0, NULL), -ENODEV);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "m", "tmpfs", 0, "size=x"),
			-EINVAL);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "nowhere", "tmpfs", 0, NULL),
			-ENOENT);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "file", "tmpfs", 0, NULL),
			-ENOTDIR);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "m", "tmpfs", MS_MOVE, NULL),
			-EINVAL);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), -EINVAL);
	KTEST_EXPECT_EQ(t, vfs_umount("/", 0), -EINVAL);
	test_become(1);
	KTEST_EXPECT_EQ(t, mount_tmpfs("m"), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), -EPERM);
	test_become_root();
	test_tree_check_end(t, &tree);
}

struct seen {
	unsigned int mounts;
	bool place;
};

static int look_at(const struct mount_info *info, void *arg)
{
	struct seen *seen = arg;

	seen->mounts++;
	seen->place |= !strcmp(info->place, "/ktest/m") &&
		       !strcmp(info->superblock->filesystem->name, "tmpfs") &&
		       info->flags == MS_NODEV;
	return 0;
}

KTEST(mount, mounts_are_listed_with_their_places)
{
	struct test_tree tree;
	struct seen before = {0}, after = {0};

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, mount_visit(look_at, &before), 0);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "m", "tmpfs", MS_NODEV, NULL), 0);
	KTEST_EXPECT_EQ(t, mount_visit(look_at, &after), 0);
	KTEST_EXPECT_EQ(t, after.mounts, before.mounts + 1);
	KTEST_EXPECT(t, !before.place && after.place);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	test_tree_check_end(t, &tree);
}
