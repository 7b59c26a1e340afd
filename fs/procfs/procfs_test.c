// SPDX-License-Identifier: GPL-2.0-only
/*
 * procfs, mounted once more at "p" in a tree of the test's own.
 */
#include "procfs.h"

#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/mount.h>
#include <exo/printf.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "../test_tree.h"

enum {
	LINES = 300,
	LINE_SIZE = 8, /* "123 4 4\n" */
};

static unsigned int generation; /* one digit */
static int next_error; /* at line 7, once */

static int next_line(struct text_buffer *text, u64 *cursor)
{
	int err = next_error;

	if (*cursor == LINES)
		return 0;
	if (*cursor == 7 && err) {
		next_error = 0;
		text_printf(text, "half of a li");
		return err;
	}
	text_printf(text, "%03llu %u %u\n", (unsigned long long)*cursor,
		    generation, generation);
	++*cursor;
	return 1;
}
PROC_FILE(ktest_lines) = {.path = "ktest/deep/lines", .next = next_line};

static char written[PROC_WRITE_MAX + 1];

static int show_written(struct text_buffer *text)
{
	text_printf(text, "%s", written);
	return 0;
}

static int write_written(const char *bytes, size_t size)
{
	if (*bytes == '!')
		return -EDOM;
	memcpy(written, bytes, size + 1);
	return 0;
}
PROC_FILE(ktest_written) = {
	.path = "ktest/written",
	.mode = 0600,
	.show = show_written,
	.write = write_written,
};

static int begin(struct test_tree *tree)
{
	int err = test_tree_begin(tree, NULL);

	if (err)
		return err;
	generation = 0;
	next_error = 0;
	err = vfs_mkdir(NULL, "p", 0755);
	if (!err)
		err = vfs_mount("none", "p", "proc", 0, NULL);
	if (err)
		test_tree_end(tree);
	return err;
}

static void end(struct ktest *t, struct test_tree *tree)
{
	KTEST_EXPECT_EQ(t, vfs_umount("p", 0), 0);
	test_tree_check_end(t, tree);
}

static struct file *open_file(const char *name, u32 flags)
{
	struct file *file;

	return vfs_open(NULL, name, flags, 0, &file) ? NULL : file;
}

static ssize_t read_at(struct file *file, void *bytes, size_t size, u64 at)
{
	struct io_iter to = io_iter_buffer(bytes, size);

	return file_read_at(file, &to, at);
}

/*
 * Read the file @name @step bytes at a time: the hash of all in *@hash, the last byte
 * in *@last; the size, or a negative errno.
 */
static s64 read_all(const char *name, size_t step, u64 *hash, char *last)
{
	struct file *file;
	char bytes[64];
	s64 size = 0;
	ssize_t done;
	int err = vfs_open(NULL, name, O_RDONLY, 0, &file);

	if (err)
		return err;
	*hash = 0;
	do {
		struct io_iter to = io_iter_buffer(bytes, step);

		done = file_read(file, &to);
		for (ssize_t i = 0; i < done; i++)
			*hash = *hash * 31 + (u8)bytes[i];
		if (done > 0)
			*last = bytes[done - 1];
		size += max(done, (ssize_t)0);
	} while (done > 0);
	file_put(file);
	return done < 0 ? done : size;
}

KTEST(procfs, every_file_is_read_to_its_end)
{
	const struct proc_file *file;
	struct test_tree tree;
	char name[64], last;
	u64 hash;

	KTEST_ASSERT(t, begin(&tree) == 0);
	for (file = __proc_files_start; file < __proc_files_end; file++) {
		snprintf(name, sizeof(name), "p/%s", file->path);
		last = '\n';
		KTEST_EXPECT_GE(t, read_all(name, 64, &hash, &last), 0);
		KTEST_EXPECT(t, last == '\n' || strstr(name, ".gz"));
	}
	end(t, &tree);
}

