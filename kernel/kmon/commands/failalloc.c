// SPDX-License-Identifier: GPL-2.0-only
/*
 * failalloc: choose which allocation fails, or say what failed.
 */
#include <exo/console.h>
#include <exo/fault_inject.h>
#include <exo/kmon.h>
#include <uapi/errno.h>

static int cmd_failalloc(int argc, char **argv)
{
	struct fault_inject_status status;

	if (argc > 2)
		return -EINVAL;
	if (argc == 2)
		return fault_inject_select(argv[1]);
	fault_inject_status(&status);
	if (status.left)
		console_printf("allocation %u from now fails\n", status.left);
	console_printf("%u failed since boot", status.failed);
	if (status.failed)
		console_printf(", the last one in %pS",
			       (void *)status.last_caller);
	console_printf("\n");
	return 0;
}

KMON_COMMAND(failalloc, cmd_failalloc, "[N[+][@FUNCTION] | off]",
	     "make the N-th allocation (and later ones) fail");
