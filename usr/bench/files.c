// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that are open.
 */
#include "bench.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

enum {
	PAGE = 4096
};

#define NAME SCRATCH "/bench-file"

static char page[PAGE];
static struct stat status;
static int file;

static bool make_file(void)
{
	file = open(NAME, O_RDWR | O_CREAT | O_TRUNC, 0600);
	MUST(file >= 0 && write(file, page, PAGE) == PAGE);
	return true;
}

static void remove_file(void)
{
	close(file);
	unlink(NAME);
}

static long pread_some(long size)
{
	register long position __asm__("r10") = 0;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_pread64), "D"((long)file), "S"(page),
			   "d"(size), "r"(position)
			 : "rcx", "r11", "memory");
	return result;
}

static long pwrite_some(long size)
{
	register long position __asm__("r10") = 0;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_pwrite64), "D"((long)file), "S"(page),
			   "d"(size), "r"(position)
			 : "rcx", "r11", "memory");
	return result;
}

DEFINE_RUN(run_pread_1, pread_some(1))
DEFINE_RUN(run_pread_4k, pread_some(PAGE))
DEFINE_RUN(run_pwrite_4k, pwrite_some(PAGE))
DEFINE_RUN(run_fstat, call3(SYS_fstat, file, (long)&status, 0))

static const struct row rows[] = {
	{"pread_1", 1000, make_file, run_pread_1, remove_file},
	{"pread_4k", 200, make_file, run_pread_4k, remove_file},
	{"pwrite_4k", 200, make_file, run_pwrite_4k, remove_file},
	{"fstat", 1000, make_file, run_fstat, remove_file},
};
ROWS(file_rows, rows);
