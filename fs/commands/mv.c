// SPDX-License-Identifier: GPL-2.0-only
/*
 * mv: another name or place, replacing what is there.
 */
#include <exo/kmon.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

static int cmd_mv(int argc, char **argv)
{
	if (argc != 3)
		return -EINVAL;
	return vfs_rename(NULL, argv[1], NULL, argv[2], 0);
}

KMON_COMMAND(mv, cmd_mv, "OLD NEW", "rename or move a file");
