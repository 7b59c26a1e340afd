// SPDX-License-Identifier: GPL-2.0-only
/*
 * File systems that refuse: one that is read only, one that is full, one without
 * programs, and what mount(2) and umount2(2) refuse.
 */
#include "abi.h"

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <utime.h>

static char page[4096];

static void change_names(void)
{
	SHOW(mkdir, "mnt/new", 0755);
	SHOW(mkdirat, AT_FDCWD, "mnt/new", 0755);
	SHOW(rmdir, "mnt/dir");
	SHOW(unlink, "mnt/file");
	SHOW(unlinkat, AT_FDCWD, "mnt/file", 0);
	SHOW(rename, "mnt/file", "mnt/new");
	SHOW(renameat, AT_FDCWD, "mnt/file", AT_FDCWD, "mnt/new");
	SHOW(renameat2, AT_FDCWD, "mnt/file", AT_FDCWD, "mnt/new", 0);
	SHOW(link, "mnt/file", "mnt/new");
	SHOW(linkat, AT_FDCWD, "mnt/file", AT_FDCWD, "mnt/new", 0);
	SHOW(symlink, "file", "mnt/new");
	SHOW(symlinkat, "file", AT_FDCWD, "mnt/new");
	SHOW(mknod, "mnt/new", S_IFREG | 0644, 0);
	SHOW(mknodat, AT_FDCWD, "mnt/new", S_IFREG | 0644, 0);
	SHOW(mkdir, "mnt/dir", 0755);
}

static void change_files(void)
{
	uint64_t how[3] = {O_WRONLY, 0, 0};

	SHOW(open, "mnt/file", O_WRONLY);
	SHOW(open, "mnt/new", O_WRONLY | O_CREAT, 0644);
	SHOW(openat, AT_FDCWD, "mnt/file", O_RDWR);
	SHOW(openat2, AT_FDCWD, "mnt/file", how, sizeof(how));
	SHOW(creat, "mnt/file", 0644);
	SHOW(truncate, "mnt/file", 0);
	SHOW(access, "mnt/file", W_OK);
	SHOW(faccessat, AT_FDCWD, "mnt/file", W_OK);
	SHOW(faccessat2, AT_FDCWD, "mnt/file", W_OK, AT_EACCESS);
	SHOW(access, "mnt/file", R_OK);
	SHOW(access, "mnt/fifo", W_OK);
	SHOW(chmod, "mnt/file", 0600);
	SHOW(fchmod, 3, 0600);
	SHOW(fchmodat, AT_FDCWD, "mnt/file", 0600);
	SHOW(chown, "mnt/file", 1, 1);
	SHOW(fchown, 3, 1, 1);
	SHOW(lchown, "mnt/file", 1, 1);
	SHOW(fchownat, AT_FDCWD, "mnt/file", 1, 1, 0);
	SHOW(utime, "mnt/file", NULL);
	SHOW(utimes, "mnt/file", NULL);
	SHOW(utimensat, AT_FDCWD, "mnt/file", NULL, 0);
	SHOW(utimensat, 3, NULL, NULL, 0);
	SHOW(futimesat, AT_FDCWD, "mnt/file", NULL);
	SHOW(fsync, 3);
	SHOW(fdatasync, 3);
	SHOW(open, "mnt/null", O_RDWR);
	SHOW(close, 4);
}

static void show_read_only(void)
{
	topic("a file system that is read only");
	SHOW(mount, "none", "mnt", "tmpfs", 0, NULL);
	mkdir("mnt/dir", 0755);
	mknod("mnt/file", S_IFREG | 0644, 0);
	mknod("mnt/fifo", S_IFIFO | 0644, 0);
	mknod("mnt/null", S_IFCHR | 0666, makedev(1, 3));
	SHOW(open, "mnt/file", O_WRONLY);
	SHOW(mount, NULL, "mnt", NULL, MS_REMOUNT | MS_RDONLY, NULL);
	SHOW(close, 3);
	SHOW(mount, NULL, "mnt", NULL, MS_REMOUNT | MS_RDONLY, NULL);
	SHOW(open, "mnt/file", O_RDONLY);
	change_names();
	change_files();
	SHOW(close, 3);
	SHOW(umount2, "mnt", 0);
}

static void fill_names(void)
{
	uint64_t how[3] = {O_WRONLY | O_CREAT, 0644, 0};

	SHOW(open, "mnt/new", O_WRONLY | O_CREAT, 0644);
	SHOW(openat, AT_FDCWD, "mnt/new", O_WRONLY | O_CREAT, 0644);
	SHOW(openat2, AT_FDCWD, "mnt/new", how, sizeof(how));
	SHOW(creat, "mnt/new", 0644);
	SHOW(mkdir, "mnt/new", 0755);
	SHOW(mkdirat, AT_FDCWD, "mnt/new", 0755);
	SHOW(symlink, "x", "mnt/new");
	SHOW(symlinkat, "x", AT_FDCWD, "mnt/new");
	SHOW(mknod, "mnt/new", S_IFIFO | 0644, 0);
	SHOW(mknodat, AT_FDCWD, "mnt/new", S_IFREG | 0644, 0);
	SHOW(link, "mnt/file", "mnt/new");
	SHOW(linkat, AT_FDCWD, "mnt/file", AT_FDCWD, "mnt/new", 0);
	SHOW(rename, "mnt/file", "mnt/new");
	SHOW(rename, "mnt/new", "mnt/file");
}

