// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of files, by a program that does nothing else. The loop around one is
 * four instructions, around two eight.
 */
#include <exo/bench.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/string.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/unistd.h>

#include "ring3.h"
#include "ring3_programs.h"

enum {
	CALLS = 10000
};

#define NAME	  "/bench-file"
#define BUFFER_AT RING3_DATA
#define NAME_AT	  (RING3_DATA + 1024)
#define EMPTY_AT  (RING3_DATA + 2048)

static struct ring3 program;

static int create_program(unsigned long size)
{
	(void)size;
	if (!ring3_create(&program))
		return -ENOMEM;
	strscpy((char *)ring3_data(&program) + (NAME_AT - RING3_DATA), NAME,
		sizeof(NAME));
	return 0;
}

/* Descriptor 0 of the program. */
static int open_first(const char *name, u32 flags)
{
	struct file *file;
	int err = vfs_open(NULL, name, flags, 0600, &file);

	return err ? err : fd_install(program.files, file, 0, 0);
}

static int create_with(const char *name, u32 flags)
{
	int err = create_program(0);

	if (!err) {
		err = open_first(name, flags);
		if (err)
			ring3_destroy(&program);
	}
	return err;
}

static int create_null(unsigned long size)
{
	(void)size;
	return create_with("/dev/null", O_WRONLY);
}

static int create_zero(unsigned long size)
{
	(void)size;
	return create_with("/dev/zero", O_RDONLY);
}

static int create_file(unsigned long size)
{
	int err = create_with(NAME, O_RDWR | O_CREAT | O_TRUNC);
	struct io_iter text = io_iter_buffer(NAME, sizeof(NAME));
	struct file *file;

	(void)size;
	if (err)
		return err;
	file = fd_get(program.files, 0);
	err = file_write_at(file, &text, 0) > 0 ? 0 : -EIO;
	file_put(file);
	return err;
}

static int create_closed_file(unsigned long size)
{
	int err = create_file(size);

	return err ? err : fd_close(program.files, 0);
}

static void destroy(void)
{
	ring3_destroy(&program);
	/* Those that made no file have none to remove. */
	(void)!vfs_unlink(NULL, NAME);
}

/* @number of descriptor or name @first, at most one byte, position 0. */
static void call(u32 number, u64 first, u64 second, unsigned long calls)
{
	program.start.rbx = number;
	program.start.rdi = first;
	program.start.rsi = second;
	program.start.rdx = 1;
	program.start.r10 = 0;
	program.start.r12 = calls;
	ring3_run(&program, ring3_syscall_loop);
}

#define FILE_CALLS_BENCH(name, create)                                  \
	BENCH(file_calls, name, BENCH_SIZES(CALLS), .per_object = true, \
	      .irqs_on = true, .setup = create, .teardown = destroy)

FILE_CALLS_BENCH(write_null, create_null)
{
	call(__NR_write, 0, BUFFER_AT, size);
}

FILE_CALLS_BENCH(read_zero, create_zero)
{
	call(__NR_read, 0, BUFFER_AT, size);
}

FILE_CALLS_BENCH(pread_tmpfs, create_file)
{
	call(__NR_pread64, 0, BUFFER_AT, size);
}

FILE_CALLS_BENCH(fstat, create_file)
{
	call(__NR_fstat, 0, BUFFER_AT, size);
}

FILE_CALLS_BENCH(stat, create_file)
{
	call(__NR_stat, NAME_AT, BUFFER_AT, size);
}

/* As today's C libraries call it. */
FILE_CALLS_BENCH(fstatat_empty, create_file)
{
	program.start.rbx = __NR_newfstatat;
	program.start.rdi = 0;
	program.start.rsi = EMPTY_AT;
	program.start.rdx = BUFFER_AT;
	program.start.r10 = AT_EMPTY_PATH;
	program.start.r12 = size;
	ring3_run(&program, ring3_syscall_loop);
}

FILE_CALLS_BENCH(open_close, create_closed_file)
{
	program.start.rbx = __NR_open;
	program.start.rbp = __NR_close;
	program.start.r14 = NAME_AT;
	program.start.r15 = 0;
	program.start.rsi = O_RDONLY;
	program.start.r12 = size;
	ring3_run(&program, ring3_syscall_pair_loop);
}
