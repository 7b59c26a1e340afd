// SPDX-License-Identifier: GPL-2.0-only
/*
 * Archives unpacked into a tmpfs of the test's own. Warnings of what is left out
 * are part of it.
 */
#include "unpack.h"

#include <exo/fault_inject.h>
#include <exo/ktest.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "../test_tree.h"
#include "test_archive.h"

static u8 buffer[24 << 10];
static struct test_archive made;
static struct test_tree tree;

static void start(struct ktest *t, const char *options)
{
	made = (struct test_archive){.bytes = buffer, .room = sizeof(buffer)};
	KTEST_EXPECT_EQ(t, test_tree_begin(&tree, options), 0);
}

/* Problems there were, or -ENOMEM. */
static int unpack_made(void)
{
	struct unpack *unpack = unpack_begin(NULL);
	int problems;

	if (!unpack)
		return -ENOMEM;
	unpack_source(unpack, "test", made.bytes, made.size);
	problems = (int)unpack->problems;
	unpack_end(unpack);
	return problems;
}

static struct stat stat_of(const char *name)
{
	struct stat status = {0};

	if (vfs_stat(NULL, name, AT_SYMLINK_NOFOLLOW, &status))
		status.st_mode = 0;
	return status;
}

static bool links_to(const char *name, const char *target)
{
	char text[64];
	ssize_t length = vfs_readlink(NULL, name, text, sizeof(text));

	return length == (ssize_t)strlen(target) &&
	       !memcmp(text, target, (size_t)length);
}

KTEST(initramfs, each_type_comes_with_its_attributes)
{
	struct stat status;

	start(t, NULL);
	TEST_MEMBER(&made, .name = "d", .mode = S_IFDIR | 01750, .uid = 3,
		    .gid = 4, .mtime = 1000);
	TEST_MEMBER(&made, .name = "d/f", .mode = S_IFREG | 06751,
		    .content = "text", .uid = 5, .gid = 6, .mtime = 0xfffffff0);
	TEST_MEMBER(&made, .name = "l", .mode = S_IFLNK | 0777,
		    .content = "d/f", .uid = 7, .mtime = 3000);
	TEST_MEMBER(&made, .name = "c", .mode = S_IFCHR | 0620,
		    .rdev_major = 0x104, .rdev_minor = 0x4567);
	TEST_MEMBER(&made, .name = "b", .mode = S_IFBLK | 0600);
	TEST_MEMBER(&made, .name = "p", .mode = S_IFIFO | 0400);
	TEST_MEMBER(&made, .name = "s", .mode = S_IFSOCK | 0755);
	test_archive_end(&made);
	KTEST_EXPECT_EQ(t, unpack_made(), 0);

	status = stat_of("d");
	KTEST_EXPECT_EQ(t, status.st_mode, S_IFDIR | 01750);
	KTEST_EXPECT_EQ(t, status.st_uid, 3);
	KTEST_EXPECT_EQ(t, status.st_gid, 4);
	KTEST_EXPECT_EQ(t, status.st_mtime, 1000);
	status = stat_of("d/f");
	KTEST_EXPECT_EQ(t, status.st_mode, S_IFREG | 06751);
	KTEST_EXPECT_EQ(t, status.st_uid, 5);
	KTEST_EXPECT_EQ(t, status.st_mtime, 0xfffffff0);
	KTEST_EXPECT(t, test_has("l", "text"));
	KTEST_EXPECT(t, links_to("l", "d/f"));
	KTEST_EXPECT_EQ(t, stat_of("l").st_uid, 7);
	KTEST_EXPECT_EQ(t, stat_of("l").st_mtime, 3000);
	KTEST_EXPECT_EQ(t, stat_of("c").st_mode, S_IFCHR | 0620);
	KTEST_EXPECT_EQ(t, stat_of("c").st_rdev, 0x4510467);
	KTEST_EXPECT_EQ(t, stat_of("b").st_mode, S_IFBLK | 0600);
	KTEST_EXPECT_EQ(t, stat_of("p").st_mode, S_IFIFO | 0400);
	KTEST_EXPECT_EQ(t, stat_of("s").st_mode, S_IFSOCK | 0755);
	test_tree_check_end(t, &tree);
}