KTEST(procfs, small_reads_give_the_same_as_large_ones)
{
	static const char *const constant[] = {
		"p/version", "p/filesystems", "p/ktest/deep/lines",
		"p/mounts",  "p/cpuinfo",
	};
	struct test_tree tree;
	u64 large, small;
	char last;

	KTEST_ASSERT(t, begin(&tree) == 0);
	for (size_t i = 0; i < ARRAY_SIZE(constant); i++) {
		s64 size = read_all(constant[i], 64, &large, &last);

		KTEST_EXPECT_GT(t, size, 0);
		KTEST_EXPECT_EQ(t, read_all(constant[i], 1, &small, &last),
				size);
		KTEST_EXPECT_EQ(t, small, large);
	}
	end(t, &tree);
}

KTEST(procfs, each_line_is_whole_though_what_it_tells_changes)
{
	char line[LINE_SIZE], expected[LINE_SIZE + 1];
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT(t, begin(&tree) == 0);
	file = open_file("p/ktest/deep/lines", O_RDONLY);
	KTEST_ASSERT(t, file);
	for (unsigned int i = 0; i < LINES; i++) {
		snprintf(expected, sizeof(expected), "%03u %u %u\n", i,
			 generation, generation);
		for (int at = 0; at < LINE_SIZE; at++) {
			struct io_iter to = io_iter_buffer(line + at, 1);

			KTEST_EXPECT_EQ(t, file_read(file, &to), 1);
			generation = (generation + 1) % 10;
		}
		KTEST_EXPECT_MEMEQ(t, line, expected, LINE_SIZE);
	}
	KTEST_EXPECT_EQ(t, file->position, LINES * LINE_SIZE);
	file_put(file);
	end(t, &tree);
}

KTEST(procfs, any_position_is_read_in_any_order)
{
	static const unsigned int order[] = {5, 299, 0, 1, 150, 149, 7, 298, 6};
	char line[LINE_SIZE], expected[LINE_SIZE + 1];
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT(t, begin(&tree) == 0);
	file = open_file("p/ktest/deep/lines", O_RDONLY);
	KTEST_ASSERT(t, file);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		snprintf(expected, sizeof(expected), "%03u 0 0\n", order[i]);
		KTEST_EXPECT_EQ(
			t, read_at(file, line, LINE_SIZE, order[i] * LINE_SIZE),
			LINE_SIZE);
		KTEST_EXPECT_MEMEQ(t, line, expected, LINE_SIZE);
		/* From within a line to within the next. */
		KTEST_EXPECT_EQ(t, read_at(file, line, 4, order[i] * 8 + 1), 4);
		KTEST_EXPECT_MEMEQ(t, line, expected + 1, 4);
	}
	KTEST_EXPECT_EQ(t, read_at(file, line, 4, LINES * LINE_SIZE), 0);
	KTEST_EXPECT_EQ(t, read_at(file, line, 4, LINES * LINE_SIZE - 1), 1);
	KTEST_EXPECT_EQ(t, read_at(file, line, 4, 1UL << 40), 0);
	KTEST_EXPECT_EQ(t, file_seek(file, 8, SEEK_SET), 8);
	KTEST_EXPECT_EQ(t, file_seek(file, 8, SEEK_CUR), 16);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_END), -EINVAL);
	KTEST_EXPECT_EQ(t, file_seek(file, -1, SEEK_SET), -EINVAL);
	file_put(file);
	end(t, &tree);
}

KTEST(procfs, the_beginning_is_always_new)
{
	struct test_tree tree;
	struct file *file;
	char line[LINE_SIZE];

	KTEST_ASSERT(t, begin(&tree) == 0);
	file = open_file("p/ktest/deep/lines", O_RDONLY);
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, read_at(file, line, LINE_SIZE, 0), LINE_SIZE);
	generation = 3;
	KTEST_EXPECT_EQ(t, read_at(file, line, 4, 4), 4);
	KTEST_EXPECT_MEMEQ(t, line, "0 0\n", 4);
	KTEST_EXPECT_EQ(t, read_at(file, line, LINE_SIZE, 0), LINE_SIZE);
	KTEST_EXPECT_MEMEQ(t, line, "000 3 3\n", LINE_SIZE);
	file_put(file);
	end(t, &tree);
}

