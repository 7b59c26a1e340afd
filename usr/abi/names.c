// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names of the machine, capabilities, and calls of which programs use newer or
 * older forms.
 */
#include "abi.h"

#include <dirent.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <time.h>
#include <utime.h>

/* Linux's <linux/capability.h>. */
#define VERSION_3 0x20080522

struct capability_header {
	uint32_t version;
	int pid;
};

struct capability_data {
	uint32_t effective, permitted, inheritable;
};

static void set_names(void)
{
	struct utsname names;

	SHOW(sethostname, "tested", 6);
	uname(&names);
	TEXT(names.nodename);
	SHOW(sethostname, "x", -1);
	SHOW(sethostname, "x", 65);
	SHOW(sethostname, NOWHERE, 4);
	SHOW(setdomainname, "domain", 6);
	SHOW(setdomainname, "x", 65);
	SHOW(setuid, 1000);
	SHOW(sethostname, "other", 5);
	SHOW(setdomainname, "other", 5);
}

static void show_capabilities(void)
{
	struct capability_header header = {.version = VERSION_3};
	struct capability_data data[2];

	topic("capabilities");
	SHOW(capget, &header, data);
	VALUE(data[0].effective != 0);
	SHOW(capget, NOWHERE, data);
	SHOW(capget, &header, NOWHERE);
	header.version = 0;
	SHOW(capget, &header, data);
	VALUE(header.version == VERSION_3);
	header.pid = 1 << 22;
	SHOW(capget, &header, data);
	header.pid = -1;
	SHOW(capget, &header, data);
}

static void lose_capabilities(void)
{
	struct capability_header header = {.version = VERSION_3};
	struct capability_data data[2] = {{0, 0, 0}};

	SHOW(capset, NOWHERE, data);
	SHOW(capset, &header, NOWHERE);
	header.pid = 1;
	SHOW(capset, &header, data);
	header.pid = 0;
	SHOW(setuid, 1000);
	SHOW(vhangup, 0);
	SHOW(capset, &header, data);
	data[0].permitted = data[0].effective = 1;
	SHOW(capset, &header, data);
	header.version = 0;
	SHOW(capset, &header, data);
}

static void change_groups(void)
{
	gid_t real, effective, saved;

	SHOW(setregid, 7, 8);
	SHOW(getresgid, &real, &effective, &saved);
	VALUE(real * 10000 + effective * 100 + saved);
	SHOW(getresgid, NOWHERE, &effective, &saved);
	SHOW(setfsgid, 9);
	SHOW(setfsgid, -1);
	SHOW(setuid, 1000);
	SHOW(setregid, 8, 7);
	SHOW(setregid, 1, -1);
	SHOW(setresgid, 7, 8, 9);
	SHOW(setfsgid, 1);
	SHOW(setfsgid, -1);
}

static void show_forms(void)
{
	struct rlimit limit = {10, 5};
	struct timeval times[2] = {{1, 2}, {3, 4}};
	struct utimbuf both = {5, 6};
	struct iovec piece = {"abc", 3};
	struct stat status;
	static char buffer[1024];
	loff_t from = 0, to = 10;

	topic("other forms");
	SHOW(personality, 0xffffffff);
	SHOW(mknodat, AT_FDCWD, "node", S_IFREG | 0600, 0);
	SHOW(mknodat, AT_FDCWD, "node", S_IFREG | 0600, 0);
	SHOW(mknodat, AT_FDCWD, "fifo", S_IFIFO | 0600, 0);
	SHOW(mknodat, AT_FDCWD, "dir", S_IFDIR | 0700, 0);
	SHOW(mknodat, AT_FDCWD, "link", S_IFLNK | 0700, 0);
	SHOW(mknodat, AT_FDCWD, "what", 0170000, 0);
	SHOW(mknodat, 99, "node", S_IFREG | 0600, 0);
	SHOW(utimes, "node", times);
	stat("node", &status);
	VALUE(status.st_atime * 10 + status.st_mtime);
	SHOW(utime, "node", &both);
	stat("node", &status);
	VALUE(status.st_atime * 10 + status.st_mtime);
	SHOW(utimes, "absent", times);
	SHOW(utime, "absent", NULL);
	times[0].tv_usec = 1000000;
	SHOW(utimes, "node", times);
	SHOW(open, "node", O_RDWR);
	SHOW(pwritev2, 3, &piece, 1, 0, 0, 0);
	piece.iov_base = buffer;
	SHOW(preadv2, 3, &piece, 1, 1, 0, 0);
	VALUE(buffer[0]);
	SHOW(preadv2, 3, &piece, 1, 0, 0, 0x1000);
	SHOW(copy_file_range, 3, &from, 3, &to, 2, 0);
	VALUE(from * 100 + to);
	SHOW(copy_file_range, 3, &from, 3, &from, 2, 0);
	SHOW(copy_file_range, 3, NULL, 99, NULL, 2, 0);
	SHOW(copy_file_range, 3, NULL, 3, NULL, 2, 1);
	SHOW(copy_file_range, 99, NOWHERE, 3, NULL, 2, 1);
	SHOW(copy_file_range, 3, NOWHERE, 3, NULL, 2, 1);
	from = 0;
	to = lseek(3, 0, SEEK_END);
	SHOW(copy_file_range, 3, &from, 3, &to, 1 << 20,
	     0); /* all, to its end */
	VALUE(to == 2 * from);
	SHOW(syncfs, 3);
	SHOW(syncfs, 99);
	SHOW(readahead, 3, 0, 100);
	SHOW(readahead, 99, 0, 100);
	SHOW(close, 3);
	SHOW(open, ".", O_RDONLY);
	SHOW(getdents, 3, buffer, 1);
	SHOW_SIGN(getdents, 3, buffer, 1000);
	SHOW(close, 3);
	SHOW(setrlimit, RLIMIT_CORE, &limit);
	SHOW(setrlimit, 99, &limit);
	SHOW(setrlimit, RLIMIT_CORE, NOWHERE);
	unlink("node");
	unlink("fifo");
}