KTEST(initramfs, a_file_with_several_names_is_one_wherever_its_content_is)
{
	start(t, NULL);
	TEST_MEMBER(&made, .name = "first", .ino = 7, .links = 3);
	TEST_MEMBER(&made, .name = "other", .ino = 8, .links = 2,
		    .content = "early");
	TEST_MEMBER(&made, .name = "second", .ino = 7, .links = 3);
	TEST_MEMBER(&made, .name = "last", .ino = 7, .links = 3,
		    .content = "late", .mode = S_IFREG | 0400);
	TEST_MEMBER(&made, .name = "again", .ino = 8, .links = 2);
	TEST_MEMBER(&made, .name = "p", .mode = S_IFIFO | 0600, .ino = 7,
		    .links = 2);
	TEST_MEMBER(&made, .name = "q", .mode = S_IFIFO | 0600, .ino = 7,
		    .links = 2);
	test_archive_end(&made);
	KTEST_EXPECT_EQ(t, unpack_made(), 0);
	KTEST_EXPECT_EQ(t, test_links("first"), 3);
	KTEST_EXPECT_EQ(t, test_inode("first"), test_inode("last"));
	KTEST_EXPECT(t, test_has("second", "late"));
	KTEST_EXPECT_EQ(t, test_mode("first"), S_IFREG | 0400);
	KTEST_EXPECT_EQ(t, test_inode("other"), test_inode("again"));
	KTEST_EXPECT(t, test_has("again", "early"));
	KTEST_EXPECT_EQ(t, test_inode("p"), test_inode("q"));
	KTEST_EXPECT_EQ(t, test_links("p"), 2);
	test_tree_check_end(t, &tree);
}

KTEST(initramfs, the_numbers_of_files_count_within_one_archive)
{
	start(t, NULL);
	TEST_MEMBER(&made, .name = "a", .ino = 7, .links = 2, .content = "a");
	test_archive_end(&made);
	TEST_MEMBER(&made, .name = "b", .ino = 7, .links = 2, .content = "b");
	test_archive_end(&made);
	KTEST_EXPECT_EQ(t, unpack_made(), 0);
	KTEST_EXPECT(t, test_has("a", "a"));
	KTEST_EXPECT(t, test_has("b", "b"));
	test_tree_check_end(t, &tree);
}

KTEST(initramfs, later_members_take_the_place_of_earlier_ones)
{
	start(t, NULL);
	TEST_MEMBER(&made, .name = "f", .ino = 1, .links = 2, .content = "old");
	TEST_MEMBER(&made, .name = "kept", .ino = 1, .links = 2);
	TEST_MEMBER(&made, .name = "l", .mode = S_IFLNK | 0777,
		    .content = "kept");
	TEST_MEMBER(&made, .name = "d", .mode = S_IFDIR | 0700);
	TEST_MEMBER(&made, .name = "d/f", .content = "in d");
	TEST_MEMBER(&made, .name = "e", .mode = S_IFDIR | 0700);
	test_archive_end(&made);
	TEST_MEMBER(&made, .name = "f", .content = "new");
	TEST_MEMBER(&made, .name = "l", .content = "file");
	TEST_MEMBER(&made, .name = "d", .mode = S_IFDIR | 0711, .mtime = 9);
	TEST_MEMBER(&made, .name = "e", .content = "file");
	test_archive_end(&made);
	KTEST_EXPECT_EQ(t, unpack_made(), 0);
	KTEST_EXPECT(t, test_has("f", "new"));
	KTEST_EXPECT(t, test_has("kept", "old"));
	KTEST_EXPECT(t, test_has("l", "file"));
	KTEST_EXPECT_EQ(t, test_mode("l"), S_IFREG | 0644);
	KTEST_EXPECT(t, test_has("d/f", "in d"));
	KTEST_EXPECT_EQ(t, test_mode("d"), S_IFDIR | 0711);
	KTEST_EXPECT_EQ(t, stat_of("d").st_mtime, 9);
	KTEST_EXPECT(t, test_has("e", "file"));
	test_tree_check_end(t, &tree);
}

KTEST(initramfs, what_cannot_be_made_is_left_out_and_the_rest_comes)
{
	start(t, NULL);
	TEST_MEMBER(&made, .name = "d", .mode = S_IFDIR | 0700);
	TEST_MEMBER(&made, .name = "d/f", .content = "f");
	TEST_MEMBER(&made, .name = "d", .content = "a file");
	TEST_MEMBER(&made, .name = "no/f", .content = "x");
	TEST_MEMBER(&made, .name = "d/f/g", .content = "x");
	TEST_MEMBER(&made, .name = "strange", .mode = 0644 | S_IFMT);
	TEST_MEMBER(&made, .name = "empty", .mode = S_IFLNK | 0777);
	TEST_MEMBER(&made, .name = "loop", .mode = S_IFLNK | 0777,
		    .content = "loop");
	TEST_MEMBER(&made, .name = "loop/x", .content = "x");
	TEST_MEMBER(&made, .name = "nul", .mode = S_IFLNK | 0777,
		    .content = "a\0b", .size = 3);
	TEST_MEMBER(&made, .name = ".", .content = "root");
	TEST_MEMBER(&made, .name = "g", .content = "g");
	test_archive_end(&made);
	KTEST_EXPECT_EQ(t, unpack_made(), 8);
	KTEST_EXPECT(t, test_has("d/f", "f"));
	KTEST_EXPECT(t, links_to("loop", "loop"));
	KTEST_EXPECT(t, test_has("g", "g"));
	KTEST_EXPECT_EQ(t, test_mode("strange"), -ENOENT);
	KTEST_EXPECT_EQ(t, test_mode("nul"), -ENOENT);
	test_tree_check_end(t, &tree);
}

