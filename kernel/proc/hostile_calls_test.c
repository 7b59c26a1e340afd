// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each argument of each system call of files from a list of values that no program
 * should give. Any answer will do; the kernel and its memory must be as before.
 */
#include <exo/compiler.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/limits.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/unistd.h>

#include "ring3_data.h"

enum {
	ARGUMENTS = 6,
};

/* Calls that may wait for ever, or take away what others need, are not here. */
static const u16 calls[] = {
	__NR_read,
	__NR_write,
	__NR_open,
	__NR_close,
	__NR_stat,
	__NR_fstat,
	__NR_lstat,
	__NR_lseek,
	__NR_ioctl,
	__NR_pread64,
	__NR_pwrite64,
	__NR_readv,
	__NR_writev,
	__NR_access,
	__NR_dup,
	__NR_dup2,
	__NR_sendfile,
	__NR_fcntl,
	__NR_flock,
	__NR_fsync,
	__NR_fdatasync,
	__NR_truncate,
	__NR_ftruncate,
	__NR_getdents,
	__NR_getcwd,
	__NR_rename,
	__NR_mkdir,
	__NR_rmdir,
	__NR_creat,
	__NR_link,
	__NR_unlink,
	__NR_symlink,
	__NR_readlink,
	__NR_chmod,
	__NR_fchmod,
	__NR_chown,
	__NR_fchown,
	__NR_lchown,
	__NR_mknod,
	__NR_utime,
	__NR_statfs,
	__NR_fstatfs,
	__NR_mount,
	__NR_umount2,
	__NR_readahead,
	__NR_getdents64,
	__NR_fadvise64,
	__NR_utimes,
	__NR_openat,
	__NR_mkdirat,
	__NR_mknodat,
	__NR_fchownat,
	__NR_futimesat,
	__NR_newfstatat,
	__NR_unlinkat,
	__NR_renameat,
	__NR_linkat,
	__NR_symlinkat,
	__NR_readlinkat,
	__NR_fchmodat,
	__NR_faccessat,
	__NR_utimensat,
	__NR_fallocate,
	__NR_dup3,
	__NR_preadv,
	__NR_pwritev,
	__NR_syncfs,
	__NR_renameat2,
	__NR_copy_file_range,
	__NR_preadv2,
	__NR_pwritev2,
	__NR_statx,
	__NR_close_range,
	__NR_openat2,
	__NR_faccessat2,
	__NR_channel_open,
	__NR_channel_unlink,
	__NR_channel_send,
	__NR_channel_receive,
	__NR_channel_call,
	__NR_channel_reply,
	__NR_channel_reply_and_receive,
	__NR_channel_put,
	__NR_channel_get,
	__NR_channel_ask,
	__NR_channel_answer,
};

static const u64 values[] = {
	0,
	1,
	-1UL,
	RING3_NOWHERE,
	RING3_KERNEL,
	RING3_DATA,
	RING3_DATA_END - 1,
	RING3_CONSTANT,
	USER_END - 1,
	USER_END,
	(u64)INT_MAX,
	1UL << 31,
	(u64)S64_MAX,
	1UL << 63,
	(u64)AT_FDCWD,
};

/* What all arguments but one are, in turn. */
static const u64 usual[][ARGUMENTS] = {
	{0, RING3_DATA, 16, 0, 0, 0},
	{RING3_NAME, RING3_DATA, 0, 0, 0, 0},
	{(u64)AT_FDCWD, RING3_NAME, RING3_DATA, 0, 0, 0},
};

static void expect_survived(struct ktest *t, struct ring3 *ring3, long number)
{
	u64 arguments[ARGUMENTS];

	for (unsigned int kind = 0; kind < ARRAY_SIZE(usual); kind++) {
		for (unsigned int at = 0; at < ARGUMENTS * ARRAY_SIZE(values);
		     at++) {
			memcpy(arguments, usual[kind], sizeof(arguments));
			arguments[at % ARGUMENTS] = values[at / ARGUMENTS];
			ring3_name(ring3, "/absent/x");
			ring3_text(ring3, RING3_DATA, "/absent/y");
			KTEST_EXPECT_GE(
				t, ring3_call_with(ring3, number, arguments),
				-4095);
		}
	}
}

/* A new descriptor 0, whatever became of the one before. */
static void open_directory(struct ring3 *ring3)
{
	ring3_call(ring3, __NR_close, 0);
	ring3_call(ring3, __NR_open, ring3_name(ring3, "/"),
		   O_RDONLY | O_DIRECTORY);
}

static void open_pipe(struct ring3 *ring3)
{
	ring3_call(ring3, __NR_close, 0);
	ring3_call(ring3, __NR_pipe2, RING3_DATA, O_NONBLOCK);
}

static void try_all(struct ktest *t, void (*open_first)(struct ring3 *ring3))
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	for (unsigned int i = 0; i < ARRAY_SIZE(calls); i++) {
		open_first(&ring3);
		expect_survived(t, &ring3, calls[i]);
	}
	ring3_destroy(&ring3);
}

/*
 * The second time finds all caches as the first has left them; but the numbers of
 * so many threads may take another page.
 */
static void expect_nothing_kept(struct ktest *t,
				void (*open_first)(struct ring3 *ring3))
{
	u64 blocks;

	try_all(t, open_first);
	blocks = heap_blocks_in_use();
	try_all(t, open_first);
	KTEST_EXPECT_LE(t, heap_blocks_in_use(), blocks + 1);
}

KTEST(hostile_calls, wild_arguments_are_survived)
{
	expect_nothing_kept(t, open_directory);
}

KTEST(hostile_calls, wild_arguments_for_a_pipe_are_survived)
{
	expect_nothing_kept(t, open_pipe);
}

/* These wait, unless they are told not to: 0 ms, or a time of zeros. */
static const struct {
	long number;
	unsigned int tried; /* arguments */
	u64 arguments[ARGUMENTS];
} waiting_calls[] = {
	{__NR_poll, 2, {RING3_DATA, 1, 0}},
	{__NR_ppoll, 2, {RING3_DATA, 1, RING3_CONSTANT, 0, 8}},
	{__NR_select, 4, {1, 0, 0, 0, RING3_CONSTANT}},
	{__NR_pselect6, 4, {1, 0, 0, 0, RING3_CONSTANT, 0}},
};

static void try_waiting_call(struct ktest *t, struct ring3 *ring3,
			     unsigned int call)
{
	u64 arguments[ARGUMENTS];

	for (unsigned int at = 0; at < waiting_calls[call].tried; at++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(values); i++) {
			memcpy(arguments, waiting_calls[call].arguments,
			       sizeof(arguments));
			arguments[at] = values[i];
			memset(ring3_data(ring3), 0, PAGE_SIZE);
			KTEST_EXPECT_GE(
				t,
				ring3_call_with(ring3,
						waiting_calls[call].number,
						arguments),
				-4095);
		}
	}
}

KTEST(hostile_calls, wild_arguments_of_calls_that_wait_are_survived)
{
	struct ring3 ring3;

	KTEST_ASSERT(t, ring3_create(&ring3));
	open_pipe(&ring3);
	for (unsigned int i = 0; i < ARRAY_SIZE(waiting_calls); i++)
		try_waiting_call(t, &ring3, i);
	ring3_destroy(&ring3);
}
