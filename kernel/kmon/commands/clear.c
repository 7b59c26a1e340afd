// SPDX-License-Identifier: GPL-2.0-only
/*
 * clear: an empty screen (ECMA-48 CUP and ED).
 */
#include <exo/console.h>
#include <exo/kmon.h>

static int cmd_clear(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	console_printf("\x1b[H\x1b[2J");
	return 0;
}

KMON_COMMAND(clear, cmd_clear, "", "clear the screen");
