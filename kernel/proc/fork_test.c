// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making and ending processes while memory is short, and very often; what programs
 * see of it is compared with Linux by tests/programs.
 */
#include <exo/fault_inject.h>
#include <exo/frame.h>
#include <exo/heap_statistics.h>
#include <exo/ktest.h>
#include <exo/process_life.h>
#include <exo/task_id.h>
#include <exo/thread.h>
#include <uapi/errno.h>
#include <uapi/sched.h>
#include <uapi/wait.h>

#include "fork.h"
#include "test_process.h"

enum {
	ROUNDS = 500,
	ALIVE = 50,
};

static const struct fork_request plain = {.exit_signal = SIGCHLD};
static const struct fork_request sharing = {
	.flags = CLONE_VM | CLONE_VFORK | CLONE_FS | CLONE_FILES,
	.exit_signal = SIGCHLD,
};

/* The status of the child @id. */
static int wait_for(long id)
{
	const struct process_wait request = {
		.what = WAIT_FOR_PROCESS, .id = (u32)id, .options = WEXITED};
	struct process_news news;
	int error = process_wait(&request, &news);

	return error ? error : (int)news.status;
}

static void kill(long id)
{
	const struct signal_info info = {.signal = SIGKILL, .code = SI_KERNEL};
	struct process *process = process_find((u32)id);

	if (process)
		signal_send_process(process, &info);
	process_put(process);
}

struct held {
	u64 frames, blocks;
};

/* What is in use, when the dead are buried: the idle thread does it. */
static struct held held_now(void)
{
	struct frame_statistics frames;
	struct held held;

	thread_sleep_ms(30);
	frame_statistics(&frames);
	held.frames = frames.total - frames.free;
	held.blocks = heap_blocks_in_use();
	return held;
}

/* @step may leave what grows once; from the second time on, nothing. */
static void expect_no_leak(struct ktest *t, void (*step)(struct ktest *t))
{
	struct held before, after;

	step(t);
	before = held_now();
	step(t);
	after = held_now();
	KTEST_EXPECT_LE(t, after.blocks, before.blocks);
	/* Slabs come and go; a frame of each of ALIVE children were more. */
	KTEST_EXPECT_LE(t, after.frames, before.frames + 16);
}

static void fork_failing(struct ktest *t, const struct fork_request *request)
{
	unsigned int failures = 0;

	fault_inject_each(nth)
	{
		long id = fork_task(request);

		if (id > 0) {
			KTEST_EXPECT_EQ(t, wait_for(id),
					EXIT_STATUS(TEST_CHILD_STATUS));
		} else {
			KTEST_EXPECT_EQ(t, id, -ENOMEM);
			failures++;
		}
	}
	if (IS_ENABLED(CONFIG_FAULT_INJECTION))
		KTEST_EXPECT_GE(t, failures, 3);
	KTEST_EXPECT_EQ(t, wait_for(current->id + 1), -ECHILD);
}

static void try_failures(struct ktest *t)
{
	fork_failing(t, &plain);
	fork_failing(t, &sharing);
}

static void check_failures(struct ktest *t)
{
	expect_no_leak(t, try_failures);
}

KTEST(fork, each_allocation_may_fail_and_nothing_is_left)
{
	KTEST_EXPECT(t, test_process_run(t, check_failures));
}

static void try_many(struct ktest *t)
{
	unsigned int good = 0;

	for (int i = 0; i < ROUNDS; i++) {
		long id = fork_task(i % 2 ? &plain : &sharing);

		good += wait_for(id) == EXIT_STATUS(TEST_CHILD_STATUS);
	}
	KTEST_EXPECT_EQ(t, good, ROUNDS);
}

static void check_many(struct ktest *t)
{
	expect_no_leak(t, try_many);
}

KTEST(fork, many_in_a_row_leave_nothing)
{
	KTEST_EXPECT(t, test_process_run(t, check_many));
}

static void try_crowd(struct ktest *t)
{
	long ids[ALIVE];

	test_process_set_child(TEST_CHILD_WAITS);
	for (int i = 0; i < ALIVE; i++) {
		ids[i] = fork_task(&plain);
		KTEST_EXPECT_GT(t, ids[i], 0);
	}
	for (int i = ALIVE - 1; i >= 0; i--)
		kill(ids[i]);
	for (int i = 0; i < ALIVE; i++)
		KTEST_EXPECT_EQ(t, wait_for(ids[i]), SIGNAL_STATUS(SIGKILL));
	test_process_set_child(TEST_CHILD_EXITS);
}

static void check_crowd(struct ktest *t)
{
	expect_no_leak(t, try_crowd);
}

KTEST(fork, many_at_once_leave_nothing)
{
	KTEST_EXPECT(t, test_process_run(t, check_crowd));
}

/* Numbers of zombies, and of groups without a leader, are not given again. */
static void check_numbers(struct ktest *t)
{
	long zombie, other, later;

	zombie = fork_task(&plain);
	KTEST_ASSERT(t, zombie > 0);
	test_process_set_child(TEST_CHILD_WAITS);
	other = fork_task(&plain);
	KTEST_EXPECT_EQ(t, process_set_group((u32)zombie, (u32)zombie), 0);
	KTEST_EXPECT_EQ(t, process_set_group((u32)other, (u32)zombie), 0);
	KTEST_EXPECT_EQ(t, wait_for(zombie), EXIT_STATUS(TEST_CHILD_STATUS));
	KTEST_EXPECT_EQ(t, task_id_next_used((u32)zombie), zombie);
	KTEST_EXPECT_EQ(t, process_get_group((u32)other), zombie);
	KTEST_EXPECT_EQ(t, process_get_group((u32)zombie), -ESRCH);
	kill(other);
	KTEST_EXPECT_EQ(t, wait_for(other), SIGNAL_STATUS(SIGKILL));
	KTEST_EXPECT_GT(t, task_id_next_used((u32)zombie), zombie);
	later = fork_task(&plain);
	KTEST_EXPECT_GT(t, later, other);
	kill(later);
	wait_for(later);
	test_process_set_child(TEST_CHILD_EXITS);
}

KTEST(fork, numbers_are_kept_as_long_as_anybody_has_them)
{
	KTEST_EXPECT(t, test_process_run(t, check_numbers));
}
