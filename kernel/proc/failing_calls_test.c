// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls of files while memory is short: each allocation of each fails in turn.
 * The call then says so, and everything is as if it had not been made.
 */
#include <exo/fault_inject.h>
#include <exo/compiler.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/flock.h>
#include <uapi/unistd.h>

#include "ring3_data.h"
#include "test_blocks.h"

enum {
	FAILURES_MAX = 24, /* allocations of one call, a thread's included */
	LONG_NAME = 300, /* bytes, too many for the stack */
};

struct failing_call {
	long number;
	u64 arguments[6];
};

/* Descriptors 0 and 1 are the root directory and the file /failing. */
static const struct failing_call calls[] = {
	{__NR_open, {RING3_NAME, O_RDONLY}},
	{__NR_open, {RING3_OTHER_NAME, O_RDONLY}},
	{__NR_stat, {RING3_OTHER_NAME, RING3_DATA}},
	{__NR_writev, {1, RING3_DATA, 20}},
	{__NR_poll, {RING3_DATA, 40, 0}},
	{__NR_select, {400, RING3_DATA, 0, 0, RING3_CONSTANT}},
	{__NR_pipe2, {RING3_DATA, 0}},
	{__NR_getdents64, {0, RING3_DATA, 1024}},
	{__NR_getcwd, {RING3_DATA, 1024}},
	{__NR_sendfile, {1, 1, RING3_DATA, 10}},
	{__NR_readlink, {RING3_OTHER_NAME, RING3_DATA, 1024}},
	{__NR_fcntl, {1, F_SETLK, RING3_DATA}},
	{__NR_flock, {1, LOCK_SH}},
	{__NR_mount, {RING3_NAME, RING3_NAME, RING3_NAME, 0, RING3_NAME}},
	{__NR_symlink, {RING3_OTHER_NAME, RING3_OTHER_NAME}},
};

static bool begin(struct ring3 *ring3)
{
	if (!ring3_create(ring3))
		return false;
	memset(ring3_at(ring3, RING3_OTHER_NAME), '/', LONG_NAME);
	if (ring3_call(ring3, __NR_open, ring3_name(ring3, "/"), O_DIRECTORY) ||
	    ring3_call(ring3, __NR_open, ring3_name(ring3, "/failing"),
		       O_RDWR | O_CREAT, 0600) != 1) {
		ring3_destroy(ring3);
		return false;
	}
	return true;
}

static void end(struct ring3 *ring3)
{
	ring3->fails = 0;
	ring3_call(ring3, __NR_unlink, ring3_name(ring3, "/failing"));
	ring3_destroy(ring3);
}

/* Make @call once, its @nth allocation failing. */
static void fail(struct ktest *t, const struct failing_call *call,
		 unsigned int nth)
{
	struct ring3 ring3;
	s64 result;

	KTEST_ASSERT(t, begin(&ring3));
	memset(ring3_data(&ring3), 0, PAGE_SIZE / 2);
	ring3.fails = nth;
	result = ring3_call_with(&ring3, call->number, call->arguments);
	/* Else the next task may inherit what was not reached. */
	fault_inject_stop();
	/* Later ones are not reached; the first may be the thread's own. */
	KTEST_EXPECT_GE(t, result, -4095);
	end(&ring3);
}

KTEST(failing_calls, each_allocation_may_fail)
{
	u64 blocks;

	for (unsigned int i = 0; i < ARRAY_SIZE(calls); i++) {
		fail(t, &calls[i], FAILURES_MAX);
		blocks = heap_blocks_in_use();
		for (unsigned int nth = 1; nth < FAILURES_MAX; nth++)
			fail(t, &calls[i], nth);
		wait_for_blocks(blocks);
		KTEST_EXPECT_LE(t, heap_blocks_in_use(), blocks);
	}
}
