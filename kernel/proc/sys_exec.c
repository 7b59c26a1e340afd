// SPDX-License-Identifier: GPL-2.0-only
/*
 * execve(2) and execveat(2).
 */
#include <exo/process.h>
#include <exo/syscalls.h>
#include <uapi/errno.h>

#include "exec.h"
#include "user_name.h"

static long run(const struct path *at, const char __user *name,
		struct exec_request *request)
{
	struct user_name text;
	long error;

	if (!current_process)
		return -EPERM;
	error = user_name_get(&text, name);
	if (error)
		return error;
	request->at = at;
	request->name = request->shown_name = text.text;
	error = exec_program(request);
	user_name_put(&text);
	return error;
}

long sys_execve(const char __user *name,
		const char __user *const __user *arguments,
		const char __user *const __user *environment)
{
	struct exec_request request = {
		.arguments.user = arguments,
		.environment.user = environment,
	};

	return run(NULL, name, &request);
}
