// SPDX-License-Identifier: GPL-2.0-only
/*
 * help: what this kernel's monitor can do.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <uapi/errno.h>

#include "../command_table.h"

static int help_on(const char *name)
{
	const struct kmon_command *command = command_find(&kmon_commands, name);

	if (!command)
		return -ENOENT;
	console_printf("usage: %s %s\n%s\n", command->name, command->usage,
		       command->help);
	return 0;
}

static int cmd_help(int argc, char **argv)
{
	const struct kmon_command *command = NULL;

	if (argc > 2)
		return -EINVAL;
	if (argc == 2)
		return help_on(argv[1]);
	while ((command = command_next(&kmon_commands, command, "", 0)))
		console_printf("  %-10s %s\n", command->name, command->help);
	return 0;
}

KMON_COMMAND(help, cmd_help, "[COMMAND]", "list the commands, or explain one");
