// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/thread.h>
#include <uapi/errno.h>

static unsigned int alive; /* files of this test */

static void note_release(struct file *file)
{
	(void)file;
	alive--;
}

static const struct file_ops ops = {
	.read = file_no_read,
	.write = file_no_write,
	.release = note_release,
};

static struct file *new_file(void)
{
	struct file *file = file_alloc(&ops, NULL, O_RDWR);

	alive += file != NULL;
	return file;
}

/* A new file in the lowest slot; its descriptor, or a negative errno. */
static int open_new(struct file_table *table, u32 flags)
{
	struct file *file = new_file();
	int fd;

	if (!file)
		return -ENOMEM;
	fd = fd_install(table, file, flags, 0);
	if (fd < 0)
		file_put(file);
	return fd;
}

static unsigned int closed; /* descriptors */

static void note_closed(struct file *file)
{
	(void)file;
	closed++;
}

KTEST(file_table, a_file_is_told_of_each_descriptor_that_is_closed)
{
	static const struct file_ops told_ops = {.closed = note_closed};
	struct file_table *table = file_table_alloc();
	struct file *file = file_alloc(&told_ops, NULL, O_RDWR);

	KTEST_ASSERT(t, table);
	KTEST_ASSERT(t, file);
	closed = 0;
	KTEST_EXPECT_EQ(t, fd_install(table, file, 0, 0), 0);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, 1, 0), 1);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, 2, 0), 2);
	KTEST_EXPECT_EQ(t, closed, 0);
	KTEST_EXPECT_EQ(t, fd_close(table, 0), 0);
	KTEST_EXPECT_EQ(t, closed, 1);
	KTEST_EXPECT_EQ(t, open_new(table, 0), 0);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, 1, 0), 1);
	KTEST_EXPECT_EQ(t, closed, 2);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, closed, 3);
}

