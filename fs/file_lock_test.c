// SPDX-License-Identifier: GPL-2.0-only
#include <exo/completion.h>
#include <exo/file.h>
#include <exo/file_lock.h>
#include <exo/ktest.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/signal.h>

#include "test_tree.h"

static const char alice, bob; /* processes, by their addresses */

static struct test_tree tree;
static struct file *one, *two; /* the same file, opened twice */

static bool begin(void)
{
	return !test_tree_begin(&tree, NULL) &&
	       !vfs_open(NULL, "f", O_CREAT | O_RDWR, 0600, &one) &&
	       !vfs_open(NULL, "f", O_RDWR, 0, &two);
}

static void end(struct ktest *t)
{
	file_put(one);
	file_put(two);
	test_tree_check_end(t, &tree);
}

/* Threads are freed behind our back: heap blocks cannot be counted. */
static void end_with_threads(struct ktest *t)
{
	file_put(one);
	file_put(two);
	KTEST_EXPECT_EQ(t, test_tree_end(&tree), 0);
}

static int set(const void *owner, s64 start, s64 length, s16 type)
{
	const struct flock flock = {
		.l_type = type,
		.l_start = start,
		.l_len = length,
		.l_pid = owner == &alice ? 1 : 2,
	};

	return file_lock_set(one, owner, &flock, false);
}

KTEST(file_lock, flock_belongs_to_the_open_file)
{
	KTEST_ASSERT(t, begin());
	KTEST_EXPECT_EQ(t, file_flock(one, LOCK_SH), 0);
	KTEST_EXPECT_EQ(t, file_flock(two, LOCK_SH | LOCK_NB), 0);
	KTEST_EXPECT_EQ(t, file_flock(two, LOCK_EX | LOCK_NB), -EAGAIN);
	/* The attempt has cost the shared one. */
	KTEST_EXPECT_EQ(t, file_flock(one, LOCK_EX | LOCK_NB), 0);
	KTEST_EXPECT_EQ(t, file_flock(one, LOCK_EX), 0);
	KTEST_EXPECT_EQ(t, file_flock(two, LOCK_SH | LOCK_NB), -EAGAIN);
	KTEST_EXPECT_EQ(t, file_flock(one, LOCK_UN), 0);
	KTEST_EXPECT_EQ(t, file_flock(two, LOCK_EX | LOCK_NB), 0);
	KTEST_EXPECT_EQ(t, file_flock(two, 0), -EINVAL);
	end(t);
}

KTEST(file_lock, closing_lets_go)
{
	struct file *third;

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "f", O_RDWR, 0, &third), 0);
	KTEST_EXPECT_EQ(t, file_flock(third, LOCK_EX), 0);
	KTEST_EXPECT_EQ(t, file_flock(one, LOCK_EX | LOCK_NB), -EAGAIN);
	file_put(third);
	KTEST_EXPECT_EQ(t, file_flock(one, LOCK_EX | LOCK_NB), 0);
	KTEST_EXPECT_EQ(t, set(&alice, 0, 0, F_WRLCK), 0);
	KTEST_EXPECT_EQ(t, set(&bob, 5, 1, F_RDLCK), -EAGAIN);
	file_locks_drop(two, &alice); /* any descriptor of the file */
	KTEST_EXPECT_EQ(t, set(&bob, 5, 1, F_RDLCK), 0);
	end(t);
}

KTEST(file_lock, ranges_count_from_where_they_say)
{
	struct flock flock = {.l_type = F_WRLCK, .l_whence = SEEK_END};

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, vfs_truncate_file(one, 100), 0);
	KTEST_EXPECT_EQ(t, set(&alice, 90, 0, F_RDLCK), 0);
	flock.l_start = -10;
	flock.l_len = -5; /* 85 to 89 */
	KTEST_EXPECT_EQ(t, file_lock_set(two, &bob, &flock, false), 0);
	flock.l_len = 1;
	KTEST_EXPECT_EQ(t, file_lock_set(two, &bob, &flock, false), -EAGAIN);
	flock.l_start = -101;
	KTEST_EXPECT_EQ(t, file_lock_set(two, &bob, &flock, false), -EINVAL);
	flock.l_start = 0;
	flock.l_whence = 7;
	KTEST_EXPECT_EQ(t, file_lock_set(two, &bob, &flock, false), -EINVAL);
	KTEST_EXPECT_EQ(t, set(&bob, 1, (s64)(~0UL >> 1), F_WRLCK), -EAGAIN);
	KTEST_EXPECT_EQ(t, set(&bob, 2, (s64)(~0UL >> 1), F_RDLCK), -EOVERFLOW);
	KTEST_EXPECT_EQ(t, set(&bob, 0, 1, 5), -EINVAL);
	end(t);
}

KTEST(file_lock, one_is_told_what_is_in_the_way)
{
	struct flock flock = {.l_type = F_WRLCK, .l_start = 15, .l_len = 10};

	KTEST_ASSERT(t, begin());
	KTEST_EXPECT_EQ(t, file_lock_test(two, &bob, &flock), 0);
	KTEST_EXPECT_EQ(t, flock.l_type, F_UNLCK);
	KTEST_EXPECT_EQ(t, set(&alice, 10, 8, F_RDLCK), 0);
	flock.l_type = F_RDLCK;
	KTEST_EXPECT_EQ(t, file_lock_test(two, &bob, &flock), 0);
	KTEST_EXPECT_EQ(t, flock.l_type, F_UNLCK);
	flock.l_type = F_WRLCK;
	KTEST_EXPECT_EQ(t, file_lock_test(two, &bob, &flock), 0);
	KTEST_EXPECT_EQ(t, flock.l_type, F_RDLCK);
	KTEST_EXPECT_EQ(t, flock.l_start, 10);
	KTEST_EXPECT_EQ(t, flock.l_len, 8);
	KTEST_EXPECT_EQ(t, flock.l_pid, 1);
	end(t);
}

