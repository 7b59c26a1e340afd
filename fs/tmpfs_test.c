// SPDX-License-Identifier: GPL-2.0-only
/*
 * tmpfs as its users see it. Not beside tmpfs: it stands on the core's tests.
 */
#include <asm/memlayout.h>
#include <exo/directory_sink.h>
#include <exo/file.h>
#include <exo/frame.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/statfs.h>

#include "test_tree.h"

static ssize_t write_at(struct file *file, const void *bytes, size_t size,
			u64 position)
{
	struct io_iter from = io_iter_buffer(bytes, size);

	return file_write_at(file, &from, position);
}

static ssize_t read_at(struct file *file, void *bytes, size_t size,
		       u64 position)
{
	struct io_iter to = io_iter_buffer(bytes, size);

	return file_read_at(file, &to, position);
}

/* What the tmpfs one stands in has left. */
static struct statfs statfs_here(void)
{
	struct statfs status = {};
	struct path path;

	if (path_lookup(NULL, ".", 0, &path))
		return status;
	vfs_statfs(&path, &status);
	path_put(&path);
	return status;
}

static u64 pages_used(void)
{
	struct statfs status = statfs_here();

	return (u64)(status.f_blocks - status.f_bfree);
}

static struct file *create(const char *name)
{
	struct file *file;

	return vfs_open(NULL, name, O_RDWR | O_CREAT, 0600, &file) ? NULL
								   : file;
}

KTEST(tmpfs, bytes_far_away_read_back_and_holes_cost_nothing)
{
	static const u64 places[] = {
		(4UL << 30) - 1,
		(4UL << 30) + 1,
		1UL << 40,
		S64_MAX - 2,
	};
	struct test_tree tree;
	struct file *file;
	struct stat status;
	char byte = 'x';

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = create("f");
	KTEST_ASSERT(t, file);
	for (unsigned int i = 0; i < ARRAY_SIZE(places); i++) {
		KTEST_EXPECT_EQ(t, write_at(file, &"abcd"[i], 1, places[i]), 1);
		KTEST_EXPECT_EQ(t, pages_used(), i + 1);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(places); i++) {
		KTEST_EXPECT_EQ(t, read_at(file, &byte, 1, places[i]), 1);
		KTEST_EXPECT_EQ(t, byte, "abcd"[i]);
		KTEST_EXPECT_EQ(t, read_at(file, &byte, 1, places[i] - 1), 1);
		KTEST_EXPECT_EQ(t, byte, 0);
	}
	KTEST_EXPECT_EQ(t, vfs_stat(NULL, "f", 0, &status), 0);
	KTEST_EXPECT_EQ(t, status.st_size, S64_MAX - 1);
	KTEST_EXPECT_EQ(t, status.st_blocks, 4 * 8);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "f"), 0);
	KTEST_EXPECT_EQ(t, pages_used(), 4);
	file_put(file);
	KTEST_EXPECT_EQ(t, pages_used(), 0);
	test_tree_check_end(t, &tree);
}

KTEST(tmpfs, the_largest_position_is_the_end)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = create("f");
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, write_at(file, "ab", 2, S64_MAX - 1), -EINVAL);
	KTEST_EXPECT_EQ(t, write_at(file, "a", 1, S64_MAX - 1), 1);
	KTEST_EXPECT_EQ(t, write_at(file, "a", 1, S64_MAX), -EINVAL);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_END), S64_MAX);
	KTEST_EXPECT_EQ(t, file_seek(file, 1, SEEK_CUR), -EINVAL);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(tmpfs, truncation_takes_and_gives_zeros)
{
	struct test_tree tree;
	struct file *file;
	char bytes[8];

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = create("f");
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, write_at(file, "12345678", 8, PAGE_SIZE - 4), 8);
	KTEST_EXPECT_EQ(t, pages_used(), 2);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, PAGE_SIZE - 2), 0);
	KTEST_EXPECT_EQ(t, pages_used(), 1);
	KTEST_EXPECT_EQ(t, read_at(file, bytes, 8, PAGE_SIZE - 4), 2);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, PAGE_SIZE + 4), 0);
	KTEST_EXPECT_EQ(t, read_at(file, bytes, 8, PAGE_SIZE - 4), 8);
	KTEST_EXPECT_MEMEQ(t, bytes, "12\0\0\0\0\0\0", 8);
	KTEST_EXPECT_EQ(t, vfs_extend_file(file, 1UL << 40), 0);
	KTEST_EXPECT_EQ(t, vfs_extend_file(file, 1), 0); /* it is longer */
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_END), 1L << 40);
	KTEST_EXPECT_EQ(t, pages_used(), 1);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, 0), 0);
	KTEST_EXPECT_EQ(t, pages_used(), 0);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, (u64)-1), -EINVAL);
	file_put(file);
	test_tree_check_end(t, &tree);
}

