// SPDX-License-Identifier: GPL-2.0-only
/*
 * mount: what is mounted where; or mount something.
 */
#include <exo/console.h>
#include <exo/filesystem.h>
#include <exo/kmon.h>
#include <exo/mount.h>
#include <exo/string.h>
#include <uapi/errno.h>

static int print_mount(const struct mount_info *info, void *unused)
{
	(void)unused;
	console_printf("%s on %s type %s (%s)\n", info->source, info->place,
		       info->superblock->filesystem->name,
		       info->flags & MS_RDONLY ? "ro" : "rw");
	return 0;
}

static int remount(const char *place, const char *options)
{
	if (!strcmp(options, "ro"))
		return vfs_mount(NULL, place, NULL, MS_REMOUNT | MS_RDONLY,
				 NULL);
	if (!strcmp(options, "rw"))
		options = "";
	return vfs_mount(NULL, place, NULL, MS_REMOUNT, options);
}

static int cmd_mount(int argc, char **argv)
{
	if (argc == 1)
		return mount_visit(print_mount, NULL);
	if (argc == 4 && !strcmp(argv[1], "-b"))
		return vfs_mount(argv[2], argv[3], NULL, MS_BIND, NULL);
	if ((argc == 3 || argc == 4) && !strcmp(argv[1], "-r"))
		return remount(argv[2], argc == 4 ? argv[3] : "");
	if (argc != 3 && argc != 4)
		return -EINVAL;
	return vfs_mount(argv[1], argv[2], argv[1], 0, argv[3]);
}

KMON_COMMAND(mount, cmd_mount,
	     "[TYPE DIRECTORY [OPTIONS] | -b OLD NEW | -r DIRECTORY "
	     "[ro | rw | OPTIONS]]",
	     "list mounts, mount, or change what is mounted");