struct waiting {
	struct completion started;
	struct file *file;
	const void *owner;
	struct flock flock;
	int result;
};

static int wait_for_lock(void *arg)
{
	struct waiting *waiting = arg;

	complete(&waiting->started);
	waiting->result = file_lock_set(waiting->file, waiting->owner,
					&waiting->flock, true);
	return 0;
}

/* Start a thread that waits for byte @byte of @file. */
static struct task *start_waiting_in(struct file *file, struct waiting *waiting,
				     const void *owner, s64 byte)
{
	struct task *thread;

	*waiting = (struct waiting){
		.file = file,
		.owner = owner,
		.flock = {.l_type = F_WRLCK, .l_start = byte, .l_len = 1},
		.result = 1,
	};
	completion_init(&waiting->started);
	thread = thread_create("locker", wait_for_lock, waiting);
	if (thread) {
		completion_wait(&waiting->started);
		thread_sleep_ms(20);
	}
	return thread;
}

static struct task *start_waiting(struct waiting *waiting, const void *owner,
				  s64 byte)
{
	return start_waiting_in(one, waiting, owner, byte);
}

KTEST(file_lock, a_waiter_gets_the_lock_when_it_is_free)
{
	struct waiting waiting;
	struct task *thread;

	KTEST_ASSERT(t, begin());
	KTEST_EXPECT_EQ(t, set(&alice, 0, 10, F_RDLCK), 0);
	thread = start_waiting(&waiting, &bob, 3);
	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, waiting.result, 1);
	KTEST_EXPECT_EQ(t, set(&alice, 3, 1, F_UNLCK), 0);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, waiting.result, 0);
	KTEST_EXPECT_EQ(t, set(&alice, 3, 1, F_RDLCK), -EAGAIN);
	file_locks_drop(one, &alice);
	file_locks_drop(one, &bob);
	end_with_threads(t);
}

KTEST(file_lock, a_signal_ends_the_wait)
{
	struct waiting waiting;
	struct task *thread;

	KTEST_ASSERT(t, begin());
	KTEST_EXPECT_EQ(t, set(&alice, 0, 10, F_RDLCK), 0);
	thread = start_waiting(&waiting, &bob, 3);
	KTEST_ASSERT(t, thread);
	task_raise_signal(thread, SIGTERM);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, waiting.result, -EINTR);
	file_locks_drop(one, &alice);
	end_with_threads(t);
}

KTEST(file_lock, waiting_in_a_circle_is_refused)
{
	const struct flock second = {
		.l_type = F_WRLCK,
		.l_start = 2,
		.l_len = 1,
	};
	struct waiting waiting;
	struct task *thread;

	KTEST_ASSERT(t, begin());
	KTEST_EXPECT_EQ(t, set(&alice, 1, 1, F_WRLCK), 0);
	KTEST_EXPECT_EQ(t, set(&bob, 2, 1, F_WRLCK), 0);
	thread = start_waiting(&waiting, &bob, 1);
	KTEST_ASSERT(t, thread);
	KTEST_EXPECT_EQ(t, file_lock_set(one, &alice, &second, true), -EDEADLK);
	file_locks_drop(one, &alice);
	thread_join(thread);
	KTEST_EXPECT_EQ(t, waiting.result, 0);
	file_locks_drop(one, &bob);
	end_with_threads(t);
}

/*
 * Two tasks of alice wait, for carol, in another file, and for bob, who then waits
 * for alice. Once carol lets go, alice and bob are a circle; dave waits for them.
 */
KTEST(file_lock, a_circle_of_others_is_not_followed_for_ever)
{
	static const char carol, dave;
	struct waiting for_bob, for_carol, for_alice, outside;
	struct task *threads[4];
	struct file *other;

	KTEST_ASSERT(t, begin());
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "g", O_CREAT | O_RDWR, 0600, &other),
			0);
	KTEST_EXPECT_EQ(t, set(&alice, 1, 1, F_WRLCK), 0);
	KTEST_EXPECT_EQ(t, set(&bob, 2, 1, F_WRLCK), 0);
	for_carol.flock = (struct flock){.l_type = F_WRLCK, .l_len = 1};
	KTEST_EXPECT_EQ(
		t, file_lock_set(other, &carol, &for_carol.flock, false), 0);
	threads[0] = start_waiting(&for_bob, &alice, 2);
	threads[1] = start_waiting_in(other, &for_carol, &alice, 0);
	threads[2] = start_waiting(&for_alice, &bob, 1);
	KTEST_ASSERT(t, threads[0] && threads[1] && threads[2]);
	file_locks_drop(other, &carol);
	thread_join(threads[1]);
	KTEST_EXPECT_EQ(t, for_carol.result, 0);
	threads[3] = start_waiting(&outside, &dave, 1);
	KTEST_ASSERT(t, threads[3]);
	KTEST_EXPECT_EQ(t, outside.result, 1); /* it waits */
	task_raise_signal(threads[3], SIGTERM);
	thread_join(threads[3]);
	/* When dave went they looked again, and one of them has given up. */
	file_locks_drop(one, &alice);
	file_locks_drop(one, &bob);
	thread_join(threads[0]);
	thread_join(threads[2]);
	file_put(other);
	end_with_threads(t);
}