/* Cut and grow across far places: what is cut is gone, for good. */
KTEST(tmpfs, truncation_reaches_far_places_both_ways)
{
	static const u64 places[] = {
		(4UL << 30) - 1,
		(4UL << 30) + 1,
		1UL << 40,
	};
	const u64 end = 1UL << 41;
	struct test_tree tree;
	struct file *file;
	char byte;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = create("f");
	KTEST_ASSERT(t, file);
	for (unsigned int i = 0; i < ARRAY_SIZE(places); i++)
		KTEST_EXPECT_EQ(t, write_at(file, "x", 1, places[i]), 1);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, end), 0);
	for (unsigned int i = ARRAY_SIZE(places); i--;) {
		KTEST_EXPECT_EQ(t, pages_used(), i + 1);
		KTEST_EXPECT_EQ(t, vfs_truncate_file(file, places[i] + 1), 0);
		KTEST_EXPECT_EQ(t, read_at(file, &byte, 1, places[i]), 1);
		KTEST_EXPECT_EQ(t, byte, 'x');
		KTEST_EXPECT_EQ(t, vfs_truncate_file(file, places[i]), 0);
		KTEST_EXPECT_EQ(t, read_at(file, &byte, 1, places[i]), 0);
		KTEST_EXPECT_EQ(t, vfs_truncate_file(file, end), 0);
		KTEST_EXPECT_EQ(t, read_at(file, &byte, 1, places[i]), 1);
		KTEST_EXPECT_EQ(t, byte, 0);
		/* The page stays, if what was cut was not all of it. */
		KTEST_EXPECT_EQ(t,
				vfs_truncate_file(file,
						  places[i] & ~(PAGE_SIZE - 1)),
				0);
		KTEST_EXPECT_EQ(t, vfs_truncate_file(file, end), 0);
	}
	KTEST_EXPECT_EQ(t, pages_used(), 0);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_DATA), -ENXIO);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_HOLE), 0);
	file_put(file);
	test_tree_check_end(t, &tree);
}

/* Frames, not only what the filesystem counts. */
KTEST(tmpfs, a_terabyte_of_hole_takes_a_few_frames)
{
	struct frame_statistics before, after;
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = create("f");
	KTEST_ASSERT(t, file);
	frame_statistics(&before);
	KTEST_EXPECT_EQ(t, write_at(file, "x", 1, 1UL << 40), 1);
	frame_statistics(&after);
	/* The page, and slabs for the nodes that lead to it. */
	KTEST_EXPECT_LE(t, (s64)(before.free - after.free), 8);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(tmpfs, appending_goes_to_the_end_wherever_one_is)
{
	struct test_tree tree;
	struct file *file;
	struct io_iter from;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, test_write("f", "12"), 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "f", O_WRONLY | O_APPEND, 0, &file),
			0);
	from = io_iter_buffer("3", 1);
	KTEST_EXPECT_EQ(t, file_write(file, &from), 1);
	KTEST_EXPECT_EQ(t, file->position, 3);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_SET), 0);
	from = io_iter_buffer("4", 1);
	KTEST_EXPECT_EQ(t, file_write(file, &from), 1);
	file_put(file);
	KTEST_EXPECT(t, test_has("f", "1234"));
	test_tree_check_end(t, &tree);
}

KTEST(tmpfs, data_and_holes_are_told_apart)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = create("f");
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, write_at(file, "x", 1, 3 * PAGE_SIZE + 5), 1);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_DATA), 3 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, file_seek(file, 3 * PAGE_SIZE + 2, SEEK_DATA),
			3 * PAGE_SIZE + 2);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_HOLE), 0);
	KTEST_EXPECT_EQ(t, file_seek(file, 3 * PAGE_SIZE, SEEK_HOLE),
			3 * PAGE_SIZE + 6);
	KTEST_EXPECT_EQ(t, file_seek(file, 3 * PAGE_SIZE + 6, SEEK_DATA),
			-ENXIO);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(tmpfs, a_full_tmpfs_says_so_and_loses_nothing)
{
	static char bytes[3 * PAGE_SIZE];
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, "size=8k,nr_inodes=3"), 0);
	file = create("f");
	KTEST_ASSERT(t, file);
	memset(bytes, 'y', sizeof(bytes));
	KTEST_EXPECT_EQ(t, write_at(file, bytes, sizeof(bytes), 0),
			2 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, write_at(file, bytes, 1, 2 * PAGE_SIZE), -ENOSPC);
	KTEST_EXPECT_EQ(t, write_at(file, bytes, 1, PAGE_SIZE), 1);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_END), 2 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, statfs_here().f_bfree, 0);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "d", 0755), 0);
	KTEST_EXPECT_EQ(t, statfs_here().f_ffree, 0);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "e", 0755), -ENOSPC);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "f", NULL, "g", 0), -ENOSPC);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d"), 0);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "f", NULL, "g", 0), 0);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "e", 0755), -ENOSPC);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "f"), 0);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "e", 0755), 0);
	KTEST_EXPECT_EQ(t, vfs_truncate_file(file, 0), 0);
	KTEST_EXPECT_EQ(t, write_at(file, bytes, 1, 2 * PAGE_SIZE), 1);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(tmpfs, frames_come_back)
{
	static char bytes[64 * PAGE_SIZE];
	struct frame_statistics before, after;
	struct test_tree tree;
	struct file *file;

	for (unsigned int round = 0; round < 2; round++) {
		KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
		file = create("f");
		KTEST_ASSERT(t, file);
		frame_statistics(&before);
		KTEST_EXPECT_EQ(t, write_at(file, bytes, sizeof(bytes), 0),
				sizeof(bytes));
		frame_statistics(&after);
		KTEST_EXPECT_GE(t, before.free - after.free, 64);
		file_put(file);
		KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "f"), 0);
		frame_statistics(&after);
		/* The heap may keep a slab or two. */
		KTEST_EXPECT_LE(t, before.free - after.free, 4);
		test_tree_check_end(t, &tree);
	}
}

