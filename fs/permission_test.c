// SPDX-License-Identifier: GPL-2.0-only
#include <exo/credentials.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_tree.h"

enum {
	OWNER = 1000,
	STRANGER = 2000,
};

static int change(const char *name, const struct attributes *changes)
{
	struct path path;
	int err = path_lookup(NULL, name, 0, &path);

	if (err)
		return err;
	err = vfs_set_attributes(&path, changes);
	path_put(&path);
	return err;
}

static int chmod(const char *name, u32 mode)
{
	const struct attributes changes = {
		.valid = ATTRIBUTE_MODE,
		.mode = mode,
	};

	return change(name, &changes);
}

static int chown(const char *name, u32 uid, u32 gid)
{
	const struct attributes changes = {
		.valid = ATTRIBUTE_UID | ATTRIBUTE_GID,
		.uid = uid,
		.gid = gid,
	};

	return change(name, &changes);
}

/* A file of OWNER's, in group @gid, with @mode. */
static int make_file(const char *name, u32 gid, u32 mode)
{
	int err = test_write(name, "x");

	if (!err)
		err = chown(name, OWNER, gid);
	return err ? err : chmod(name, mode);
}

KTEST(permission, owner_group_and_others_have_bits_of_their_own)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, make_file("f", 77, 0421), 0);
	test_become(OWNER);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", R_OK, 0), 0);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", W_OK, 0), -EACCES);
	test_become(77); /* by group, its fsgid */
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", W_OK, 0), 0);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", R_OK, 0), -EACCES);
	test_become(76); /* 77 is a supplementary group of his */
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", W_OK, 0), 0);
	test_become(STRANGER);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", X_OK, 0), 0);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", R_OK, 0), -EACCES);
	test_become_root();
	test_tree_check_end(t, &tree);
}

KTEST(permission, root_may_all_but_execute_what_nobody_may)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, make_file("f", 0, 0), 0);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", R_OK | W_OK, 0), 0);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", X_OK, 0), -EACCES);
	KTEST_EXPECT_EQ(t, chmod("f", 0001), 0);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", X_OK, 0), 0);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", 8, 0), -EINVAL);
	test_tree_check_end(t, &tree);
}

KTEST(permission, directories_are_searched_with_x_and_changed_with_w_and_x)
{
	struct test_tree tree;
	struct stat status;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 0766), 0);
	KTEST_ASSERT_EQ(t, test_write("d/f", "x"), 0);
	test_become(STRANGER);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "d/f", 0, &status), -EACCES);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "d/f"), -EACCES);
	test_become_root();
	KTEST_ASSERT_EQ(t, chmod("d", 0755), 0);
	test_become(STRANGER);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "d/f", 0, &status), 0);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "d/f"), -EACCES);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "d/e", 0755), -EACCES);
	KTEST_EXPECT_EQ(t, vfs_rename(NULL, "d/f", NULL, "f", 0), -EACCES);
	KTEST_EXPECT_EQ(t, test_write("d/g", "x"), -EACCES);
	KTEST_EXPECT_EQ(t, test_write("d/f", "x"), -EACCES);
	test_become_root();
	test_tree_check_end(t, &tree);
}

KTEST(permission, in_a_sticky_directory_only_owners_remove)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 01777), 0);
	KTEST_ASSERT_EQ(t, make_file("d/f", 0, 0666), 0);
	KTEST_ASSERT_EQ(t, make_file("d/g", 0, 0666), 0);
	test_become(STRANGER);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "d/f"), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_rename(NULL, "d/f", NULL, "d/h", 0), -EPERM);
	test_become(OWNER);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "d/f"), 0);
	test_become_root();
	KTEST_ASSERT_EQ(t, chown("d", STRANGER, 0), 0);
	test_become(STRANGER);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "d/g"), 0);
	test_become_root();
	test_tree_check_end(t, &tree);
}

KTEST(permission, only_owners_change_the_mode_and_only_root_the_owner)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, make_file("f", OWNER, 0644), 0);
	test_become(STRANGER);
	KTEST_EXPECT_EQ(t, chmod("f", 0600), -EPERM);
	test_become(OWNER);
	KTEST_EXPECT_EQ(t, chmod("f", 0600), 0);
	KTEST_EXPECT_EQ(t, test_mode("f"), S_IFREG | 0600);
	KTEST_EXPECT_EQ(t, chown("f", STRANGER, OWNER), -EPERM);
	KTEST_EXPECT_EQ(t, chown("f", OWNER, STRANGER), -EPERM);
	KTEST_EXPECT_EQ(t, chown("f", OWNER, OWNER + 1), 0); /* his group */
	test_become_root();
	KTEST_EXPECT_EQ(t, chown("f", STRANGER, STRANGER), 0);
	test_tree_check_end(t, &tree);
}

