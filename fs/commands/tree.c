// SPDX-License-Identifier: GPL-2.0-only
/*
 * tree: a directory with all that is below it.
 */
#include <exo/console.h>
#include <exo/kmalloc.h>
#include <exo/kmon.h>
#include <exo/vfs.h>
#include <uapi/errno.h>

#include "files.h"

enum {
	DEPTH_MAX = 12, /* the kernel's stack is small */
};

static int print_below(const char *path, unsigned int depth);

static int print_entry(const char *directory, const char *name, void *arg)
{
	unsigned int depth = *(unsigned int *)arg;
	char *path = files_join(directory, name);
	struct stat status;
	int err = -ENOMEM;

	if (path)
		err = vfs_stat(NULL, path, AT_SYMLINK_NOFOLLOW, &status);
	if (!err) {
		console_printf("%*s%s%s\n", (int)(2 * depth), "", name,
			       S_ISDIR(status.st_mode) ? "/" : "");
		if (S_ISDIR(status.st_mode))
			err = print_below(path, depth + 1);
	}
	kfree(path);
	return err == -ENOENT ? 0 : err; /* it went meanwhile */
}

static int print_below(const char *path, unsigned int depth)
{
	if (depth == DEPTH_MAX) {
		console_printf("%*s...\n", (int)(2 * depth), "");
		return 0;
	}
	return files_list(path, print_entry, &depth);
}

static int cmd_tree(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : ".";

	if (argc > 2)
		return -EINVAL;
	console_printf("%s\n", path);
	return print_below(path, 1);
}

KMON_COMMAND(tree, cmd_tree, "[DIRECTORY]", "all below a directory");
