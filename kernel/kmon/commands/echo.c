// SPDX-License-Identifier: GPL-2.0-only
/*
 * echo: the words as the monitor understood them, a space between each.
 */
#include <exo/console.h>
#include <exo/kmon.h>

static int cmd_echo(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		console_printf("%s%s", i > 1 ? " " : "", argv[i]);
	console_printf("\n");
	return 0;
}

KMON_COMMAND(echo, cmd_echo, "[WORD...]", "print the words");
