// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is known of files: stat, chmod, chown, times, access.
 */
#include "abi.h"

#include <sys/statfs.h>
#include <sys/sysmacros.h>

/* What statx(2) writes, as far as it is looked at here. */
struct statx_part {
	uint32_t mask, block_size;
	uint64_t attributes;
	uint32_t links, uid, gid;
	uint16_t mode, unused;
	uint64_t inode, size;
	uint64_t more[27];
};

enum {
	STATX_SIZE_BIT = 0x200,
	STATX_BASIC_BITS = 0x7ff,
};

static struct stat status;

static void show_stat(void)
{
	topic("stat");
	SHOW(open, "file", O_RDWR | O_CREAT, 0640);
	SHOW(write, 3, "0123456789", 10);
	SHOW(stat, "file", &status);
	VALUE(status.st_mode);
	VALUE(status.st_size);
	VALUE(status.st_nlink);
	VALUE(status.st_uid);
	VALUE(status.st_gid);
	VALUE(status.st_blksize);
	VALUE(status.st_blocks);
	SHOW(fstat, 3, &status);
	VALUE(status.st_size);
	SHOW(newfstatat, 3, "", &status, AT_EMPTY_PATH);
	VALUE(status.st_size);
	SHOW(newfstatat, 3, "", &status, 0);
	SHOW(newfstatat, AT_FDCWD, "", &status, AT_EMPTY_PATH);
	VALUE(S_ISDIR(status.st_mode));
	SHOW(newfstatat, AT_FDCWD, "file", &status, 0x4);
	SHOW(newfstatat, 99, "file", &status, 0);
	SHOW(newfstatat, 3, "file", &status, 0);
	SHOW(stat, "absent", &status);
	SHOW(stat, "file/x", &status);
	SHOW(stat, "file/", &status);
	SHOW(stat, "", &status);
	SHOW(stat, NOWHERE, &status);
	SHOW(stat, "file", NOWHERE);
	SHOW(fstat, 99, &status);
	SHOW(fstat, 3, NOWHERE);
	symlink("file", "link");
	SHOW(lstat, "link", &status);
	VALUE(status.st_mode);
	VALUE(status.st_size);
	SHOW(stat, "link", &status);
	VALUE(status.st_mode);
	unlink("link");
	mkdir("dir", 0711);
	SHOW(stat, "dir", &status);
	VALUE(status.st_mode);
	VALUE(status.st_nlink);
	mkdir("dir/sub", 0711);
	SHOW(stat, "dir", &status);
	VALUE(status.st_nlink);
	rmdir("dir/sub");
	rmdir("dir");
	SHOW(stat, "/dev/null", &status);
	VALUE(status.st_mode);
	VALUE(major(status.st_rdev));
	VALUE(minor(status.st_rdev));
}

static void show_statx(void)
{
	struct statx_part more;
	int ends[2];

	topic("statx");
	SHOW(statx, AT_FDCWD, "file", 0, STATX_BASIC_BITS, &more);
	VALUE(more.mask & STATX_BASIC_BITS);
	VALUE(more.mode);
	VALUE(more.size);
	SHOW(statx, 3, "", AT_EMPTY_PATH, STATX_SIZE_BIT, &more);
	VALUE(more.size);
	pipe(ends);
	SHOW(statx, ends[0], "", AT_EMPTY_PATH, STATX_SIZE_BIT, &more);
	SHOW(statx, ends[0], "file", AT_EMPTY_PATH, STATX_SIZE_BIT, &more);
	close(ends[0]);
	close(ends[1]);
	SHOW(statx, AT_FDCWD, "absent", 0, STATX_SIZE_BIT, &more);
	SHOW(statx, AT_FDCWD, "file", 0x4, STATX_SIZE_BIT, &more);
	SHOW(statx, AT_FDCWD, "file", 0, 0x80000000, &more);
	SHOW(statx, AT_FDCWD, "file", 0, STATX_SIZE_BIT, NOWHERE);
}

static void show_modes(void)
{
	topic("chmod, umask");
	SHOW(chmod, "file", 0600);
	SHOW(stat, "file", &status);
	VALUE(status.st_mode);
	SHOW(fchmod, 3, 07755);
	SHOW(fstat, 3, &status);
	VALUE(status.st_mode);
	SHOW(chmod, "absent", 0600);
	SHOW(fchmod, 99, 0600);
	SHOW(chmod, NOWHERE, 0600);
	SHOW(fchmodat, AT_FDCWD, "file", 0644);
	SHOW(fchmodat, 99, "file", 0644);
	SHOW(umask, 077);
	SHOW(umask, 01777);
	SHOW(umask, 022);
	SHOW(open, "masked", O_WRONLY | O_CREAT, 0777);
	SHOW(fstat, 4, &status);
	VALUE(status.st_mode);
	SHOW(close, 4);
	unlink("masked");
}

