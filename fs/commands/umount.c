// SPDX-License-Identifier: GPL-2.0-only
/*
 * umount: take mounts out of the tree that nobody uses.
 */
#include <exo/kmon.h>
#include <exo/mount.h>

#include "files.h"

static int umount_one(const char *name)
{
	return vfs_umount(name, 0);
}

static int cmd_umount(int argc, char **argv)
{
	return files_each(argc, argv, umount_one);
}

KMON_COMMAND(umount, cmd_umount, "DIRECTORY...", "undo mounts");
