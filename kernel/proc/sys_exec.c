// SPDX-License-Identifier: GPL-2.0-only
/*
 * execve(2) and execveat(2).
 */
#include <exo/file_table.h>
#include <exo/kmalloc.h>
#include <exo/printf.h>
#include <exo/process.h>
#include <exo/syscalls.h>
#include <exo/uaccess.h>
#include <uapi/errno.h>
#include <uapi/fcntl.h>
#include <uapi/limits.h>

#include "at_name.h"
#include "exec.h"

long sys_execve(const char __user *name,
		const char __user *const __user *arguments,
		const char __user *const __user *environment)
{
	struct exec_request request = {
		.arguments.user = arguments,
		.environment.user = environment,
	};
	struct user_name text;
	long error;

	if (!current_process)
		return -EPERM;
	error = user_name_get(&text, name);
	if (error)
		return error;
	request.name = request.shown_name = text.text;
	error = exec_program(&request);
	user_name_put(&text);
	return error;
}

enum {
	SHOWN_NAME_MAX = PATH_MAX + 32, /* "/dev/fd/N/NAME" */
};

/*
 * A name that begins at @fd: the program is told one by which it can be opened, if
 * the descriptor stays. -ENOMEM; the name is for kfree().
 */
static int show_name_at(struct exec_request *request, int fd)
{
	const char *name = request->name;
	char *shown = kmalloc(SHOWN_NAME_MAX);

	if (!shown)
		return -ENOMEM;
	snprintf(shown, SHOWN_NAME_MAX, "/dev/fd/%d%s%s", fd, *name ? "/" : "",
		 name);
	request->shown_name = shown;
	request->name_goes = fd_get_flags(current->files, fd) & FD_CLOEXEC;
	return 0;
}

static long execute_at(struct exec_request *request, int fd,
		       const struct at_name *name)
{
	long error;

	request->at = name->at;
	request->name = request->shown_name = name->text;
	if (!name->at)
		return exec_program(request);
	error = show_name_at(request, fd);
	if (error)
		return error;
	error = exec_program(request);
	kfree((char *)request->shown_name);
	return error;
}

/* What has no place in the tree, a pipe say, is no program either. */
static long start_error(long error, const char __user *name)
{
	char first;

	return error == -ENOTDIR && !user_get(first, name) && !first ? -EACCES
								     : error;
}

long sys_execveat(int fd, const char __user *name,
		  const char __user *const __user *arguments,
		  const char __user *const __user *environment, int flags)
{
	struct exec_request request = {
		.flags = (u32)flags,
		.arguments.user = arguments,
		.environment.user = environment,
	};
	struct at_name at;
	long error;

	if (!current_process)
		return -EPERM;
	if (flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW))
		return -EINVAL;
	error = at_name_get(&at, fd, name, (unsigned int)flags);
	if (error)
		return start_error(error, name);
	error = execute_at(&request, fd, &at);
	at_name_put(&at);
	return error;
}
