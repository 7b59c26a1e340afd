// SPDX-License-Identifier: GPL-2.0-only
/*
 * Users and groups of a process.
 */
#include "abi.h"

#include <grp.h>

static void become_user(void)
{
	gid_t groups[4] = {5, 6, 7};
	uid_t real, effective, saved;

	SHOW(setgroups, 3, groups);
	SHOW(getgroups, 0, NULL);
	SHOW(getgroups, 4, groups);
	VALUE(groups[2]);
	SHOW(getgroups, 2, groups);
	SHOW(getgroups, 4, NOWHERE);
	SHOW(setgroups, 70000, groups);
	SHOW(setresgid, 10, 11, 12);
	SHOW(getgid, 0);
	SHOW(getegid, 0);
	SHOW(setresuid, 1000, 1001, 1002);
	SHOW(getuid, 0);
	SHOW(geteuid, 0);
	SHOW(getresuid, &real, &effective, &saved);
	VALUE(saved);
	SHOW(setuid, 0);
	SHOW(setuid, 1002);
	SHOW(geteuid, 0);
	SHOW(setreuid, -1, 1000);
	SHOW(geteuid, 0);
	SHOW(setreuid, 0, -1);
	SHOW(setresuid, -1, 5, -1);
	SHOW(setgid, 12);
	SHOW(getegid, 0);
	SHOW(setgid, 99);
	SHOW(setgroups, 0, NULL);
	SHOW(setfsuid, 1000);
	SHOW(kill, 1, 0);
	SHOW(getresuid, NOWHERE, &effective, &saved);
}

static void drop_root(void)
{
	SHOW(setuid, 1000);
	SHOW(getuid, 0);
	SHOW(setuid, 0);
	SHOW(setresuid, 0, 0, 0);
}

/* Who was another is not dumpable; what he has open is his all the same. */
static void see_own(void)
{
	struct stat status;

	SHOW(setuid, 1000);
	SHOW(stat, "/proc/self/fd", &status);
	VALUE(status.st_mode);
	VALUE(status.st_uid);
	SHOW(open, "/proc/self/fd", O_RDONLY);
	SHOW(open, "/proc/self/fd/3", O_RDONLY);
	SHOW(access, "/proc/self/fd", X_OK);
	SHOW(open, "/proc/1/fd", O_RDONLY);
	SHOW(open, "/proc/1/fd/0", O_RDONLY);
	SHOW(open, "/proc/self/environ", O_RDONLY);
}

void abi_identity(void)
{
	topic("users");
	SHOW(getuid, 0);
	SHOW(geteuid, 0);
	SHOW(getgid, 0);
	SHOW(getegid, 0);
	show_child("child that becomes a user", become_user);
	show_child("child that drops root", drop_root);
	show_child("child and its own descriptors", see_own);
}
