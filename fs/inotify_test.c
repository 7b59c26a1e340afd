// SPDX-License-Identifier: GPL-2.0-only
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/heap_statistics.h>
#include <exo/inotify.h>
#include <exo/ktest.h>
#include <exo/mount.h>
#include <exo/poll.h>
#include <exo/string.h>
#include <exo/task_signal.h>
#include <exo/thread.h>
#include <exo/time.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/inotify.h>
#include <uapi/ioctl.h>
#include <uapi/signal.h>

#include "inotify.h"
#include "test_tree.h"

struct told {
	struct inotify_event event;
	char name[32];
};

/* The next event, of which as much is read as has a name of that size. */
static ssize_t next(struct file *file, struct told *told)
{
	struct io_iter to = io_iter_buffer(told, sizeof(told->event));
	ssize_t got = file_read(file, &to);

	if (got != -EINVAL)
		return got;
	to = io_iter_buffer(told, sizeof(told->event) + 16);
	return file_read(file, &to);
}

/* Is the next event this one? A NULL @name: it has none. */
static bool tells(struct file *file, u32 event, const char *name)
{
	struct told told;
	ssize_t got = next(file, &told);

	if (got < 0 || told.event.mask != event)
		return false;
	return name ? told.event.len && !strcmp(told.name, name)
		    : !told.event.len;
}

static bool is_silent(struct file *file)
{
	struct told told;

	return next(file, &told) == -EAGAIN;
}

static void touch(const char *name)
{
	struct file *file;

	if (!vfs_open(NULL, name, O_CREAT | O_RDWR, 0644, &file))
		file_put(file);
}

/* An inotify that watches @name, or NULL. */
static struct file *watch(const char *name, u32 mask)
{
	struct file *file;

	if (inotify_create(IN_NONBLOCK, &file))
		return NULL;
	if (inotify_add_watch(file, name, mask) == 1)
		return file;
	file_put(file);
	return NULL;
}

KTEST(inotify, directory_is_told_the_name_and_file_is_not)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = watch(".", IN_CREATE | IN_OPEN);
	KTEST_ASSERT(t, file);
	touch("a");
	KTEST_EXPECT_EQ(t, inotify_add_watch(file, "a", IN_CLOSE_WRITE), 2);
	touch("a");
	KTEST_EXPECT(t, tells(file, IN_CREATE, "a"));
	KTEST_EXPECT(t, tells(file, IN_OPEN, "a"));
	KTEST_EXPECT(t, tells(file, IN_CLOSE_WRITE, NULL));
	KTEST_EXPECT(t, is_silent(file));
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(inotify, what_repeats_the_last_event_is_told_once)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	touch("a");
	file = watch("a", IN_MODIFY | IN_ATTRIB);
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, test_write("a", "one"), 0);
	KTEST_EXPECT_EQ(t, test_write("a", "two"), 0);
	KTEST_EXPECT_EQ(t, file_control(file, FIONREAD, 0), 16);
	KTEST_EXPECT(t, tells(file, IN_MODIFY, NULL));
	KTEST_EXPECT(t, is_silent(file));
	KTEST_EXPECT_EQ(t, test_write("a", "three"), 0);
	KTEST_EXPECT(t, tells(file, IN_MODIFY, NULL));
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(inotify, watch_ends_with_the_last_that_uses_a_deleted_file)
{
	struct test_tree tree;
	struct file *file, *open;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	touch("a");
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "a", O_RDWR, 0, &open), 0);
	file = watch("a", IN_DELETE_SELF);
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, vfs_unlink(NULL, "a"), 0);
	KTEST_EXPECT(t, is_silent(file));
	file_put(open);
	KTEST_EXPECT(t, tells(file, IN_DELETE_SELF, NULL));
	KTEST_EXPECT(t, tells(file, IN_IGNORED, NULL));
	KTEST_EXPECT_EQ(t, inotify_remove_watch(file, 1), -EINVAL);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(inotify, watches_end_with_the_mount)
{
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "m", 0755), 0);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "m", "tmpfs", 0, NULL), 0);
	touch("m/a");
	file = watch("m/a", IN_OPEN);
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, vfs_umount("m", 0), 0);
	KTEST_EXPECT(t, tells(file, IN_UNMOUNT, NULL));
	KTEST_EXPECT(t, tells(file, IN_IGNORED, NULL));
	file_put(file);
	test_tree_check_end(t, &tree);
}

