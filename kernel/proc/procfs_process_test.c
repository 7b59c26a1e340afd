// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/PID while memory is short, while processes end, and through descriptors;
 * what the files say is compared with Linux by tests/programs.
 */
#include <exo/directory_sink.h>
#include <exo/fault_inject.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/ktest.h>
#include <exo/pipe.h>
#include <exo/printf.h>
#include <exo/process_life.h>
#include <exo/string.h>
#include <exo/vfs.h>
#include <uapi/errno.h>
#include <uapi/wait.h>

#include "fork.h"
#include "test_process.h"

enum {
	NAME_SIZE = 48,
};

static bool count(struct directory_sink *sink,
		  const struct directory_entry *entry)
{
	(void)sink;
	(void)entry;
	return true;
}

/* Read, list, or look where it leads: whatever there is to do with @name. */
static int look_at(const char *name)
{
	struct directory_sink sink = {.add = count};
	char bytes[512];
	struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));
	struct file *file;
	ssize_t done;
	int err = vfs_open(NULL, name, O_RDONLY, 0, &file);

	if (err)
		return err;
	if (S_ISDIR(file->inode->mode))
		done = vfs_list(file, &sink);
	else
		done = file_read(file, &to);
	file_put(file);
	return (int)min(done, (ssize_t)0);
}

static const char *const names[] = {
	"/proc",
	"/proc/self",
	"/proc/self/cmdline",
	"/proc/self/environ",
	"/proc/self/fd",
	"/proc/self/limits",
	"/proc/self/maps",
	"/proc/self/mountinfo",
	"/proc/self/oom_score",
	"/proc/self/stat",
	"/proc/self/statm",
	"/proc/self/status",
	"/proc/self/task",
	"/proc/thread-self/comm",
	"/proc/self/cwd",
	"/proc/self/root",
};

static void check_failures(struct ktest *t)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		int err = 0;

		fault_inject_each(nth)
		{
			err = look_at(names[i]);
			KTEST_EXPECT(t, !err || err == -ENOMEM);
		}
		KTEST_EXPECT_EQ(t, err, 0);
	}
}

KTEST(procfs_processes, they_can_be_read_or_memory_was_short)
{
	KTEST_EXPECT(t, test_process_run(t, check_failures));
}

/* The status of the child @id, which a signal ends. */
static void end_child(struct ktest *t, long id)
{
	const struct signal_info info = {.signal = SIGKILL, .code = SI_KERNEL};
	const struct process_wait request = {
		.what = WAIT_FOR_PROCESS, .id = (u32)id, .options = WEXITED};
	struct process *process = process_find((u32)id);
	struct process_news news;

	KTEST_EXPECT_EQ(t, signal_send_process(process, &info), 0);
	process_put(process);
	KTEST_EXPECT_EQ(t, process_wait(&request, &news), 0);
}

static ssize_t read_some(struct file *file)
{
	char bytes[64];
	struct io_iter to = io_iter_buffer(bytes, sizeof(bytes));

	return file_read(file, &to);
}

static void check_end(struct ktest *t)
{
	static const struct fork_request plain = {.exit_signal = SIGCHLD};
	char name[NAME_SIZE];
	struct file *file;
	long id;

	test_process_set_child(TEST_CHILD_WAITS);
	id = fork_task(&plain);
	KTEST_ASSERT(t, id > 0);
	snprintf(name, sizeof(name), "/proc/%ld/stat", id);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, name, O_RDONLY, 0, &file), 0);
	KTEST_EXPECT_GT(t, read_some(file), 0);
	end_child(t, id);
	KTEST_EXPECT_EQ(t, file_seek(file, 0, SEEK_SET), 0);
	KTEST_EXPECT_EQ(t, read_some(file), -ESRCH);
	file_put(file);
	KTEST_EXPECT_EQ(t, look_at(name), -ENOENT);
}

KTEST(procfs_processes, what_is_open_ends_with_its_process)
{
	KTEST_EXPECT(t, test_process_run(t, check_end));
}

/* Put a pipe into a new table and open its write end once more by its link. */
static void open_again(struct ktest *t, struct file_table *table)
{
	struct io_iter from = io_iter_buffer("x", 1);
	struct file *ends[2], *again;
	char name[NAME_SIZE];
	int fd;

	KTEST_ASSERT_EQ(t, pipe_create(ends, O_NONBLOCK), 0);
	fd = fd_install(table, ends[1], 0, 0);
	KTEST_ASSERT(t, fd >= 0);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	KTEST_ASSERT_EQ(t, vfs_open(NULL, name, O_WRONLY, 0, &again), 0);
	KTEST_EXPECT_EQ(t, fd_close(table, fd), 0);
	KTEST_EXPECT_EQ(t, look_at(name), -ENOENT);
	KTEST_EXPECT_EQ(t, read_some(ends[0]), -EAGAIN);
	KTEST_EXPECT_EQ(t, file_write(again, &from), 1);
	file_put(again);
	KTEST_EXPECT_EQ(t, read_some(ends[0]), 1);
	KTEST_EXPECT_EQ(t, read_some(ends[0]), 0);
	file_put(ends[0]);
}

static void check_pipe(struct ktest *t)
{
	struct file_table *before = current->files;
	struct file_table *table = file_table_alloc();

	KTEST_ASSERT(t, table != NULL);
	current->files = table;
	open_again(t, table);
	current->files = before;
	file_table_put(table);
}

KTEST(procfs_processes, a_pipe_is_opened_again_by_its_link)
{
	KTEST_EXPECT(t, test_process_run(t, check_pipe));
}
