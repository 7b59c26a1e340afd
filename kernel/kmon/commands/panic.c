// SPDX-License-Identifier: GPL-2.0-only
/*
 * panic: stop the kernel as a bug would, to see what panic= does.
 */
#include <exo/kmon.h>
#include <exo/panic.h>

static int cmd_panic(int argc, char **argv)
{
	panic("%s", argc > 1 ? argv[1] : "asked for at the monitor");
}

KMON_COMMAND(panic, cmd_panic, "[MESSAGE]", "stop the kernel as a bug would");
