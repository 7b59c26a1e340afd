// SPDX-License-Identifier: GPL-2.0-only
/*
 * ls: what is in a directory, or one file: type and permissions, links, owner,
 * group, size or number of the device, name.
 */
#include <exo/console.h>
#include <exo/kmalloc.h>
#include <exo/kmon.h>
#include <exo/vfs.h>
#include <uapi/device_number.h>
#include <uapi/errno.h>

#include "files.h"

static void print_target(const char *path)
{
	char *target = kmalloc(PATH_MAX);
	ssize_t length = -ENOMEM;

	if (target)
		length = vfs_readlink(NULL, path, target, PATH_MAX);
	if (length >= 0)
		console_printf(" -> %.*s", (int)length, target);
	kfree(target);
}

/* Of a device, its number: "1,  3" for major 1, minor 3. */
static void print_size(const struct stat *status)
{
	if (S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode))
		console_printf("%5u,%3u", device_major(status->st_rdev),
			       device_minor(status->st_rdev));
	else
		console_printf("%9lld", (long long)status->st_size);
}

static int print_file(const char *path, const char *name)
{
	char mode[FILES_MODE_SIZE];
	struct stat status;
	int err = vfs_stat(NULL, path, AT_SYMLINK_NOFOLLOW, &status);

	if (err)
		return err;
	files_mode_text(status.st_mode, mode);
	console_printf("%s %3llu %5u %5u ", mode,
		       (unsigned long long)status.st_nlink, status.st_uid,
		       status.st_gid);
	print_size(&status);
	console_printf(" %s", name);
	if (S_ISLNK(status.st_mode))
		print_target(path);
	console_printf("\n");
	return 0;
}

static int print_entry(const char *directory, const char *name, void *unused)
{
	char *path = files_join(directory, name);
	int err = path ? print_file(path, name) : -ENOMEM;

	(void)unused;
	kfree(path);
	return err == -ENOENT ? 0 : err; /* it went meanwhile */
}

static int list(const char *path)
{
	int err = files_list(path, print_entry, NULL);

	return err == -ENOTDIR ? print_file(path, path) : err;
}

static int cmd_ls(int argc, char **argv)
{
	return argc > 1 ? files_each(argc, argv, list) : list(".");
}

KMON_COMMAND(ls, cmd_ls, "[PATH...]", "files in a directory");
