// SPDX-License-Identifier: GPL-2.0-only
/*
 * rm: remove names of files. Directories are for rmdir.
 */
#include <exo/kmon.h>
#include <exo/vfs.h>

#include "files.h"

static int rm_one(const char *name)
{
	return vfs_unlink(NULL, name);
}

static int cmd_rm(int argc, char **argv)
{
	return files_each(argc, argv, rm_one);
}

KMON_COMMAND(rm, cmd_rm, "FILE...", "remove files");
