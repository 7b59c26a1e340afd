// SPDX-License-Identifier: GPL-2.0-only
/*
 * call NUMBER [ARGUMENT...]: make a system call with numbers as arguments, and say
 * what went wrong, if anything. For what no command of BusyBox does.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long arguments[7] = {-1};

	for (int i = 1; i < argc && i <= 7; i++)
		arguments[i - 1] = strtol(argv[i], NULL, 0);
	if (syscall(arguments[0], arguments[1], arguments[2], arguments[3],
		    arguments[4], arguments[5], arguments[6]) >= 0)
		return 0;
	fprintf(stderr, "call %ld: %s\n", arguments[0], strerror(errno));
	return 1;
}