KTEST(initramfs,
      a_symbolic_link_is_followed_on_the_way_but_never_written_through)
{
	start(t, NULL);
	TEST_MEMBER(&made, .name = "usr", .mode = S_IFDIR | 0755);
	TEST_MEMBER(&made, .name = "lib", .mode = S_IFLNK | 0777,
		    .content = "usr");
	TEST_MEMBER(&made, .name = "lib/f", .content = "f");
	TEST_MEMBER(&made, .name = "victim", .content = "safe");
	TEST_MEMBER(&made, .name = "trap", .mode = S_IFLNK | 0777,
		    .content = "victim");
	TEST_MEMBER(&made, .name = "trap", .content = "mine");
	test_archive_end(&made);
	KTEST_EXPECT_EQ(t, unpack_made(), 0);
	KTEST_EXPECT(t, test_has("usr/f", "f"));
	KTEST_EXPECT(t, test_has("victim", "safe"));
	KTEST_EXPECT(t, test_has("trap", "mine"));
	test_tree_check_end(t, &tree);
}

KTEST(initramfs, a_member_that_is_not_sound_leaves_nothing)
{
	start(t, NULL);
	TEST_MEMBER(&made, .name = "sum", .content = "abc", .magic = "070702");
	TEST_MEMBER(&made, .name = "one", .ino = 5, .links = 2);
	TEST_MEMBER(&made, .name = "two", .ino = 5, .links = 2,
		    .content = "abc", .magic = "070702");
	TEST_MEMBER(&made, .name = "cut", .content = "123456789");
	made.size -= 8;
	KTEST_EXPECT_EQ(t, unpack_made(), 3);
	KTEST_EXPECT_EQ(t, test_mode("sum"), -ENOENT);
	KTEST_EXPECT_EQ(t, test_mode("two"), -ENOENT);
	KTEST_EXPECT(t, test_has("one", ""));
	KTEST_EXPECT_EQ(t, test_mode("cut"), -ENOENT);
	test_tree_check_end(t, &tree);
}

KTEST(initramfs, a_full_filesystem_leaves_out_what_does_not_fit)
{
	static u8 two_pages[8192];

	start(t, "size=12k");
	TEST_MEMBER(&made, .name = "a", .content = "fits");
	TEST_MEMBER(&made, .name = "b", .content = two_pages,
		    .size = sizeof(two_pages));
	TEST_MEMBER(&made, .name = "c", .content = two_pages,
		    .size = sizeof(two_pages));
	TEST_MEMBER(&made, .name = "b", .content = "small");
	TEST_MEMBER(&made, .name = "d", .content = "fits, too");
	test_archive_end(&made);
	KTEST_EXPECT_EQ(t, unpack_made(), 1);
	KTEST_EXPECT(t, test_has("a", "fits"));
	KTEST_EXPECT(t, test_has("b", "small"));
	KTEST_EXPECT_EQ(t, test_mode("c"), -ENOENT);
	KTEST_EXPECT(t, test_has("d", "fits, too"));
	test_tree_check_end(t, &tree);
}

static void make_one_of_each(void)
{
	TEST_MEMBER(&made, .name = "d", .mode = S_IFDIR | 0755);
	TEST_MEMBER(&made, .name = "d/f", .content = "f", .ino = 4, .links = 2);
	TEST_MEMBER(&made, .name = "d/g", .ino = 4, .links = 2);
	TEST_MEMBER(&made, .name = "l", .mode = S_IFLNK | 0777,
		    .content = "d/f");
	TEST_MEMBER(&made, .name = "p", .mode = S_IFIFO | 0600);
	TEST_MEMBER(&made, .name = "d/f", .content = "another");
	test_archive_end(&made);
}

KTEST(initramfs, without_memory_a_member_is_missing_and_nothing_leaks)
{
	bool failed = true;

	for (unsigned int nth = 1; failed; nth++) {
		int result;

		start(t, NULL);
		make_one_of_each();
		fault_inject_start(nth);
		result = unpack_made();
		failed = fault_inject_stop();
		if (!failed)
			KTEST_EXPECT_EQ(t, result, 0);
		/* Should "d/f" be missing, "d/g" is a file that is empty. */
		if (test_mode("d/g") > 0)
			KTEST_EXPECT(t, test_has("d/g", "f") ||
						test_has("d/g", ""));
		test_tree_check_end(t, &tree);
	}
}
