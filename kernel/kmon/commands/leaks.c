// SPDX-License-Identifier: GPL-2.0-only
/*
 * leaks: look at every block of the heap, then say who holds how much.
 */
#include <exo/console.h>
#include <exo/heap_debug.h>
#include <exo/kmon.h>

static int cmd_leaks(int argc, char **argv)
{
	unsigned int damaged = heap_check();

	(void)argc;
	(void)argv;
	heap_report_leaks();
	console_printf("%u blocks damaged, %u reports since boot\n", damaged,
		       heap_debug_report_count());
	return 0;
}

KMON_COMMAND(leaks, cmd_leaks, "", "blocks of the heap by who allocated them");
