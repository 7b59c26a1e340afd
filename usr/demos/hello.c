// SPDX-License-Identifier: GPL-2.0-only
/*
 * hello [STATUS]: the smallest program worth running, for make run PROG=.
 */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	puts("Hello from a Linux program");
	return argc > 1 ? atoi(argv[1]) : 0;
}
