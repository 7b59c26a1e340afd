// SPDX-License-Identifier: GPL-2.0-only
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_tree.h"

static int move(const char *from, const char *to, u32 flags)
{
	return vfs_rename(NULL, from, NULL, to, flags);
}

/* a, b: files; d/, d/e/, d/e/f, empty/ */
static int make_tree(struct test_tree *tree)
{
	int err = test_tree_begin(tree, NULL);

	if (err)
		return err;
	if (test_write("a", "a") || test_write("b", "b") ||
	    vfs_mkdir(NULL, "d", 0755) || vfs_mkdir(NULL, "d/e", 0755) ||
	    test_write("d/e/f", "f") || vfs_mkdir(NULL, "empty", 0755))
		return -EIO;
	return 0;
}

KTEST(rename, a_file_gets_a_new_name_and_place)
{
	struct test_tree tree;
	s64 inode;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	inode = test_inode("a");
	KTEST_EXPECT_EQ(t, move("a", "c", 0), 0);
	KTEST_EXPECT_EQ(t, test_mode("a"), -ENOENT);
	KTEST_EXPECT_EQ(t, test_inode("c"), inode);
	KTEST_EXPECT_EQ(
		t, move("c", "d/e/a name that is longer than a dentry", 0), 0);
	KTEST_EXPECT(t,
		     test_has("d/e/a name that is longer than a dentry", "a"));
	KTEST_EXPECT_EQ(
		t, move("d/e/a name that is longer than a dentry", "a", 0), 0);
	KTEST_EXPECT(t, test_has("a", "a"));
	test_tree_check_end(t, &tree);
}

KTEST(rename, a_file_replaces_another_which_lives_while_open)
{
	struct test_tree tree;
	struct file *file;
	struct stat status;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "b", O_RDONLY, 0, &file), 0);
	KTEST_EXPECT_EQ(t, move("a", "b", 0), 0);
	KTEST_EXPECT(t, test_has("b", "a"));
	KTEST_EXPECT_EQ(t, test_mode("a"), -ENOENT);
	vfs_stat_file(file, &status);
	KTEST_EXPECT_EQ(t, status.st_nlink, 0);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(rename, directories_move_with_what_is_in_them)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, move("d/e", "g/", 0), 0);
	KTEST_EXPECT(t, test_has("g/f", "f"));
	KTEST_EXPECT_EQ(t, test_links("d"), 2);
	KTEST_EXPECT_EQ(t, test_links("."), 5);
	KTEST_EXPECT_EQ(t, test_inode("g/.."), test_inode("."));
	KTEST_EXPECT_EQ(t, move("g", "empty", 0), 0);
	KTEST_EXPECT(t, test_has("empty/f", "f"));
	KTEST_EXPECT_EQ(t, test_links("."), 4);
	test_tree_check_end(t, &tree);
}

KTEST(rename, what_posix_forbids_changes_nothing)
{
	static const struct {
		const char *from, *to;
		int err;
	} cases[] = {
		{"n", "x", -ENOENT},	    {"a", "n/x", -ENOENT},
		{"d", "d/e/x", -EINVAL},    {"d", "d/x", -EINVAL},
		{"d/e", "d", -ENOTEMPTY},   {"d/e/f", "d", -ENOTEMPTY},
		{"empty", "d", -ENOTEMPTY}, {"a", "empty", -EISDIR},
		{"empty", "a", -ENOTDIR},   {"a/", "x", -ENOTDIR},
		{"a", "x/", -ENOTDIR},	    {".", "x", -EBUSY},
		{"d/..", "x", -EBUSY},	    {"d", ".", -EBUSY},
		{"d", "/", -EXDEV},	    {"a", "/a", -EXDEV},
		{"a/x", "x", -ENOTDIR},	    {"d/e/f", "d/e", -ENOTEMPTY},
	};
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++)
		if (!KTEST_EXPECT_EQ(t, move(cases[i].from, cases[i].to, 0),
				     cases[i].err))
			KTEST_EXPECT_STREQ(t, cases[i].from, cases[i].to);
	KTEST_EXPECT(t, test_has("a", "a"));
	KTEST_EXPECT(t, test_has("d/e/f", "f"));
	KTEST_EXPECT_EQ(t, test_links("."), 4);
	test_tree_check_end(t, &tree);
}

KTEST(rename, onto_itself_or_another_name_of_the_file_does_nothing)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, move("a", "a", 0), 0);
	KTEST_EXPECT_EQ(t, move("d", "d", 0), 0);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "a", NULL, "d/a", 0), 0);
	KTEST_EXPECT_EQ(t, move("a", "d/a", 0), 0);
	KTEST_EXPECT_EQ(t, test_links("a"), 2);
	KTEST_EXPECT_EQ(t, test_links("d/a"), 2);
	test_tree_check_end(t, &tree);
}

KTEST(rename, noreplace_keeps_what_is_there)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, move("a", "b", RENAME_NOREPLACE), -EEXIST);
	KTEST_EXPECT(t, test_has("b", "b"));
	KTEST_EXPECT_EQ(t, move("a", "a", RENAME_NOREPLACE), -EEXIST);
	KTEST_EXPECT_EQ(t, move("a", "c", RENAME_NOREPLACE), 0);
	KTEST_EXPECT(t, test_has("c", "a"));
	KTEST_EXPECT_EQ(t, move("c", "a", RENAME_WHITEOUT), -EINVAL);
	KTEST_EXPECT_EQ(t, move("c", "a", RENAME_NOREPLACE | RENAME_EXCHANGE),
			-EINVAL);
	test_tree_check_end(t, &tree);
}

KTEST(rename, exchange_swaps_any_two)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT_EQ(t, move("a", "n", RENAME_EXCHANGE), -ENOENT);
	KTEST_EXPECT_EQ(t, move("a", "b", RENAME_EXCHANGE), 0);
	KTEST_EXPECT(t, test_has("a", "b"));
	KTEST_EXPECT(t, test_has("b", "a"));
	KTEST_EXPECT_EQ(t, move("a", "d/e", RENAME_EXCHANGE), 0);
	KTEST_EXPECT(t, test_has("a/f", "f"));
	KTEST_EXPECT(t, test_has("d/e", "b"));
	KTEST_EXPECT_EQ(t, test_links("."), 5);
	KTEST_EXPECT_EQ(t, test_links("d"), 2);
	KTEST_EXPECT_EQ(t, move("d", "d/e", RENAME_EXCHANGE), -EINVAL);
	KTEST_EXPECT_EQ(t, move("a/f", "a", RENAME_EXCHANGE), -EINVAL);
	test_tree_check_end(t, &tree);
}

static int change_directory(const char *name)
{
	struct path path;
	int err = path_lookup(NULL, name, 0, &path);

	if (err)
		return err;
	err = vfs_chdir(&path);
	path_put(&path);
	return err;
}

KTEST(rename, who_stands_in_a_replaced_directory_finds_its_parent)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, vfs_mkdir(NULL, "new", 0755), 0);
	KTEST_ASSERT_EQ(t, vfs_unlink(NULL, "d/e/f"), 0);
	KTEST_ASSERT_EQ(t, change_directory("d/e"), 0);
	KTEST_EXPECT_EQ(t, move("../../new", "../e", 0), 0);
	KTEST_EXPECT_EQ(t, test_links("."), 0);
	KTEST_EXPECT_GT(t, test_inode("../e"), 0);
	KTEST_EXPECT_EQ(t, test_inode("../../new"), -ENOENT);
	KTEST_EXPECT_EQ(t, change_directory("../.."), 0);
	test_tree_check_end(t, &tree);
}