KTEST(permission, set_id_bits_go_when_owner_or_content_changes)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, make_file("f", OWNER, 06777), 0);
	KTEST_EXPECT_EQ(t, test_mode("f"), S_IFREG | 06777);
	test_become(OWNER);
	KTEST_EXPECT_EQ(t, test_write("f", "y"), 0);
	KTEST_EXPECT_EQ(t, test_mode("f"), S_IFREG | 0777);
	test_become_root();
	KTEST_EXPECT_EQ(t, chmod("f", 06777), 0);
	KTEST_EXPECT_EQ(t, chown("f", STRANGER, STRANGER), 0);
	KTEST_EXPECT_EQ(t, test_mode("f"), S_IFREG | 0777);
	KTEST_EXPECT_EQ(t, chmod("f", 02767), 0);
	KTEST_EXPECT_EQ(t, chown("f", OWNER, OWNER), 0);
	KTEST_EXPECT_EQ(t, test_mode("f"), S_IFREG | 02767);
	test_tree_check_end(t, &tree);
}

KTEST(permission, new_files_belong_to_their_maker_or_the_group_of_a_setgid_dir)
{
	struct test_tree tree;
	struct stat status;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 0777), 0);
	KTEST_ASSERT_EQ(t, chown("d", 0, 55), 0);
	test_become(OWNER);
	KTEST_EXPECT_EQ(t, test_write("d/f", "x"), 0);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "d/f", 0, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_uid, OWNER);
	KTEST_EXPECT_EQ(t, status.st_gid, OWNER);
	test_become_root();
	KTEST_ASSERT_EQ(t, chmod("d", 02777), 0);
	test_become(OWNER);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "d/e", 0755), 0);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "d/e", 0, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_gid, 55);
	KTEST_EXPECT_EQ(t, status.st_mode, S_IFDIR | 02755);
	KTEST_EXPECT_EQ(t, vfs_mknod(NULL, "d/c", S_IFCHR | 0600, 0x103),
			-EPERM);
	test_become_root();
	test_tree_check_end(t, &tree);
}

KTEST(permission, access_asks_for_the_real_user_unless_told)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, make_file("f", 0, 0600), 0);
	test_become(STRANGER);
	KTEST_ASSERT(t, current->credentials);
	current->credentials->euid = current->credentials->fsuid = OWNER;
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", R_OK, 0), -EACCES);
	KTEST_EXPECT_EQ(t, vfs_access(NULL, "f", R_OK, AT_EACCESS), 0);
	test_become_root();
	test_tree_check_end(t, &tree);
}

KTEST(permission, names_are_given_to_files_that_one_may_copy)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, make_file("open", 0, 0666), 0);
	KTEST_ASSERT_EQ(t, make_file("secret", 0, 0600), 0);
	KTEST_ASSERT_EQ(t, make_file("set-id", 0, 04777), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "d", 01777), 0);
	KTEST_ASSERT_EQ(t, chmod("d", 01777), 0);
	test_become(STRANGER);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "open", NULL, "d/open", 0), 0);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "secret", NULL, "d/s", 0), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "set-id", NULL, "d/s", 0), -EPERM);
	test_become(OWNER);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "secret", NULL, "d/s", 0), 0);
	test_become_root();
	test_tree_check_end(t, &tree);
}

KTEST(permission, groups_are_found_among_many)
{
	struct credentials *who = credentials_copy(&initial_credentials, 100);

	KTEST_ASSERT(t, who);
	for (u32 i = 0; i < 100; i++)
		who->groups[i] = 10 + 2 * i;
	KTEST_EXPECT(t, credentials_in_group(who, 0));
	KTEST_EXPECT(t, credentials_in_group(who, 10));
	KTEST_EXPECT(t, credentials_in_group(who, 208));
	KTEST_EXPECT(t, !credentials_in_group(who, 9));
	KTEST_EXPECT(t, !credentials_in_group(who, 11));
	KTEST_EXPECT(t, !credentials_in_group(who, 210));
	credentials_put(who);
}

KTEST(permission, times_are_set_by_owners_and_touched_by_writers)
{
	const struct attributes exact = {
		.valid = ATTRIBUTE_ATIME | ATTRIBUTE_MTIME,
		.atime_ns = 5000000007,
		.mtime_ns = -1,
	};
	const struct attributes now = {
		.valid = ATTRIBUTE_ATIME | ATTRIBUTE_MTIME |
			 ATTRIBUTE_TIMES_NOW,
	};
	struct test_tree tree;
	struct stat status;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, make_file("f", 0, 0606), 0);
	test_become(STRANGER);
	KTEST_EXPECT_EQ(t, change("f", &exact), -EPERM);
	KTEST_EXPECT_EQ(t, change("f", &now), 0);
	test_become(OWNER);
	KTEST_EXPECT_EQ(t, change("f", &exact), 0);
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "f", 0, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_atime, 5);
	KTEST_EXPECT_EQ(t, status.st_atime_nsec, 7);
	KTEST_EXPECT_EQ(t, status.st_mtime, -1);
	KTEST_EXPECT_EQ(t, status.st_mtime_nsec, 999999999);
	test_become_root();
	test_tree_check_end(t, &tree);
}
