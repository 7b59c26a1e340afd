// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names: links, directories made and removed, renaming.
 */
#include "abi.h"

#include <limits.h>

static char text[8192];

/* A path of @length bytes, of components that are short enough. */
static const char *long_path(size_t length)
{
	memset(text, 'x', length);
	for (size_t i = 0; i < length; i += 100)
		text[i] = '/';
	text[length] = '\0';
	return text;
}

static const char *long_name(size_t length)
{
	memset(text, 'x', length);
	text[length] = '\0';
	return text;
}

static void show_lengths(void)
{
	topic("long names");
	show("a name of 255 bytes", RAW(SYS_mkdir, long_name(255), 0755));
	show("it is removed", RAW(SYS_rmdir, text));
	show("a name of 256 bytes", RAW(SYS_mkdir, long_name(256), 0755));
	show("a path of 4095 bytes", RAW(SYS_access, long_path(4095), F_OK));
	show("a path of 4096 bytes", RAW(SYS_access, long_path(4096), F_OK));
	show("a link of 4095 bytes", RAW(SYS_symlink, long_path(4095), "long"));
	show("a link of 4096 bytes", RAW(SYS_symlink, long_path(4096), "more"));
	SHOW(readlink, "long", text, sizeof(text));
	SHOW(unlink, "long");
}

static void show_mkdir(void)
{
	topic("mkdir, rmdir");
	SHOW(mkdir, "dir", 0755);
	SHOW(mkdir, "dir", 0755);
	SHOW(mkdir, "dir/sub/", 0755);
	SHOW(mkdir, "absent/sub", 0755);
	SHOW(mkdir, "", 0755);
	SHOW(mkdir, ".", 0755);
	SHOW(mkdir, "..", 0755);
	SHOW(mkdir, "/", 0755);
	SHOW(mkdir, NOWHERE, 0755);
	SHOW(mknod, "file", S_IFREG | 0644, 0);
	SHOW(mkdir, "file", 0755);
	SHOW(mkdir, "file/sub", 0755);
	SHOW(mkdirat, 99, "x", 0755);
	SHOW(mkdirat, AT_FDCWD, "at", 0755);
	SHOW(rmdir, "at");
	SHOW(rmdir, "dir");
	SHOW(rmdir, "file");
	SHOW(rmdir, "absent");
	SHOW(rmdir, "dir/.");
	SHOW(rmdir, "dir/sub/..");
	SHOW(rmdir, "/");
	SHOW(rmdir, "");
	SHOW(rmdir, "dir/sub/");
	SHOW(unlink, "dir");
	SHOW(unlinkat, AT_FDCWD, "dir", 0);
	SHOW(unlinkat, AT_FDCWD, "dir", AT_REMOVEDIR);
	SHOW(unlinkat, AT_FDCWD, "file", AT_REMOVEDIR);
	SHOW(unlinkat, AT_FDCWD, "file", 1);
	SHOW(unlinkat, 99, "file", 0);
	SHOW(unlink, "file/");
	SHOW(unlink, "absent");
	SHOW(unlink, "");
	SHOW(unlink, NOWHERE);
	SHOW(unlink, "file");
}