KTEST(file_table, lowest_free_descriptor_is_given)
{
	struct file_table *table = file_table_alloc();

	KTEST_ASSERT(t, table);
	for (int fd = 0; fd < 200; fd++)
		KTEST_EXPECT_EQ(t, open_new(table, 0), fd);
	KTEST_EXPECT_EQ(t, fd_close(table, 150), 0);
	KTEST_EXPECT_EQ(t, fd_close(table, 7), 0);
	KTEST_EXPECT_EQ(t, fd_close(table, 7), -EBADF);
	KTEST_EXPECT_EQ(t, alive, 198);
	KTEST_EXPECT_EQ(t, open_new(table, 0), 7);
	KTEST_EXPECT_EQ(t, open_new(table, 0), 150);
	KTEST_EXPECT_EQ(t, open_new(table, 0), 200);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(file_table, descriptor_is_not_below_the_one_asked_for)
{
	struct file_table *table = file_table_alloc();
	struct file *file = new_file();

	KTEST_ASSERT(t, table && file);
	KTEST_EXPECT_EQ(t, fd_install(table, file, 0, -1), -EINVAL);
	KTEST_EXPECT_EQ(t, fd_install(table, file, 0, FILE_TABLE_LIMIT),
			-EINVAL);
	KTEST_EXPECT_EQ(t, fd_install(table, file, 0, 700), 700);
	file_get(file);
	KTEST_EXPECT_EQ(t, fd_install(table, file, 0, 700), 701);
	KTEST_EXPECT_EQ(t, fd_next(table, 0), 700);
	KTEST_EXPECT_EQ(t, fd_next(table, 702), -1);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(file_table, it_holds_65536_descriptors_and_no_more)
{
	struct file_table *table = file_table_alloc();
	struct file *file = new_file();
	int fd, count = 0;

	KTEST_ASSERT(t, table && file);
	file_table_set_limit(table, 10 * FILE_TABLE_MAX);
	for (; (fd = fd_install(table, file, 0, 0)) >= 0; count++)
		file_get(file);
	file_put(file);
	KTEST_EXPECT_EQ(t, fd, -EMFILE);
	KTEST_EXPECT_EQ(t, count, FILE_TABLE_MAX);
	KTEST_EXPECT_EQ(t, fd_close(table, 12345), 0);
	KTEST_EXPECT_EQ(t, open_new(table, 0), 12345);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(file_table, limit_can_fall_below_what_is_open)
{
	struct file_table *table = file_table_alloc();

	KTEST_ASSERT(t, table);
	for (int i = 0; i < 10; i++)
		open_new(table, 0);
	file_table_set_limit(table, 5);
	KTEST_EXPECT_EQ(t, open_new(table, 0), -EMFILE);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, 5, 0), -EBADF);
	KTEST_EXPECT_EQ(t, fd_close(table, 9), 0);
	KTEST_EXPECT_EQ(t, fd_close(table, 3), 0);
	KTEST_EXPECT_EQ(t, open_new(table, 0), 3);
	file_table_set_limit(table, 0);
	KTEST_EXPECT_EQ(t, open_new(table, 0), -EMFILE);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(file_table, duplicate_closes_what_its_target_meant)
{
	struct file_table *table = file_table_alloc();
	struct file *first, *second;

	KTEST_ASSERT(t, table);
	open_new(table, 0);
	open_new(table, 0);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, 1, O_CLOEXEC), 1);
	KTEST_EXPECT_EQ(t, alive, 1);
	KTEST_EXPECT_EQ(t, fd_get_flags(table, 0), 0);
	KTEST_EXPECT_EQ(t, fd_get_flags(table, 1), FD_CLOEXEC);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, 500, 0), 500);
	first = fd_get(table, 0);
	second = fd_get(table, 500);
	KTEST_EXPECT(t, first && first == second);
	file_put(first);
	file_put(second);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, 0, 0), -EINVAL);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 2, 0, 0), -EBADF);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, -1, 0, 0), -EBADF);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, -1, 0), -EBADF);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, FILE_TABLE_LIMIT, 0),
			-EBADF);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(file_table, reserved_descriptor_leads_nowhere_and_is_not_free)
{
	struct file_table *table = file_table_alloc();
	struct file *file = new_file();
	int fd;

	KTEST_ASSERT(t, table && file);
	fd = fd_reserve(table, O_CLOEXEC, 0);
	KTEST_ASSERT_EQ(t, fd, 0);
	KTEST_EXPECT(t, !fd_get(table, fd));
	KTEST_EXPECT_EQ(t, fd_close(table, fd), -EBADF);
	KTEST_EXPECT_EQ(t, fd_get_flags(table, fd), -EBADF);
	KTEST_EXPECT_EQ(t, open_new(table, 0), 1);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 1, 0, 0), -EBUSY);
	fd_unreserve(table, fd);
	KTEST_EXPECT_EQ(t, fd_reserve(table, O_CLOEXEC, 0), 0);
	fd_fill(table, fd, file);
	KTEST_EXPECT_EQ(t, fd_get_flags(table, fd), FD_CLOEXEC);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(file_table, numbers_out_of_range_are_no_descriptors)
{
	static const int bad[] = {-1, 1, 63, 64, 65535, 65536, 1 << 30};
	struct file_table *table = file_table_alloc();

	KTEST_ASSERT(t, table);
	open_new(table, 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		KTEST_EXPECT(t, !fd_get(table, bad[i]));
		KTEST_EXPECT_EQ(t, fd_close(table, bad[i]), -EBADF);
		KTEST_EXPECT_EQ(t, fd_set_flags(table, bad[i], 0), -EBADF);
	}
	file_table_put(table);
}

