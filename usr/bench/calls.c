// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way into the kernel and back, and what little calls do there.
 */
#include "bench.h"

#include <fcntl.h>
#include <sys/syscall.h>

enum {
	NO_SUCH_CALL = 999
};

static int null_file, zero_file;

static bool open_devices(void)
{
	null_file = open("/dev/null", O_WRONLY);
	zero_file = open("/dev/zero", O_RDONLY);
	MUST(null_file >= 0 && zero_file >= 0);
	return true;
}

static void close_devices(void)
{
	close(null_file);
	close(zero_file);
}

static char byte;

DEFINE_RUN(run_getppid, call3(SYS_getppid, 0, 0, 0))
DEFINE_RUN(run_unknown, call3(NO_SUCH_CALL, 0, 0, 0))
DEFINE_RUN(run_write_null, call3(SYS_write, null_file, (long)&byte, 1))
DEFINE_RUN(run_read_zero, call3(SYS_read, zero_file, (long)&byte, 1))

static const struct row rows[] = {
	{"getppid", 1000, NULL, run_getppid, NULL},
	{"unknown_call", 1000, NULL, run_unknown, NULL},
	{"write_null_1", 1000, open_devices, run_write_null, close_devices},
	{"read_zero_1", 1000, open_devices, run_read_zero, close_devices},
};
ROWS(call_rows, rows);
