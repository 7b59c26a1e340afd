// SPDX-License-Identifier: GPL-2.0-only
/*
 * factorial: what the edu device computes, at the monitor's prompt.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/kstrto.h>
#include <uapi/errno.h>

#include "edu.h"

static int cmd_factorial(int argc, char **argv)
{
	unsigned int number;
	u32 result;
	int err;

	if (argc != 2)
		return -EINVAL;
	err = kstrtouint(argv[1], 10, &number);
	if (!err)
		err = edu_factorial(number, &result);
	if (!err)
		console_printf("%u\n", result);
	return err;
}

KMON_COMMAND(factorial, cmd_factorial, "NUMBER",
	     "a factorial, computed by the edu device");
