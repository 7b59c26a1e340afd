// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of files, made by a program in ring 3. What they do behind their
 * arguments is tested where it is done, in fs/; how all of them answer is compared
 * with Linux by usr/abi.
 */
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/file_table.h>
#include <exo/ktest.h>
#include <exo/thread.h>
#include <exo/vfs.h>
#include <uapi/close_range.h>
#include <uapi/dirent.h>
#include <uapi/errno.h>
#include <uapi/ioctl.h>
#include <uapi/uio.h>
#include <uapi/unistd.h>

#include "ring3_data.h"
#include "ring3_programs.h"

#define NAME "/file-calls"
#define AT   ((u64)AT_FDCWD)

/* NAME, new and empty, by descriptor 0. */
static bool begin(struct ring3 *ring3)
{
	if (!ring3_create(ring3))
		return false;
	if (!ring3_call(ring3, __NR_open, ring3_name(ring3, NAME),
			O_RDWR | O_CREAT | O_TRUNC, 0600))
		return true;
	ring3_destroy(ring3);
	return false;
}

static void end(struct ktest *t, struct ring3 *ring3)
{
	KTEST_EXPECT_EQ(
		t, ring3_call(ring3, __NR_unlink, ring3_name(ring3, NAME)), 0);
	ring3_destroy(ring3);
}

KTEST(file_calls, bytes_are_written_and_read)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	ring3_text(&ring3, RING3_DATA, "abcdef");
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_write, 0, RING3_DATA, 6), 6);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_lseek, 0, 2, SEEK_SET), 2);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_read, 0, RING3_DATA, 9), 4);
	KTEST_EXPECT_STREQ(t, (char *)ring3_data(&ring3), "cdefef");
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_pread64, 0, RING3_DATA, 1, 5), 1);
	KTEST_EXPECT_EQ(t, *(char *)ring3_data(&ring3), 'f');
	end(t, &ring3);
}

KTEST(file_calls, what_was_moved_before_a_fault_counts)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_write, 0, RING3_DATA_END - 2, 4), 2);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_pread64, 0, RING3_DATA_END - 1,
				   2, 0),
			1);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_write, 0, RING3_DATA_END, 4),
			-EFAULT);
	end(t, &ring3);
}

KTEST(file_calls, a_buffer_of_the_kernels_is_refused_even_when_empty)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_read, 0, RING3_KERNEL, 0),
			-EFAULT);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_write, 0, RING3_KERNEL, 1),
			-EFAULT);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_read, 0, RING3_DATA, -1UL),
			-EFAULT);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_read, 9, RING3_KERNEL, 1),
			-EBADF);
	end(t, &ring3);
}

static void set_piece(struct ring3 *ring3, unsigned int i, u64 base, u64 size)
{
	u64 *piece = ring3_at(ring3, RING3_DATA + i * sizeof(struct iovec));

	piece[0] = base;
	piece[1] = size;
}

KTEST(file_calls, many_pieces_are_one_write)
{
	enum {
		PIECES = 20,
	};
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	for (unsigned int i = 0; i < PIECES; i++)
		set_piece(&ring3, i, RING3_NAME + i % 2, i % 3);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_writev, 0, RING3_DATA, PIECES), 19);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_writev, 0, RING3_DATA, 1025),
			-EINVAL);
	set_piece(&ring3, 1, RING3_NAME, 1UL << 63);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_writev, 0, RING3_DATA, 2),
			-EINVAL);
	set_piece(&ring3, 1, RING3_KERNEL, 1);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_writev, 0, RING3_DATA, 2),
			-EFAULT);
	end(t, &ring3);
}

KTEST(file_calls, without_a_descriptor_no_file_is_made)
{
	struct ring3 ring3;
	struct path path;

	KTEST_ASSERT(t, ring3_create(&ring3));
	file_table_set_limit(ring3.files, 0);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_open, ring3_name(&ring3, NAME),
				   O_WRONLY | O_CREAT, 0600),
			-EMFILE);
	KTEST_EXPECT_EQ(t, path_lookup(NULL, NAME, 0, &path), -ENOENT);
	ring3_destroy(&ring3);
}

KTEST(file_calls, names_begin_at_a_directory)
{
	struct ring3 ring3;
	u64 name;

	KTEST_ASSERT(t, begin(&ring3));
	name = ring3_name(&ring3, "/file-calls-dir");
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_mkdir, name, 0700), 0);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_open, name, O_DIRECTORY), 1);
	ring3_name(&ring3, "x");
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_mknodat, 1, name, S_IFREG | 0600),
		0);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_mknodat, 0, name, 0600),
			-ENOTDIR);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_mknodat, 7, name, 0600),
			-EBADF);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_unlinkat, 1, name, 0), 0);
	ring3_name(&ring3, "/file-calls-dir");
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_rmdir, name), 0);
	end(t, &ring3);
}

KTEST(file_calls, an_empty_name_is_the_descriptor_itself)
{
	const struct stat *status;
	struct ring3 ring3;
	u64 name;

	KTEST_ASSERT(t, begin(&ring3));
	status = ring3_data(&ring3);
	name = ring3_name(&ring3, "");
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_newfstatat, 0, name, RING3_DATA,
				   AT_EMPTY_PATH),
			0);
	KTEST_EXPECT_EQ(t, status->st_mode, S_IFREG | 0600);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_newfstatat, AT, name,
				   RING3_DATA, AT_EMPTY_PATH),
			0);
	KTEST_EXPECT(t, S_ISDIR(status->st_mode));
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_newfstatat, 0, name, RING3_DATA, 0),
		-ENOENT);
	end(t, &ring3);
}

