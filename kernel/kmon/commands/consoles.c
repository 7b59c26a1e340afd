// SPDX-License-Identifier: GPL-2.0-only
/*
 * consoles: every registered output, and whether console= lets it print.
 */
#include <exo/console.h>
#include <exo/kmon.h>

static int cmd_consoles(int argc, char **argv)
{
	struct console *console;

	(void)argc;
	(void)argv;
	for_each_console(console)
		console_printf("  %-8s %s\n", console->name,
			       console->enabled ? "enabled" : "silent");
	return 0;
}

KMON_COMMAND(consoles, cmd_consoles, "", "list the consoles");
