// SPDX-License-Identifier: GPL-2.0-only
/*
 * poweroff: switch the machine off, or say that it cannot and halt.
 */
#include <exo/heap_debug.h>
#include <exo/kmon.h>
#include <exo/machine.h>

static int cmd_poweroff(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	heap_report_leaks();
	machine_poweroff();
}

KMON_COMMAND(poweroff, cmd_poweroff, "", "switch the machine off");