static void show_links(void)
{
	struct stat status;

	topic("link");
	SHOW(mknod, "one", S_IFREG | 0644, 0);
	SHOW(link, "one", "two");
	SHOW(link, "one", "two");
	SHOW(link, "absent", "three");
	SHOW(link, "one", "absent/three");
	SHOW(link, ".", "three");
	SHOW(link, "one", "");
	SHOW(link, "one/", "three");
	stat("two", &status);
	VALUE(status.st_nlink);
	SHOW(symlink, "one", "soft");
	SHOW(link, "soft", "hard"); /* of the link itself */
	lstat("hard", &status);
	VALUE(S_ISLNK(status.st_mode) && status.st_nlink == 2);
	SHOW(linkat, AT_FDCWD, "soft", AT_FDCWD, "followed", AT_SYMLINK_FOLLOW);
	stat("followed", &status);
	VALUE(status.st_nlink);
	SHOW(linkat, AT_FDCWD, "soft", AT_FDCWD, "x", 1);
	SHOW(unlink, "two");
	SHOW(unlink, "hard");
	SHOW(unlink, "followed");

	topic("symlink");
	SHOW(symlink, "one", "soft");
	SHOW(symlink, "", "empty");
	SHOW(symlink, "one", "");
	SHOW(symlink, "one", "absent/soft");
	SHOW(symlink, NOWHERE, "x");
	SHOW(symlinkat, "one", 99, "x");
	SHOW(symlinkat, "one", AT_FDCWD, "at");
	SHOW(readlinkat, AT_FDCWD, "at", text, sizeof(text));
	SHOW(unlinkat, AT_FDCWD, "at", 0);
	SHOW(readlink, "soft", text, sizeof(text));
	VALUE(memcmp(text, "one", 3));
	SHOW(readlink, "soft", text, 2);
	SHOW(readlink, "soft", text, 0);
	SHOW(readlink, "soft", text, -1);
	SHOW(readlink, "one", text, sizeof(text));
	SHOW(readlink, ".", text, sizeof(text));
	SHOW(readlink, "absent", text, sizeof(text));
	SHOW(readlink, "soft", NOWHERE, 10);
	SHOW(readlinkat, AT_FDCWD, "soft", text, sizeof(text));
	SHOW(readlinkat, 99, "soft", text, sizeof(text));
	SHOW(symlink, "loop2", "loop1");
	SHOW(symlink, "loop1", "loop2");
	SHOW(open, "loop1", O_RDONLY);
	SHOW(access, "loop1", F_OK);
	SHOW(unlink, "loop1");
	SHOW(unlink, "loop2");
	SHOW(symlink, "gone", "dangling");
	SHOW(open, "dangling", O_RDONLY);
	SHOW(mkdir, "dangling", 0755);
	SHOW(open, "dangling", O_WRONLY | O_CREAT, 0644);
	SHOW(close, 3);
	SHOW(unlink, "gone");
	SHOW(unlink, "dangling");
	SHOW(unlink, "soft");
	SHOW(unlink, "one");
}

/* Names s0 to s(count), each a link to the one before. */
static void chain(int count)
{
	char from[16], to[16];

	mknod("s0", S_IFREG | 0644, 0);
	for (int i = 1; i <= count; i++) {
		snprintf(from, sizeof(from), "s%d", i - 1);
		snprintf(to, sizeof(to), "s%d", i);
		symlink(from, to);
	}
}

static void show_chain(void)
{
	char name[16];

	topic("chains of links");
	chain(41);
	SHOW(access, "s40", F_OK);
	SHOW(access, "s41", F_OK);
	for (int i = 0; i <= 41; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		unlink(name);
	}
}

static void show_rename(void)
{
	topic("rename");
	mknod("one", S_IFREG | 0644, 0);
	mknod("two", S_IFREG | 0644, 0);
	mkdir("dir", 0755);
	mkdir("dir/sub", 0755);
	mkdir("empty", 0755);
	SHOW(rename, "one", "uno");
	SHOW(rename, "one", "x");
	SHOW(rename, "uno", "two");
	SHOW(access, "uno", F_OK);
	SHOW(rename, "two", "two");
	SHOW(rename, "two", "dir");
	SHOW(rename, "dir", "two");
	SHOW(rename, "dir", "dir/sub/x");
	SHOW(rename, "dir/sub", "dir");
	SHOW(rename, "empty", "dir");
	SHOW(rename, "dir", "empty");
	SHOW(rename, "dir", "x");
	SHOW(rename, "empty/", "dir/");
	SHOW(rename, "two", "three/");
	SHOW(rename, "two/", "three");
	SHOW(rename, ".", "x");
	SHOW(rename, "dir", ".");
	SHOW(rename, "..", "x");
	SHOW(rename, "", "x");
	SHOW(rename, "two", "");
	SHOW(rename, "two", "absent/x");
	SHOW(rename, NOWHERE, "x");
	SHOW(rename, "/", "x");
	link("two", "same");
	SHOW(rename, "two", "same"); /* nothing, they are one file */
	SHOW(access, "two", F_OK);
	SHOW(renameat, AT_FDCWD, "two", AT_FDCWD, "dir/two");
	SHOW(renameat, 99, "two", AT_FDCWD, "x");
	SHOW(renameat2, AT_FDCWD, "same", AT_FDCWD, "dir/two", 1);
	SHOW(renameat2, AT_FDCWD, "same", AT_FDCWD, "new", 1);
	SHOW(renameat2, AT_FDCWD, "new", AT_FDCWD, "dir", 2);
	SHOW(access, "new/two", F_OK);
	SHOW(renameat2, AT_FDCWD, "new", AT_FDCWD, "absent", 2);
	SHOW(renameat2, AT_FDCWD, "new", AT_FDCWD, "x", 3);
	SHOW(renameat2, AT_FDCWD, "new", AT_FDCWD, "x", 64);
	SHOW(renameat2, AT_FDCWD, "new", AT_FDCWD, "new/x", 2);
	unlink("new/two");
	rmdir("new/sub");
	SHOW(rmdir, "new");
	SHOW(unlink, "dir");
}

