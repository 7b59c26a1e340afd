// SPDX-License-Identifier: GPL-2.0-only
/*
 * What more files cost: in a folder, in folders one in another, and open.
 */
#include "bench.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define FOLDER SCRATCH "/bench-growth"

enum {
	DESCRIPTORS_MAX = 65536,
	FIRST = 3, /* descriptor that is not a standard one */
};

static char path[4096];
static unsigned int made;
static int last;
static char byte;
static struct stat status;

static void create(const char *name)
{
	long file = call3(SYS_open, (long)name, O_CREAT | O_RDWR, 0600);

	MUST(file >= 0 && !close((int)file));
}

static void name_file(unsigned int number)
{
	snprintf(path, sizeof(path), FOLDER "/%06u", number);
}

/* One in the middle is the one to open. */
static void fill_folder(unsigned int count)
{
	MUST(!mkdir(FOLDER, 0700));
	for (made = 0; made < count; made++) {
		name_file(made);
		create(path);
	}
	name_file(made / 2);
}

static void empty_folder(void)
{
	while (made--) {
		name_file(made);
		MUST(!unlink(path));
	}
	MUST(!rmdir(FOLDER));
}

/* Stand in the innermost of @count folders, with a file in it. */
static void descend(unsigned int count)
{
	MUST(!mkdir(FOLDER, 0700) && !chdir(FOLDER));
	for (made = 1; made < count; made++)
		MUST(!mkdir("d", 0700) && !chdir("d"));
	create("file");
	strcpy(path, "file");
}

/* The same, to be named from the root. */
static void descend_by_name(unsigned int count)
{
	descend(count);
	strcpy(path, FOLDER "/");
	for (unsigned int i = 1; i < count; i++)
		strcat(path, "d/");
	strcat(path, "file");
}

static void ascend(void)
{
	MUST(!unlink("file"));
	while (--made)
		MUST(!chdir("..") && !rmdir("d"));
	MUST(!chdir("/") && !rmdir(FOLDER));
}

static void open_descriptors(unsigned int count)
{
	struct rlimit limit = {DESCRIPTORS_MAX, DESCRIPTORS_MAX};

	MUST(!setrlimit(RLIMIT_NOFILE, &limit));
	last = open("/dev/null", O_WRONLY | O_CLOEXEC);
	MUST(last == FIRST);
	while (last < (int)count)
		MUST((last = fcntl(last, F_DUPFD_CLOEXEC, FIRST)) >= 0);
}

static void close_descriptors(void)
{
	for (; last >= FIRST; last--)
		MUST(!close(last));
}

static void open_and_close(void)
{
	long file = call3(SYS_open, (long)path, O_RDONLY, 0);

	call3(SYS_close, file, 0, 0);
}

static void create_and_unlink(void)
{
	long file =
		call3(SYS_open, (long)(FOLDER "/new"), O_CREAT | O_RDWR, 0600);

	call3(SYS_close, file, 0, 0);
	call3(SYS_unlink, (long)(FOLDER "/new"), 0, 0);
}

static void duplicate_and_close(void)
{
	call3(SYS_close, call3(SYS_dup, last, 0, 0), 0, 0);
}

DEFINE_RUN(run_open, open_and_close())
DEFINE_RUN(run_create, create_and_unlink())
DEFINE_RUN(run_absent,
	   call3(SYS_stat, (long)(FOLDER "/absent"), (long)&status, 0))
DEFINE_RUN(run_duplicate, duplicate_and_close())
DEFINE_RUN(run_write, call3(SYS_write, last, (long)&byte, 1))
DEFINE_RUN(run_fork, fork_and_wait())

static const struct growth growths[] = {
	{{"open_in_folder_of_files", 100, NULL, run_open, empty_folder},
	 fill_folder,
	 {100, 100000}},
	{{"stat_of_nothing_among_files", 100, NULL, run_absent, empty_folder},
	 fill_folder,
	 {100, 10000}},
	{{"create_among_files", 50, NULL, run_create, empty_folder},
	 fill_folder,
	 {100, 10000}},
	{{"open_at_depth", 100, NULL, run_open, ascend}, descend, {1, 100}},
	{{"open_of_names_in_path", 100, NULL, run_open, ascend},
	 descend_by_name,
	 {1, 100}},
	{{"fork_of_descriptors", 2, NULL, run_fork, close_descriptors},
	 open_descriptors,
	 {10, 60000}},
	{{"dup_among_descriptors", 100, NULL, run_duplicate, close_descriptors},
	 open_descriptors,
	 {10, 60000}},
	{{"write_among_descriptors", 100, NULL, run_write, close_descriptors},
	 open_descriptors,
	 {10, 60000}},
};
GROWTHS(file_growths, growths);
