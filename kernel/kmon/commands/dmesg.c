// SPDX-License-Identifier: GPL-2.0-only
/*
 * dmesg: the kernel log, or the lines of it that match; -n sets how much of
 * what is still to come reaches the consoles.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/kstrto.h>
#include <exo/printk.h>
#include <exo/string.h>
#include <uapi/errno.h>

#include "../internal.h"

static bool print_line(const char *line, size_t length, void *pattern)
{
	if (!pattern || line_matches(line, length, pattern))
		console_write(line, length);
	return true;
}

static int set_level(const char *text)
{
	int level;
	int error = kstrtoint(text, 10, &level);

	if (error)
		return error;
	if (level < LOG_EMERG || level > LOG_DEBUG + 1)
		return -ERANGE;
	printk_set_console_level(level);
	return 0;
}

static int cmd_dmesg(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "-n"))
		return argc == 3 ? set_level(argv[2]) : -EINVAL;
	if (argc > 2)
		return -EINVAL;
	printk_for_each(print_line, argc == 2 ? argv[1] : NULL);
	return 0;
}

KMON_COMMAND(dmesg, cmd_dmesg, "[PATTERN] | -n LEVEL",
	     "show the log, or set the console level");
