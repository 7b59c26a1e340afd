// SPDX-License-Identifier: GPL-2.0-only
/*
 * history: the lines entered so far, oldest first.
 */
#include <exo/console.h>
#include <exo/kmon.h>

#include "../history.h"
#include "../internal.h"

static int cmd_history(int argc, char **argv)
{
	const struct history *history = kmon_history();

	(void)argc;
	(void)argv;
	for (unsigned int age = history->count; age-- > 0;)
		console_printf("%4u  %s\n", history->count - age,
			       history_line(history, age));
	return 0;
}

KMON_COMMAND(history, cmd_history, "", "list the lines entered so far");
