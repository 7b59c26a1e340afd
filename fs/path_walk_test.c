// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fs_context.h>
#include <exo/ktest.h>
#include <exo/kmalloc.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "path_walk.h"
#include "test_tree.h"

/* dir/, dir/sub/, dir/file, file, and links to them. */
static int make_tree(struct test_tree *tree)
{
	int err = test_tree_begin(tree, NULL);

	if (err)
		return err;
	if (vfs_mkdir(NULL, "dir", 0777) || vfs_mkdir(NULL, "dir/sub", 0777) ||
	    test_write("file", "one") || test_write("dir/file", "two") ||
	    vfs_symlink("dir", NULL, "to_dir") ||
	    vfs_symlink("dir/file", NULL, "to_file") ||
	    vfs_symlink("../file", NULL, "dir/up") ||
	    vfs_symlink("/ktest/to_dir/sub", NULL, "absolute") ||
	    vfs_symlink("nowhere", NULL, "dangling") ||
	    vfs_symlink("loop", NULL, "loop") ||
	    vfs_symlink("file/", NULL, "slashed"))
		return -EIO;
	return 0;
}

/* How a walk to @name ends. */
static int walk_to(const char *name, u32 flags)
{
	struct path path;
	int err = path_lookup(NULL, name, flags, &path);

	if (!err)
		path_put(&path);
	return err;
}

KTEST(path_walk, dots_and_slashes_lead_where_they_should)
{
	static const char *const same[] = {
		"dir/sub",	  "./dir/sub",
		"dir//sub",	  "dir/sub/",
		"dir/./sub/.",	  "dir/sub/../sub",
		"/ktest/dir/sub", "//ktest///dir/sub//",
		"dir/../dir/sub", "/../ktest/dir/sub",
		"to_dir/sub",	  "absolute",
		"absolute/",	  "absolute/../../to_dir/sub",
	};
	struct test_tree tree;
	s64 inode;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	inode = test_inode("dir/sub");
	KTEST_EXPECT_GT(t, inode, 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(same); i++) {
		struct stat status = {};

		KTEST_EXPECT_EQ(t, vfs_stat(NULL, same[i], 0, &status), 0);
		KTEST_EXPECT_EQ(t, status.st_ino, inode);
	}
	test_tree_check_end(t, &tree);
}

KTEST(path_walk, what_is_not_there_is_reported_as_posix_says)
{
	static const struct {
		const char *name;
		int err;
	} cases[] = {
		{"", -ENOENT},
		{"nothing", -ENOENT},
		{"dir/nothing", -ENOENT},
		{"nothing/file", -ENOENT},
		{"file/", -ENOTDIR},
		{"file/x", -ENOTDIR},
		{"file/.", -ENOTDIR},
		{"file/..", -ENOTDIR},
		{"dangling", -ENOENT},
		{"dangling/", -ENOENT},
		{"loop", -ELOOP},
		{"loop/x", -ELOOP},
		{"to_file/", -ENOTDIR},
		{"slashed", -ENOTDIR},
		{"to_file/x", -ENOTDIR},
	};
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	/* Twice: found out, and remembered. */
	for (unsigned int i = 0; i < 2 * ARRAY_SIZE(cases); i++) {
		unsigned int at = i % ARRAY_SIZE(cases);

		if (!KTEST_EXPECT_EQ(t, walk_to(cases[at].name, 0),
				     cases[at].err))
			KTEST_EXPECT_STREQ(t, cases[at].name, "");
	}
	test_tree_check_end(t, &tree);
}

KTEST(path_walk, nofollow_ends_at_the_link_unless_a_slash_follows)
{
	struct test_tree tree;
	struct stat status;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_EXPECT(t, S_ISLNK(test_mode("to_dir")));
	KTEST_EXPECT(t, S_ISDIR(test_mode("to_dir/")));
	KTEST_EXPECT(t, S_ISLNK(test_mode("dir/up")));
	KTEST_EXPECT(t, S_ISLNK(test_mode("dangling")));
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "dir/up", 0, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_ino, test_inode("file"));
	test_tree_check_end(t, &tree);
}

KTEST(path_walk, the_empty_path_needs_its_flag)
{
	struct test_tree tree;
	struct path path;
	struct stat status = {};

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "dir", 0, &path), 0);
	KTEST_EXPECT_EQ(t, vfs_stat(&path, "", 0, &status), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_stat(&path, "", AT_EMPTY_PATH, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_ino, test_inode("dir"));
	KTEST_EXPECT_EQ(t, vfs_stat(&path, "file", 0, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_size, 3);
	KTEST_EXPECT_EQ(t, vfs_stat(&path, "/ktest/file", 0, &status), 0);
	KTEST_EXPECT_EQ(t, vfs_stat(&path, "file", 1, &status), -EINVAL);
	path_put(&path);
	test_tree_check_end(t, &tree);
}

/* A chain of @count links, l1 -> l0 -> file; names in one letter and a number. */
static int make_chain(unsigned int count)
{
	char from[8], to[8];
	int err = 0;

	for (unsigned int i = 0; i < count && !err; i++) {
		snprintf(from, sizeof(from), "l%u", i + 1);
		snprintf(to, sizeof(to), i ? "l%u" : "file", i);
		err = vfs_symlink(to, NULL, from);
	}
	return err;
}

KTEST(path_walk, forty_links_are_followed_and_no_more)
{
	struct test_tree tree;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, make_chain(SYMLINKS_MAX + 1), 0);
	KTEST_EXPECT_EQ(t, walk_to("l40", 0), 0);
	KTEST_EXPECT_EQ(t, walk_to("l41", 0), -ELOOP);
	test_tree_check_end(t, &tree);
}