KTEST(file_calls, descriptors_are_duplicated_and_closed)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_dup, 0), 1);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_dup2, 0, 5), 5);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_dup2, 5, 5), 5);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_dup2, 6, 6), -EBADF);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_dup3, 0, 6, O_CLOEXEC), 6);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_fcntl, 6, F_GETFD), 1);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_close_range, 5, -1U,
				   CLOSE_RANGE_CLOEXEC),
			0);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_fcntl, 5, F_GETFD), 1);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_close_range, 1, 5, 0), 0);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_close, 5), -EBADF);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_close, 6), 0);
	end(t, &ring3);
}

/* The program waits for a lock that @owner has on descriptor 0. */
static struct task *start_locking(struct ring3 *ring3, struct file *file,
				  const void *owner)
{
	struct flock *wanted = ring3_data(ring3);
	struct task *thread;

	*wanted = (struct flock){.l_type = F_WRLCK};
	if (file_lock_set(file, owner, wanted, false))
		return NULL;
	ring3->start.rax = __NR_fcntl;
	ring3->start.rdi = 0;
	ring3->start.rsi = F_SETLKW;
	ring3->start.rdx = RING3_DATA;
	thread = ring3_start(ring3, ring3_syscall);
	thread_sleep_ms(20);
	return thread;
}

KTEST(file_calls, a_lock_that_comes_after_the_close_is_let_go)
{
	struct flock all = {.l_type = F_WRLCK};
	const char owner = 0;
	struct ring3 ring3;
	struct task *thread;
	struct file *file;

	KTEST_ASSERT(t, begin(&ring3));
	file = fd_get(ring3.files, 0);
	thread = start_locking(&ring3, file, &owner);
	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, fd_close(ring3.files, 0), 0);
	file_locks_drop(file, &owner);
	ring3_finish(&ring3, thread);
	KTEST_EXPECT_EQ(t, (s64)ring3.end.rax, -EBADF);
	KTEST_EXPECT_EQ(t, file_lock_test(file, &owner, &all), 0);
	KTEST_EXPECT_EQ(t, all.l_type, F_UNLCK);
	file_put(file);
	end(t, &ring3);
}

KTEST(file_calls, what_is_left_to_read_is_told)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, begin(&ring3));
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_ftruncate, 0, 100), 0);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_lseek, 0, 40, SEEK_SET), 40);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_ioctl, 0, FIONREAD, RING3_DATA), 0);
	KTEST_EXPECT_EQ(t, *(int *)ring3_data(&ring3), 60);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_ioctl, 0, FIONREAD, RING3_NOWHERE),
		-EFAULT);
	end(t, &ring3);
}

KTEST(file_calls, entries_of_a_directory_are_whole_and_aligned)
{
	const struct linux_dirent64 *entry;
	struct ring3 ring3;
	s64 bytes;

	KTEST_ASSERT(t, ring3_create(&ring3));
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_open, ring3_name(&ring3, "/"),
				   O_DIRECTORY),
			0);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_getdents64, 0, RING3_DATA, 23),
			-EINVAL);
	KTEST_EXPECT_EQ(
		t, ring3_call(&ring3, __NR_getdents64, 0, RING3_NOWHERE, 1000),
		-EFAULT);
	/* Neither lost an entry: "." is the first of all. */
	bytes = ring3_call(&ring3, __NR_getdents64, 0, RING3_DATA, 24);
	entry = ring3_data(&ring3);
	KTEST_EXPECT_EQ(t, bytes, 24);
	KTEST_EXPECT_EQ(t, entry->d_reclen, 24);
	KTEST_EXPECT_EQ(t, entry->d_type, DT_DIR);
	KTEST_EXPECT_STREQ(t, entry->d_name, ".");
	ring3_destroy(&ring3);
}

KTEST(file_calls, sendfile_stops_where_the_file_ends)
{
	struct ring3 ring3;
	u64 *offset;

	KTEST_ASSERT(t, begin(&ring3));
	offset = ring3_data(&ring3);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_open,
				   ring3_name(&ring3, "/dev/null"), O_WRONLY),
			1);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_ftruncate, 0, 10000), 0);
	*offset = 100;
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_sendfile, 1, 0, RING3_DATA,
				   1UL << 40),
			9900);
	KTEST_EXPECT_EQ(t, *offset, 10000);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_sendfile, 1, 0, 0, 4), 4);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_lseek, 0, 0, SEEK_CUR), 4);
	end(t, &ring3);
}

KTEST(file_calls, copy_file_range_refuses_to_overlap)
{
	struct ring3 ring3;
	u64 *offsets;

	KTEST_ASSERT(t, begin(&ring3));
	offsets = ring3_data(&ring3);
	KTEST_EXPECT_EQ(t, ring3_call(&ring3, __NR_ftruncate, 0, 100), 0);
	offsets[0] = 0;
	offsets[1] = 50;
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_copy_file_range, 0, RING3_DATA,
				   0, RING3_DATA + 8, 51),
			-EINVAL);
	KTEST_EXPECT_EQ(t,
			ring3_call(&ring3, __NR_copy_file_range, 0, RING3_DATA,
				   0, RING3_DATA + 8, 50),
			50);
	KTEST_EXPECT_EQ(t, offsets[0], 50);
	KTEST_EXPECT_EQ(t, offsets[1], 100);
	end(t, &ring3);
}