static int umount_in_thread(void *nothing)
{
	(void)nothing;
	return vfs_umount("/ktest/m", 0);
}

/* By somebody whom any other comes before as soon as that one can go on. */
static int remove_watch_in_thread(void *file)
{
	const u64 end_ns = time_uptime_ns() + NSEC_PER_SEC;

	while (READ_ONCE(current->class) != SCHED_HOT &&
	       time_uptime_ns() < end_ns)
		cpu_relax();
	return inotify_remove_watch(file, 1);
}

/* The watch has the last reference to the file, and so to what it is in. */
KTEST(inotify, mount_goes_while_a_watch_of_its_files_is_removed)
{
	struct task *remover, *unmounter;
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(t, vfs_mkdir(NULL, "m", 0755), 0);
	KTEST_EXPECT_EQ(t, vfs_mount("none", "m", "tmpfs", 0, NULL), 0);
	touch("m/a");
	file = watch("m/a", IN_OPEN);
	KTEST_ASSERT(t, file);
	mutex_lock(&inotify_watching);
	remover = thread_create("remover", remove_watch_in_thread, file);
	KTEST_ASSERT(t, remover);
	while (remover->state != TASK_BLOCKED)
		thread_sleep_ms(5);
	unmounter = thread_create("unmounter", umount_in_thread, NULL);
	KTEST_ASSERT(t, unmounter);
	while (unmounter->state != TASK_BLOCKED)
		thread_sleep_ms(5);
	mutex_unlock(&inotify_watching);
	KTEST_EXPECT_EQ(t, thread_join(unmounter), 0);
	KTEST_EXPECT_EQ(t, thread_join(remover), 0);
	file_put(file);
	/* Threads leave memory of their own, sooner or later. */
	KTEST_EXPECT_EQ(t, test_tree_end(&tree), 0);
	KTEST_EXPECT_EQ(t, test_tree_names_left(&tree), 0);
}

KTEST(inotify, one_watch_for_each_file_and_inotify)
{
	struct test_tree tree;
	struct file *file, *other;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	touch("a");
	KTEST_EXPECT_EQ(t, vfs_link(NULL, "a", NULL, "b", 0), 0);
	file = watch("a", IN_OPEN | IN_ONESHOT);
	other = watch("a", IN_OPEN);
	KTEST_ASSERT(t, file && other);
	KTEST_EXPECT_EQ(t, inotify_add_watch(file, "b", IN_MASK_ADD | IN_OPEN),
			1);
	KTEST_EXPECT_EQ(t,
			inotify_add_watch(file, "b", IN_MASK_CREATE | IN_OPEN),
			-EEXIST);
	touch("b");
	KTEST_EXPECT(t, tells(file, IN_OPEN, NULL));
	KTEST_EXPECT(t, tells(file, IN_IGNORED, NULL));
	touch("a");
	KTEST_EXPECT(t, is_silent(file));
	KTEST_EXPECT(t, tells(other, IN_OPEN, NULL));
	KTEST_EXPECT_EQ(t, inotify_add_watch(file, "b", IN_OPEN), 2);
	file_put(other);
	file_put(file);
	test_tree_check_end(t, &tree);
}

static int yield_in_thread(void *nothing)
{
	(void)nothing;
	thread_yield();
	return 0;
}

static int read_in_thread(void *file)
{
	struct told told;

	return (int)next(file, &told);
}

KTEST(inotify, reader_waits_for_news_or_a_signal)
{
	struct test_tree tree;
	struct task *thread;
	struct file *file;

	/* The first thread of all leaves its task in a cache. */
	thread = thread_create("warm", yield_in_thread, NULL);
	KTEST_ASSERT(t, thread);
	thread_join(thread);
	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_ASSERT_EQ(t, inotify_create(0, &file), 0);
	KTEST_EXPECT_EQ(t, inotify_add_watch(file, ".", IN_DELETE_SELF), 1);
	for (int killed = 0; killed < 2; killed++) {
		thread = thread_create("reader", read_in_thread, file);
		KTEST_ASSERT(t, thread);
		thread_sleep_ms(5);
		if (killed)
			task_raise_signal(thread, SIGKILL);
		else
			KTEST_EXPECT_EQ(t, inotify_remove_watch(file, 1), 0);
		KTEST_EXPECT_EQ(t, thread_join(thread), killed ? -EINTR : 16);
	}
	file_put(file);
	test_tree_check_end(t, &tree);
}