static void fill_bytes(void)
{
	struct iovec piece = {page, sizeof(page)};
	loff_t from = 0, to = 8192;

	SHOW(open, "mnt/file", O_RDWR);
	SHOW(write, 3, page, 4096);
	SHOW(write, 3, page, 4096);
	SHOW(write, 3, page, 1);
	SHOW(pwrite64, 3, page, 1, 8192);
	SHOW(writev, 3, &piece, 1);
	SHOW(pwritev, 3, &piece, 1, 8192, 0);
	SHOW(pwritev2, 3, &piece, 1, 8192, 0, 0);
	SHOW(copy_file_range, 3, &from, 3, &to, 10, 0);
	from = 0;
	SHOW(sendfile, 3, 3, &from, 10);
	SHOW(ftruncate, 3, 1 << 20); /* a hole costs nothing */
	SHOW(close, 3);
}

static void show_full(void)
{
	topic("a file system that is full");
	SHOW(mount, "none", "mnt", "tmpfs", 0, "size=8k,nr_inodes=2");
	SHOW(mknod, "mnt/file", S_IFREG | 0644, 0);
	fill_names();
	fill_bytes();
	SHOW(umount2, "mnt", 0);
}

static void show_no_programs(void)
{
	static char *nothing[] = {NULL};

	topic("a file system without programs and devices");
	SHOW(mount, "none", "mnt", "tmpfs", MS_NOEXEC | MS_NODEV, NULL);
	mknod("mnt/program", S_IFREG | 0755, 0);
	mknod("mnt/null", S_IFCHR | 0666, makedev(1, 3));
	SHOW(execve, "mnt/program", nothing, nothing);
	SHOW(execveat, AT_FDCWD, "mnt/program", nothing, nothing, 0);
	SHOW(access, "mnt/program", X_OK);
	SHOW(open, "mnt/null", O_RDONLY);
	SHOW(open, "mnt/program", O_RDWR);
	SHOW(mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, 3, 0);
	show("mprotect(a page of it, PROT_EXEC)",
	     RAW(SYS_mprotect, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0),
		 4096, PROT_READ | PROT_EXEC));
	SHOW(umount2, "mnt", 0);
	SHOW(close, 3);
	SHOW(umount2, "mnt", MNT_DETACH);
}

static void between_filesystems(void)
{
	loff_t start = 0;

	topic("between two file systems");
	SHOW(mount, "none", "mnt", "tmpfs", 0, NULL);
	mknod("mnt/file", S_IFREG | 0644, 0);
	SHOW(rename, "mnt/file", "new");
	SHOW(renameat, AT_FDCWD, "mnt/file", AT_FDCWD, "new");
	SHOW(renameat2, AT_FDCWD, "mnt/file", AT_FDCWD, "new", 0);
	SHOW(link, "mnt/file", "new");
	SHOW(linkat, AT_FDCWD, "mnt/file", AT_FDCWD, "new", 0);
	SHOW(open, "mnt/file", O_RDWR);
	SHOW(open, "file", O_RDWR);
	SHOW(write, 3, page, 16);
	SHOW(copy_file_range, 3, &start, 4, NULL, 16, 0);
	SHOW(sendfile, 4, 3, &start, 16);
	SHOW(close, 4);
	SHOW(close, 3);
	SHOW(rename, "mnt", "new");
	SHOW(renameat, AT_FDCWD, "mnt", AT_FDCWD, "new");
	SHOW(renameat2, AT_FDCWD, "mnt", AT_FDCWD, "new", 0);
	SHOW(unlinkat, AT_FDCWD, "mnt", AT_REMOVEDIR);
	SHOW(umount2, "mnt", 0);
}

static void mount_as_user(void)
{
	SHOW(setuid, 1000);
	SHOW(mount, "none", "mnt", "tmpfs", 0, NULL);
	SHOW(umount2, "mnt", 0);
	SHOW(mount, "none", "absent", "tmpfs", 0, NULL);
	SHOW(umount2, "absent", 0);
}

static void show_mount(void)
{
	topic("what mount and umount2 refuse");
	SHOW(mount, "none", "file", "tmpfs", 0, NULL);
	SHOW(mount, NOWHERE, "mnt", "tmpfs", 0, NULL);
	SHOW(mount, "none", "mnt", "tmpfs", 0, NOWHERE);
	SHOW(mount, "none", "mnt", NULL, 0, NULL);
	SHOW(mount, "none", "mnt", "", 0, NULL);
	SHOW(mount, NULL, "mnt", NULL, MS_REMOUNT, NULL);
	SHOW(mount, "absent", "mnt", NULL, MS_BIND, NULL);
	SHOW(mount, NULL, "mnt", NULL, MS_BIND, NULL);
	SHOW(mount, "none", "mnt", "tmpfs", 0, NULL);
	SHOW(umount2, "mnt/absent", 0);
	SHOW(umount2, "mnt", MNT_EXPIRE | MNT_FORCE);
	show_child("child that mounts as a user", mount_as_user);
	SHOW(umount2, "mnt", 0);
}

void abi_filesystems(void)
{
	mkdir("mnt", 0755);
	mknod("file", S_IFREG | 0644, 0);
	show_read_only();
	show_full();
	show_no_programs();
	between_filesystems();
	show_mount();
	unlink("file");
	rmdir("mnt");
}
