// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each call that takes a path, with paths that lead nowhere: what the manual has as
 * ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP, EACCES, EFAULT and EBADF. None of them succeeds.
 */
#include "abi.h"

#include <sys/statfs.h>
#include <sys/time.h>
#include <time.h>
#include <utime.h>

static struct stat status;
static struct statfs filesystem;
static char text[512], buffer[512], name_256[257];
static char *nothing[] = {NULL};
static const char *const nowhere = NOWHERE;
static uint64_t how[3]; /* struct open_how: reading */

/* Calls that look at what @path names, or change it. */
#define EACH_CALL(path)                                          \
	do {                                                     \
		SHOW(open, path, O_RDONLY);                      \
		SHOW(stat, path, &status);                       \
		SHOW(lstat, path, &status);                      \
		SHOW(access, path, F_OK);                        \
		SHOW(truncate, path, 0);                         \
		SHOW(chdir, path);                               \
		SHOW(rmdir, path);                               \
		SHOW(unlink, path);                              \
		SHOW(readlink, path, text, sizeof(text));        \
		SHOW(chmod, path, 0644);                         \
		SHOW(chown, path, 0, 0);                         \
		SHOW(lchown, path, 0, 0);                        \
		SHOW(utime, path, NULL);                         \
		SHOW(utimes, path, NULL);                        \
		SHOW(statfs, path, &filesystem);                 \
		SHOW(chroot, path);                              \
		SHOW(execve, path, nothing, nothing);            \
		SHOW(mount, "none", path, "tmpfs", 0, NULL);     \
		SHOW(umount2, path, 0);                          \
		SHOW(rename, path, "new");                       \
		SHOW(link, path, "new");                         \
		SHOW(openat2, AT_FDCWD, path, how, sizeof(how)); \
		EACH_AT_CALL(AT_FDCWD, path);                    \
	} while (0)

#define EACH_AT_CALL(at, path)                                  \
	do {                                                    \
		SHOW(openat, at, path, O_RDONLY);               \
		SHOW(newfstatat, at, path, &status, 0);         \
		SHOW(statx, at, path, 0, 0x7ff, buffer);        \
		SHOW(faccessat, at, path, F_OK);                \
		SHOW(faccessat2, at, path, F_OK, 0);            \
		SHOW(unlinkat, at, path, 0);                    \
		SHOW(readlinkat, at, path, text, sizeof(text)); \
		SHOW(fchmodat, at, path, 0644);                 \
		SHOW(fchownat, at, path, 0, 0, 0);              \
		SHOW(utimensat, at, path, NULL, 0);             \
		SHOW(futimesat, at, path, NULL);                \
		SHOW(execveat, at, path, nothing, nothing, 0);  \
		SHOW(renameat, at, path, AT_FDCWD, "new");      \
		SHOW(renameat2, at, path, AT_FDCWD, "new", 0);  \
		SHOW(linkat, at, path, AT_FDCWD, "new", 0);     \
	} while (0)

/* Calls that make @path. */
#define EACH_MAKER(path)                                    \
	do {                                                \
		SHOW(open, path, O_WRONLY | O_CREAT, 0644); \
		SHOW(creat, path, 0644);                    \
		SHOW(mkdir, path, 0755);                    \
		SHOW(symlink, "file", path);                \
		SHOW(mknod, path, S_IFREG | 0644, 0);       \
		SHOW(rename, "file", path);                 \
		SHOW(link, "file", path);                   \
		EACH_AT_MAKER(AT_FDCWD, path);              \
	} while (0)

#define EACH_AT_MAKER(at, path)                                   \
	do {                                                      \
		SHOW(openat, at, path, O_WRONLY | O_CREAT, 0644); \
		SHOW(mkdirat, at, path, 0755);                    \
		SHOW(symlinkat, "file", at, path);                \
		SHOW(mknodat, at, path, S_IFREG | 0644, 0);       \
		SHOW(renameat, AT_FDCWD, "file", at, path);       \
		SHOW(renameat2, AT_FDCWD, "file", at, path, 0);   \
		SHOW(linkat, AT_FDCWD, "file", at, path, 0);      \
	} while (0)

static void show_absent(void)
{
	topic("paths of which a folder is absent");
	EACH_CALL("absent/x");
	EACH_MAKER("absent/x");
}

static void show_file_as_folder(void)
{
	topic("paths through a file");
	EACH_CALL("file/x");
	EACH_MAKER("file/x");
}

static void show_long_name(void)
{
	topic("names that are too long");
	EACH_CALL(name_256);
	EACH_MAKER(name_256);
}

static void show_loop(void)
{
	topic("paths through a link to itself");
	EACH_CALL("loop/x");
	EACH_MAKER("loop/x");
}

static void show_nowhere(void)
{
	topic("paths at a wrong address");
	EACH_CALL(nowhere);
	EACH_MAKER(nowhere);
	SHOW(mount, "none", "dir", NOWHERE, 0, NULL);
	SHOW(symlinkat, NOWHERE, AT_FDCWD, "new");
	SHOW(rename, "file", NOWHERE);
	SHOW(link, "file", NOWHERE);
}

static void show_wrong_folder(void)
{
	topic("paths from what is no folder");
	EACH_AT_CALL(99, "x");
	EACH_AT_MAKER(99, "x");
	SHOW(openat2, 99, "x", how, sizeof(how));
	SHOW(open, "file", O_RDONLY);
	EACH_AT_CALL(3, "x");
	EACH_AT_MAKER(3, "x");
	SHOW(openat2, 3, "x", how, sizeof(how));
	SHOW(close, 3);
}

/* As user nobody, who may not search "closed" and not write to ".". */
static void as_nobody(void)
{
	SHOW(setgid, 65534);
	SHOW(setuid, 65534);
	EACH_CALL("closed/x");
	EACH_MAKER("closed/x");
	EACH_MAKER("new");
	SHOW(rmdir, "dir");
	SHOW(chdir, "closed");
	SHOW(open, "closed", O_RDONLY);
	SHOW(fchdir, 3);
}

void abi_bad_paths(void)
{
	memset(name_256, 'x', 256);
	mknod("file", S_IFREG | 0644, 0);
	mkdir("dir", 0755);
	mkdir("closed", 0700);
	mkdir("closed/x", 0777);
	symlink("loop", "loop");
	show_absent();
	show_file_as_folder();
	show_long_name();
	show_loop();
	show_nowhere();
	show_wrong_folder();
	topic("paths that another user may not follow");
	SHOW(open, "closed", O_RDONLY);
	show_child("child of user nobody", as_nobody);
	SHOW(close, 3);
	unlink("loop");
	rmdir("closed/x");
	rmdir("closed");
	rmdir("dir");
	unlink("file");
}