/* Counts names, and takes @room of them at a time. */
struct counter {
	struct directory_sink sink;
	unsigned int room, names, dots;
	u64 numbers; /* those of the names "0", "1", ... added up */
};

static bool count_name(struct directory_sink *sink,
		       const struct directory_entry *entry)
{
	struct counter *counter = container_of(sink, struct counter, sink);

	if (!counter->room)
		return false;
	counter->room--;
	counter->names++;
	if (entry->name[0] == '.')
		counter->dots++;
	else
		for (u64 i = 0, n = 0; i < entry->length; i++) {
			n = n * 10 + (u64)(entry->name[i] - '0');
			if (i + 1 == entry->length)
				counter->numbers += n;
		}
	return true;
}

static int create_numbered(unsigned int number)
{
	char name[16];

	snprintf(name, sizeof(name), "%u", number);
	return vfs_mknod(NULL, name, S_IFREG | 0600, 0);
}

static int unlink_numbered(unsigned int number)
{
	char name[16];

	snprintf(name, sizeof(name), "%u", number);
	return vfs_unlink(NULL, name);
}

KTEST(tmpfs, a_listing_tells_each_name_once_however_small_the_buffer)
{
	enum {
		NAMES = 100
	};
	struct counter counter = {.sink.add = count_name};
	unsigned int before, failed = 0;
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	for (unsigned int i = 0; i < NAMES; i++)
		failed += create_numbered(i) != 0;
	KTEST_ASSERT_EQ(t, vfs_open(NULL, ".", O_RDONLY, 0, &file), 0);
	do {
		before = counter.names;
		counter.room = 7;
		failed += vfs_list(file, &counter.sink) != 0;
		/* Names come and go meanwhile: those that stay are told. */
		if (counter.names == 14) {
			failed += unlink_numbered(0) != 0;
			failed += unlink_numbered(NAMES - 1) != 0;
		}
	} while (counter.names != before);
	KTEST_EXPECT_EQ(t, failed, 0);
	KTEST_EXPECT_EQ(t, counter.dots, 2);
	KTEST_EXPECT_EQ(t, counter.names, 2 + NAMES - 1);
	KTEST_EXPECT_EQ(t, counter.numbers, (NAMES - 1) * (NAMES - 2) / 2);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_SET), 0);
	counter.room = 1;
	KTEST_EXPECT_EQ(t, vfs_list(file, &counter.sink), 0);
	KTEST_EXPECT_EQ(t, counter.dots, 3);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(tmpfs, a_directory_grows_to_thousands_and_back)
{
	enum {
		NAMES = 3000
	};
	struct test_tree tree;
	unsigned int failed = 0;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	for (unsigned int i = 0; i < NAMES; i++)
		failed += create_numbered(i) != 0;
	for (unsigned int i = 0; i < NAMES; i++)
		failed += create_numbered(i) != -EEXIST;
	for (unsigned int i = 0; i < NAMES; i++)
		failed += unlink_numbered(i) != 0;
	KTEST_EXPECT_EQ(t, failed, 0);
	KTEST_EXPECT_EQ(t, statfs_here().f_files - statfs_here().f_ffree, 1);
	KTEST_EXPECT_EQ(t, test_links("."), 2);
	test_tree_check_end(t, &tree);
}

KTEST(tmpfs, a_whole_tree_goes_with_the_mount)
{
	struct test_tree tree;
	char name[] = "d/d/d/d/d/d/d/d/d";

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	for (size_t length = 1; length < sizeof(name); length += 2) {
		char cut = name[length];

		name[length] = '\0';
		KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, name, 0755), 0);
		name[length] = cut;
	}
	KTEST_EXPECT_EQ(t, test_write("d/d/d/f", "x"), 0);
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "d/d/d/f", NULL, "d/f", 0), 0);
	KTEST_EXPECT_EQ(t, vfs_symlink("x", NULL, "d/d/l"), 0);
	test_tree_check_end(t, &tree);
}
