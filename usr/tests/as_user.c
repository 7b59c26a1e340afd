// SPDX-License-Identifier: GPL-2.0-only
/*
 * as_user NUMBER PROGRAM [ARGUMENT...]: run PROGRAM as the user and group of this
 * number.
 */
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	unsigned int user = argc > 2 ? (unsigned int)atoi(argv[1]) : 0;

	if (!user || setgroups(0, NULL) || setgid(user) || setuid(user)) {
		perror("as_user");
		return 1;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
