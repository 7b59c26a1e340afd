// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first program. It is process 1, from which all others come.
 */
#define pr_fmt(fmt) "init: " fmt

#include <exo/boot_init_words.h>
#include <exo/boot_option.h>
#include <exo/file.h>
#include <exo/file_table.h>
#include <exo/init_program.h>
#include <exo/panic.h>
#include <exo/printk.h>
#include <exo/process_life.h>
#include <exo/string.h>
#include <exo/thread.h>
#include <exo/user_task.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "exec.h"

enum {
	NAME_SIZE = 256, /* bytes of a path on the command line */
};

static char early_name[NAME_SIZE] = "/init"; /* rdinit= */
static bool early_given;
static char late_name[NAME_SIZE]; /* init= */

static int parse_name(char *name, const char *value)
{
	ssize_t length = strscpy(name, value, NAME_SIZE);

	if (length > 0)
		return 0;
	name[0] = '\0';
	return length ? (int)length : -EINVAL;
}

static int parse_rdinit(const char *value)
{
	early_given = true;
	return parse_name(early_name, value);
}
BOOT_OPTION("rdinit=", parse_rdinit,
	    "first program to look for, instead of /init");

static int parse_init(const char *value)
{
	return parse_name(late_name, value);
}
BOOT_OPTION("init=", parse_init,
	    "first program if there is no /init, instead of /sbin/init");

/* In this order. */
static const char *const candidates[] = {
	early_name,  late_name,	  "/sbin/init",
	"/etc/init", "/bin/init", "/bin/sh",
};

static bool exists(const char *name)
{
	struct path path;

	if (!name[0] || path_lookup(NULL, name, 0, &path))
		return false;
	path_put(&path);
	return true;
}

/* Descriptors 0, 1 and 2. */
static int open_console(void)
{
	struct file *console;
	int error = vfs_open(NULL, "/dev/console", O_RDWR, 0, &console);

	if (error)
		return error;
	for (int fd = 0; fd < 3; fd++) {
		file_get(console);
		if (fd_install(current->files, console, 0, 0) != fd)
			file_put(console);
	}
	file_put(console);
	return 0;
}

static int execute(const char *name)
{
	const struct exec_request request = {
		.name = name,
		.shown_name = name,
		.arguments.kernel = boot_init_arguments,
		.environment.kernel = boot_init_environment,
	};

	boot_init_arguments[0] = name;
	return exec_program(&request);
}

static bool execute_first(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(candidates); i++) {
		int error;

		if (!exists(candidates[i]))
			continue;
		error = execute(candidates[i]);
		if (!error)
			return true;
		pr_err("%s cannot be run: error %d\n", candidates[i], -error);
	}
	return false;
}

static int run_first(void *arg)
{
	(void)arg;
	if (!process_create_first())
		panic("no memory for the first process");
	if (!current->files)
		current->files = file_table_alloc();
	if (!current->files)
		panic("no memory for the first process");
	if (open_console())
		pr_warn("no /dev/console: input and output are closed\n");
	if (!execute_first())
		panic("no first program can be run");
	user_resume();
}

/* What was asked for and is not there would else vanish silently. */
static void report_missing(const char *option, const char *name)
{
	if (name[0] && !exists(name))
		pr_err("%s%s: no such file\n", option, name);
}

static bool any_exists(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(candidates); i++)
		if (exists(candidates[i]))
			return true;
	return false;
}

bool init_program_start(void)
{
	struct task *thread;

	if (early_given)
		report_missing("rdinit=", early_name);
	report_missing("init=", late_name);
	if (!any_exists()) {
		pr_info("no program to run%s\n",
			IS_ENABLED(CONFIG_KMON) ? ": the monitor is the prompt"
						: "");
		return false;
	}
	thread = thread_create("init", run_first, NULL);
	if (!thread)
		panic("no memory for the first process");
	thread_detach(thread);
	return true;
}

void init_program_ended(u32 status)
{
	/* No backtrace: nothing is wrong with the kernel. */
	if (panic_enter() == 0)
		printk(LOG_EMERG,
		       "Kernel panic: Attempted to kill init! "
		       "exitcode=0x%08x\n",
		       status);
	panic_stop_with(status ? PANIC_EXIT_CODE : 0);
}
