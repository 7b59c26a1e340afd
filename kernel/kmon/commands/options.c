// SPDX-License-Identifier: GPL-2.0-only
/*
 * options: the words that this kernel's command line understands.
 */
#include <exo/boot_option.h>
#include <exo/console.h>
#include <exo/kmon.h>

static int cmd_options(int argc, char **argv)
{
	const struct boot_option *option = __boot_options_start;

	(void)argc;
	(void)argv;
	for (; option < __boot_options_end; option++)
		console_printf("  %-16s %s\n", option->name, option->help);
	return 0;
}

KMON_COMMAND(options, cmd_options, "", "words the command line understands");
