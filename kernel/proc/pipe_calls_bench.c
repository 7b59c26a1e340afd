// SPDX-License-Identifier: GPL-2.0-only
/*
 * A byte through a pipe and back out, by one program: two system calls.
 */
#include <exo/bench.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/pipe.h>
#include <uapi/errno.h>
#include <uapi/unistd.h>

#include "ring3.h"
#include "ring3_programs.h"

enum {
	CALLS = 10000
};

static struct ring3 program;

static int create(unsigned long size)
{
	struct file *ends[2];

	(void)size;
	if (!ring3_create(&program))
		return -ENOMEM;
	if (pipe_create(ends, 0)) {
		ring3_destroy(&program);
		return -ENOMEM;
	}
	/* Descriptors 0 and 1: in a new table there is room. */
	(void)!fd_install(program.files, ends[0], 0, 0);
	(void)!fd_install(program.files, ends[1], 0, 0);
	return 0;
}

static void destroy(void)
{
	ring3_destroy(&program);
}

BENCH(pipe_calls, write_read, BENCH_SIZES(CALLS), .per_object = true,
      .irqs_on = true, .setup = create, .teardown = destroy)
{
	program.start.rbx = __NR_write;
	program.start.rbp = __NR_read;
	program.start.r14 = 1;
	program.start.r15 = 0;
	program.start.rsi = RING3_DATA;
	program.start.rdx = 1;
	program.start.r12 = size;
	ring3_run(&program, ring3_syscall_pair_loop);
}