static void show_rare_calls(void)
{
	struct {
		uint64_t flags, mode, resolve;
	} how = {O_RDONLY, 0, 0};
	static char page[8192];
	struct timex clock = {0};
	struct timeval times[2] = {{7, 0}, {8, 0}};
	struct stat status;
	siginfo_t info = {0};

	topic("rare calls");
	SHOW(adjtimex, NOWHERE);
	SHOW_SIGN(adjtimex, &clock);
	SHOW(clock_adjtime, 99, &clock);
	SHOW_SIGN(clock_adjtime, CLOCK_REALTIME, &clock);
	SHOW(open, "file", O_RDWR | O_CREAT, 0644);
	SHOW(futimesat, AT_FDCWD, "file", times);
	fstat(3, &status);
	VALUE(status.st_atime * 10 + status.st_mtime);
	SHOW(futimesat, 99, "file", times);
	SHOW(openat2, AT_FDCWD, "file", &how, sizeof(how));
	SHOW(openat2, AT_FDCWD, "file", &how, 8);
	SHOW(openat2, AT_FDCWD, "file", NOWHERE, sizeof(how));
	how.mode = 0644;
	SHOW(openat2, AT_FDCWD, "file", &how, sizeof(how));
	how.mode = 0;
	how.flags = 1UL << 40;
	SHOW(openat2, AT_FDCWD, "file", &how, sizeof(how));
	SHOW(close, 4);
	SHOW(close, 3);
	SHOW(mlock2, page, 100, 0);
	SHOW(mlock2, page, 100, 99);
	SHOW(mlock2, NOWHERE, 100, 0);
	SHOW(munlock, page, 100);
	SHOW(mlockall, 0);
	SHOW(mlockall, 99);
	SHOW(munlockall, 0);
	SHOW(membarrier, 99, 0, 0);
	SHOW(rt_sigqueueinfo, getpid(), 0, &info);
	SHOW(rt_sigqueueinfo, 1 << 22, SIGUSR1, &info);
	SHOW(rt_sigqueueinfo, getpid(), 65, &info);
	SHOW(rt_sigqueueinfo, getpid(), SIGUSR1, NOWHERE);
	SHOW(rt_sigqueueinfo, 1, SIGUSR1, &info);
	info.si_code = SI_QUEUE;
	SHOW(rt_sigqueueinfo, 1 << 22, SIGUSR1, &info);
	SHOW(rt_sigqueueinfo, -1, SIGUSR1, &info);
	SHOW(rt_tgsigqueueinfo, getpid(), getpid(), 0, &info);
	SHOW(rt_tgsigqueueinfo, getpid(), 1 << 22, SIGUSR1, &info);
	SHOW(rt_tgsigqueueinfo, 0, getpid(), SIGUSR1, &info);
	SHOW(restart_syscall, 0);
	VALUE(RAW(SYS_getpgrp, 0) == getpgid(0));
	unlink("file");
}

void abi_names(void)
{
	topic("names of the machine");
	show_child("child that names it", set_names);
	show_capabilities();
	show_child("child without capabilities", lose_capabilities);
	topic("groups");
	show_child("child that changes groups", change_groups);
	show_forms();
	show_rare_calls();
}