struct witness {
	struct poll_entry entry;
	u32 told;
};

static bool note(struct poll_entry *entry, u32 events)
{
	container_of(entry, struct witness, entry)->told |= events;
	return false;
}

KTEST(inotify, poll_is_told_of_news)
{
	struct witness witness = {.entry.notify = note};
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = watch(".", IN_CREATE);
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, file_poll(file, &witness.entry), 0);
	touch("a");
	KTEST_EXPECT_EQ(t, witness.told, POLLIN | POLLRDNORM);
	KTEST_EXPECT_EQ(t, file_poll(file, NULL), POLLIN | POLLRDNORM);
	file_poll_detach(file, &witness.entry);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(inotify, queue_that_is_full_says_so_once)
{
	const u32 limit = inotify_limits.queued_events;
	struct test_tree tree;
	struct file *file;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	inotify_limits.queued_events = 1;
	file = watch(".", IN_CREATE);
	inotify_limits.queued_events = limit;
	KTEST_ASSERT(t, file);
	touch("a");
	touch("b");
	touch("c");
	KTEST_EXPECT(t, tells(file, IN_CREATE, "a"));
	KTEST_EXPECT(t, tells(file, IN_Q_OVERFLOW, NULL));
	touch("d");
	KTEST_EXPECT(t, tells(file, IN_CREATE, "d"));
	KTEST_EXPECT(t, is_silent(file));
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(inotify, any_allocation_may_fail)
{
	struct file *file = NULL;
	struct test_tree tree;
	int result = -ENOMEM;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	fault_inject_each(nth)
	{
		if (file)
			file_put(file);
		file = NULL;
		if (!inotify_create(IN_NONBLOCK, &file))
			result = inotify_add_watch(file, ".", IN_ATTRIB);
	}
	KTEST_ASSERT(t, file);
	KTEST_EXPECT_EQ(t, result, 1);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(inotify, directory_changes_or_not_when_memory_fails_what_is_told)
{
	struct test_tree tree;
	struct file *file;
	unsigned int wrong = 0;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	file = watch(".", IN_CREATE | IN_DELETE);
	KTEST_ASSERT(t, file);
	fault_inject_each(nth)
	{
		bool was_there = vfs_mkdir(NULL, "d", 0755) == 0;
		int err = vfs_rmdir(NULL, "d");

		wrong += err && err != -ENOMEM && (was_there || err != -ENOENT);
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
	KTEST_EXPECT_EQ(t, vfs_rmdir(NULL, "d"), -ENOENT);
	file_put(file);
	test_tree_check_end(t, &tree);
}

KTEST(inotify, event_without_memory_is_told_as_missing)
{
	struct test_tree tree;
	struct file *file, *written;
	u32 missing = 0;

	KTEST_ASSERT_EQ(t, test_tree_begin(&tree, NULL), 0);
	KTEST_EXPECT_EQ(t, test_write("a", "text"), 0);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, "a", O_WRONLY, 0, &written), 0);
	file = watch("a", IN_MODIFY);
	KTEST_ASSERT(t, file);
	/* Into a page that is there: nothing but the event is allocated. */
	fault_inject_each(nth)
	{
		struct io_iter from = io_iter_buffer("x", 1);

		KTEST_EXPECT_EQ(t, file_write(written, &from), 1);
		missing += tells(file, IN_Q_OVERFLOW, NULL);
	}
	KTEST_EXPECT_EQ(t, missing > 0, IS_ENABLED(CONFIG_FAULT_INJECTION));
	fault_inject_each(nth)
	{
		if (inotify_add_watch(file, ".", IN_OPEN) > 0)
			inotify_remove_watch(file, 2);
	}
	file_put(written);
	file_put(file);
	test_tree_check_end(t, &tree);
}