static void show_cwd(void)
{
	topic("chdir, getcwd");
	mkdir("dir", 0755);
	mknod("file", S_IFREG | 0644, 0);
	SHOW(getcwd, text, sizeof(text));
	TEXT(text);
	SHOW(getcwd, text, 8);
	SHOW(getcwd, text, 9);
	SHOW(getcwd, NOWHERE, 100);
	SHOW(chdir, "dir");
	SHOW(getcwd, text, sizeof(text));
	TEXT(text);
	SHOW(rmdir, "../dir");
	SHOW(getcwd, text, sizeof(text));
	SHOW(open, "x", O_WRONLY | O_CREAT, 0644);
	SHOW(mkdir, "x", 0755);
	SHOW(access, ".", F_OK);
	SHOW(chdir, "..");
	SHOW(getcwd, text, sizeof(text));
	TEXT(text);
	SHOW(chdir, "file");
	SHOW(chdir, "absent");
	SHOW(chdir, "");
	SHOW(chdir, NOWHERE);
	SHOW(open, ".", O_RDONLY);
	SHOW(chdir, "/");
	SHOW(fchdir, 3);
	SHOW(getcwd, text, sizeof(text));
	SHOW(close, 3);
	SHOW(open, "file", O_RDONLY);
	SHOW(fchdir, 3);
	SHOW(fchdir, 99);
	SHOW(close, 3);
	SHOW(chroot, "file");
	SHOW(chroot, "absent");
	unlink("file");
}

static void in_chroot(void)
{
	SHOW(chroot, "jail");
	SHOW(chdir, "/");
	SHOW(getcwd, text, sizeof(text));
	TEXT(text);
	SHOW(access, "/inside", F_OK);
	SHOW(access, "/../../inside", F_OK);
	SHOW(access, "/tmp", F_OK);
}

static void show_chroot(void)
{
	topic("chroot");
	mkdir("jail", 0755);
	mkdir("jail/inside", 0755);
	show_child("child in a jail", in_chroot);
	rmdir("jail/inside");
	rmdir("jail");
}

static void show_openat2(void)
{
	unsigned long how[3] = {O_RDONLY, 0, 0};

	topic("openat2");
	SHOW(openat2, AT_FDCWD, ".", how, 24);
	SHOW(close, 3);
	SHOW(openat2, AT_FDCWD, ".", how, 23);
	SHOW(openat2, AT_FDCWD, ".", how, 5000);
	SHOW(openat2, AT_FDCWD, ".", NOWHERE, 24);
	how[1] = 0600; /* a mode, and nothing to create */
	SHOW(openat2, AT_FDCWD, ".", how, 24);
	how[1] = 0;
	how[0] = 1UL << 40;
	SHOW(openat2, AT_FDCWD, ".", how, 24);
	how[0] = O_PATH | O_TRUNC;
	SHOW(openat2, AT_FDCWD, ".", how, 24);
	how[0] = O_PATH | O_DIRECTORY;
	SHOW(openat2, AT_FDCWD, ".", how, 24);
	SHOW(close, 3);
}

void abi_paths(void)
{
	show_lengths();
	show_mkdir();
	show_links();
	show_chain();
	show_rename();
	show_cwd();
	show_chroot();
	show_openat2();
}