static void show_owners(void)
{
	topic("chown");
	SHOW(chmod, "file", 06755);
	SHOW(chown, "file", 1000, 100);
	SHOW(stat, "file", &status);
	VALUE(status.st_uid);
	VALUE(status.st_gid);
	VALUE(status.st_mode);
	SHOW(chown, "file", -1, 200);
	SHOW(fchown, 3, 2000, -1);
	SHOW(stat, "file", &status);
	VALUE(status.st_uid);
	VALUE(status.st_gid);
	SHOW(chown, "absent", 0, 0);
	SHOW(fchown, 99, 0, 0);
	SHOW(lchown, "file", 0, 0);
	SHOW(fchownat, AT_FDCWD, "file", 0, 0, AT_SYMLINK_NOFOLLOW);
	SHOW(fchownat, AT_FDCWD, "file", 0, 0, 0x4);
	SHOW(fchownat, 3, "", 0, 0, AT_EMPTY_PATH);
}

static void show_times(void)
{
	struct timespec times[2] = {{1000, 5}, {2000, 999999999}};

	topic("utimensat");
	SHOW(utimensat, AT_FDCWD, "file", times, 0);
	SHOW(stat, "file", &status);
	VALUE(status.st_atim.tv_sec);
	VALUE(status.st_atim.tv_nsec);
	VALUE(status.st_mtim.tv_sec);
	VALUE(status.st_mtim.tv_nsec);
	times[0].tv_nsec = UTIME_OMIT;
	times[1].tv_sec = 3000;
	SHOW(utimensat, AT_FDCWD, "file", times, 0);
	SHOW(stat, "file", &status);
	VALUE(status.st_atim.tv_sec);
	VALUE(status.st_mtim.tv_sec);
	SHOW(utimensat, 3, NULL, times, 0);
	times[1].tv_nsec = 1000000000;
	SHOW(utimensat, AT_FDCWD, "file", times, 0);
	SHOW(utimensat, AT_FDCWD, "absent", NULL, 0);
	SHOW(utimensat, AT_FDCWD, "file", NOWHERE, 0);
	SHOW(utimensat, AT_FDCWD, "file", NULL, 0x4);
	SHOW(utimensat, 99, NULL, NULL, 0);
	SHOW(utimensat, AT_FDCWD, "file", NULL, 0);
	SHOW(stat, "file", &status);
	VALUE(status.st_mtim.tv_sec > 3000);
	VALUE(status.st_mtim.tv_sec == status.st_ctim.tv_sec);
}

static void as_nobody(void)
{
	SHOW(setgid, 65534);
	SHOW(setuid, 65534);
	SHOW(access, "file", R_OK);
	SHOW(access, "file", W_OK);
	SHOW(open, "file", O_RDONLY);
	SHOW(open, "file", O_WRONLY);
	SHOW(open, "secret", O_RDONLY);
	SHOW(open, "closed/x", O_RDONLY);
	SHOW(mkdir, "x", 0755);
	SHOW(unlink, "file");
	SHOW(rename, "file", "x");
	SHOW(chmod, "file", 0777);
	SHOW(chown, "file", 65534, -1);
	SHOW(truncate, "file", 0);
	SHOW(utimensat, AT_FDCWD, "file", NULL, 0);
	SHOW(link, "secret", "x");
	SHOW(unlink, "sticky/theirs");
	SHOW(open, "sticky/mine", O_WRONLY | O_CREAT, 0666);
	SHOW(unlink, "sticky/mine");
	SHOW(chroot, ".");
	SHOW(setuid, 0);
	SHOW(mknod, "sticky/node", S_IFCHR | 0666, makedev(1, 3));
	SHOW(mount, "none", "/tmp", "tmpfs", 0, NULL);
}

static void show_permissions(void)
{
	topic("access");
	SHOW(access, "file", F_OK);
	SHOW(access, "file", R_OK | W_OK);
	SHOW(access, "absent", F_OK);
	SHOW(access, "file", 8);
	SHOW(access, NOWHERE, F_OK);
	SHOW(chmod, "file", 0644);
	SHOW(access, "file", X_OK); /* not even root without any x */
	SHOW(faccessat, AT_FDCWD, "file", R_OK);
	SHOW(faccessat2, AT_FDCWD, "file", R_OK, AT_EACCESS);
	SHOW(faccessat2, AT_FDCWD, "file", R_OK, 1);

	topic("permissions of another user");
	mknod("secret", S_IFREG | 0600, 0);
	mkdir("closed", 0700);
	mkdir("sticky", 01777);
	chmod("sticky", 01777);
	mknod("sticky/theirs", S_IFREG | 0666, 0);
	show_child("child of user nobody", as_nobody);
	unlink("sticky/theirs");
	rmdir("sticky");
	rmdir("closed");
	unlink("secret");
}

static void show_statfs(void)
{
	struct statfs filesystem;

	topic("statfs");
	SHOW(statfs, ".", &filesystem);
	VALUE(filesystem.f_bsize);
	VALUE(filesystem.f_namelen);
	SHOW(fstatfs, 3, &filesystem);
	SHOW(statfs, "absent", &filesystem);
	SHOW(statfs, ".", NOWHERE);
	SHOW(fstatfs, 99, &filesystem);
}

void abi_attributes(void)
{
	show_stat();
	show_statx();
	show_modes();
	show_owners();
	show_times();
	show_permissions();
	show_statfs();
	SHOW(close, 3);
	unlink("file");
}
