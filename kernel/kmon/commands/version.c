// SPDX-License-Identifier: GPL-2.0-only
/*
 * version: which kernel this is, and what built it.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/version.h>

static int cmd_version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	console_printf("%s\n", kernel_banner);
	return 0;
}

KMON_COMMAND(version, cmd_version, "", "name, release and compiler");
