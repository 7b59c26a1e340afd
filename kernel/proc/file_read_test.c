// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading a file into memory of a program that is not there as yet, or not at all.
 */
#include <asm/memlayout.h>
#include <exo/file.h>
#include <exo/ktest.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "test_memory.h"

#define NAME "/file-read"

/* A hole, and three bytes of which the first ends a page. */
static bool make_file(struct file **file)
{
	struct io_iter from = io_iter_buffer("abc", 3);

	return !vfs_open(NULL, NAME, O_RDWR | O_CREAT, 0600, file) &&
	       file_write_at(*file, &from, 2 * PAGE_SIZE - 1) == 3;
}

static ssize_t read_to(struct file *file, unsigned long at)
{
	const struct iovec piece = {(void *)at, 2 * PAGE_SIZE + 2};
	struct io_iter to;
	int err = io_iter_init_user(&to, &piece, 1);

	return err ? err : file_read_at(file, &to, 0);
}

static void check_read(struct ktest *t)
{
	unsigned long at = test_memory_map(4 * PAGE_SIZE, false);
	char text[4] = "";
	struct file *file;

	KTEST_ASSERT(t, at && make_file(&file));
	KTEST_EXPECT_EQ(t, read_to(file, at), 2 * PAGE_SIZE + 2);
	KTEST_EXPECT_EQ(t,
			user_copy_from(text,
				       (void __user *)(at + 2 * PAGE_SIZE - 1),
				       3),
			0);
	KTEST_EXPECT_STREQ(t, text, "abc");
	KTEST_EXPECT_EQ(t, sys_munmap(at + 3 * PAGE_SIZE, PAGE_SIZE), 0);
	KTEST_EXPECT_EQ(t, read_to(file, at + PAGE_SIZE), 2 * PAGE_SIZE);
	KTEST_EXPECT_EQ(t, read_to(file, at + 3 * PAGE_SIZE - 1), 1);
	KTEST_EXPECT_EQ(t, read_to(file, at + 3 * PAGE_SIZE), -EFAULT);
	file_put(file);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, NAME), 0);
}

KTEST(file_read, memory_comes_in_while_it_is_read_into)
{
	KTEST_EXPECT(t, test_memory_run(t, check_read));
}
