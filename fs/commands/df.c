// SPDX-License-Identifier: GPL-2.0-only
/*
 * df: how much of each mounted filesystem is in use.
 */
#include <exo/console.h>
#include <exo/filesystem.h>
#include <exo/kmon.h>
#include <exo/mount.h>
#include <exo/vfs.h>

static unsigned long long kilobytes(s64 blocks, s64 block_size)
{
	return (unsigned long long)blocks * (u64)block_size / 1024;
}

static int print_usage(const struct mount_info *info, void *unused)
{
	struct statfs status = {0};

	(void)unused;
	superblock_statfs(info->superblock, &status);
	console_printf("%-10s %10llu %10llu %10lld %10lld %s\n",
		       info->superblock->filesystem->name,
		       kilobytes(status.f_blocks, status.f_bsize),
		       kilobytes(status.f_bfree, status.f_bsize),
		       (long long)status.f_files, (long long)status.f_ffree,
		       info->place);
	return 0;
}

static int cmd_df(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	console_printf("type               KB    free KB      files       free "
		       "mounted on\n");
	return mount_visit(print_usage, NULL);
}

KMON_COMMAND(df, cmd_df, "", "room in filesystems");
