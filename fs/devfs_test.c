// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev as programs find it. Not beside devfs: it stands on the core's tests.
 */
#include <exo/char_device.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/mount.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "dentry.h"
#include "test_tree.h"

static const struct file_ops no_ops = {
	.read = file_no_read,
	.write = file_no_write,
};

/* Registered by the first test that wants it, and there from then on. */
static struct char_device late = {
	.name = "ktest-late",
	.driver = "ktest",
	.number = DEVICE_NUMBER(240, 8),
	.mode = 0660,
	.uid = 3,
	.gid = 5,
	.ops = &no_ops,
};

static bool link_says(const char *name, const char *target)
{
	char text[64];
	ssize_t length = vfs_readlink(NULL, name, text, sizeof(text));

	return length == (ssize_t)strlen(target) &&
	       !memcmp(text, target, (size_t)length);
}

KTEST(devfs, has_the_links_and_shm)
{
	KTEST_EXPECT_EQ(t, test_mode("/dev"), S_IFDIR | 0755);
	KTEST_EXPECT_EQ(t, test_mode("/dev/shm"), S_IFDIR | 01777);
	KTEST_EXPECT(t, link_says("/dev/fd", "/proc/self/fd"));
	KTEST_EXPECT(t, link_says("/dev/stdin", "/proc/self/fd/0"));
	KTEST_EXPECT(t, link_says("/dev/stdout", "/proc/self/fd/1"));
	KTEST_EXPECT(t, link_says("/dev/stderr", "/proc/self/fd/2"));
}

KTEST(devfs, a_device_that_comes_later_gets_its_node)
{
	struct stat status;

	if (!char_device_find(late.number))
		KTEST_ASSERT_EQ(t, char_device_register(&late), 0);
	KTEST_ASSERT_EQ(t, vfs_stat(NULL, "/dev/ktest-late", 0, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_mode, S_IFCHR | 0660);
	KTEST_EXPECT_EQ(t, status.st_rdev, late.number);
	KTEST_EXPECT_EQ(t, status.st_uid, 3);
	KTEST_EXPECT_EQ(t, status.st_gid, 5);
}

KTEST(devfs, names_come_and_go_as_in_any_filesystem)
{
	KTEST_EXPECT_EQ(t, test_write("/dev/ktest", "text"), 0);
	KTEST_EXPECT(t, test_has("/dev/ktest", "text"));
	KTEST_EXPECT_EQ(t, vfs_rename(NULL, "/dev/ktest", NULL, "/dev/k", 0),
			0);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "/dev/k"), 0);
	KTEST_EXPECT_EQ(t, test_mode("/dev/k"), -ENOENT);
}

enum {
	MANY = 32, /* more than a node takes allocations */
};

/*
 * The device is there, whatever becomes of its node: that is whole, or keeps
 * strangers out, or is missing.
 */
KTEST(devfs, a_device_registers_without_memory_too)
{
	static struct char_device devices[MANY];
	static char names[MANY][sizeof("ktest-00")];
	static unsigned int used;
	struct char_device *device = NULL;
	int mode;

	fault_inject_each(nth)
	{
		if (used == MANY)
			continue;
		device = &devices[used];
		snprintf(names[used], sizeof(names[used]), "ktest-%02u", used);
		*device = late;
		device->name = names[used];
		device->number = DEVICE_NUMBER(241, used);
		KTEST_EXPECT_EQ(t, char_device_register(device), 0);
		KTEST_EXPECT_EQ(t, char_device_find(device->number), device);
		KTEST_EXPECT(t, char_device_at(0));
		used++;
	}
	KTEST_EXPECT_LT(t, used, MANY);
	for (unsigned int i = 0; i < used; i++) {
		char path[] = "/dev/ktest-00";

		memcpy(path + 5, names[i], strlen(names[i]));
		mode = test_mode(path);
		KTEST_EXPECT(t, mode == (S_IFCHR | 0660) ||
					mode == (S_IFCHR | 0600) ||
					mode == -ENOENT);
		if (&devices[i] == device)
			KTEST_EXPECT_EQ(t, mode, S_IFCHR | 0660);
	}
}

KTEST(devfs, every_mount_shows_the_same)
{
	struct test_tree tree;
	struct stat here, there;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "dev", 0755), 0);
	KTEST_ASSERT_EQ(t, vfs_mount("none", "dev", "devtmpfs", 0, NULL), 0);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "dev/shm", 0, &here), 0);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "/dev/shm", 0, &there), 0);
	KTEST_EXPECT_EQ(t, here.st_dev, there.st_dev);
	KTEST_EXPECT_EQ(t, here.st_ino, there.st_ino);
	KTEST_EXPECT_EQ(t, vfs_umount("dev", 0), 0);
	KTEST_EXPECT_EQ(t, test_mode("/dev/shm"), S_IFDIR | 01777);
	dentry_cache_shrink(~0ULL); /* what was looked up outside of the tree */
	test_tree_check_end(t, &tree);
}

KTEST(devfs, a_mount_without_memory_changes_nothing)
{
	struct test_tree tree;
	int err = -1;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "dev", 0755), 0);
	fault_inject_each(nth)
	{
		err = vfs_mount("none", "dev", "devtmpfs", 0, NULL);
		if (err)
			KTEST_EXPECT_EQ(t, err, -ENOMEM);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, vfs_umount("dev", 0), 0);
	test_tree_check_end(t, &tree);
}

static int mount_aside(void)
{
	struct path root;
	int err = mount_detached("tmpfs", NULL, &root);

	if (!err)
		path_put(&root);
	return err;
}

KTEST(devfs, a_detached_mount_leaves_nothing_behind)
{
	struct test_tree tree;
	struct path root;
	int err = -1;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(t, mount_detached("nofs", NULL, &root), -ENODEV);
	fault_inject_each(nth)
	{
		err = mount_aside();
		if (err)
			KTEST_EXPECT_EQ(t, err, -ENOMEM);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	test_tree_check_end(t, &tree);
}