KTEST(procfs, a_piece_that_fails_comes_next_time)
{
	struct test_tree tree;
	struct file *file;
	char line[LINE_SIZE];

	KTEST_ASSERT(t, begin(&tree) == 0);
	file = open_file("p/ktest/deep/lines", O_RDONLY);
	KTEST_ASSERT(t, file);
	next_error = -EIO;
	KTEST_EXPECT_EQ(t, read_at(file, line, 8, 7 * LINE_SIZE), -EIO);
	KTEST_EXPECT_EQ(t, read_at(file, line, 8, 7 * LINE_SIZE), 8);
	KTEST_EXPECT_MEMEQ(t, line, "007 0 0\n", LINE_SIZE);
	next_error = -EIO;
	/* What was read before the failure is not lost. */
	KTEST_EXPECT_EQ(t, read_at(file, line, 8, 7 * LINE_SIZE - 4), 4);
	KTEST_EXPECT_MEMEQ(t, line, "0 0\n", 4);
	file_put(file);
	end(t, &tree);
}

KTEST(procfs, what_is_written_is_taken_as_a_whole)
{
	static char large[PROC_WRITE_MAX + 1];
	struct io_iter from = io_iter_buffer(large, sizeof(large));
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT(t, begin(&tree) == 0);
	memset(large, 'x', sizeof(large));
	KTEST_EXPECT_EQ(t, test_write("p/ktest/written", "some text"), 0);
	KTEST_EXPECT(t, test_has("p/ktest/written", "some text"));
	KTEST_EXPECT_EQ(t, test_write("p/ktest/written", "!"), -EDOM);
	file = open_file("p/ktest/written", O_RDWR);
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, file_write(file, &from), -EINVAL);
	from = io_iter_buffer(large, PROC_WRITE_MAX);
	KTEST_EXPECT_EQ(t, file_write_at(file, &from, 1), -EINVAL);
	KTEST_EXPECT_EQ(t, file_write(file, &from), PROC_WRITE_MAX);
	KTEST_EXPECT_EQ(t, strlen(written), PROC_WRITE_MAX);
	file_put(file);
	KTEST_EXPECT_EQ(t, test_write("p/version", "text"), -EIO);
	end(t, &tree);
}

KTEST(procfs, nothing_is_made_renamed_or_removed)
{
	struct test_tree tree;

	KTEST_ASSERT(t, begin(&tree) == 0);
	KTEST_EXPECT_EQ(t, test_write("p/new", "text"), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "p/new", 0755), -ENOENT);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "p/version"), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "p/sys"), -EPERM);
	KTEST_EXPECT_EQ(t, vfs_rename(NULL, "p/stat", NULL, "p/x", 0), -EPERM);
	KTEST_EXPECT_EQ(t, test_mode("p/nothing"), -ENOENT);
	KTEST_EXPECT_EQ(t, test_mode("p/version/x"), -ENOTDIR);
	KTEST_EXPECT_EQ(t, test_mode("p/ktest/written"), S_IFREG | 0600);
	KTEST_EXPECT_EQ(t, test_links("p/ktest"), 3);
	KTEST_EXPECT_EQ(t, vfs_mount("x", "p", "proc", 0, "what=1"), -EINVAL);
	end(t, &tree);
}

/* Take locks and references along, and see that all come back at the end. */
KTEST(procfs, every_step_survives_any_allocation_failing)
{
	struct test_tree tree;
	char last;
	u64 hash;
	s64 done = 0;

	KTEST_ASSERT(t, test_tree_begin(&tree, NULL) == 0);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "p", 0755), 0);
	fault_inject_each(nth)
	{
		done = vfs_mount("none", "p", "proc", 0, NULL);
		if (!done) {
			done = read_all("p/ktest/deep/lines", 64, &hash, &last);
			if (done > 0)
				done = read_all("p/cpuinfo", 64, &hash, &last);
			if (done > 0)
				done = read_all("p/mounts", 64, &hash, &last);
			if (done > 0)
				done = test_write("p/ktest/written", "text");
			KTEST_EXPECT_EQ(t, vfs_umount("p", 0), 0);
		}
		KTEST_EXPECT(t, done == 0 || done == -ENOMEM);
	}
	KTEST_EXPECT_EQ(t, done, 0);
	test_tree_check_end(t, &tree);
}
