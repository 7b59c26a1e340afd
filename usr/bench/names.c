// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files by their names.
 */
#include "bench.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define NAME   SCRATCH "/bench-name"
#define ABSENT SCRATCH "/bench-absent"

static struct stat status;

static bool make_file(void)
{
	int file = open(NAME, O_RDWR | O_CREAT | O_TRUNC, 0600);

	MUST(file >= 0);
	close(file);
	return true;
}

static void remove_file(void)
{
	unlink(NAME);
}

static void open_and_close(void)
{
	long file = call3(SYS_open, (long)NAME, O_RDONLY, 0);

	call3(SYS_close, file, 0, 0);
}

static void create_and_unlink(void)
{
	long file = call3(SYS_open, (long)ABSENT, O_CREAT | O_RDWR, 0600);

	call3(SYS_close, file, 0, 0);
	call3(SYS_unlink, (long)ABSENT, 0, 0);
}

static void mkdir_and_rmdir(void)
{
	call3(SYS_mkdir, (long)ABSENT, 0700, 0);
	call3(SYS_rmdir, (long)ABSENT, 0, 0);
}

DEFINE_RUN(run_stat, call3(SYS_stat, (long)NAME, (long)&status, 0))
DEFINE_RUN(run_stat_absent, call3(SYS_stat, (long)ABSENT, (long)&status, 0))
DEFINE_RUN(run_open_close, open_and_close())
DEFINE_RUN(run_create_unlink, create_and_unlink())
DEFINE_RUN(run_mkdir_rmdir, mkdir_and_rmdir())

static const struct row rows[] = {
	{"stat", 500, make_file, run_stat, remove_file},
	{"stat_absent", 500, NULL, run_stat_absent, NULL},
	{"open_close", 200, make_file, run_open_close, remove_file},
	{"create_close_unlink", 100, NULL, run_create_unlink, NULL},
	{"mkdir_rmdir", 100, NULL, run_mkdir_rmdir, NULL},
};
ROWS(name_rows, rows);