KTEST(file_table, exec_closes_those_marked_for_it)
{
	struct file_table *table = file_table_alloc();

	KTEST_ASSERT(t, table);
	for (int fd = 0; fd < 100; fd++)
		open_new(table, fd % 2 ? O_CLOEXEC : 0);
	KTEST_EXPECT_EQ(t, fd_set_flags(table, 1, 0), 0);
	KTEST_EXPECT_EQ(t, fd_set_flags(table, 2, FD_CLOEXEC), 0);
	fd_close_on_exec(table);
	KTEST_EXPECT_EQ(t, alive, 50);
	KTEST_EXPECT_EQ(t, fd_next(table, 1), 1);
	KTEST_EXPECT_EQ(t, fd_next(table, 2), 4);
	fd_close_range(table, 4, 20);
	KTEST_EXPECT_EQ(t, fd_next(table, 2), 22);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

KTEST(file_table, copy_has_the_same_files_and_changes_alone)
{
	struct file_table *table = file_table_alloc(), *copy;

	KTEST_ASSERT(t, table);
	for (int fd = 0; fd < 100; fd++)
		open_new(table, fd == 5 ? O_CLOEXEC : 0);
	KTEST_EXPECT_EQ(t, fd_reserve(table, 0, 0), 100);
	copy = file_table_copy(table);
	KTEST_ASSERT(t, copy);
	KTEST_EXPECT_EQ(t, fd_get_flags(copy, 5), FD_CLOEXEC);
	KTEST_EXPECT_EQ(t, open_new(copy, 0), 100);
	KTEST_EXPECT_EQ(t, fd_close(copy, 3), 0);
	KTEST_EXPECT_EQ(t, fd_get_flags(table, 3), 0);
	fd_unreserve(table, 100);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 100);
	file_table_put(copy);
	KTEST_EXPECT_EQ(t, alive, 0);
}

/* Descriptors at both ends of words of the bitmap. */
static const int scattered[] = {0, 62, 63, 64, 127, 128, 4095, 40000};

static struct file_table *scattered_table(void)
{
	struct file_table *table = file_table_alloc();

	if (!table)
		return NULL;
	file_table_set_limit(table, FILE_TABLE_MAX);
	for (unsigned int i = 0; i < ARRAY_SIZE(scattered); i++) {
		struct file *file = new_file();

		if (file && fd_install(table, file, i % 2 ? O_CLOEXEC : 0,
				       scattered[i]) < 0)
			file_put(file);
	}
	return table;
}

/* How many of those expected, every @step-th, are not what @table has. */
static unsigned int differences(struct file_table *table, unsigned int step)
{
	unsigned int wrong = 0;
	int fd = -1;

	for (unsigned int i = 0; i < ARRAY_SIZE(scattered); i += step) {
		fd = fd_next(table, fd + 1);
		wrong += fd != scattered[i];
	}
	return wrong + (fd_next(table, fd + 1) != -1);
}

