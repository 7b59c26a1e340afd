// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scripts: files whose first line names the program that runs them, and perhaps
 * one argument of it (execve(2)):
 *
 *	#!/bin/awk -f			/script a b
 *
 *	becomes		/bin/awk -f /script a b
 *
 * What is named may be a script itself.
 */
#include <exo/kmalloc.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "exec.h"

enum {
	SCRIPTS_MAX = 5, /* that lead to one another, as Linux has it */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char *skip_blanks(char *at)
{
	while (is_blank(*at))
		at++;
	return at;
}

/*
 * Cut the line, from behind #!, into words. False when there is no name, or the
 * line's buffer does not tell where it ends.
 */
static bool split_line(struct exec_script *script, bool complete)
{
	char *name, *at, *end = script->line + strcspn(script->line, "\n");

	if (*end == '\n')
		complete = true;
	*end = '\0';
	while (end > script->line && is_blank(end[-1]))
		*--end = '\0';
	name = skip_blanks(script->line);
	for (at = name; *at && !is_blank(*at); at++)
		;
	if (at == name || (!*at && !complete))
		return false;
	script->interpreter = name;
	script->argument = NULL;
	if (*at) {
		*at = '\0';
		script->argument = skip_blanks(at + 1);
	}
	return true;
}

/* Put the script that exec->header begins in front of the others. */
static int add_script(struct exec *exec)
{
	const size_t size = exec->header_size - 2;
	struct exec_script *script = kmalloc(sizeof(*script));

	if (!script)
		return -ENOMEM;
	memcpy(script->line, exec->header + 2, size);
	script->line[size] = '\0';
	if (!split_line(script, exec->header_size < EXEC_HEADER_SIZE)) {
		kfree(script);
		return -ENOEXEC;
	}
	script->outer = exec->scripts;
	exec->scripts = script;
	return 0;
}

static bool is_script(const struct exec *exec)
{
	return exec->header_size >= 2 && exec->header[0] == '#' &&
	       exec->header[1] == '!';
}

int exec_follow_scripts(struct exec *exec)
{
	unsigned int depth = 0;
	int error = 0;

	while (!error && is_script(exec)) {
		if (depth++ == SCRIPTS_MAX)
			return -ELOOP;
		/* The interpreter could not open it. */
		if (exec->request->name_goes)
			return -ENOENT;
		error = add_script(exec);
		if (!error)
			error = exec_open_next(exec, NULL,
					       exec->scripts->interpreter, 0);
	}
	return error;
}

void exec_free_scripts(struct exec *exec)
{
	while (exec->scripts) {
		struct exec_script *script = exec->scripts;

		exec->scripts = script->outer;
		kfree(script);
	}
}
