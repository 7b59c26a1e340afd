/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layer: kernel, private to the monitor. A command line into words.
 */
#ifndef KMON_ARGUMENTS_H
#define KMON_ARGUMENTS_H

enum {
	ARGUMENTS_MAX = 32, /* words a line */
};

/*
 * Split @line in place at white space, as a shell does: '...' keeps all as
 * it is, "..." all but \" and \\, a backslash elsewhere the next character.
 * @argv gets the words and a terminating NULL.
 * Returns their number, -EINVAL for a quote left open or a backslash at the
 * end, -E2BIG for too many words.
 */
int arguments_split(char *line, char *argv[ARGUMENTS_MAX + 1]);

#endif