KTEST(file_table, what_is_scattered_is_found_copied_and_closed)
{
	struct file_table *table = scattered_table(), *copy;

	KTEST_ASSERT(t, table);
	KTEST_EXPECT_EQ(t, fd_reserve(table, O_CLOEXEC, 64), 65);
	KTEST_EXPECT_EQ(t, differences(table, 1), 0);
	copy = file_table_copy(table);
	KTEST_ASSERT(t, copy);
	KTEST_EXPECT_EQ(t, differences(copy, 1), 0);
	fd_close_on_exec(copy);
	KTEST_EXPECT_EQ(t, differences(copy, 2), 0);
	fd_close_range(copy, 1, 4094);
	KTEST_EXPECT_EQ(t, fd_next(copy, 1), 4095);
	fd_close_range(copy, 4095, FILE_TABLE_MAX);
	KTEST_EXPECT_EQ(t, fd_next(copy, 1), -1);
	fd_unreserve(table, 65);
	file_table_put(copy);
	KTEST_EXPECT_EQ(t, differences(table, 1), 0);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

/* As many as are left of many, not as many as there once were: both have them. */
KTEST(file_table, copy_takes_memory_for_what_is_in_use)
{
	struct file_table *table = scattered_table(), *copy;
	struct heap_statistics before, after;

	KTEST_ASSERT(t, table);
	fd_close_range(table, 64, FILE_TABLE_MAX);
	heap_statistics(&before);
	copy = file_table_copy(table);
	KTEST_ASSERT(t, copy);
	heap_statistics(&after);
	KTEST_EXPECT_LT(t, after.used - before.used, 4096);
	KTEST_EXPECT_EQ(t, file_table_size(table), 64); /* itself, too */
	KTEST_EXPECT_EQ(t, fd_next(table, 1), 62);
	KTEST_EXPECT_EQ(t, fd_next(table, 64), -1);
	KTEST_EXPECT_EQ(t, fd_get_flags(table, 62), FD_CLOEXEC);
	file_table_put(copy);
	KTEST_EXPECT_EQ(t, fd_duplicate_to(table, 0, 40000, 0), 40000);
	file_table_put(table);
	KTEST_EXPECT_EQ(t, alive, 0);
}

/* Take a descriptor above those in use, fill it, or not, and close. */
static int reserve_and_close(struct ktest *t, struct file_table *table)
{
	int fd = fd_reserve(table, O_CLOEXEC, 0),
	    empty = fd_reserve(table, 0, 0);
	struct file *file = new_file();

	if (empty >= 0)
		fd_unreserve(table, empty);
	if (fd >= 0 && file) {
		fd_fill(table, fd, file);
		KTEST_EXPECT_EQ(t, fd_set_flags(table, fd, 0), 0);
		KTEST_EXPECT_EQ(t, fd_get_flags(table, fd), 0);
		file = fd_get(table, fd);
		KTEST_EXPECT_EQ(t, fd_close(table, fd), 0);
	} else if (fd >= 0) {
		fd_unreserve(table, fd);
	}
	if (file)
		file_put(file);
	return fd < 0 || empty < 0 || !file ? -ENOMEM : 0;
}

/* Fill a table so that it must grow, and copy it; 0 or -ENOMEM. */
static int use_tables(struct ktest *t)
{
	struct file_table *table = file_table_alloc(), *copy;
	struct file *file;
	int err = -ENOMEM;

	if (!table)
		return err;
	file = new_file();
	if (file) {
		int fd = fd_install(table, file, 0, 300);

		if (fd < 0)
			file_put(file);
		else if (fd_duplicate_to(table, fd, 900, 0) == 900)
			err = 0;
	}
	if (reserve_and_close(t, table))
		err = -ENOMEM;
	copy = file_table_copy(table);
	if (copy) {
		KTEST_EXPECT_EQ(t, fd_next(copy, 0), fd_next(table, 0));
		fd_close_range(copy, 0, 500);
		fd_close_on_exec(copy);
		file_table_put(copy);
	} else {
		err = -ENOMEM;
	}
	file_table_put(table);
	return err;
}

KTEST(file_table, any_allocation_may_fail)
{
	u64 blocks = heap_blocks_in_use();
	int err = -ENOMEM;

	fault_inject_each(nth)
	{
		err = use_tables(t);
		KTEST_EXPECT_EQ(t, alive, 0);
	}
	KTEST_EXPECT_EQ(t, err, 0);
	KTEST_EXPECT_EQ(t, heap_blocks_in_use(), blocks);
}

struct sharing {
	struct file_table *table;
	bool stop;
};

static int get_all_the_time(void *arg)
{
	struct sharing *sharing = arg;
	int found = 0;

	while (!READ_ONCE(sharing->stop)) {
		for (int fd = 0; fd < 70; fd++) {
			struct file *file = fd_get(sharing->table, fd);

			found += file != NULL;
			if (file)
				file_put(file);
		}
		thread_yield();
	}
	return found;
}

KTEST(file_table, readers_find_whole_files_while_it_changes_and_grows)
{
	struct sharing sharing = {.table = file_table_alloc()};
	struct task *readers[3];

	KTEST_ASSERT(t, sharing.table);
	for (size_t i = 0; i < ARRAY_SIZE(readers); i++) {
		readers[i] =
			thread_create("reader", get_all_the_time, &sharing);
		KTEST_ASSERT(t, readers[i]);
	}
	for (int round = 0; round < 200; round++) {
		for (int fd = 0; fd < 66; fd++)
			open_new(sharing.table, 0);
		thread_yield();
		fd_close_range(sharing.table, 0, 65);
	}
	WRITE_ONCE(sharing.stop, true);
	for (size_t i = 0; i < ARRAY_SIZE(readers); i++)
		KTEST_EXPECT_GT(t, thread_join(readers[i]), 0);
	file_table_put(sharing.table);
	KTEST_EXPECT_EQ(t, alive, 0);
}