/* How a walk ends that may miss the last name, which is then *@last. */
static int walk_or_miss(const char *name, struct path_name *last)
{
	struct parent_lookup parent;
	struct path found;
	int err = path_walk_or_parent(NULL, name, 0, &found, &parent);

	last->length = 0;
	if (err)
		return err;
	if (found.dentry) {
		path_put(&found);
		return 0;
	}
	*last = parent.name;
	path_put(&parent.directory);
	return parent.type == LAST_NAME ? 0 : -EIO;
}

KTEST(path_walk, only_the_last_name_may_be_missing)
{
	struct test_tree tree;
	struct path_name last;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, vfs_symlink("none/deeper", NULL, "deep"), 0);
	KTEST_EXPECT_EQ(t, walk_or_miss("dir/none", &last), 0);
	KTEST_EXPECT(t, path_name_equal(&last, "none", 4));
	KTEST_EXPECT_EQ(t, walk_or_miss("dangling", &last), 0);
	KTEST_EXPECT_EQ(t, last.length, strlen("nowhere"));
	KTEST_EXPECT_EQ(t, walk_or_miss("to_file", &last), 0);
	KTEST_EXPECT_EQ(t, last.length, 0);
	KTEST_EXPECT_EQ(t, walk_or_miss("dir/.", &last), 0);
	KTEST_EXPECT_EQ(t, last.length, 0);
	KTEST_EXPECT_EQ(t, walk_or_miss("none/none", &last), -ENOENT);
	KTEST_EXPECT_EQ(t, walk_or_miss("deep", &last), -ENOENT);
	KTEST_EXPECT_EQ(t, walk_or_miss("file/none", &last), -ENOTDIR);
	KTEST_EXPECT_EQ(t, walk_or_miss("", &last), -ENOENT);
	test_tree_check_end(t, &tree);
}

KTEST(path_walk, names_and_paths_have_their_limits)
{
	struct test_tree tree;
	char *name = kmalloc(2 * PATH_MAX);

	KTEST_ASSERT(t, name);
	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	memset(name, 'n', NAME_MAX + 1);
	name[NAME_MAX] = '\0';
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, name, 0777), 0);
	KTEST_EXPECT_EQ(t, walk_to(name, 0), 0);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, name), 0);
	name[NAME_MAX] = 'n';
	name[NAME_MAX + 1] = '\0';
	KTEST_EXPECT_EQ(t, walk_to(name, 0), -ENAMETOOLONG);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, name, 0777), -ENAMETOOLONG);

	for (unsigned int i = 0; i < PATH_MAX; i += 2)
		memcpy(name + i, "./", 3);
	name[PATH_MAX - 1] = '\0';
	KTEST_EXPECT_EQ(t, walk_to(name, 0), 0);
	/* As the text of a link, which is walked from another. */
	KTEST_EXPECT_EQ(t, vfs_symlink(name, NULL, "long"), 0);
	KTEST_EXPECT_EQ(t, vfs_symlink("long/to_dir/sub", NULL, "longer"), 0);
	KTEST_EXPECT_EQ(t, walk_to("longer/../file", 0), 0);
	test_tree_check_end(t, &tree);
	kfree(name);
}

KTEST(path_walk, dot_dot_stops_at_the_root_of_the_task)
{
	struct test_tree tree;
	struct path path;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "dir", 0, &path), 0);
	KTEST_EXPECT_EQ(t, vfs_chroot(&path), 0);
	KTEST_EXPECT_EQ(t, vfs_chdir(&path), 0);
	path_put(&path);
	KTEST_EXPECT(t, test_has("../../file", "two"));
	KTEST_EXPECT(t, test_has("/file", "two"));
	KTEST_EXPECT_EQ(t, walk_to("/up", 0), 0);
	KTEST_EXPECT(t, test_has("up", "two"));
	test_tree_check_end(t, &tree);
}

KTEST(path_walk, the_text_of_a_path_leads_back_to_it)
{
	struct test_tree tree;
	char buffer[64];
	struct path path;

	KTEST_ASSERT_EQ(t, make_tree(&tree), 0);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "to_dir/sub", 0, &path), 0);
	KTEST_EXPECT_STREQ(t, path_text(&path, buffer, sizeof(buffer)),
			   "/ktest/dir/sub");
	KTEST_EXPECT_EQ(t, path_text(&path, buffer, 14), NULL);
	KTEST_EXPECT_STREQ(t, path_text(&path, buffer, 15), "/ktest/dir/sub");
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "dir/sub"), 0);
	KTEST_EXPECT_STREQ(t, path_text(&path, buffer, sizeof(buffer)),
			   "/ktest/dir/sub (deleted)");
	path_put(&path);
	KTEST_ASSERT_EQ(t, path_lookup(NULL, "/", 0, &path), 0);
	KTEST_EXPECT_STREQ(t, path_text(&path, buffer, sizeof(buffer)), "/");
	path_put(&path);
	test_tree_check_end(t, &tree);
}
