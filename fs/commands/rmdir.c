// SPDX-License-Identifier: GPL-2.0-only
/*
 * rmdir: remove empty directories.
 */
#include <exo/kmon.h>
#include <exo/vfs.h>

#include "files.h"

static int rmdir_one(const char *name)
{
	return vfs_rmdir(NULL, name);
}

static int cmd_rmdir(int argc, char **argv)
{
	return files_each(argc, argv, rmdir_one);
}

KMON_COMMAND(rmdir, cmd_rmdir, "DIRECTORY...", "remove empty directories");
