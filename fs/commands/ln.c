// SPDX-License-Identifier: GPL-2.0-only
/*
 * ln: one more name for a file; with -s a symbolic link, to anything.
 */
#include <exo/kmon.h>
#include <exo/string.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

static int cmd_ln(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "-s"))
		return vfs_symlink(argv[2], NULL, argv[3]);
	if (argc != 3)
		return -EINVAL;
	return vfs_link(NULL, argv[1], NULL, argv[2], 0);
}

KMON_COMMAND(ln, cmd_ln, "[-s] FILE NEW", "link to a file");
