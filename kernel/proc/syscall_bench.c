// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of a program that does nothing else; the loop around each is four
 * instructions. Starting and ending the program, some thousands, is shared by
 * all.
 */
#include <exo/bench.h>
#include <uapi/errno.h>
#include <uapi/unistd.h>

#include "ring3.h"
#include "ring3_programs.h"

enum {
	CALLS = 100000
};

static struct ring3 program;

static int create(unsigned long size)
{
	(void)size;
	return ring3_create(&program) ? 0 : -ENOMEM;
}

static void destroy(void)
{
	ring3_destroy(&program);
}

static void call(u32 number, unsigned long calls)
{
	program.start.rbx = number;
	program.start.r12 = calls;
	ring3_run(&program, ring3_syscall_loop);
}

BENCH(syscall, unknown, BENCH_SIZES(CALLS), .per_object = true, .irqs_on = true,
      .setup = create, .teardown = destroy)
{
	call(SYSCALLS, size);
}

BENCH(syscall, gettid, BENCH_SIZES(CALLS), .per_object = true, .irqs_on = true,
      .setup = create, .teardown = destroy)
{
	call(__NR_gettid, size);
}
