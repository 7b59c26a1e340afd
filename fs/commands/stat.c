// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat: all that the inode of a file says; times in seconds since 1970 UTC.
 */
#include <exo/console.h>
#include <exo/kmon.h>
#include <exo/vfs.h>

#include "files.h"

static void print_time(const char *what, s64 seconds, s64 nanoseconds)
{
	console_printf("%s %lld.%09lld\n", what, (long long)seconds,
		       (long long)nanoseconds);
}

static int stat_one(const char *name)
{
	char mode[FILES_MODE_SIZE];
	struct stat status;
	int err = vfs_stat(NULL, name, AT_SYMLINK_NOFOLLOW, &status);

	if (err)
		return err;
	files_mode_text(status.st_mode, mode);
	console_printf("%s: %s, mode %o, links %llu, owner %u, group %u\n",
		       name, mode, status.st_mode & 07777,
		       (unsigned long long)status.st_nlink, status.st_uid,
		       status.st_gid);
	console_printf("size %lld, blocks %lld, inode %llu, device %llu\n",
		       (long long)status.st_size, (long long)status.st_blocks,
		       (unsigned long long)status.st_ino,
		       (unsigned long long)status.st_dev);
	print_time("accessed", status.st_atime, status.st_atime_nsec);
	print_time("modified", status.st_mtime, status.st_mtime_nsec);
	print_time("changed ", status.st_ctime, status.st_ctime_nsec);
	return 0;
}

static int cmd_stat(int argc, char **argv)
{
	return files_each(argc, argv, stat_one);
}

KMON_COMMAND(stat, cmd_stat, "FILE...", "attributes of files");
