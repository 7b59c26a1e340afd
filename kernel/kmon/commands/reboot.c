// SPDX-License-Identifier: GPL-2.0-only
/*
 * reboot: start the machine afresh.
 */
#include <exo/console.h>
#include <exo/heap_debug.h>
#include <exo/kmon.h>
#include <exo/machine.h>

static int cmd_reboot(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	console_printf("rebooting\n");
	heap_report_leaks();
	machine_reboot();
}

KMON_COMMAND(reboot, cmd_reboot, "", "restart the machine");
