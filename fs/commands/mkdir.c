// SPDX-License-Identifier: GPL-2.0-only
/*
 * mkdir: new directories.
 */
#include <exo/kmon.h>
#include <exo/vfs.h>

#include "files.h"

static int mkdir_one(const char *name)
{
	return vfs_mkdir(NULL, name, 0777);
}

static int cmd_mkdir(int argc, char **argv)
{
	return files_each(argc, argv, mkdir_one);
}

KMON_COMMAND(mkdir, cmd_mkdir, "DIRECTORY...", "make directories");
